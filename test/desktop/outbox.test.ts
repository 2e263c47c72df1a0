/** Nothing that was dictated is lost: by a full disk, a torn file, or a program that is killed between any two steps. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openOutbox, writtenOf, type Outbox, type OutboxOptions } from '../../src/desktop/outbox.js';
import type { TextEdit } from '../../src/pipeline/dictation.js';

const child = join(import.meta.dirname, '..', 'fixtures', 'outbox-child.mjs');
const edits = (text: string): readonly TextEdit[] => [{ kind: 'insert', text }];

let folder: string;
let path: string;
const notices: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outbox-'));
  path = join(folder, 'deep', 'outbox.jsonl');
  notices.length = 0;
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function open(changes: Partial<OutboxOptions> = {}): Promise<Outbox> {
  const onNotice = (line: string): void => void notices.push(line);
  return openOutbox({ path, keep: { count: 100, days: 30 }, now: () => 1_700_000_000_000, onNotice, ...changes });
}

describe('the outbox', () => {
  it('has everything again after a restart, for its owner alone', async () => {
    const outbox = await open();
    const first = await outbox.add({ raw: 'hello world', edits: edits('Hello, world.'), application: 'xterm' });
    const second = await outbox.add({ raw: 'two', edits: edits(' Two.\n') });
    await outbox.begin(second);
    await outbox.finish(second, 'x11');
    await outbox.fail(first, edits('world.'), 'x11: the window is gone');
    await outbox.close();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'deep'))).mode & 0o777).toBe(0o700);
    const again = await open();
    expect(again.pending()).toEqual([
      {
        ...{
          id: first,
          atMs: 1_700_000_000_000,
          raw: 'hello world',
          edits: edits('Hello, world.'),
          application: 'xterm',
        },
        ...{ state: 'waiting', rest: edits('world.'), why: 'x11: the window is gone' },
      },
    ]);
    expect(again.last()).toMatchObject({ id: second, state: 'delivered', by: 'x11', rest: [] });
    expect(again.find(first)).toEqual(outbox.find(first));
    expect(writtenOf(again.last() ?? { edits: [] })).toBe(' Two.\n');
    await again.close();
    expect(notices).toEqual([]);
  });

  it('forgets delivered ones past their number and age, and never one that waits', async () => {
    let nowMs = 1_700_000_000_000;
    const outbox = await open({ keep: { count: 3, days: 2 }, now: () => nowMs });
    const waiting = await outbox.add({ raw: 'wait', edits: edits('Wait.') });
    for (let count = 0; count < 6; count++) {
      await outbox.finish(await outbox.add({ raw: `${count}`, edits: edits(`${count}`) }), 'stdout');
    }
    await outbox.tidy();
    const kept = async (): Promise<string[]> =>
      [...(await readFile(path, 'utf8')).matchAll(/"raw":"(\w+)"/g)].map(([, raw]) => raw ?? '');
    expect(await kept()).toEqual(['wait', '3', '4', '5']);
    nowMs += 3 * 86_400_000;
    const late = await outbox.add({ raw: 'late', edits: edits('Late.') });
    await outbox.tidy();
    expect(await kept()).toEqual(['wait', 'late']);
    await outbox.finish(late, 'stdout');
    await outbox.close();
    expect((await open()).pending().map(({ id }) => id)).toEqual([waiting]);
    expect(await readdir(join(folder, 'deep'))).toEqual(['outbox.jsonl']);
  });

  it('reads around a line that a power cut has torn, and keeps it', async () => {
    const outbox = await open({ keep: { count: 0, days: 0 } });
    await outbox.finish(await outbox.add({ raw: 'one', edits: edits('One.') }), 'stdout');
    await outbox.close();
    await appendFile(path, '{"do":"add","id":"x","raw":"half of a sent');
    const again = await open({ keep: { count: 0, days: 0 } });
    const id = await again.add({ raw: 'two', edits: edits('Two.') });
    await again.close();
    const third = await open({ keep: { count: 0, days: 0 } });
    expect(third.pending().map((entry) => entry.id)).toEqual([id]);
    await third.tidy();
    await third.close();
    expect(await readFile(path, 'utf8')).toContain('half of a sent');
  });

  it('goes on in memory where the disk takes nothing, says so once, and overwrites nothing', async () => {
    await writeFile(join(folder, 'file'), '');
    const outbox = await open({ path: join(folder, 'file', 'outbox.jsonl') });
    const id = await outbox.add({ raw: 'one', edits: edits('One.') });
    await outbox.add({ raw: 'two', edits: edits('Two.') });
    expect(outbox.pending().map(({ raw }) => raw)).toEqual(['one', 'two']);
    await outbox.finish(id, 'stdout');
    expect(outbox.pending()).toHaveLength(1);
    await outbox.close();
    expect(notices.filter((line) => line.includes('kept in memory, until Parley ends'))).toHaveLength(1);
    expect(notices.at(-1)).toContain('a part of its path is a file');
  });

  it.skipIf(process.getuid?.() === 0)('leaves a file alone that it may not read', async () => {
    const outbox = await open();
    await outbox.add({ raw: 'one', edits: edits('One.') });
    await outbox.close();
    await chmod(path, 0o000);
    const again = await open({ keep: { count: 0, days: 0 } });
    await again.finish(await again.add({ raw: 'two', edits: edits('Two.') }), 'stdout');
    await again.tidy();
    await chmod(path, 0o600);
    expect(await readFile(path, 'utf8')).toContain('One.');
  });
});

interface Killed {
  /** The steps it told of, the last one first to be reached. */
  readonly told: readonly string[];
  readonly outbox: Outbox;
  readonly text: string;
}

