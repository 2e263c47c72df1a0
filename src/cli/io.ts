/** Where a command prints, so that tests can read it. */
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

/** Text that cannot steer the terminal it is printed on. */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, ' ');
}
