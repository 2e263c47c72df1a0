/** Reads the JSON files that lie beside weights, with one line for each way in which they can be wrong. */
import { badFile, openBytes } from './byte-file.js';
import { recogniseForeign, wayOutOf, HEAD_BYTES } from './foreign.js';

export type JsonObject = Readonly<Record<string, unknown>>;

/** Tokenizers with all their merges are a few megabytes. */
const MOST_BYTES = 64 * 2 ** 20;
const MOST_SHOWN = 60;

/** Any JSON value. Throws one line that names the file when it is missing, larger than `mostBytes` or not JSON. */
export function readJson(path: string, mostBytes = MOST_BYTES): unknown {
  const bytes = openBytes(path, (file) => {
    if (file.sizeBytes > mostBytes) throw badFile(path, `${file.sizeBytes} bytes, wanted at most ${mostBytes}`);
    const all = file.readAt(0, file.sizeBytes);
    file.close();
    return all;
  });
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    const foreign = recogniseForeign(bytes.subarray(0, HEAD_BYTES));
    if (foreign !== undefined && !foreign.includes('JSON')) throw badFile(path, `it is ${foreign}`, wayOutOf(foreign));
    throw badFile(path, bytes.length === 0 ? 'it is empty' : 'it is not JSON');
  }
}

/** A JSON object. Throws as `readJson` does, and when the file holds another value. */
export function readJsonObject(path: string, mostBytes = MOST_BYTES): JsonObject {
  const value = readJson(path, mostBytes);
  if (!isObject(value)) throw badFile(path, 'it is not a JSON object');
  return value;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value as it may stand in a message. */
export function showValue(value: unknown): string {
  if (value === undefined) return 'missing';
  try {
    const text = JSON.stringify(value);
    return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
  } catch {
    // A parser takes any depth, the writer only what fits on the stack.
    return 'nested too deep';
  }
}
