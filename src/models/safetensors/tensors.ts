/** Opens safetensors: one file, or the shards that an index file names. */
import { basename, dirname, join } from 'node:path';
import { badFile, openBytes } from '../tensors/byte-file.js';
import { isObject, readJsonObject, showValue } from '../tensors/json-file.js';
import type { TensorFile, Variable } from '../tensors/tensor-file.js';
import { readHeader } from './header.js';

const MOST_INDEX_BYTES = 25_000_000;
const MOST_SHARDS = 1000;

/** Opens `path`, a `.safetensors` file or a `.index.json` of shards. Throws one line that names the file at fault. */
export function openSafetensors(path: string): TensorFile {
  return path.endsWith('.json') ? openShards(path) : openSingle(path);
}

function openSingle(path: string): TensorFile {
  return openBytes(path, (file) => ({
    path,
    sizeBytes: file.sizeBytes,
    variables: readHeader(file),
    read: ({ offsetBytes, lengthBytes }, from = 0, length = lengthBytes - from) =>
      file.readAt(offsetBytes + from, length),
    close: () => {
      file.close();
    },
  }));
}

function openShards(path: string): TensorFile {
  const places = readIndex(path);
  const shards = new Map<string, TensorFile>();
  const close = (): void => {
    for (const shard of shards.values()) shard.close();
  };
  try {
    for (const name of new Set(places.values())) shards.set(name, openSingle(join(dirname(path), name)));
    const homes = new Map<Variable, TensorFile>();
    const variables = new Map<string, Variable>();
    for (const [name, shardName] of places) {
      const shard = shards.get(shardName);
      const variable = shard?.variables.get(name);
      if (shard === undefined || variable === undefined) {
        throw badFile(path, `it places tensor ${name.slice(0, 80)} in ${shardName}, which does not have it`);
      }
      variables.set(name, variable);
      homes.set(variable, shard);
    }
    const sizeBytes = [...shards.values()].reduce((bytes, shard) => bytes + shard.sizeBytes, 0);
    return {
      path,
      sizeBytes,
      variables,
      close,
      read: (variable, from, length) => readFrom(homes, variable, { from, length }),
    };
  } catch (error) {
    close();
    throw error;
  }
}

function readFrom(
  homes: ReadonlyMap<Variable, TensorFile>,
  variable: Variable,
  range: { readonly from: number | undefined; readonly length: number | undefined },
): Buffer {
  const home = homes.get(variable);
  if (home === undefined) throw new Error(`tensor ${variable.name}: not one of these shards`);
  return home.read(variable, range.from, range.length);
}

/** Tensor name → name of the shard beside the index. */
function readIndex(path: string): Map<string, string> {
  const places = readJsonObject(path, MOST_INDEX_BYTES)['weight_map'];
  if (!isObject(places)) throw badFile(path, 'no weight_map in it, wanted an index of safetensors shards');
  const entries = Object.entries(places);
  for (const [name, shard] of entries) {
    if (typeof shard !== 'string' || !isPlainName(shard)) {
      throw badFile(
        path,
        `it places tensor ${name.slice(0, 80)} in ${showValue(shard)}, wanted the plain name of a .safetensors file beside it`,
      );
    }
  }
  const shards = new Set(entries.map(([, shard]) => shard));
  if (shards.size === 0) throw badFile(path, 'its weight_map is empty');
  if (shards.size > MOST_SHARDS) throw badFile(path, `${shards.size} shards, wanted at most ${MOST_SHARDS}`);
  return new Map(entries as [string, string][]);
}

/** A name that cannot lead out of the folder. */
function isPlainName(name: string): boolean {
  return name === basename(name) && /^[^\\/:\p{C}]+\.safetensors$/u.test(name);
}
