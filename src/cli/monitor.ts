/** `parley monitor`: what a running Parley does, in a terminal. */
import type { Command } from 'commander';
import { addConfigOptions, loadFromOptions, type ConfigOptions } from './config.js';
import { exitCodes, processIo, type Io } from './io.js';
import { FeedError, readFeed, type FeedMessage } from './monitor/feed.js';
import { renderLine } from './monitor/line.js';
import { findPlace, type Place } from './monitor/place.js';
import { drawView } from './monitor/view.js';
import { watchOnTerminal } from './monitor/terminal.js';
import { runCommand } from './run.js';

interface MonitorOptions extends ConfigOptions {
  readonly url?: string;
  readonly tokenEnv?: string;
  readonly json?: boolean;
  readonly once?: boolean;
}

const COLUMNS = 100;

export function registerMonitorCommand(program: Command): void {
  const command = program
    .command('monitor')
    .description('watch a running parley: what it does, and where the milliseconds go')
    .option('--url <address>', 'where it is (default: metrics.host and metrics.port)')
    .option('--token-env <name>', 'environment variable that holds its token (default: metrics.token_env)')
    .option('--json', 'one message a line')
    .option('--once', 'print what it does now, and end');
  addConfigOptions(command).action(async (options: MonitorOptions) => {
    await runCommand(processIo, (signal) => monitor(options, processIo, signal));
  });
}

async function monitor(options: MonitorOptions, io: Io, signal: AbortSignal): Promise<number> {
  const { settings } = await loadFromOptions(options);
  const place = findPlace(options, settings.metrics, process.env);
  try {
    if (options.json === true) await printMessages(place, { io, signal, isOnce: options.once === true });
    else if (options.once === true || !io.isTTY) await printOnce(place, io, signal);
    else await watchOnTerminal({ place, input: process.stdin, output: process.stdout, signal });
    return exitCodes.fine;
  } catch (error) {
    if (!(error instanceof FeedError)) throw error;
    io.stderr.write(`${error.message}\n`);
    return exitCodes.failed;
  }
}

interface Printing {
  readonly io: Io;
  readonly signal: AbortSignal;
  readonly isOnce: boolean;
}

/** Until it ends, or after the first one. */
async function printMessages(place: Place, { io, signal, isOnce }: Printing): Promise<void> {
  const ending = new AbortController();
  const end = (): void => {
    ending.abort(new Error('ended'));
  };
  // Nobody reads any more, as behind `| head`.
  io.stdout.on('error', end);
  signal.addEventListener('abort', end, { once: true });
  const onMessage = (message: FeedMessage): void => {
    if (ending.signal.aborted) return;
    io.stdout.write(`${JSON.stringify(message)}\n`);
    if (isOnce) end();
  };
  await readFeed({ ...place, signal: ending.signal, onMessage }).finally(() => {
    signal.removeEventListener('abort', end);
  });
}

async function printOnce(place: Place, io: Io, signal: AbortSignal): Promise<void> {
  const found: FeedMessage[] = [];
  const ending = new AbortController();
  signal.addEventListener('abort', () => {
    ending.abort(signal.reason);
  });
  const onMessage = (message: FeedMessage): void => {
    found.push(message);
    ending.abort(new Error('one is enough'));
  };
  await readFeed({ ...place, signal: ending.signal, onMessage });
  const [message] = found;
  if (message === undefined) return;
  // Undefined where there is no terminal, 0 in one that does not know its size.
  const columns = (process.stdout.columns as number | undefined) || COLUMNS;
  const lines =
    message.type === 'loading'
      ? [[{ text: 'the models are being loaded' }]]
      : drawView(message, { name: place.page.host, columns, isLost: false });
  const hasColors = process.stdout.isTTY && process.stdout.hasColors();
  for (const line of lines) io.stdout.write(`${renderLine(line, columns, hasColors).trimEnd()}\n`);
}
