/** Where a command prints, so that tests can read it. */
export { printable } from '../assistant/printable.js';

export interface Io {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  /** True when a person watches: progress may be redrawn. */
  readonly isTTY: boolean;
}

export const processIo: Io = {
  stdout: process.stdout,
  stderr: process.stderr,
  isTTY: process.stdout.isTTY && process.stderr.isTTY,
};

/** Exit codes of every command. */
export const exitCodes = { fine: 0, failed: 1, usage: 2 } as const;
