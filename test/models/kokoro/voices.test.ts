/** Voice files: the row for a length, and one clear line for each that cannot be used. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listVoices, readVoice } from '../../../src/models/kokoro/voices.js';

/** Every number of a row is the length that the row is for. */
const styles = new Float32Array(510 * 256).map((_, index) => Math.floor(index / 256) + 1);

describe('readVoice', () => {
  let folder: string;
  const put = (name: string, bytes: Uint8Array = new Uint8Array(styles.buffer)): Promise<void> =>
    writeFile(join(folder, name), bytes);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kokoro-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('finds the voices of a folder', async () => {
    await put('bf_emma.bin');
    await put('af_heart.bin');
    await put('model.onnx', new Uint8Array(3));
    expect(await listVoices(folder)).toEqual(['af_heart', 'bf_emma']);
    expect(await listVoices(join(folder, 'none'))).toEqual([]);
  });

  it('has a style for every length', async () => {
    await put('bm_george.bin');
    const voice = await readVoice(folder, 'bm_george');
    expect(voice.accent).toBe('british');
    for (const tokens of [1, 2, 255, 509, 510]) {
      expect(voice.styleFor(tokens)).toEqual(new Float32Array(256).fill(tokens));
    }
    expect(voice.styleFor(0)[0]).toBe(1);
    expect(voice.styleFor(9999)[0]).toBe(510);
  });

  it('names the voices that there are', async () => {
    await put('af_heart.bin');
    await put('am_puck.bin');
    await expect(readVoice(folder, 'af_hart')).rejects.toThrow(
      `tts.kokoro.voice: got af_hart, wanted one of af_heart, am_puck in ${folder}`,
    );
  });

  it('says so when there is none', async () => {
    await expect(readVoice(folder, 'af_heart')).rejects.toThrow(
      `tts.kokoro.voice: got af_heart, but there is no voice in ${folder}; fetch the model again`,
    );
  });

  it.each(['jf_alpha', 'zm_yunxi', 'ef_dora', 'mine'])('refuses %s, which is not English', async (name) => {
    await put(`${name}.bin`);
    await expect(readVoice(folder, name)).rejects.toThrow(
      `tts.kokoro.voice: got ${name}, wanted an American (af_, am_) or a British (bf_, bm_) voice`,
    );
  });

  it('refuses a damaged file', async () => {
    await put('af_heart.bin', new Uint8Array(1000));
    await expect(readVoice(folder, 'af_heart')).rejects.toThrow('1000 bytes, wanted 522240; fetch the model again');
  });

  it('takes no path for a name', async () => {
    await put('af_heart.bin');
    await expect(readVoice(folder, '../af_heart')).rejects.toThrow('wanted one of af_heart');
  });
});
