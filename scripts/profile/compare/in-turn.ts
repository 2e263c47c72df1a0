/** Runs one benchmark of two versions in turn (A B, B A, A B …), so that what the machine does besides hits both alike. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { AudioError } from '../../../src/audio/audio-error.js';
import { packageRoot } from '../../../src/models/package-root.js';
import { findManifest } from '../stt/clips.js';
import type { Report } from '../summary.js';
import type { Pair } from './verdict.js';

const run = promisify(execFile);
const MOST_BYTES = 256 * 1024 * 1024;

export interface TurnsOptions {
  /** Folders of two built versions. */
  readonly before: string;
  readonly after: string;
  /** `bench`, its name and its options. */
  readonly args: readonly string[];
  readonly pairs: number;
  readonly signal: AbortSignal;
  readonly onProgress: (line: string) => void;
}

const rowSchema = z.looseObject({ name: z.string(), unit: z.string(), p50: z.number() });
const reportSchema = z.looseObject({
  bench: z.string(),
  machine: z.looseObject({ cpu: z.string(), cores: z.number(), loadavg: z.number(), node: z.string() }),
  settings: z.record(z.string(), z.unknown()),
  rows: z.array(rowSchema),
  facts: z.record(z.string(), z.unknown()),
});

/** Reports of each pair; the first run of each version is for the disk and counts for nothing. */
export async function runInTurn(options: TurnsOptions): Promise<Pair[]> {
  const { before, after, pairs, onProgress } = options;
  for (const folder of [before, after]) await runOnce(folder, options);
  const list: Pair[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    onProgress(`pair ${pair + 1} of ${pairs}`);
    if (pair % 2 === 0) {
      const old = await runOnce(before, options);
      list.push({ before: old, after: await runOnce(after, options) });
    } else {
      const now = await runOnce(after, options);
      list.push({ before: await runOnce(before, options), after: now });
    }
  }
  return list;
}

/** Recordings lie beside this checkout, not beside the copies of its versions. */
function withRecordings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  try {
    return { ...env, PARLEY_SPEECH: findManifest(undefined, packageRoot(), env) };
  } catch {
    // A benchmark that needs them says so.
    return env;
  }
}

async function runOnce(folder: string, { args, signal }: TurnsOptions): Promise<Report> {
  const main = join(folder, 'dist/src/cli/main.js');
  const options = { signal, maxBuffer: MOST_BYTES, env: withRecordings(process.env) };
  try {
    const { stdout } = await run(process.execPath, [main, ...args, '--json'], options);
    return mergeReports(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? ''));
  } catch (error) {
    signal.throwIfAborted();
    const { stderr = '', message } = error as { stderr?: string; message: string };
    const reason = stderr.trimEnd().split('\n').at(-1);
    throw new AudioError(
      `parley ${args.join(' ')} in ${folder}: ${reason === undefined || reason === '' ? message : reason}`,
    );
  }
}

/**
 * One report of what a benchmark printed or saved: several (one for each model) become one, with the number of each
 * before the names of its rows and facts.
 * @throws ZodError when it is no report
 */
export function mergeReports(value: unknown): Report {
  if (!Array.isArray(value)) return reportSchema.parse(value) as unknown as Report;
  const all = z.array(reportSchema).nonempty().parse(value) as unknown as [Report, ...Report[]];
  return {
    ...all[0],
    rows: all.flatMap(({ rows }, i) => rows.map((row) => ({ ...row, name: `${i + 1}.${row.name}` }))),
    facts: Object.fromEntries(
      all.flatMap(({ facts }, i) => Object.entries(facts).map(([name, fact]) => [`${i + 1}.${name}`, fact])),
    ),
  };
}
