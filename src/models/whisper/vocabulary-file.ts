/** Reads Whisper's tokens from whichever file a model folder has: CTranslate2's or Hugging Face's. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { badFile, openBytes } from '../tensors/byte-file.js';
import { isObject, readJson, readJsonObject, showValue } from '../tensors/json-file.js';
import { parseVocabulary } from './vocabulary.js';

/** Tokens in order of their ids, and the file they come from. */
export interface TokenList {
  readonly path: string;
  readonly tokens: readonly string[];
}

const WAY_OUT = 'fetch the model again';
const MOST_TEXT_BYTES = 16 * 2 ** 20;
const MOST_TOKENS = 1_000_000;
/** One for every 20 ms of 30 s, both ends included. */
const TIMESTAMPS = 1501;
const TIMESTAMP_SECONDS = 0.02;

/** By their ids; a hole is an id without a token. */
type Tokens = (string | undefined)[];

/** In the order tried: those with one token an id first, then those that are put together from several parts. */
const readers: Readonly<Record<string, (path: string, folder: string) => Tokens>> = {
  'vocabulary.txt': (path) => parseVocabulary(readText(path)),
  'vocabulary.json': readTokenArray,
  'vocab.json': readParts,
  'tokenizer.json': readTokenizer,
};

/**
 * The tokens of a model with `size` of them; times, which some files leave out, are added at the end. Throws one line
 * that names the file when it is missing or damaged, or when it does not fit the weights.
 */
export function readTokens(folder: string, size: number): TokenList {
  const name = Object.keys(readers).find((candidate) => existsSync(join(folder, candidate)));
  const read = name === undefined ? undefined : readers[name];
  if (name === undefined || read === undefined) {
    throw new Error(`vocabulary: no ${Object.keys(readers).join(', ')} in ${folder}; ${WAY_OUT}`);
  }
  const path = join(folder, name);
  return { path, tokens: toList(path, read(path, folder), size) };
}

function toList(path: string, found: Tokens, size: number): string[] {
  const tokens = found.filter((token) => token !== undefined);
  const count = tokens.length;
  if (count === found.length && size - count === TIMESTAMPS) {
    for (let i = 0; i < TIMESTAMPS; i++) tokens.push(`<|${(i * TIMESTAMP_SECONDS).toFixed(2)}|>`);
  }
  if (tokens.length !== size) {
    throw new Error(`vocabulary ${path}: ${count} tokens, the weights want ${size}; ${WAY_OUT}`);
  }
  if (found.length > size) {
    const hole = Array.from(found).indexOf(undefined);
    throw new Error(`vocabulary ${path}: no token has id ${hole} of ${size}; ${WAY_OUT}`);
  }
  return tokens;
}

function readText(path: string): string {
  return openBytes(path, (file) => {
    if (file.sizeBytes > MOST_TEXT_BYTES)
      throw badFile(path, `${file.sizeBytes} bytes, wanted at most ${MOST_TEXT_BYTES}`);
    const text = file.readAt(0, file.sizeBytes).toString('utf8');
    file.close();
    return text;
  });
}

function readTokenArray(path: string): Tokens {
  const value = readJson(path);
  if (Array.isArray(value) && value.every((token) => typeof token === 'string')) return value;
  throw badFile(path, 'it is not a JSON array of tokens');
}

/** Token → id in two files; the second is absent where the first has all. */
function readParts(path: string, folder: string): Tokens {
  const tokens: Tokens = [];
  addIds(tokens, path, readJsonObject(path));
  const added = join(folder, 'added_tokens.json');
  if (existsSync(added)) addIds(tokens, added, readJsonObject(added));
  else if (existsSync(join(folder, 'tokenizer.json'))) return readTokenizer(join(folder, 'tokenizer.json'));
  return tokens;
}

function readTokenizer(path: string): Tokens {
  const { model, added_tokens: added } = readJsonObject(path);
  if (!isObject(model) || !isObject(model['vocab']))
    throw badFile(path, 'no model.vocab in it, wanted a BPE tokenizer');
  const tokens: Tokens = [];
  addIds(tokens, path, model['vocab']);
  for (const token of Array.isArray(added) ? (added as unknown[]) : []) {
    if (!isObject(token) || typeof token['content'] !== 'string') {
      throw badFile(path, 'an entry of added_tokens has no content');
    }
    addIds(tokens, path, { [token['content']]: token['id'] });
  }
  return tokens;
}

function addIds(tokens: Tokens, path: string, ids: Readonly<Record<string, unknown>>): void {
  for (const [token, id] of Object.entries(ids)) {
    if (typeof id !== 'number' || !Number.isInteger(id) || id < 0 || id >= MOST_TOKENS) {
      throw badFile(path, `token ${showValue(token)} has id ${showValue(id)}, wanted a number below ${MOST_TOKENS}`);
    }
    const other = tokens[id];
    if (other !== undefined && other !== token) {
      throw badFile(path, `tokens ${showValue([other, token])} have the same id ${id}`);
    }
    tokens[id] = token;
  }
}
