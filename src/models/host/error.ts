/** The one error type that leaves the inference host, and how errors cross its borders. */

/**
 * What went wrong:
 * `failed` the engine's method threw · `load` the engine refused to load · `crashed` its process or worker died ·
 * `unavailable` it crashed too often, or the host never started · `closed` the host was closed ·
 * `invalid` the caller asked for something that does not exist or cannot be copied to another process.
 */
export type EngineErrorCode = 'failed' | 'load' | 'crashed' | 'unavailable' | 'closed' | 'invalid';

export interface EngineErrorDetails {
  readonly engine: string;
  readonly code: EngineErrorCode;
  /** One line for people. */
  readonly message: string;
  /** Name of the error on the far side, e.g. `RangeError`. */
  readonly errorName?: string;
  /** Stack or last output of the far side: for logs, never for users. */
  readonly detail?: string;
}

export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly engine: string;
  readonly code: EngineErrorCode;
  readonly errorName: string;
  readonly detail: string;
  constructor(details: EngineErrorDetails) {
    super(details.message);
    this.engine = details.engine;
    this.code = details.code;
    this.errorName = details.errorName ?? 'Error';
    this.detail = details.detail ?? '';
  }
}

/** An error as plain data: class instances do not survive the copy to another process. */
export interface ErrorRecord {
  readonly name: string;
  /** First line only. */
  readonly message: string;
  /** The whole message and the stack. */
  readonly detail: string;
}

/** Anything thrown, as plain data. */
export function recordError(thrown: unknown): ErrorRecord {
  if (!(thrown instanceof Error)) return { name: 'Error', message: firstLine(String(thrown)), detail: String(thrown) };
  return { name: thrown.name, message: firstLine(thrown.message) || thrown.name, detail: describe(thrown) };
}

function firstLine(text: string): string {
  return (text.trim().split('\n', 1)[0] ?? '').trim();
}

function describe(error: Error): string {
  const own = error.stack ?? `${error.name}: ${error.message}`;
  return error.cause instanceof Error ? `${own}\ncaused by ${describe(error.cause)}` : own;
}

/** The signal's reason as an Error. */
export function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('aborted');
}
