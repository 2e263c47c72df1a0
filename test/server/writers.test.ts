import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { CaptionsSettings } from '../../src/config/captions.js';
import type { CaptionEvent } from '../../src/pipeline/captions.js';
import { openCaptionWriters } from '../../src/server/caption-writers.js';
import { RollingLines } from '../../src/server/files/rolling-lines.js';
import { CueStream } from '../../src/server/subtitles/cue.js';
import { spokenOf, tokensOf } from '../../src/server/subtitles/tokens.js';
import { widthOf } from '../../src/server/subtitles/unit.js';
import { StepClock } from '../../scripts/profile/step-clock.js';
import { caption, captionSettings, growing, translation, until } from './captions.js';

const root = mkdtempSync(join(tmpdir(), 'parley-captions-'));
let count = 0;
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = join(root, String(++count));
  mkdirSync(folder);
  return folder;
}

interface Written {
  readonly notices: string[];
  readonly clock: StepClock;
  readonly paths: readonly string[];
  take(...events: CaptionEvent[]): void;
  close(): Promise<void>;
}

async function open(wanted: Partial<CaptionsSettings>): Promise<Written> {
  const notices: string[] = [];
  const clock = new StepClock();
  const onNotice = (line: string): unknown => notices.push(line);
  const writers = await openCaptionWriters(captionSettings(wanted), { clock, onNotice });
  return {
    notices,
    clock,
    get paths() {
      return writers.map(({ path }) => path);
    },
    take: (...events) => {
      for (const event of events) for (const writer of writers) writer.take(event);
    },
    close: async () => {
      for (const writer of writers) await writer.close();
    },
  };
}

const read = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');