/** @param step killed when it has told so many steps and waits; 0: while it works, after so many lines */
async function kill(step: number, lines = step): Promise<Killed> {
  const program = spawn(process.execPath, [child, folder, String(step)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(program, 'exit');
  const told: string[] = [];
  let text = '';
  for await (const chunk of program.stdout) {
    text += String(chunk);
    told.splice(0, told.length, ...text.split('\n').slice(0, -1));
    if (told.length >= lines) program.kill('SIGKILL');
  }
  await gone;
  const outbox = await open({ path: join(folder, 'outbox.jsonl') });
  return { told, outbox, text: await readFile(join(folder, 'text.txt'), 'utf8').catch(() => '') };
}

describe('a program that is killed', () => {
  it.each([
    [1, 'added', 'waiting', ''],
    [2, 'began', 'typing', ''],
    [3, 'typed', 'typing', 'utterance 1. '],
    [4, 'finished', 'delivered', 'utterance 1. '],
    [5, 'added', 'waiting', 'utterance 1. '],
  ])('after step %i (%s) leaves the utterance %s', async (step, name, state, written) => {
    const { told, outbox, text } = await kill(step);
    expect(told.at(-1)).toContain(name);
    expect(outbox.last()?.state).toBe(state);
    expect(text).toBe(written);
  });

  it('in the middle of its work has lost nothing that it had told', async () => {
    for (const lines of [7, 23, 61]) {
      await rm(join(folder, 'text.txt'), { force: true });
      await rm(join(folder, 'outbox.jsonl'), { force: true });
      const { told, outbox, text } = await kill(0, lines);
      const last = Math.max(...told.map((line) => Number(/added (\d+)/.exec(line)?.[1] ?? 0)));
      const waiting = outbox.pending().map(({ raw }) => raw);
      // Every one is either in the file or waiting (or both, where it was killed between typing and noting it).
      for (let count = 1; count <= last; count++) {
        expect(text.includes(`utterance ${count}. `) || waiting.includes(`utterance ${count}. `), String(count)).toBe(
          true,
        );
      }
      expect(waiting.length).toBeLessThanOrEqual(1);
    }
  });
});
