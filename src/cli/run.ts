/** Runs a command's work: Ctrl-C ends it, a user's mistake is one line, and the exit code says how it went. */
import { AudioError } from '../audio/audio-error.js';
import { ConfigError } from '../config/problem.js';
import { EngineError } from '../models/host/error.js';
import { ModelError } from '../models/model-error.js';
import { exitCodes, type Io } from './io.js';

/** Thrown for a command line that cannot be meant. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Sets `process.exitCode`. The first signal asks the work to end, the second ends the process.
 * @param work resolves with the exit code, or throws
 */
export async function runCommand(io: Io, work: (signal: AbortSignal) => Promise<number>): Promise<void> {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort(new Error('interrupted'));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    process.exitCode = await work(controller.signal);
  } catch (error) {
    if (controller.signal.aborted) io.stderr.write('stopped\n');
    process.exitCode = controller.signal.aborted ? exitCodes.failed : explain(error, io);
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}

/** One line (or, for a configuration, one for each fault) on stderr; a stack only for a fault of our own. */
function explain(error: unknown, io: Io): number {
  if (error instanceof ConfigError || error instanceof UsageError) {
    io.stderr.write(`${error.message}\n`);
    return exitCodes.usage;
  }
  if (error instanceof ModelError) {
    io.stderr.write(`${error.message}\n`);
    return error.kind === 'usage' || error.kind === 'licence' ? exitCodes.usage : exitCodes.failed;
  }
  const known = error instanceof AudioError || error instanceof EngineError;
  if (known) io.stderr.write(`${error.message}\n`);
  else io.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return exitCodes.failed;
}
