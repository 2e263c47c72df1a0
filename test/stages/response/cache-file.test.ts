/** Kept replies on disk: there after a restart, never older than they may be, never half written, nobody else's to read. */
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ReplyFile, warmUpCache } from '../../../src/stages/response/cache.js';
import { settle } from '../../fakes/scope.js';
import { counting, openCache, textOf, type Bench } from './cache-asking.js';
import { FakeClock } from './fakes.js';

const CAPITAL = 'What is the capital of France?';
const BOOK = 'Who wrote Hamlet?';
const SKY = 'Why is the sky blue?';
const ttlMs = 3_600_000;

let folder = '';
let faults: string[] = [];
const path = (): string => join(folder, 'kept', 'replies.jsonl');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-replies-'));
  faults = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Life extends Bench {
  readonly file: ReplyFile;
}

interface Machine {
  /** Wall-clock time. */
  readonly nowMs?: number;
  /** Since the machine started. */
  readonly upMs?: number;
  readonly sizeBytes?: number;
  readonly ttlMs?: number;
  readonly context?: string;
}

const startMs = Date.parse('2026-03-14T15:05:00Z');

/** One life of the process: its clocks begin anew, the disk stays. */
async function live({ nowMs = startMs, upMs = 50_000, sizeBytes = 100_000, ...rest }: Machine = {}): Promise<Life> {
  const clock = new FakeClock();
  const file = new ReplyFile({
    ...{ path: path(), sizeBytes, clock },
    onFault: ({ message }) => faults.push(message),
    now: () => nowMs + clock.now() + bench.wall.nowMs - startMs,
    upMs: () => upMs + clock.now(),
  });
  const now = (): number => nowMs + bench.clock.now() + bench.wall.nowMs - startMs;
  const bench: Bench = openCache(counting().responder, { ttlMs: rest.ttlMs ?? ttlMs, file, sizeBytes, now, clock });
  if (rest.context !== undefined) bench.state.context = rest.context;
  await warmUpCache(bench.cache);
  return { ...bench, file };
}

const knows = async (life: Life, text: string): Promise<boolean> => (await life.ask(text))[0]?.source === 'cache';

/** Keeps these and ends. */
async function keep(texts: readonly string[], machine: Machine = {}): Promise<void> {
  const life = await live(machine);
  for (const text of texts) await life.ask(text);
  await life.cache.settled();
}

describe('what was kept', () => {
  it('is there after a restart, word for word, in any wording', async () => {
    const first = await live();
    const reply = textOf(await first.ask(CAPITAL));
    await first.cache.settled();
    const second = await live({ nowMs: startMs + 1000, upMs: 51_000 });
    expect(textOf(await second.ask('Can you tell me what the capital of France is?'))).toBe(reply);
    expect(second.cache.stats).toMatchObject({ nearHits: 1, misses: 0, entries: 1 });
    expect(faults).toEqual([]);
  });
  it('is nobody else’s to read, and says nothing of the questions', async () => {
    await keep([CAPITAL]);
    expect((await stat(path())).mode & 0o777).toBe(0o600);
    const text = await readFile(path(), 'utf8');
    expect(text).toContain('Answer number 1.');
    expect(text.toLowerCase()).not.toMatch(/capital|france/);
    expect(await readdir(join(folder, 'kept'))).toEqual(['replies.jsonl']);
  });
  it('is not given to another model or persona', async () => {
    await keep([CAPITAL]);
    expect(await knows(await live({ context: 'large model' }), CAPITAL)).toBe(false);
  });
  it('is written a while later, once for all that came until then, and off the path of the answer', async () => {
    const life = await live();
    await life.ask(CAPITAL);
    await life.ask(BOOK);
    await settle();
    await expect(stat(path())).rejects.toThrow('ENOENT');
    await life.clock.advance(5000);
    await life.file.settled();
    expect((await readFile(path(), 'utf8')).trim().split('\n')).toHaveLength(3);
    const before = await stat(path());
    await life.cache.settled();
    expect((await stat(path())).mtimeMs).toBe(before.mtimeMs);
  });
  it('stays within its bound; what was used longest ago is left out', async () => {
    const life = await live({ sizeBytes: 2000 });
    for (const text of [CAPITAL, BOOK, SKY]) await life.ask(text);
    await life.cache.settled();
    const file = new ReplyFile({
      ...{ path: path(), sizeBytes: 320, clock: life.clock },
      onFault: ({ message }) => faults.push(message),
    });
    const all = await file.read();
    expect(all).toHaveLength(3);
    file.changed(() => all);
    await file.settled();
    const kept = await file.read();
    expect(kept.map(({ id }) => id)).toEqual(all.slice(1).map(({ id }) => id));
    expect(faults).toEqual([]);
  });
  it('is gone for good once it is forgotten', async () => {
    const life = await live();
    await life.ask(CAPITAL);
    await life.cache.settled();
    await life.ask(BOOK);
    life.cache.clear();
    await life.cache.settled();
    await expect(stat(path())).rejects.toThrow('ENOENT');
    expect(await knows(await live(), CAPITAL)).toBe(false);
  });
  it('that is read after all was forgotten stays forgotten; what is newer stays', async () => {
    await keep([CAPITAL, BOOK]);
    const life = await live();
    const { cache } = openCache(counting().responder, { file: life.file, ttlMs });
    const restored = cache.restore();
    cache.clear();
    await restored;
    expect(cache.stats.entries).toBe(0);
  });
});