describe('subtitles', () => {
  it('are whole after every caption', async () => {
    const folder = newFolder();
    const [srt, vtt] = [join(folder, 'a/talk.srt'), join(folder, 'talk.vtt')];
    const written = await open({ srt, vtt });
    await until(() => read(vtt) === 'WEBVTT\n\n');
    written.take(growing(0, 'Good'), caption(0, 'Good evening.'));
    await until(() => read(srt) !== '' && read(vtt).length > 10);
    expect(read(srt)).toBe('1\n00:00:00,000 --> 00:00:02,500\nGood evening.\n\n');
    expect(read(vtt)).toBe('WEBVTT\n\n00:00:00.000 --> 00:00:02.500\nGood evening.\n\n');
    const before = read(srt);
    written.take(caption(1, 'R&B --> here.', { startMs: 2500, endMs: 2700 }));
    await written.close();
    // Never shorter than a second, and never over the one before.
    expect(read(srt)).toBe(`${before}2\n00:00:02,580 --> 00:00:03,080\nR&B → here.\n\n`);
    expect(read(vtt)).toContain('R&amp;B --&gt; here.');
    expect(written.notices).toEqual([]);
  });

  it('of both become two files, named as players look for them', async () => {
    const folder = newFolder();
    const written = await open({ srt: join(folder, 'talk.srt'), show: 'both' });
    written.take(caption(0, 'Hallo.', { language: 'de' }), caption(1, 'Guten Abend.', { language: 'de' }));
    written.take({ kind: 'untranslated', id: 0, reason: 'nobody' }, translation(1, 'Good evening.'));
    await written.close();
    expect(written.paths).toEqual([join(folder, 'talk.srt'), join(folder, 'talk.en.srt')]);
    expect(read(join(folder, 'talk.srt'))).toMatch(/Hallo\.\n\n2\n.*\nGuten Abend\.\n\n$/);
    expect(read(join(folder, 'talk.en.srt'))).toMatch(
      /^1\n.*\nHallo\.\n\n2\n00:00:03,000 --> 00:00:05,500\nGood evening\.\n\n$/,
    );
  });

  it('of the translation alone lose no caption that nobody translates', async () => {
    const srt = join(newFolder(), 'talk.srt');
    const written = await open({ srt, show: 'translation' });
    written.take(...[0, 1, 2].map((id) => caption(id, `Satz ${id}.`)), translation(1, 'Sentence 1.'));
    await written.close();
    expect(read(srt).match(/^(Satz|Sentence).*$/gm)).toEqual(['Satz 0.', 'Sentence 1.', 'Satz 2.']);
  });

  it('leave a file alone that was there before', async () => {
    const srt = join(newFolder(), 'talk.srt');
    writeFileSync(srt, 'precious');
    const written = await open({ srt });
    written.take(caption(0, 'Hello.'));
    await written.close();
    expect(read(srt)).toBe('precious');
    expect(read(srt.replace('.srt', '-2.srt'))).toContain('Hello.');
    expect(written.notices).toEqual([
      `${srt}: exists already and is left alone; ${srt.replace('.srt', '-2.srt')} is written`,
    ]);
  });

  it('are written again as a whole when their folder goes', async () => {
    const folder = newFolder();
    const srt = join(folder, 'talk.srt');
    const written = await open({ srt });
    written.take(caption(0, 'One.'));
    await until(() => read(srt).includes('One.'));
    rmSync(folder, { recursive: true });
    written.take(caption(1, 'Two.'));
    await until(() => read(srt).includes('Two.'));
    renameSync(srt, `${srt}.moved`);
    written.take(caption(2, 'Three.'));
    await written.close();
    expect(read(srt).match(/^\w+\.$/gm)).toEqual(['One.', 'Two.', 'Three.']);
  });

  it('wait for a disk that cannot be written, and say so once', async () => {
    const folder = newFolder();
    const blocked = join(folder, 'in-the-way');
    writeFileSync(blocked, 'a file where a folder is wanted');
    const srt = join(blocked, 'talk.srt');
    const written = await open({ srt });
    written.take(caption(0, 'One.'), caption(1, 'Two.'));
    await until(() => written.notices.length === 1);
    await written.clock.advance(20_000);
    rmSync(blocked);
    await until(async () => {
      await written.clock.advance(3000);
      return written.notices.length === 2;
    });
    await written.close();
    expect(read(srt).match(/^\w+\.$/gm)).toEqual(['One.', 'Two.']);
    expect(written.notices).toEqual([
      `${srt}: cannot be written: a part of the path is not a folder; captions go on, and are written when it can be`,
      `${srt}: is written again; nothing is missing`,
    ]);
  });

  it('are saved elsewhere when the end comes first', async () => {
    const blocked = join(newFolder(), 'in-the-way');
    writeFileSync(blocked, '');
    const written = await open({ srt: join(blocked, 'talk.srt') });
    written.take(caption(0, 'Not lost.'));
    await written.close();
    const rest = /the rest is in (.+)$/.exec(written.notices.at(-1) ?? '')?.[1] ?? '';
    expect(read(rest)).toContain('Not lost.');
    rmSync(rest, { force: true });
  });

  it.skipIf(spawnSync('unshare', ['-Urm', 'true']).status !== 0)('stay whole on a disk that is full', () => {
    const folder = newFolder();
    const script = join(folder, 'full.sh');
    const program = join(import.meta.dirname, '../../dist/src/server/files/growing-file.js');
    const code = `
      import { GrowingFile } from ${JSON.stringify(program)};
      import { readFileSync, rmSync, writeFileSync } from 'node:fs';
      const wait = (ms) => new Promise((done) => setTimeout(done, ms));
      const notices = [];
      writeFileSync('disk/ballast', Buffer.alloc(900_000));
      const clock = { now: () => 0, sleep: () => wait(50) };
      const file = new GrowingFile('disk/talk.srt', { clock, onNotice: (line) => notices.push(line) });
      const piece = (at) => String(at).padStart(4, '0') + 'x'.repeat(995) + '\\n';
      for (let at = 0; at < 300; at++) { file.append(piece(at)); if (at % 7 === 0) await wait(2); }
      while (notices.length === 0) await wait(10);
      const full = readFileSync('disk/talk.srt', 'utf8');
      const isWhole = full.length % 1000 === 0;
      rmSync('disk/ballast');
      while (notices.length < 2) await wait(10);
      await file.close();
      const all = readFileSync('disk/talk.srt', 'utf8');
      const wanted = Array.from({ length: 300 }, (_, at) => piece(at)).join('');
      console.log(JSON.stringify({ isWhole, isAll: all === wanted, notices }));`;
    writeFileSync(join(folder, 'full.mjs'), code);
    mkdirSync(join(folder, 'disk'));
    writeFileSync(script, `mount -t tmpfs -o size=1m none disk && exec "${process.execPath}" full.mjs`);
    const run = spawnSync('unshare', ['-Urm', 'sh', script], { cwd: folder, encoding: 'utf8' });
    expect(run.stderr).toBe('');
    expect(JSON.parse(run.stdout)).toMatchObject({ isWhole: true, isAll: true });
    expect(run.stdout).toContain('cannot be written: the disk is full');
  });
});

