/** Tells what a file is that was taken for a model's weights, from its first bytes. */

/** Enough of a file to know it by. */
export const HEAD_BYTES = 256;

const formats: readonly (readonly [magic: string, name: string])[] = [
  ['PK\x03\x04', 'a PyTorch checkpoint or another zip archive'],
  ['\x80\x02', 'a pickled PyTorch checkpoint'],
  ['\x80\x04', 'a pickled PyTorch checkpoint'],
  ['GGUF', 'a GGUF file'],
  ['lmgg', 'a ggml file of whisper.cpp'],
  ['\x1f\x8b', 'a gzip archive'],
  ['\x28\xb5\x2f\xfd', 'a zstd archive'],
  ['\x89HDF', 'a TensorFlow HDF5 file'],
  ['%PDF', 'a PDF document'],
];

/** A few words for the format, or undefined when the bytes look like none of those that are often taken for weights. */
export function recogniseForeign(head: Buffer): string | undefined {
  const text = head.toString('latin1');
  if (text.startsWith('version https://git-lfs')) return 'a Git LFS pointer, not the weights';
  const known = formats.find(([magic]) => text.startsWith(magic));
  if (known !== undefined) return known[1];
  const start = text.replace(/^\xef\xbb\xbf/, '').trimStart();
  if (/^<(!doctype|html|head|body|\?xml|error)/i.test(start)) return 'a web page, not the weights';
  if (/^[{[]\s*["{\]}]/.test(start)) return 'a JSON text, not the weights';
  if (head.length > 0 && head.every((byte) => byte === 0)) return 'filled with zeros: a download that never finished';
  return undefined;
}

/** What to do about a foreign file, by what it is. */
export function wayOutOf(foreign: string): string {
  if (foreign.includes('Git LFS')) return 'run git lfs pull in its folder';
  if (/PyTorch|TensorFlow|GGUF|ggml/.test(foreign)) {
    return 'use a folder with model.safetensors of Hugging Face or model.bin of CTranslate2';
  }
  return 'fetch the model again';
}
