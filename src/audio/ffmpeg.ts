/** Decodes whatever the machine's ffmpeg reads (`ffmpeg`, and `ffprobe` of the same package for the length). */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { AudioError } from './audio-error.js';
import { ByteBlocks, samplesFromInt16 } from './pcm.js';
import { hasTool } from '../programs/find.js';
import { installCommand, runTool } from './tool.js';

export interface DecodeOptions {
  readonly sampleRateHz: number;
  /** How messages name the file; the path unless told. */
  readonly label?: string;
  readonly signal: AbortSignal;
  /** Told in one line that parts of the file could not be decoded. */
  readonly onDamage?: ((line: string) => void) | undefined;
}

/** A name is a file's name whatever it looks like, and no playlist inside a file reaches the network. */
const localOnly = ['-protocol_whitelist', 'file,pipe'];
const keptErrorLength = 4000;
const probeLimitMs = 10_000;

export function hasFfmpeg(): boolean {
  return hasTool('ffmpeg');
}

/** The command that installs it here. */
export function ffmpegInstallCommand(): string {
  return installCommand(['ffmpeg']);
}

/** Length of the media, in ms, where its container tells it and `ffprobe` is here. */
export async function probeDurationMs(path: string, signal: AbortSignal): Promise<number | undefined> {
  if (!hasTool('ffprobe')) return undefined;
  const show = ['-show_entries', 'format=duration', '-of', 'default=noprint_wrappers=1:nokey=1'];
  const args = ['-v', 'error', ...localOnly, ...show, `file:${path}`];
  const { output } = await runTool('ffprobe', args, { limitMs: probeLimitMs, signal });
  const seconds = Number.parseFloat(output);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined;
}

/** A file, or what it would hold, as it comes. */
export type DecodeSource = string | AsyncIterable<Uint8Array>;

/**
 * The first audio track as mono blocks, on the time line of the file: a track that begins late begins with silence.
 * ffmpeg waits while nobody reads, so that memory stays flat, and is ended with the signal or an early end of reading.
 * Throws an `AudioError` of one line, and what the source throws.
 */
export async function* decodeMedia(
  source: DecodeSource,
  options: DecodeOptions,
): AsyncGenerator<Float32Array, void, undefined> {
  const path = typeof source === 'string' ? source : 'pipe:0';
  const { sampleRateHz, signal, label = path, onDamage } = options;
  signal.throwIfAborted();
  const input = typeof source === 'string' ? `file:${path}` : path;
  const child = spawn('ffmpeg', decodeArgs(input, sampleRateHz), { stdio: ['pipe', 'pipe', 'pipe'] });
  const stop = (): void => {
    child.kill('SIGKILL');
  };
  signal.addEventListener('abort', stop, { once: true });
  const ended = endOf(child);
  const fed = feed(child.stdin, source);
  const blocks = new ByteBlocks(2);
  try {
    for await (const chunk of child.stdout) {
      signal.throwIfAborted();
      yield samplesFromInt16(blocks.push(chunk as Buffer));
    }
    const { code, errors } = await ended;
    signal.throwIfAborted();
    const failure = await fed;
    if (failure !== undefined) throw failure.error;
    if (code !== 0) throw new AudioError(`${label}: ${explain(errors, path)}`);
    if (errors !== '') onDamage?.(`${label}: parts of it are damaged and may be missing (${explain(errors, path)})`);
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
}

/** Never rejects: what the source throws is told once ffmpeg has ended, for want of more. */
async function feed(into: Writable, source: DecodeSource): Promise<{ readonly error: unknown } | undefined> {
  // It had enough, or could not be started: that is found where its output is read.
  into.on('error', () => undefined);
  try {
    if (typeof source !== 'string') {
      for await (const bytes of source) {
        if (!into.writable) break;
        if (!into.write(bytes)) await drained(into);
      }
    }
    return undefined;
  } catch (error) {
    return { error };
  } finally {
    into.end();
  }
}

function drained(into: Writable): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      into.off('drain', go).off('close', go);
      resolve();
    };
    if (into.destroyed) resolve();
    else into.on('drain', go).on('close', go);
  });
}

function decodeArgs(input: string, sampleRateHz: number): string[] {
  const timeline = `aresample=${sampleRateHz}:async=1:first_pts=0`;
  const wanted = ['-nostdin', '-v', 'error', ...localOnly, '-i', input, '-map', '0:a:0', '-vn'];
  return [...wanted, '-af', timeline, '-ac', '1', '-ar', String(sampleRateHz), '-f', 's16le', '-'];
}

/** Never rejects: a program that cannot be started has ended, too. */
function endOf(
  child: ChildProcessByStdio<Writable, Readable, Readable>,
): Promise<{ code: number | null; errors: string }> {
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    if (errors.length < keptErrorLength) errors += chunk.toString();
  });
  return new Promise((resolve) => {
    child.once('error', (error) => {
      // It will never write: whoever reads it must not wait.
      child.stdout.destroy();
      resolve({ code: null, errors: error.message });
    });
    child.once('close', (code) => {
      resolve({ code, errors: errors.trim() });
    });
  });
}

/** What ffmpeg complains about, in one line that names no path. */
export function explain(errors: string, path: string): string {
  if (/matches no streams|does not contain any stream/i.test(errors)) return 'no audio track in it';
  if (/Invalid data found when processing input/i.test(errors)) return 'ffmpeg finds no audio that it can read in it';
  if (/not on whitelist/i.test(errors)) return 'it refers to something that is no file on this machine';
  const lines = errors.split('\n').map((line) =>
    line
      .replaceAll(`file:${path}`, '')
      .replaceAll(path, '')
      .replace(/^(\[[^\]]*\]\s*)+/, '')
      .replace(/^[\s:]+|[\s:]+$/g, ''),
  );
  return `ffmpeg says: ${lines.find((line) => line !== '') ?? 'nothing'}`;
}
