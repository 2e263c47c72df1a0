/** The one error of this folder: a line that a user can act on, never a stack trace. */
export class AudioError extends Error {
  override readonly name = 'AudioError';
}

/** The code of a system error (`ENOENT`, `ENOSPC`, …), if it has one. */
export function systemCode(error: unknown): string | undefined {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return undefined;
}
