/** Errors about models: each message is one line that a user can act on. */

/** What went wrong, for callers that choose between retrying, asking and giving up. */
export type ModelErrorKind = 'usage' | 'catalog' | 'licence' | 'disk' | 'fetch' | 'source' | 'aborted';

/** One source's answer when it did not deliver. */
export interface FailedSource {
  readonly source: string;
  readonly reason: string;
}

export class ModelError extends Error {
  override readonly name = 'ModelError';
  readonly kind: ModelErrorKind;
  /** Filled when every source was tried in vain. */
  readonly failed: readonly FailedSource[];
  constructor(
    kind: ModelErrorKind,
    message: string,
    options: { failed?: readonly FailedSource[]; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.kind = kind;
    this.failed = options.failed ?? [];
  }
}

/** The `code` of a system error, or undefined. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** The first line of whatever was thrown. */
export function errorLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0]?.trim() ?? '';
}

/** Size for people: decimal, as download pages and disks count. */
export function formatBytes(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(2)} GB`;
  if (bytes >= 1e6) return `${(bytes / 1e6).toFixed(1)} MB`;
  if (bytes >= 1e3) return `${(bytes / 1e3).toFixed(1)} kB`;
  return `${bytes} B`;
}

const diskFaults: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full: free some space, or name another folder in PARLEY_MODELS',
  EDQUOT: 'the disk quota is used up: free some space, or name another folder in PARLEY_MODELS',
  EACCES: 'no permission to write: change its owner, or name another folder in PARLEY_MODELS',
  EPERM: 'no permission to write: change its owner, or name another folder in PARLEY_MODELS',
  EROFS: 'the disk is read-only: name another folder in PARLEY_MODELS',
  ENOTDIR: 'a part of this path is a file, not a folder: name another folder in PARLEY_MODELS',
  EEXIST: 'a file stands where a folder is needed: move it, or name another folder in PARLEY_MODELS',
};

/** Turns a fault of the local disk into a ModelError; no other source could mend it. Anything else comes back as it is. */
export function asDiskError(error: unknown, path: string): unknown {
  const code = errorCode(error);
  const advice = code === undefined ? undefined : diskFaults[code];
  if (advice === undefined) return error;
  return new ModelError('disk', `cannot write ${path}: ${advice}`, { cause: error });
}
