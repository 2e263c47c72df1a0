/** The text files beside Whisper's weights: vocabulary, suppressed tokens, alignment heads. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { badFile } from '../tensors/byte-file.js';
import { readJsonObject, showValue, type JsonObject } from '../tensors/json-file.js';
import type { Dimensions } from './dimensions.js';
import { readTokens } from './vocabulary-file.js';
import { Vocabulary } from './vocabulary.js';

/** English-only models have 51,864 tokens; the multilingual ones more. */
const ENGLISH_VOCABULARY = 51_864;

export interface Description {
  readonly vocabulary: Vocabulary;
  readonly multilingual: boolean;
  readonly suppressed: readonly number[];
  readonly suppressedFirst: readonly number[];
  readonly alignmentHeads: readonly (readonly [number, number])[];
}

/** What one of the folder's config files says; a later one fills the gaps of an earlier. */
interface ConfigFile {
  readonly path: string;
  readonly values: JsonObject;
}

/** Throws one line that names the file when one is missing or does not fit the weights. */
export async function readDescription(modelFolder: string, dimensions: Dimensions): Promise<Description> {
  const { path, tokens } = readTokens(modelFolder, dimensions.vocabulary);
  const multilingual = dimensions.vocabulary > ENGLISH_VOCABULARY;
  const configs = readConfigs(modelFolder);
  return {
    vocabulary: new Vocabulary(tokens, multilingual, path),
    multilingual,
    // CTranslate2's name first, then Hugging Face's.
    suppressed: readTokenIds(configs, ['suppress_ids', 'suppress_tokens'], dimensions),
    suppressedFirst: readTokenIds(configs, ['suppress_ids_begin', 'begin_suppress_tokens'], dimensions),
    alignmentHeads: readHeads(configs, dimensions),
  };
}

/** Hugging Face keeps what steers the decoder in a file of its own; older models have it in config.json. */
function readConfigs(folder: string): ConfigFile[] {
  const path = join(folder, 'config.json');
  const config = { path, values: readJsonObject(path) };
  const generationPath = join(folder, 'generation_config.json');
  // CTranslate2's config.json is made of it, and more exact where both lie in one folder.
  if ('suppress_ids' in config.values || !existsSync(generationPath)) return [config];
  return [{ path: generationPath, values: readJsonObject(generationPath) }, config];
}

function findValue(configs: readonly ConfigFile[], names: readonly string[]): [path: string, value: unknown[]] {
  for (const { path, values } of configs) {
    for (const name of names) {
      const value = values[name];
      if (value === undefined || value === null) continue;
      if (!Array.isArray(value)) throw badFile(path, `${name} is not a list`);
      return [path, value as unknown[]];
    }
  }
  return ['', []];
}

function readTokenIds(configs: readonly ConfigFile[], names: readonly string[], { vocabulary }: Dimensions): number[] {
  const [path, values] = findValue(configs, names);
  const ids = values.map((id) => {
    if (typeof id === 'number' && Number.isInteger(id) && id < vocabulary) return id;
    throw badFile(path, `${names.join(' or ')} has ${showValue(id)}, wanted token ids below ${vocabulary}`);
  });
  // -1 is no token: some files say with it that there are more, which they do not name.
  return ids.filter((id) => id >= 0);
}

/**
 * Where the files name no heads that exist, those of the upper half of the layers: they follow the sound best.
 * Distilled models often carry the list of their teacher, who has more layers, so heads that do not exist are passed over.
 */
function readHeads(configs: readonly ConfigFile[], dimensions: Dimensions): (readonly [number, number])[] {
  const { decoderLayers, decoderHeads } = dimensions;
  const [path, values] = findValue(configs, ['alignment_heads']);
  const heads: (readonly [number, number])[] = [];
  for (const pair of values) {
    const [layer, head] = Array.isArray(pair) ? (pair as unknown[]) : [];
    if (!isIndex(layer) || !isIndex(head)) {
      throw badFile(path, `alignment_heads has ${showValue(pair)}, wanted [layer, head]`);
    }
    if (layer < decoderLayers && head < decoderHeads) heads.push([layer, head]);
  }
  if (heads.length > 0) return heads;
  for (let layer = decoderLayers >> 1; layer < decoderLayers; layer++) {
    for (let head = 0; head < decoderHeads; head++) heads.push([layer, head]);
  }
  return heads;
}

function isIndex(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0;
}
