import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { decodeMedia, explain, hasFfmpeg } from '../../src/audio/ffmpeg.js';
import { mediaDurationMs, openMedia, readMedia } from '../../src/audio/media.js';
import { wavFile } from './wav-bytes.js';

const rateHz = 16_000;
const { signal } = new AbortController();
const folder = mkdtempSync(join(tmpdir(), 'parley-media-'));
const path = (name: string): string => join(folder, name);
const searchPath = process.env['PATH'];
if (!hasFfmpeg()) console.warn('skipped: ffmpeg is not installed');

/** Two seconds: silence, and a tone in the second half. */
function tone(): Buffer {
  const bytes = Buffer.alloc(2 * 2 * rateHz);
  for (let i = rateHz; i < 2 * rateHz; i++) bytes.writeInt16LE(Math.round(9000 * Math.sin(i / 4)), 2 * i);
  return bytes;
}

function make(name: string, ...args: string[]): string {
  const run = spawnSync('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...args, `file:${path(name)}`], {
    encoding: 'utf8',
  });
  expect(run.stderr).toBe('');
  return path(name);
}

async function read(file: string): Promise<number[]> {
  const samples: number[] = [];
  for await (const block of readMedia(await openMedia(file), { sampleRateHz: rateHz, signal })) samples.push(...block);
  return samples;
}

/** Where the first loud sample lies, in ms. */
function onsetMs(samples: readonly number[]): number {
  return (samples.findIndex((sample) => Math.abs(sample) > 0.1) / rateHz) * 1000;
}

