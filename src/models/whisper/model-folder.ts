/** Finds and opens the weights of a Whisper model: by its folder, or by the file itself where a folder holds several. */
import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { openModelFile } from '../ctranslate2/model-file.js';
import { openSafetensors } from '../safetensors/tensors.js';
import type { TensorFile } from '../tensors/tensor-file.js';
import { fromCTranslate2, type Checkpoint } from './checkpoint.js';
import { fromHuggingFace } from './hugging-face.js';

/** In the order tried. */
const names = ['model.bin', 'model.safetensors', 'model.safetensors.index.json'];
const WANTED = 'wanted model.bin of CTranslate2, or model.safetensors with config.json of Hugging Face';
const MOST_NAMED = 6;

/**
 * Opens the weights in a folder, or the file that `path` names. Nothing but their index is read. Throws one line with
 * the file's name, what was found and what was wanted.
 */
export function openCheckpoint(path: string): Checkpoint {
  const file = isFolder(path) ? findWeights(path) : path;
  return /\.(safetensors|json)$/i.test(file)
    ? closeOnError(openSafetensors(file), fromHuggingFace)
    : closeOnError(openModelFile(file), fromCTranslate2);
}

function closeOnError<F extends TensorFile>(file: F, use: (file: F) => Checkpoint): Checkpoint {
  try {
    return use(file);
  } catch (error) {
    file.close();
    throw error;
  }
}

function isFolder(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new Error(`speech model ${path}: no such file or folder; ${wayOut(path)}`);
  return found.isDirectory();
}

function findWeights(folder: string): string {
  const there = readdirSync(folder);
  const known = names.find((name) => there.includes(name));
  if (known !== undefined) return join(folder, known);
  const tensors = there.filter((name) => name.endsWith('.safetensors'));
  const [only] = tensors;
  if (only !== undefined && tensors.length === 1) return join(folder, only);
  throw new Error(`speech model ${folder}: ${describe(there)}, ${WANTED}; ${wayOut(folder)}`);
}

/** What lies there instead: most often the same model in a format that is not read. */
function describe(there: readonly string[]): string {
  const others = there.filter((name) => /\.(bin|pt|pth|gguf|ggml|onnx|h5|msgpack|safetensors|nemo)$/i.test(name));
  if (others.length === 0) return 'no weights in it';
  const more = others.length > MOST_NAMED ? ` and ${others.length - MOST_NAMED} more` : '';
  return `its weights are ${others.slice(0, MOST_NAMED).join(', ')}${more}`;
}

function wayOut(folder: string): string {
  return `run parley models fetch ${basename(folder)}, or set stt.model to the folder or the file with the weights`;
}
