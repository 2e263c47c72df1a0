import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SoundFolder } from '../../../src/stages/tts/sound-folder.js';
import { SpeechCache, type KeptSound } from '../../../src/stages/tts/speech-cache.js';
import { VirtualClock } from '../../audio/virtual-clock.js';

const ttlMs = 60_000;
let folder: string;
let nowMs: number;
const faults: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sounds-'));
  nowMs = 1_700_000_000_000;
  faults.length = 0;
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

function open(sizeBytes = 100_000, path = folder): SoundFolder {
  const onFault = ({ message }: Error): void => void faults.push(message);
  return new SoundFolder({ path, sizeBytes, ttlMs, onFault, now: () => nowMs });
}

function soundOf(count: number): KeptSound {
  return { samples: Float32Array.from({ length: count }, (_, index) => Math.sin(index) / 3), wordEnds: [1, count] };
}

async function bytesOnDisk(): Promise<number> {
  let sum = 0;
  for (const name of await readdir(folder)) sum += (await stat(join(folder, name))).size;
  return sum;
}

describe('a folder of sound', () => {
  it('gives back bit for bit what was put there, in another process too', async () => {
    const first = open();
    first.write('hello', soundOf(1234));
    await first.settled();
    expect(await open().read('hello')).toEqual(soundOf(1234));
    expect(await open().read('other')).toBeUndefined();
  });

  it('shows no text in its names or files', async () => {
    const sounds = open();
    sounds.write('my secret', soundOf(10));
    await sounds.settled();
    const names = await readdir(folder);
    expect(names).toEqual([expect.stringMatching(/^[0-9a-f]{64}\.sound$/)]);
    expect((await readFile(join(folder, names[0] ?? ''))).includes('secret')).toBe(false);
  });

  it('is made only when something is written', async () => {
    const path = join(folder, 'later');
    const sounds = open(100_000, path);
    expect(await sounds.read('a')).toBeUndefined();
    await expect(stat(path)).rejects.toThrow('ENOENT');
    sounds.write('a', soundOf(1));
    await sounds.settled();
    expect(await sounds.read('a')).toEqual(soundOf(1));
  });

  it('never holds more than its bytes, and keeps what was heard last', async () => {
    const put = fc.record({ key: fc.integer({ min: 0, max: 8 }), count: fc.nat(600), waitMs: fc.nat(2000) });
    await fc.assert(
      fc.asyncProperty(fc.array(put, { maxLength: 12 }), async (puts) => {
        await rm(folder, { recursive: true, force: true });
        const sounds = open(5000);
        for (const { key, count, waitMs } of puts) {
          nowMs += waitMs;
          sounds.write(String(key), soundOf(count));
          await sounds.settled();
          expect(await bytesOnDisk()).toBeLessThanOrEqual(5000);
          expect(await sounds.read(String(key))).toEqual(soundOf(count));
        }
      }),
      { numRuns: 10 },
    );
    expect(faults).toEqual([]);
  });

  it('forgets what was not heard for the time to live', async () => {
    const sounds = open();
    sounds.write('a', soundOf(5));
    await sounds.settled();
    nowMs += ttlMs - 1000;
    expect(await sounds.read('a')).toBeDefined();
    nowMs += ttlMs - 1000;
    expect(await sounds.read('a')).toBeDefined();
    nowMs += ttlMs + 1000;
    expect(await sounds.read('a')).toBeUndefined();
    expect(await readdir(folder)).toEqual([]);
  });

  const damages: [string, (data: Buffer) => Buffer][] = [
    ['is cut short', (data) => data.subarray(0, data.length - 3)],
    ['is empty', () => Buffer.alloc(0)],
    ['is too long', (data) => Buffer.concat([data, Buffer.from('xxxx')])],
    ['has a changed bit', (data) => data.fill((data.at(-1) ?? 0) ^ 1, data.length - 1)],
    [
      'is of another version',
      (data) => Buffer.from(data.toString('latin1').replace('"version":1', '"version":9'), 'latin1'),
    ],
    ['is something else', () => Buffer.from('RIFF....WAVE')],
  ];
  it.each(damages)('removes a file that %s', async (_what, damage) => {
    const sounds = open();
    sounds.write('a', soundOf(50));
    await sounds.settled();
    const path = join(folder, (await readdir(folder))[0] ?? '');
    await writeFile(path, damage(await readFile(path)));
    await utimes(path, nowMs / 1000, nowMs / 1000);
    expect(await sounds.read('a')).toBeUndefined();
    expect(await readdir(folder)).toEqual([]);
    sounds.write('a', soundOf(50));
    await sounds.settled();
    expect(await sounds.read('a')).toEqual(soundOf(50));
  });

  it('clears away what a process that died left half written, and leaves the files of others alone', async () => {
    const half = join(folder, 'abc.sound.123.part');
    await writeFile(half, 'half');
    await writeFile(join(folder, 'notes.txt'), 'mine');
    nowMs = Date.now();
    const sounds = open();
    sounds.write('a', soundOf(1));
    await sounds.settled();
    expect(await readdir(folder)).toHaveLength(3);
    nowMs += 120_000;
    sounds.write('b', soundOf(1));
    await sounds.settled();
    expect(await readdir(folder)).not.toContain('abc.sound.123.part');
    expect(await readdir(folder)).toContain('notes.txt');
  });

  it('says once, in one line, that nothing can be written, and goes on', async () => {
    const path = join(folder, 'file');
    await writeFile(path, '');
    const sounds = open(100_000, path);
    sounds.write('a', soundOf(1));
    sounds.write('b', soundOf(1));
    await sounds.settled();
    expect(await sounds.read('a')).toBeUndefined();
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/^tts\.cache\.disk: spoken sentences cannot be kept on disk: \S[^\n]*$/);
  });
});

describe('a cache with a folder', () => {
  it('finds on disk what another process kept, and reads it there once', async () => {
    const bounds = { sizeBytes: 100_000, ttlMs };
    const first = new SpeechCache(new VirtualClock(), { ...bounds, folder: open() });
    first.keep('a', soundOf(7));
    await first.settled();
    const second = new SpeechCache(new VirtualClock(), { ...bounds, folder: open() });
    expect(await second.find('a')).toEqual(soundOf(7));
    await rm(folder, { recursive: true });
    expect(await second.find('a')).toEqual(soundOf(7));
    expect(await second.find('b')).toBeUndefined();
    expect(second.stats).toMatchObject({ hits: 2, diskHits: 1, misses: 1, entries: 1 });
  });
});
