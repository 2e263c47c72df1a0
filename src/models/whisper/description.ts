/** The text files beside Whisper's weights: vocabulary, suppressed tokens, alignment heads. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseVocabulary, Vocabulary } from './vocabulary.js';
import type { Dimensions } from './weights.js';

/** English-only models have 51,864 tokens; the multilingual ones more. */
const ENGLISH_VOCABULARY = 51_864;

export interface Description {
  readonly vocabulary: Vocabulary;
  readonly multilingual: boolean;
  readonly suppressed: readonly number[];
  readonly suppressedFirst: readonly number[];
  readonly alignmentHeads: readonly (readonly [number, number])[];
}

/** Throws one line that names the file when one is missing or does not fit the weights. */
export async function readDescription(modelFolder: string, dimensions: Dimensions): Promise<Description> {
  const vocabularyPath = join(modelFolder, 'vocabulary.txt');
  const tokens = parseVocabulary(await readFile(vocabularyPath, 'utf8'));
  if (tokens.length !== dimensions.vocabulary) {
    throw new Error(
      `vocabulary ${vocabularyPath}: ${tokens.length} tokens, the weights want ${dimensions.vocabulary}; fetch the model again`,
    );
  }
  const config = await readConfig(join(modelFolder, 'config.json'));
  const multilingual = dimensions.vocabulary > ENGLISH_VOCABULARY;
  return {
    vocabulary: new Vocabulary(tokens, multilingual),
    multilingual,
    suppressed: numbers(config['suppress_ids']),
    suppressedFirst: numbers(config['suppress_ids_begin']),
    alignmentHeads: headsOf(config['alignment_heads'], dimensions),
  };
}

async function readConfig(path: string): Promise<Record<string, unknown>> {
  const text = await readFile(path, 'utf8');
  try {
    const config: unknown = JSON.parse(text);
    if (typeof config === 'object' && config !== null) return config as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new Error(`model config ${path}: not a JSON object; fetch the model again`);
}

function numbers(value: unknown): number[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'number') : [];
}

/** Where the file names no heads that exist, those of the upper half of the layers: they follow the sound best. */
function headsOf(value: unknown, { decoderLayers, decoderHeads }: Dimensions): (readonly [number, number])[] {
  const heads: (readonly [number, number])[] = [];
  for (const pair of Array.isArray(value) ? (value as unknown[]) : []) {
    const [layer = -1, head = -1] = numbers(pair);
    if (layer >= 0 && layer < decoderLayers && head >= 0 && head < decoderHeads) heads.push([layer, head]);
  }
  if (heads.length > 0) return heads;
  for (let layer = decoderLayers >> 1; layer < decoderLayers; layer++) {
    for (let head = 0; head < decoderHeads; head++) heads.push([layer, head]);
  }
  return heads;
}
