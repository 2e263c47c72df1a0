/** Finds a voice, by its file or as the only one in a folder, and reads its description. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { readVoiceConfig, type VoiceConfig } from './voice-config.js';

export interface VoiceFolder {
  /** The file's name without its ending, e.g. `en_US-joe-medium`. */
  readonly name: string;
  /** The weights. */
  readonly path: string;
  /** Where they lie. */
  readonly folder: string;
  readonly config: VoiceConfig;
}

/** `place`: a folder with one voice in it, or an `.onnx` file. Throws one line that names it, and the way out. */
export async function readVoiceFolder(place: string): Promise<VoiceFolder> {
  const isFile = place.endsWith('.onnx');
  const folder = isFile ? dirname(place) : place;
  const weights = isFile ? basename(place) : await findWeights(folder);
  const path = join(folder, weights);
  const config = readVoiceConfig(await readConfigFile(`${path}.json`), `${path}.json`);
  return { name: weights.replace(/\.onnx$/, ''), path, folder, config };
}

async function findWeights(folder: string): Promise<string> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.onnx'));
  const [only] = names;
  if (only !== undefined && names.length === 1) return only;
  const got = names.length === 0 ? 'no .onnx file' : names.join(', ');
  throw new Error(
    `voice folder ${folder}: got ${got}, wanted exactly one voice (X.onnx and X.onnx.json); fetch it again`,
  );
}

async function readConfigFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new Error(
      `${path}: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'}); fetch the voice again`,
      {
        cause: error,
      },
    );
  }
}
