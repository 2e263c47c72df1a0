/** Remembers for a day that this machine is too slow, so that not every start pays for finding out. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const fileName = '.too-slow.json';
/** A machine that was busy with something else deserves another chance. */
const validMs = 86_400_000;

const schema = z.object({ key: z.string(), rtf: z.number().positive(), atMs: z.number() });

/** What the speed depends on. */
export interface TrialSetup {
  readonly threads: number;
  readonly provider: string;
}

/** The RTF (seconds of work for a second of speech) measured within the last day in the same setup, if any. */
export async function readVerdict(folder: string, setup: TrialSetup, nowMs: number): Promise<number | undefined> {
  try {
    const { key, rtf, atMs } = schema.parse(JSON.parse(await readFile(join(folder, fileName), 'utf8')));
    const ageMs = nowMs - atMs;
    return key === keyOf(setup) && ageMs >= 0 && ageMs < validMs ? rtf : undefined;
  } catch {
    // None, or a damaged one: it is measured again.
    return undefined;
  }
}

/** Kept beside the weights; where that cannot be written the next start measures again. */
export async function writeVerdict(
  folder: string,
  setup: TrialSetup,
  measured: { rtf: number; nowMs: number },
): Promise<void> {
  const path = join(folder, fileName);
  const draft = `${path}.${process.pid}.part`;
  const verdict = { key: keyOf(setup), rtf: measured.rtf, atMs: measured.nowMs };
  await writeFile(draft, JSON.stringify(verdict))
    .then(() => rename(draft, path))
    .catch(() => undefined);
}

function keyOf({ threads, provider }: TrialSetup): string {
  const [first] = cpus();
  return `${first?.model ?? 'unknown'} × ${cpus().length}, ${threads} threads, ${provider}`;
}
