/** Whisper's tensors under one set of names, CTranslate2's, whatever file and names they come from. */
import type { ModelFile } from '../ctranslate2/model-file.js';
import { badFile } from '../tensors/byte-file.js';
import type { TensorFile, Variable } from '../tensors/tensor-file.js';

/** One tensor: variables that follow each other along the first dimension. A number stands for that many zeros. */
export interface Source {
  readonly shape: readonly number[];
  readonly parts: readonly (Variable | number)[];
}

/** An open model: the files with its tensors and the numbers that no shape tells. */
export interface Checkpoint extends TensorFile {
  readonly sources: ReadonlyMap<string, Source>;
  readonly encoderHeads: number;
  readonly decoderHeads: number;
}

export const WANTED = 'wanted a Whisper model';

/** Throws one line that names the file when it has no such tensor. */
export function sourceOf({ path, sources }: Checkpoint, name: string): Source {
  const source = sources.get(name);
  if (source === undefined) throw badFile(path, `no tensor ${name}, ${WANTED}`);
  return source;
}

/** Throws one line that names the file when it holds another architecture. */
export function fromCTranslate2(file: ModelFile): Checkpoint {
  if (file.spec !== 'WhisperSpec') {
    throw badFile(file.path, `it is a ${file.spec}, wanted a WhisperSpec`, 'name a Whisper model');
  }
  const sources = new Map<string, Source>();
  for (const [name, variable] of file.variables) sources.set(name, { shape: variable.shape, parts: [variable] });
  return {
    ...file,
    sources,
    encoderHeads: readScalar(file, 'encoder/num_heads'),
    decoderHeads: readScalar(file, 'decoder/num_heads'),
  };
}

/** Scalars are int16 or int8 in these files. */
function readScalar(file: ModelFile, name: string): number {
  const variable = file.variables.get(name);
  if (variable === undefined) throw badFile(file.path, `no tensor ${name}, ${WANTED}`);
  const { elementType, shape } = variable;
  if (shape.length > 0 || (elementType !== 'int16' && elementType !== 'int8')) {
    throw badFile(file.path, `${name} is ${elementType} [${shape.join(', ')}], wanted one int16 or int8`);
  }
  const bytes = file.read(variable);
  return elementType === 'int16' ? bytes.readInt16LE() : bytes.readInt8();
}
