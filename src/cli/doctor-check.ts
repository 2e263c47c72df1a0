/** One line of `parley doctor`, and the lines about a list of models. */
import { modelBytes } from '../models/catalog.js';
import { formatBytes } from '../models/model-error.js';
import type { ModelStore } from '../models/store.js';

/** `bad`: Parley cannot do its work without it. `note`: it can, and something could be better. */
export interface Check {
  readonly area: string;
  readonly state: 'ok' | 'note' | 'bad';
  readonly line: string;
  readonly mend?: string;
}

export interface ModelCheckOptions {
  readonly store: ModelStore;
  /** Whether the settings in force ask for one of the list. */
  readonly needed: boolean;
  /** Something else does the work where none of the list is here. */
  readonly isSpare?: boolean;
}

/** The model that is used, and what those before it in its list would add. */
export async function checkModelList(
  refs: readonly string[],
  area: string,
  { store, needed, isSpare = false }: ModelCheckOptions,
): Promise<Check[]> {
  const { found, absent } = await store.firstPresent(refs);
  const checks: Check[] = [];
  if (found !== undefined) checks.push({ area, state: 'ok', line: `${found.ref} is here` });
  const isBetter = found !== undefined || isSpare;
  for (const { ref, entry, problem } of absent) {
    const what =
      entry === undefined ? (problem ?? 'missing') : `${entry.description} (${formatBytes(modelBytes(entry))})`;
    const line = isBetter ? `${ref} would be better: ${what}` : `${ref} is missing: ${what}`;
    const mend = entry === undefined ? {} : { mend: `npx parley models fetch ${ref}` };
    checks.push({ area, state: needed && !isBetter ? 'bad' : 'note', line, ...mend });
  }
  return checks;
}