beforeAll(() => {
  writeFileSync(path('tone.wav'), wavFile(tone()));
});
afterEach(() => {
  process.env['PATH'] = searchPath;
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe.runIf(hasFfmpeg())('files through ffmpeg', () => {
  it.each([
    ['tone.mp3', 'libmp3lame', 2, 44_100],
    ['tone.ogg', 'libvorbis', 2, 48_000],
    ['tone.opus', 'libopus', 1, 48_000],
    ['tone.flac', 'flac', 1, 16_000],
    ['tone.m4a', 'aac', 2, 44_100],
    ['tone.webm', 'libopus', 1, 48_000],
    ['adpcm.wav', 'adpcm_ms', 1, 16_000],
    ['mulaw.wav', 'pcm_mulaw', 1, 8000],
  ])('reads %s on its own time line', async (name, codec, channels, hz) => {
    const file = make(name, '-i', path('tone.wav'), '-c:a', codec, '-ac', String(channels), '-ar', String(hz));
    const media = await openMedia(file);
    expect(media.wav).toBeUndefined();
    const durationMs = (await mediaDurationMs(media, signal)) ?? 0;
    expect(Math.abs(durationMs - 2000)).toBeLessThan(100);
    const samples = await read(file);
    expect(Math.abs(samples.length / rateHz - 2)).toBeLessThan(0.1);
    expect(Math.abs(onsetMs(samples) - 1000)).toBeLessThan(30);
  });

  it('begins a track that begins late with silence', async () => {
    const picture = ['-f', 'lavfi', '-i', 'color=size=16x16:rate=5:duration=3'];
    const file = make(
      'late.mkv',
      ...picture,
      '-itsoffset',
      '0.7',
      '-i',
      path('tone.wav'),
      '-map',
      '0:v',
      '-map',
      '1:a',
    );
    expect(Math.abs(onsetMs(await read(file)) - 1700)).toBeLessThan(30);
  });

  it.each(['-dash.mp3', 'http:host.mp3', 'concat:a|b.mp3', "it's %d $(touch x).mp3", 'ü 音.mp3'])(
    'takes %j for the name of a file',
    async (name) => {
      const file = make(name, '-i', path('tone.wav'), '-f', 'mp3');
      const here = process.cwd();
      try {
        process.chdir(folder);
        expect((await read(name)).length).toBeGreaterThan(rateHz);
      } finally {
        process.chdir(here);
      }
      expect((await read(file)).length).toBeGreaterThan(rateHz);
      expect(readdirSync(folder)).not.toContain('x');
    },
  );

  it('reaches no network through a playlist', async () => {
    writeFileSync(
      path('list.m3u8'),
      '#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n',
    );
    await expect(read(path('list.m3u8'))).rejects.toThrow(/^\S+list\.m3u8: [^\n]+$/);
  });

  it('says in one line what it cannot read', async () => {
    const mute = make('mute.mp4', '-f', 'lavfi', '-i', 'color=size=16x16:rate=5:duration=1');
    await expect(read(mute)).rejects.toThrow(`${mute}: no audio track in it`);
    writeFileSync(path('page.mp3'), '<html>no sound</html>'.repeat(200));
    await expect(read(path('page.mp3'))).rejects.toThrow(/^\S+page\.mp3: ffmpeg [^\n]+$/);
    await expect(openMedia(path('gone.mp3'))).rejects.toThrow(/gone\.mp3: no such file/);
    mkdirSync(path('folder.mp3'));
    await expect(openMedia(path('folder.mp3'))).rejects.toThrow(/this is a folder/);
    writeFileSync(path('empty.mp3'), '');
    await expect(openMedia(path('empty.mp3'))).rejects.toThrow(/the file is empty/);
  });

  it('ends with the signal and with its reader', async () => {
    const long = make('long.mp3', '-f', 'lavfi', '-i', 'sine=frequency=300:duration=600', '-ar', '16000');
    const controller = new AbortController();
    const stopped = new Error('stopped');
    const reading = decodeMedia(long, { sampleRateHz: rateHz, signal: controller.signal });
    expect((await reading.next()).done).toBe(false);
    controller.abort(stopped);
    await expect(reading.next()).rejects.toBe(stopped);
    for await (const block of decodeMedia(long, { sampleRateHz: rateHz, signal })) {
      expect(block.length).toBeGreaterThan(0);
      break;
    }
    await expect(decodeMedia(long, { sampleRateHz: rateHz, signal: controller.signal }).next()).rejects.toBe(stopped);
  });

  it('tells of damage and reads on', async () => {
    const file = make('torn.mp3', '-f', 'lavfi', '-i', 'sine=frequency=300:duration=20', '-ar', '16000');
    const bytes = Buffer.from(await import('node:fs').then(({ readFileSync }) => readFileSync(file)));
    bytes.fill(0x55, 20_000, 30_000);
    writeFileSync(file, bytes);
    const told: string[] = [];
    let samples = 0;
    const options = { sampleRateHz: rateHz, signal, onDamage: (line: string) => told.push(line) };
    for await (const block of decodeMedia(file, options)) samples += block.length;
    expect(samples / rateHz).toBeGreaterThan(10);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/torn\.mp3: parts of it are damaged[^\n]*$/);
  });
});

describe('files without ffmpeg', () => {
  it('reads WAV, and says what the others take', async () => {
    writeFileSync(path('song.mp3'), Buffer.concat([Buffer.from('ID3\x04\0\0\0\0\0\0'), Buffer.alloc(500)]));
    process.env['PATH'] = '';
    expect(hasFfmpeg()).toBe(false);
    expect(await mediaDurationMs(await openMedia(path('tone.wav')), signal)).toBe(2000);
    expect(onsetMs(await read(path('tone.wav')))).toBeCloseTo(1000, 0);
    await expect(openMedia(path('song.mp3'), 'my song')).rejects.toThrow(
      /^my song: to read this kind of file takes ffmpeg, which is not installed; install it: .*ffmpeg \(WAV files work without it\)$/,
    );
  });

  it('tells of a WAV file that was cut short', async () => {
    writeFileSync(path('cut.wav'), wavFile(tone().subarray(0, 40_000), { dataSize: 64_000, riffSize: 64_036 }));
    const told: string[] = [];
    const options = { sampleRateHz: rateHz, signal, onDamage: (line: string) => told.push(line) };
    for await (const block of readMedia(await openMedia(path('cut.wav'), 'cut'), options))
      expect(block.length).toBeGreaterThan(0);
    expect(told).toEqual(['cut: cut short, 0.8 s that its header promises are missing']);
  });
});

describe('what ffmpeg complains about', () => {
  it('is one line without the path', () => {
    expect(explain('[mp3 @ 0x55aa] [x @ 0x1] file:/home/me/a.mp3: Header missing\nmore', '/home/me/a.mp3')).toBe(
      'ffmpeg says: Header missing',
    );
    expect(explain('', 'a')).toBe('ffmpeg says: nothing');
  });
});
