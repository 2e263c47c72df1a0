/** The operating system's speech, by the programs that are on this machine. */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasTool } from '../../../src/programs/find.js';
import { createEngine, systemVoices } from '../../../src/stages/tts/system-engine.js';
import { callEngine, infoOf, speakWhole } from '../../fixtures/engine-call.js';

const tools = ['espeak-ng', 'flite'].filter((tool) => process.platform === 'linux' && hasTool(tool));
for (const tool of ['espeak-ng', 'flite']) {
  if (!tools.includes(tool)) console.warn(`skipped: no ${tool} here; run apt-get install ${tool}`);
}

const never = new AbortController().signal;
const path = process.env['PATH'];
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-system-'));
});

afterEach(async () => {
  process.env['PATH'] = path;
  delete process.env['TMPDIR'];
  await rm(folder, { recursive: true, force: true });
});

/** Lets only this program be found. */
async function only(tool: string): Promise<void> {
  await symlink(execFileSync('which', [tool], { encoding: 'utf8' }).trim(), join(folder, tool));
  process.env['PATH'] = folder;
}

/** A program that does what the script says. */
async function fake(script: string): Promise<void> {
  await writeFile(join(folder, 'espeak-ng'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  process.env['PATH'] = `${folder}:${path ?? ''}`;
}

describe.skipIf(tools.length === 0).each(tools)('system engine with %s', (tool) => {
  beforeEach(() => only(tool));

  it('speaks, with an end for every word', async () => {
    const engine = await createEngine({ voice: 'default' });
    const info = await infoOf(engine);
    expect(info).toMatchObject({ engine: 'system', voice: 'default', provider: tool });
    const { samples, wordEnds } = await speakWhole(engine, { text: 'Good morning to **you**, my dear friend.' });
    expect(samples.length / info.sampleRateHz).toBeGreaterThan(1);
    expect(samples.some((sample) => Math.abs(sample) > 0.1)).toBe(true);
    expect(wordEnds).toHaveLength(7);
    expect(wordEnds.at(-1)).toBe(samples.length);
  });

  it('takes a text for a text, whatever it begins with', async () => {
    const engine = await createEngine({ voice: 'default' });
    for (const text of ['--help', '-w /tmp/x', '[[halp]]', '; ls', '$(ls)']) {
      expect((await speakWhole(engine, { text })).samples.length, text).toBeGreaterThan(2000);
    }
  });

  it('speaks faster when asked, and says nothing for nothing', async () => {
    const engine = await createEngine({ voice: 'default' });
    const text = 'The quick brown fox jumps over the lazy dog.';
    const plain = await speakWhole(engine, { text });
    const quick = await speakWhole(engine, { text, speed: 2 });
    expect(quick.samples.length).toBeLessThan(0.75 * plain.samples.length);
    expect(await speakWhole(engine, { text: '🙂' })).toEqual({
      samples: new Float32Array(0),
      wordEnds: [0],
      pieces: 0,
    });
  });

  it('lists its voices, and speaks with one of them only', async () => {
    const voices = await systemVoices(never);
    expect(voices.length).toBeGreaterThan(3);
    for (const { id, name } of voices) expect(id !== '' && name !== '', `${id} ${name}`).toBe(true);
    const voice = tool === 'flite' ? 'slt' : 'de';
    expect(await infoOf(await createEngine({ voice: voice.toUpperCase() }))).toMatchObject({ voice });
    await expect(createEngine({ voice: '-w' })).rejects.toThrow(
      `tts.system.voice: got "-w", wanted default or a voice of ${tool}: `,
    );
  });

  it('ends its program with the caller and leaves nothing behind', async () => {
    await mkdir(join(folder, 'tmp'));
    process.env['TMPDIR'] = join(folder, 'tmp');
    const engine = await createEngine({ voice: 'default' });
    const caller = new AbortController();
    const text = 'One long sentence that goes on for quite a while. '.repeat(60);
    const outputs = callEngine(engine, 'synthesize', { text, index: 0 }, caller.signal);
    const first = outputs.next();
    if (tool === 'espeak-ng') expect((await first).value).toMatchObject({ kind: 'audio' });
    const next = tool === 'espeak-ng' ? drained(outputs) : first;
    caller.abort(new Error('barge-in'));
    await expect(next).rejects.toThrow('barge-in');
    expect(await readdir(join(folder, 'tmp'))).toEqual([]);
  });
});

describe.skipIf(process.platform !== 'linux')('system engine with programs that fail', () => {
  it.each([
    [
      'says why it ends',
      'echo "Error: out of memory" >&2; exit 3',
      'espeak-ng: it ended with code 3 (it says: Error: out of memory)',
    ],
    ['writes nothing', 'cat > /dev/null', 'espeak-ng: got no sound, wanted a WAV'],
    [
      'writes something else',
      'echo "this is no sound at all, my friend"',
      'espeak-ng: got a WAV with a broken header, wanted a WAV',
    ],
    ['is killed', 'kill -9 $$', 'espeak-ng: it was ended by SIGKILL'],
  ])('does not load one that %s', async (_name, script, line) => {
    await fake(script);
    await expect(createEngine({ voice: 'default' })).rejects.toThrow(line);
  });

  it('does not load without any, and has no voices then', async () => {
    process.env['PATH'] = folder;
    await expect(createEngine({ voice: 'default' })).rejects.toThrow(
      'tts.engine system: got none of espeak-ng, espeak',
    );
    expect(await systemVoices(never)).toEqual([]);
  });

  it.skipIf(!hasTool('espeak-ng'))('takes a variant of a voice', async () => {
    expect(await infoOf(await createEngine({ voice: 'en-us+f3' }))).toMatchObject({ voice: 'en-us+f3' });
    await expect(createEngine({ voice: 'en-us+-w' })).rejects.toThrow('tts.system.voice');
  });
});

async function drained(outputs: AsyncIterator<unknown>): Promise<void> {
  while ((await outputs.next()).done !== true);
}
