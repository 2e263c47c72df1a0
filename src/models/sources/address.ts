/** Files below an https address: resumed where they stopped, checked, left when they stall. */
import { open, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import type { ModelFile } from '../catalog.js';
import { asDiskError, ModelError } from '../model-error.js';
import { statFile } from '../store.js';
import { connectFault, get } from './request.js';
import { membersOf, partPath } from './source.js';
import type { Delivery, SourceContext } from './source.js';

/** Breaks in mid-file are survived this often. */
const maxResumes = 20;
/** So many tries in a row may bring nothing new: a reset can take with it what was on its way. */
const maxFruitless = 2;

/** Downloads the wanted files and admits each. Throws ModelError; a part that can be resumed stays. */
export async function deliverFromAddress(
  source: { https: string; members?: Record<string, string | string[]> | undefined },
  delivery: Delivery,
  context: SourceContext,
): Promise<void> {
  checkScheme(source.https, context);
  let before = 0;
  for (const file of delivery.files) {
    const [member] = membersOf(source, file.name) ?? [];
    if (member === undefined) continue;
    const start = before;
    const job: Job = {
      url: new URL(member, source.https).href,
      file,
      part: partPath(delivery.folder, file),
      context,
      onBytes: (bytes) => {
        context.onBytes(start + bytes);
      },
    };
    const resumed = await download(job);
    try {
      await delivery.admit(file, job.part);
    } catch (error) {
      // The beginning may have come from elsewhere; only a whole file from here speaks for or against this source.
      if (!resumed || !(error instanceof ModelError) || error.kind !== 'source') throw error;
      await download(job);
      await delivery.admit(file, job.part);
    }
    before += file.bytes;
  }
}

/** Plain http only to this very machine, and only where the caller asked for that. */
function checkScheme(address: string, context: SourceContext): void {
  const { protocol, hostname } = new URL(address);
  const loopback = protocol === 'http:' && hostname === '127.0.0.1' && context.allowLoopbackHttp;
  if (protocol !== 'https:' && !loopback) throw new ModelError('source', `${address} is not https: refused`);
}

interface Job {
  readonly url: string;
  readonly file: ModelFile;
  readonly part: string;
  readonly context: SourceContext;
  readonly onBytes: (bytes: number) => void;
}

/** Completes the part; resolves to whether it began with bytes that lay there before. */
async function download(job: Job): Promise<boolean> {
  const { signal } = job.context;
  let best = await partSize(job);
  const resumed = best > 0;
  let fruitless = 0;
  for (let tries = 0; ; tries += 1) {
    const have = await partSize(job);
    if (have === job.file.bytes) return resumed;
    try {
      await receive(job, have);
    } catch (error) {
      signal.throwIfAborted();
      const now = await partSize(job);
      if (!(error instanceof BrokenOff)) throw error;
      fruitless = now > best ? 0 : fruitless + 1;
      // Waiting for the same silence again would keep the next source waiting, too.
      if (fruitless > (error.stalled ? 0 : maxFruitless) || tries >= maxResumes) throw error.asModelError();
      best = Math.max(best, now);
    }
  }
}

/** Bytes of the part that are worth keeping; one that is too long is none. */
async function partSize(job: Job): Promise<number> {
  const size = (await statFile(job.part))?.size ?? 0;
  if (size <= job.file.bytes) return size;
  await rm(job.part, { force: true });
  return 0;
}

/** A body that ended early or fell silent: the one fault that resuming can mend. */
class BrokenOff extends Error {
  readonly stalled: boolean;
  constructor(message: string, stalled: boolean) {
    super(message);
    this.stalled = stalled;
  }
  asModelError(): ModelError {
    return new ModelError('source', this.message, { cause: this });
  }
}

async function receive(job: Job, have: number): Promise<void> {
  const { url, file, part, context } = job;
  const response = await get(url, {
    headers: {
      'user-agent': 'parley',
      'accept-encoding': 'identity',
      ...(have > 0 ? { range: `bytes=${have}-` } : {}),
    },
    signal: context.signal,
    limits: context.limits,
  });
  try {
    if (response.statusCode === 416 && have > 0) {
      response.destroy();
      await rm(part, { force: true });
      await receive(job, 0);
      return;
    }
    const from = startOf(response, job, have);
    job.onBytes(from);
    const handle = await open(part, from > 0 ? 'a' : 'w');
    try {
      await writeBody(response, handle, { job, from });
    } finally {
      await handle.close();
    }
    const size = (await statFile(part))?.size ?? 0;
    if (size < file.bytes) throw new BrokenOff(`${file.name} ended after ${size} of ${file.bytes} bytes`, false);
  } finally {
    response.destroy();
  }
}

/** Where in the file the answer's body begins. Throws when the answer is not the file we want. */
function startOf(response: IncomingMessage, job: Job, have: number): number {
  const { name, bytes } = job.file;
  if (response.statusCode === 206) {
    const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers['content-range'] ?? '');
    if (Number(range?.[1]) !== have || (range?.[2] !== '*' && Number(range?.[2]) !== bytes)) {
      throw new ModelError('source', `offers another range of ${name} than the one asked for`);
    }
    return have;
  }
  if (response.statusCode !== 200) {
    const status = `${response.statusCode ?? 0} ${response.statusMessage ?? ''}`.trim();
    throw new ModelError('source', `answers ${status} for ${name}`);
  }
  const length = response.headers['content-length'];
  if (length !== undefined && Number(length) !== bytes) {
    throw new ModelError('source', `offers ${length} bytes for ${name}, ${bytes} wanted`);
  }
  return 0;
}

/** Writes every chunk as it comes, so that whatever arrived before a break stays; leaves a body that runs over or stalls. */
async function writeBody(
  response: IncomingMessage,
  handle: FileHandle,
  { job, from }: { job: Job; from: number },
): Promise<void> {
  const { file, part, context } = job;
  const { stallMs } = context.limits;
  let bytes = from;
  const timer = setTimeout(() => {
    response.destroy(new BrokenOff(`${file.name} stalled for ${stallMs / 1000} s after ${bytes} bytes`, true));
  }, stallMs);
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      timer.refresh();
      bytes += chunk.length;
      if (bytes > file.bytes) throw new ModelError('source', `sends more than the ${file.bytes} bytes of ${file.name}`);
      await handle.appendFile(chunk).catch((error: unknown) => {
        throw asDiskError(error, part);
      });
      job.onBytes(bytes);
    }
  } catch (error) {
    context.signal.throwIfAborted();
    if (error instanceof ModelError || error instanceof BrokenOff) throw error;
    throw new BrokenOff(`${file.name} broke off: ${connectFault(error)}`, false);
  } finally {
    clearTimeout(timer);
  }
}
