/** The running dictation listens to commands of its user, and of nobody else. */
import { chmod, lstat, mkdir, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import {
  controlCommands,
  controlPath,
  type ControlAnswer,
  type ControlCommand,
  type ControlRequest,
} from './control-words.js';
import { reasonOf, systemCode } from './outlet-error.js';

export interface ControlOptions {
  readonly dataFolder: string;
  readonly env?: NodeJS.ProcessEnv;
  /** What it throws is answered as one line. */
  readonly answer: (request: ControlRequest) => Promise<Readonly<Record<string, unknown>>>;
}

export interface Control {
  readonly path: string;
  close(): Promise<void>;
}

/** No request is longer. */
const LONGEST_LINE = 10_000;
const isPipe = process.platform === 'win32';

/** Throws one line when another instance listens already, or nothing can be listened at. */
export async function startControl(options: ControlOptions): Promise<Control> {
  const path = controlPath(options.dataFolder, options.env);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    serve(socket, options.answer);
  });
  try {
    if (!isPipe) await ownFolder(dirname(path));
    await listen(server, path);
    if (!isPipe) await chmod(path, 0o600);
  } catch (error) {
    server.close();
    if (error instanceof TakenError) throw new Error(error.message, { cause: error });
    throw new Error(`${path}: dictation cannot listen to commands there (${reasonOf(error)})`, { cause: error });
  }
  return {
    path,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      // Closing takes the socket's file away as well.
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    },
  };
}

class TakenError extends Error {
  override readonly name = 'TakenError';
}

/** In a folder that others may enter, they could reach the socket before its mode is set, or put their own in its place. */
async function ownFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { uid, mode } = await lstat(folder);
  if (uid !== process.getuid?.()) throw new Error(`the folder ${folder} belongs to somebody else`);
  if ((mode & 0o077) !== 0) await chmod(folder, 0o700);
}

async function listen(server: Server, path: string): Promise<void> {
  if (await tryListen(server, path)) return;
  if (await isAnswered(path))
    throw new TakenError('dictation is running already: `parley dictate status` tells how it is');
  // Left behind by one that was killed.
  await rm(path, { force: true });
  if (!(await tryListen(server, path))) throw new TakenError('dictation is just being started elsewhere');
}

/** False when there is something at that path. */
function tryListen(server: Server, path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      if (systemCode(error) === 'EADDRINUSE') resolve(false);
      else reject(error);
    };
    server.once('error', fail);
    server.listen(path, () => {
      server.removeListener('error', fail);
      resolve(true);
    });
  });
}

function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}

function serve(socket: Socket, answer: ControlOptions['answer']): void {
  let text = '';
  let queue: Promise<void> = Promise.resolve();
  socket.setEncoding('utf8');
  // Who asks and does not wait for the answer is no fault of ours.
  socket.on('error', () => undefined);
  socket.on('data', (chunk: string) => {
    const lines = (text + chunk).split('\n');
    text = lines.pop() ?? '';
    if (text.length > LONGEST_LINE) socket.destroy();
    for (const line of lines) {
      queue = queue.then(async () => {
        const reply = await answerLine(line, answer);
        if (socket.writable) socket.write(`${JSON.stringify(reply)}\n`);
      });
    }
  });
}

async function answerLine(line: string, answer: ControlOptions['answer']): Promise<ControlAnswer> {
  try {
    return { ok: true, ...(await answer(readRequest(line))) };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}

function readRequest(line: string): ControlRequest {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new Error('wanted one JSON object a line, as {"command":"toggle"}');
  }
  const { command, id } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  if (!isCommand(command)) {
    throw new Error(
      `command: got ${JSON.stringify(command ?? null).slice(0, 40)}, wanted one of ${controlCommands.join(', ')}`,
    );
  }
  if (id !== undefined && typeof id !== 'string') throw new Error('id: wanted text');
  return { command, ...(id === undefined ? {} : { id }) };
}

function isCommand(value: unknown): value is ControlCommand {
  return (controlCommands as readonly unknown[]).includes(value);
}
