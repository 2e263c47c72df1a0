/** The text that `say` speaks: from the command line, a file, or standard input, never all of it in memory. */
import { open, type FileHandle } from 'node:fs/promises';
import { addAbortSignal, type Readable } from 'node:stream';
import { looksLikeSsml, parseSsml, SsmlError, type Speech } from '../assistant/saying.js';
import { UsageError } from './run.js';

export interface SayInput {
  readonly speech: Speech;
  /** Of the text, where it is known before it is read. */
  readonly totalBytes: number | undefined;
  close(): Promise<void>;
}

export interface SayInputOptions {
  /** Words of the command line; `-` alone is standard input. */
  readonly words: readonly string[];
  readonly file?: string | undefined;
  /** The text is SSML whatever it begins with. */
  readonly ssml: boolean;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly signal: AbortSignal;
}

const wayOut = 'name a text, a file with --file, or pipe one into standard input';
/** An SSML text is parsed whole; the parser has its own, lower limit on length. */
const longestMarkup = 1024 * 1024;
/** Enough to tell SSML from plain text. */
const peekChars = 64;

/** Throws UsageError for a text that is empty, is no text, or is SSML that cannot be spoken. */
export async function openSayInput(options: SayInputOptions): Promise<SayInput> {
  const { words, file, stdin } = options;
  if (file !== undefined && words.length > 0) {
    throw new UsageError(`--file: does not go with a text on the command line; leave one of them out`);
  }
  if (file === '-' || (words.length === 1 && words[0] === '-')) return readStdin(options);
  if (file !== undefined) return readFile(file, options);
  if (words.length > 0) return wholeText(words.join(' '), options);
  if (stdin.isTTY === true) throw new UsageError(`nothing to say: ${wayOut}`);
  return readStdin(options);
}

function wholeText(text: string, { ssml }: SayInputOptions): SayInput {
  if (text.trim() === '') throw new UsageError(`nothing to say: the text is empty; ${wayOut}`);
  const speech = ssml || looksLikeSsml(text) ? parse(text, 'text') : text;
  return { speech, totalBytes: Buffer.byteLength(text), close: async () => undefined };
}

async function readStdin(options: SayInputOptions): Promise<SayInput> {
  const { stdin, signal } = options;
  const name = 'standard input';
  try {
    const speech = await toSpeech(decode(addAbortSignal(signal, stdin), name), name, options);
    return { speech, totalBytes: undefined, close: async () => void stdin.destroy() };
  } catch (error) {
    // What still holds the other end of the pipe must not keep the command alive.
    stdin.destroy();
    throw error;
  }
}

async function readFile(path: string, options: SayInputOptions): Promise<SayInput> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, 'r');
    const found = await handle.stat();
    if (found.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
    const stream = handle.createReadStream({ signal: options.signal, autoClose: false });
    const speech = await toSpeech(decode(stream, path), path, options);
    const { size } = found;
    const opened = handle;
    return { speech, totalBytes: found.isFile() ? size : undefined, close: () => opened.close() };
  } catch (error) {
    await handle?.close();
    const reasons: Readonly<Record<string, string>> = {
      ENOENT: 'no such file',
      ENOTDIR: 'no such file',
      EISDIR: 'this is a folder, wanted a text file',
      EACCES: 'no permission to read it',
    };
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const reason = reasons[code];
    throw reason === undefined ? error : new UsageError(`${path}: ${reason}`, { cause: error });
  }
}

async function toSpeech(
  text: AsyncGenerator<string, void, undefined>,
  name: string,
  { ssml }: SayInputOptions,
): Promise<Speech> {
  let head = '';
  let ended = false;
  while (head.trimStart().length < peekChars && !ended) {
    const next = await text.next();
    if (next.done === true) ended = true;
    // Blank lines in front are not kept: there may be any number of them.
    else head = (head.trim() === '' ? '' : head) + next.value;
  }
  if (head.trim() === '') throw new UsageError(`nothing to say: ${name} is empty; ${wayOut}`);
  if (!ssml && !looksLikeSsml(head)) return joined(head, text);
  let markup = head;
  for await (const part of text) {
    markup += part;
    if (markup.length > longestMarkup) break;
  }
  return parse(markup, name);
}

async function* joined(head: string, rest: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  yield head;
  yield* rest;
}

/** UTF-8, checked: what is no text would be spoken as minutes of nonsense. */
async function* decode(bytes: Readable, name: string): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const wanted = 'wanted text in UTF-8 (iconv -t UTF-8 converts other encodings)';
  const read = (chunk?: Buffer): string => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch (error) {
      throw new UsageError(`${name}: not text; ${wanted}`, { cause: error });
    }
  };
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    const text = read(chunk);
    if (text.includes('\0')) throw new UsageError(`${name}: not text, there are zero bytes in it; ${wanted}`);
    if (text !== '') yield text;
  }
  const last = read();
  if (last !== '') yield last;
}

function parse(markup: string, name: string): Speech {
  try {
    const pieces = parseSsml(markup);
    if (pieces.length === 0) throw new UsageError(`nothing to say: no text inside <speak> of the ${name}`);
    return pieces;
  } catch (error) {
    if (error instanceof SsmlError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}