describe('live cues', () => {
  it('hold every rule for any speech', () => {
    const said = fc.tuple(
      fc.array(fc.stringMatching(/^[a-zé今]{1,30}[.,?]?$/u), { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 0, max: 4000 }),
      fc.integer({ min: 100, max: 12_000 }),
    );
    fc.assert(
      fc.property(fc.array(said, { maxLength: 8 }), fc.integer({ min: 16, max: 60 }), (all, lineWidth) => {
        const stream = new CueStream({ lineWidth, live: true });
        let at = 0;
        let lastMs = 0;
        for (const [words, pauseMs, lengthMs] of all) {
          const startMs = at + pauseMs;
          at = startMs + lengthMs;
          const text = words.join(' ');
          const cues = stream.push(spokenOf({ text, language: 'en', startMs, endMs: at }));
          // Nothing is kept for later.
          const shown = cues.flatMap(({ lines }) => lines.flat().map((unit) => unit.text)).join('');
          expect(shown).toBe(words.join(''));
          for (const cue of cues) {
            expect(cue.startMs).toBeGreaterThanOrEqual(lastMs);
            expect(cue.endMs).toBeGreaterThan(cue.startMs);
            expect(cue.endMs - cue.startMs).toBeLessThanOrEqual(7000);
            expect(cue.lines.length).toBeLessThanOrEqual(2);
            for (const line of cue.lines) {
              const text = line.map((unit, i) => (i === 0 ? '' : unit.space) + unit.text).join('');
              expect(widthOf(text)).toBeLessThanOrEqual(lineWidth);
            }
            lastMs = cue.endMs;
          }
        }
        expect(stream.finish()).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('break a text without spaces between words, and keep marks with them', () => {
    expect(
      tokensOf('港の夜は「静か」です。', 'ja')
        .map(({ text }) => text)
        .join('|'),
    ).toMatch(/「静か」.*です。$/);
    expect(tokensOf('one two', 'en')).toEqual([
      { text: 'one', space: '' },
      { text: 'two', space: ' ' },
    ]);
  });
});

describe('the text file', () => {
  it('holds the last lines, and nothing after a silence', async () => {
    const path = join(newFolder(), 'obs/now.txt');
    const written = await open({ text_file: path, hold_seconds: 4, line_chars: 20 });
    await until(() => existsSync(path) && read(path) === '');
    written.take(growing(0, 'Tonight the storm is', 'Tonight'));
    await until(() => read(path) === 'Tonight the storm is\n');
    written.take(caption(0, 'Tonight the storm is still far out at sea.'));
    await until(() => read(path) === 'still far out at\nsea.\n');
    await written.clock.advance(3900);
    expect(read(path)).not.toBe('');
    await written.clock.advance(200);
    await until(() => read(path) === '');
    written.take(caption(1, 'Hello.', { startMs: 60_000, endMs: 61_000 }));
    await until(() => read(path) === 'Hello.\n');
    await written.close();
    expect(read(path)).toBe('');
    expect(existsSync(`${path}.part`)).toBe(false);
    expect(written.notices).toEqual([]);
  });

  it('is never seen half written', async () => {
    const path = join(newFolder(), 'now.txt');
    const written = await open({ text_file: path, lines: 1, line_chars: 120 });
    for (let id = 0; id < 200; id++) {
      written.take(caption(id, `${String(id).repeat(20)}.`, { startMs: id * 9000 }));
      if (id % 5 === 0) await new Promise((resolve) => setImmediate(resolve));
      expect(read(path)).toMatch(/^$|^(\d+)\.\n$/);
    }
    await until(() => read(path) === `${'199'.repeat(20)}.\n`);
    await written.close();
  });

  it('keeps lines that stand as they are', () => {
    const word = fc.stringMatching(/^[a-z]{1,12}$/);
    fc.assert(
      fc.property(fc.array(fc.array(word, { minLength: 1, maxLength: 9 }), { maxLength: 12 }), (all) => {
        const rolling = new RollingLines({ lines: 3, lineWidth: 20 });
        let before: readonly string[] = [];
        for (const [id, words] of all.entries()) {
          const times = { startMs: id * 1000, endMs: id * 1000 + 900 };
          for (let upTo = 1; upTo <= words.length; upTo++) {
            const said = { text: words.slice(0, upTo).join(' '), language: 'en', ...times };
            const lines = rolling.withGrowing(said);
            expect(lines.length).toBeLessThanOrEqual(3);
            for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(20);
            // All but the last line stood there before, and the last one went on.
            const last = before.at(-1) ?? '';
            const upper = before.slice(0, -1);
            const goesOn = lines.at(-1)?.startsWith(last) ?? false;
            if (goesOn) expect(lines.slice(0, -1)).toEqual(upper);
            else expect(lines.at(-2)).toBe(last);
            before = lines;
          }
          rolling.add({ text: words.join(' '), language: 'en', ...times });
        }
      }),
      { numRuns: 200 },
    );
  });
});
