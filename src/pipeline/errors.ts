/** Errors that cross stage borders. */

/** A fault inside a stage, wrapped exactly once, with the stage's name. */
export class StageError extends Error {
  override readonly name = 'StageError';
  readonly stage: string;
  constructor(stage: string, cause: unknown) {
    super(`${stage}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.stage = stage;
  }
}
