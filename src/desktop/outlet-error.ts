/** Why text did not reach its place, and how much of it did. */

/** One line that a user can act on. */
export class OutletError extends Error {
  override readonly name = 'OutletError';
  /** Of the text of the edit that failed, in UTF-16 units from its start: what arrived and must not be typed again. */
  readonly typed: number;

  constructor(line: string, typed = 0) {
    super(line);
    this.typed = typed;
  }
}

/** The code of a system error (`ENOENT`, `ENOSPC`, …), if it has one. */
export function systemCode(error: unknown): string | undefined {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return undefined;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'a part of its path is a file',
  EISDIR: 'it is a folder',
};

/** A failure in few words. */
export function reasonOf(error: unknown): string {
  const known = REASONS[systemCode(error) ?? ''];
  return known ?? (error instanceof Error ? error.message : String(error));
}
