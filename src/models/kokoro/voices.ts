/** Kokoro's voices: one file each, a style for every length of text. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Accent } from './sounds.js';
import { mostTokens } from './tokens.js';

/** Numbers of one style. */
export const styleSize = 256;
const ending = '.bin';
/** Rows of little-endian floats, one for each number of tokens from 1. */
const voiceBytes = mostTokens * styleSize * 4;
/** The first letter of a voice is its language. */
const accents: Readonly<Record<string, Accent>> = { a: 'american', b: 'british' };

export interface KokoroStyles {
  readonly name: string;
  readonly accent: Accent;
  /** The style for a text of so many tokens, without the pads: 256 numbers. */
  readonly styleFor: (tokens: number) => Float32Array;
}

/** Names of the voices in a model's folder, in order. */
export async function listVoices(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
    .sort();
}

/** Throws one line when the voice is not there, with those that are, or is not English, or is damaged. */
export async function readVoice(folder: string, name: string): Promise<KokoroStyles> {
  const names = await listVoices(folder);
  if (!names.includes(name)) {
    const choice =
      names.length === 0
        ? `but there is no voice in ${folder}; fetch the model again`
        : `wanted one of ${names.join(', ')} in ${folder}`;
    throw new Error(`tts.kokoro.voice: got ${name}, ${choice}`);
  }
  const accent = /^[ab][fm]_/.test(name) ? accents[name.charAt(0)] : undefined;
  if (accent === undefined) {
    throw new Error(
      `tts.kokoro.voice: got ${name}, wanted an American (af_, am_) or a British (bf_, bm_) voice; use piper for other languages`,
    );
  }
  const path = join(folder, name + ending);
  const bytes = await readFile(path);
  if (bytes.length !== voiceBytes) {
    throw new Error(`${path}: ${bytes.length} bytes, wanted ${voiceBytes}; fetch the model again`);
  }
  // A copy, since the bytes of a file need not lie on a border of four.
  const styles = new Float32Array(new Uint8Array(bytes).buffer);
  return { name, accent, styleFor: (tokens) => styleRow(styles, tokens) };
}

function styleRow(styles: Float32Array, tokens: number): Float32Array {
  const row = Math.min(mostTokens, Math.max(1, tokens)) - 1;
  return styles.slice(row * styleSize, (row + 1) * styleSize);
}
