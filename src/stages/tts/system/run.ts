/** Runs a speech program for one sentence and hands on the bytes of its WAV. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { systemCode } from '../../../audio/audio-error.js';
import { abortReason, onceAborted } from '../../../pipeline/abort.js';
import { drain } from '../../../pipeline/streams.js';
import type { JobFiles, SpeechJob, SpeechProgram } from './program.js';

/** No program takes longer for a sentence; one that does has hung. */
const limitMs = 30_000;
const keptComplaint = 500;

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** The bytes as they come. Ends the program with the signal, or when nobody reads on. Throws one line. */
export async function* runSpeechProgram(
  program: SpeechProgram,
  job: SpeechJob,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (signal.aborted) throw abortReason(signal);
  if (program.kind === 'pipes') {
    yield* outputOf(start(program, job, { textPath: '', soundPath: '' }), program, signal);
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), 'parley-speech-'));
  try {
    const files = { textPath: join(folder, 'text.txt'), soundPath: join(folder, 'sound.wav') };
    await writeFile(files.textPath, `${job.text}\n`);
    // What such a program prints is no sound.
    await drain(outputOf(start(program, job, files), program, signal));
    yield* fileBytes(files.soundPath, program);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function start(program: SpeechProgram, job: SpeechJob, files: JobFiles): Child {
  const env = { ...process.env, ...program.environment?.(job) };
  const child = spawn(program.tool, program.args(job, files), { stdio: ['pipe', 'pipe', 'pipe'], env });
  // One that does not read its text fails by its exit code.
  child.stdin.on('error', () => undefined);
  child.stdin.end(program.kind === 'pipes' ? `${job.text}\n` : '');
  return child;
}

async function* outputOf(
  child: Child,
  { tool }: SpeechProgram,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-keptComplaint)));
  const hung = new AbortController();
  const kill = (): void => {
    child.kill('SIGKILL');
  };
  const ended = endOf(child);
  const forget = onceAborted(signal, kill);
  const timer = setTimeout(() => {
    hung.abort();
    kill();
  }, limitMs);
  try {
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) yield chunk;
    const end = await ended;
    if (signal.aborted) throw abortReason(signal);
    const said = complaint.trim().split('\n').at(-1) ?? '';
    if (hung.signal.aborted)
      throw new Error(`${tool}: no end after ${limitMs / 1000} s, wanted a sentence; try it by hand`);
    if (end !== '') throw new Error(`${tool}: ${end}${said === '' ? '' : ` (it says: ${said})`}; try it by hand`);
  } finally {
    clearTimeout(timer);
    forget();
    kill();
  }
}

/** Empty when all is well. Never rejects: a program that cannot be started has ended, too. */
function endOf(child: Child): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      child.stdout.destroy();
      resolve(`it could not be run: ${error.message}`);
    });
    child.once('close', (code, by) => {
      resolve(code === 0 ? '' : by === null ? `it ended with code ${code ?? 'unknown'}` : `it was ended by ${by}`);
    });
  });
}

async function* fileBytes(path: string, { tool }: SpeechProgram): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) yield chunk;
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
    throw new Error(`${tool}: it wrote no sound, wanted a WAV file; try it by hand`, { cause: error });
  }
}
