/** Connects to an X server, and asks for the extensions without which nothing can be typed. */
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Client, Display, XInput } from 'x11';
import { reasonOf, systemCode } from '../outlet-error.js';
import type { Environment } from '../tool.js';
import { Link, type LinkParts } from './link.js';

/** Connecting is a matter of milliseconds, or of a network that does not answer. */
const LIMIT_MS = 3000;
/** As the package reads it: `:0`, `host:10.0`, `unix/:0`. */
const DISPLAY = /^(?:[A-Za-z][A-Za-z0-9+.-]*\/)?.*:\d+(?:\.\d+)?$/;

/** Throws one line: there is no such display, it lets nobody in, or it cannot do what is needed. */
export async function connect(env: Environment): Promise<Link> {
  const name = env['DISPLAY'] ?? '';
  if (!DISPLAY.test(name)) throw new Error(`DISPLAY "${name}" is no display, wanted one such as :0`);
  await checkKeyFile(env);
  const { client, display } = await connectClient(name);
  try {
    const link = new Link({ name, client, display, ...(await openExtensions(client, name)) });
    await link.start();
    return link;
  } catch (error) {
    client.stream?.destroy();
    throw error;
  }
}

/** The package throws where nobody can catch it when this file cannot be read. */
async function checkKeyFile(env: Environment): Promise<void> {
  const path = env['XAUTHORITY'] || join(homedir(), '.Xauthority');
  await readFile(path).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return;
    throw new Error(`the key to the display in ${path} cannot be read: ${reasonOf(error)}`);
  });
}

interface Connected {
  readonly client: Client;
  readonly display: Display;
}

async function connectClient(name: string): Promise<Connected> {
  // Most runs of the program type nothing.
  const { default: x11 } = await import('x11');
  return new Promise((resolve, reject) => {
    let isLate = false;
    const fail = (line: string): void => {
      isLate = true;
      clearTimeout(timer);
      client.stream?.destroy();
      reject(new Error(line));
    };
    const timer = setTimeout(() => {
      fail(`the display ${name} did not answer within ${LIMIT_MS / 1000} s`);
    }, LIMIT_MS);
    const options = { display: name, shm: false, disableBigRequests: true, bufferRequests: true } as const;
    const client = x11.createClient(options, (error, display) => {
      clearTimeout(timer);
      if (isLate) client.stream?.destroy();
      else if (error) fail(`the display ${name} cannot be reached: ${causeOf(error)}`);
      else resolve({ client, display });
    });
    // A refusal comes this way; without a listener it would end the program.
    client.on('error', (error: Error) => {
      if (!isLate) fail(`the display ${name} lets nobody in: ${causeOf(error)}`);
    });
  });
}

/** Node tells of several addresses at once without a message of its own. */
function causeOf(error: Error): string {
  const line = error.message.replace(/^X server connection failed: /, '').split('\n')[0] ?? '';
  return line.trim() || systemCode(error) || 'no reason given';
}

type Extensions = Pick<LinkParts, 'xtest' | 'xkb' | 'xinput'>;

async function openExtensions(client: Client, name: string): Promise<Extensions> {
  const lacks = (extension: string, use: string) => (): never => {
    throw new Error(`the display ${name} lacks the extension ${extension}, ${use}`);
  };
  const [xtest, xkb, xinput] = await Promise.all([
    within<LinkParts['xtest']>((ready) => {
      client.require('xtest', ready);
    }).catch(lacks('XTEST', 'which presses keys')),
    within<LinkParts['xkb']>((ready) => {
      client.require('xkb', ready);
    }).catch(lacks('XKEYBOARD', 'which tells the layout')),
    within<XInput>((ready) => {
      client.require('xinput', ready);
    }).catch(() => undefined),
  ]);
  return { xtest, xkb, xinput };
}

function within<T>(ask: (ready: (error: Error | null, value: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error('no answer'));
    }, LIMIT_MS);
    ask((error, value) => {
      clearTimeout(timer);
      if (error === null) resolve(value);
      else reject(error);
    });
  });
}