describe('time to live', () => {
  it('goes on while nothing runs', async () => {
    await keep([CAPITAL]);
    const later = (ms: number): Promise<Life> => live({ nowMs: startMs + ms, upMs: 50_000 + ms });
    expect(await knows(await later(ttlMs - 1000), CAPITAL)).toBe(true);
    expect(await knows(await later(ttlMs + 1000), CAPITAL)).toBe(false);
  });
  it('is counted over several lives', async () => {
    await keep([CAPITAL]);
    const second = await live({ nowMs: startMs + ttlMs / 2, upMs: 1000 });
    await second.ask(BOOK);
    await second.cache.settled();
    const third = await live({ nowMs: startMs + ttlMs + 1000, upMs: 1000 });
    expect([await knows(third, CAPITAL), await knows(third, BOOK)]).toEqual([false, true]);
  });
  it('goes on in the new life where it stood', async () => {
    await keep([CAPITAL]);
    const life = await live({ nowMs: startMs + ttlMs - 1000, upMs: 50_000 + ttlMs - 1000 });
    await life.clock.advance(500);
    expect(await knows(life, CAPITAL)).toBe(true);
    await life.clock.advance(501);
    expect(await knows(life, CAPITAL)).toBe(false);
  });
  it('is that of today’s settings', async () => {
    await keep([CAPITAL]);
    expect(await knows(await live({ nowMs: startMs + 60_000, upMs: 110_000, ttlMs: 30_000 }), CAPITAL)).toBe(false);
  });
  it('is never longer because a clock was set back or the machine started anew', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 2 * ttlMs }),
        fc.integer({ min: -2 * ttlMs, max: 2 * ttlMs }),
        async (passedMs, setMs) => {
          await keep([CAPITAL]);
          // The machine stayed up: whatever its clock says, the time since then is known.
          const life = await live({ nowMs: startMs + passedMs + setMs, upMs: 50_000 + passedMs });
          const isKnown = await knows(life, CAPITAL);
          if (passedMs >= ttlMs) expect(isKnown).toBe(false);
          if (passedMs + setMs < 0) expect(isKnown).toBe(false);
          if (passedMs + 1000 < ttlMs && setMs === 0) expect(isKnown).toBe(true);
        },
      ),
      { numRuns: 40 },
    );
  });
  it('counts at least the time that a new start of the machine tells of', async () => {
    await keep([CAPITAL]);
    expect(await knows(await live({ nowMs: startMs + 1000, upMs: 10_000 }), CAPITAL)).toBe(true);
    await keep([CAPITAL], { upMs: ttlMs * 3 });
    expect(await knows(await live({ nowMs: startMs + 1000, upMs: ttlMs + 1 }), CAPITAL)).toBe(false);
  });
});

describe('a file of no use', () => {
  const damage: readonly (readonly [string, (text: string) => string | Buffer])[] = [
    ['cut short', (text) => text.slice(0, -20)],
    ['changed by one letter', (text) => text.replace('Answer', 'Anbwer')],
    ['with a line too many', (text) => `${text}["a","b",1,"c"]\n`],
    ['empty', () => ''],
    ['noise', () => Buffer.from([0, 255, 10, 13, 200])],
    ['of another version', (text) => text.replace('"version":1', '"version":2')],
    ['of something else', () => '{"name":"parley"}\n'],
    ['not even text', () => '[[[[[[\n'],
  ];
  it.each(damage)('(%s) is told of in one line, and replaced', async (_what, change) => {
    await keep([CAPITAL]);
    await writeFile(path(), change(await readFile(path(), 'utf8')));
    const life = await live();
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/^response_generation\.cache\.disk: the kept replies in .+: starting without any$/);
    expect(faults[0]).not.toContain('\n');
    expect(await knows(life, CAPITAL)).toBe(false);
    await life.cache.settled();
    expect(await knows(await live(), CAPITAL)).toBe(true);
    expect(faults).toHaveLength(1);
  });
  it('never breaks anything, whatever byte is wrong', async () => {
    await keep([CAPITAL, BOOK]);
    const whole = await readFile(path());
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const bytes = Buffer.from(whole);
        bytes[at] = ((bytes[at] ?? 0) + by) % 256;
        await writeFile(path(), bytes);
        const file = new ReplyFile({ path: path(), sizeBytes: 9999, clock: new FakeClock(), onFault: () => undefined });
        for (const { reply } of await file.read()) expect(reply).toMatch(/^Answer number \d\.$/);
      }),
      { numRuns: 150 },
    );
  });
  it('is no file at all where a folder stands, and nothing fails but the keeping', async () => {
    await writeFile(join(folder, 'kept'), 'a file where the folder should be');
    const life = await live();
    expect(await knows(life, CAPITAL)).toBe(false);
    expect(await knows(life, CAPITAL)).toBe(true);
    await life.cache.settled();
    await life.ask(BOOK);
    await life.cache.settled();
    expect(faults.filter((line) => line.includes('cannot be kept on disk'))).toHaveLength(1);
  });
  it('that another process left unfinished is swept away, but not that of one still at work', async () => {
    await keep([CAPITAL]);
    const [gone, here] = [`${path()}.999999999.part`, `${path()}.${process.pid}.part`];
    for (const part of [gone, here]) await writeFile(part, 'half');
    await live();
    expect((await readdir(join(folder, 'kept'))).sort()).toEqual([
      'replies.jsonl',
      `replies.jsonl.${process.pid}.part`,
    ]);
  });
});
