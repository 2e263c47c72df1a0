/** `bench startup`: how long until it listens, the first time and every other time, and what takes that long. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { modelsFolder } from '../../../src/models/store.js';
import { describeMachine, summarise, type Report, type Row } from '../summary.js';
import { writeRoom } from '../room.js';
import { dropFromPageCache, freshModels, removeFresh } from './cold.js';
import { measureStart, startSteps, type StartTimes } from './run.js';

export interface StartupBenchOptions {
  readonly version: string;
  readonly preset: string;
  /** Options of `parley start` that choose the configuration. */
  readonly configArgs: readonly string[];
  /** Starts that count. */
  readonly cold: number;
  readonly warm: number;
  readonly signal: AbortSignal;
  readonly onProgress: (line: string) => void;
}

/** Longer than any start: the room must not end before it is heard. */
const ROOM_SECONDS = 30;

/** Throws EngineError when it does not start. The models must be there. */
export async function benchStartup(
  options: StartupBenchOptions,
): Promise<{ readonly report: Report; readonly details: unknown }> {
  const { version, preset, cold, warm, signal, onProgress } = options;
  const folder = await mkdtemp(join(tmpdir(), 'parley-startup-'));
  try {
    const room = await writeRoom(join(folder, 'room.wav'), ROOM_SECONDS);
    const args = [...options.configArgs, '--preset', preset, '--input', room, '--output', 'none'];
    const colds: StartTimes[] = [];
    let pageCache = '';
    for (let n = 0; n < cold; n++) {
      const models = await freshModels(modelsFolder());
      try {
        pageCache = await dropFromPageCache(modelsFolder());
        colds.push(await measureStart({ args, env: { PARLEY_MODELS: models }, signal }));
      } finally {
        await removeFresh(models);
      }
      onProgress(`${preset}, cold: ${Math.round(colds.at(-1)?.total ?? 0)} ms`);
    }
    // The first one after that reads everything again, and writes what is kept beside the models.
    await measureStart({ args, signal });
    const warms: StartTimes[] = [];
    for (let n = 0; n < warm; n++) {
      warms.push(await measureStart({ args, signal }));
      onProgress(`${preset}, warm: ${Math.round(warms.at(-1)?.total ?? 0)} ms`);
    }
    return {
      report: {
        ...{ bench: 'startup', version, machine: describeMachine(), settings: { preset, cold, warm } },
        rows: [...rowsOf('cold', colds), ...rowsOf('warm', warms)],
        facts: { preset, ...(cold === 0 ? {} : { 'cold.pageCache': pageCache }) },
      },
      details: [...colds, ...warms].map(({ total, steps }) => ({ total, ...Object.fromEntries(steps) })),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function rowsOf(name: string, times: readonly StartTimes[]): Row[] {
  const totals = times.map(({ total }) => total);
  const steps = startSteps.map((step) => {
    const known = times.map(({ steps }) => steps.get(step)).filter((ms) => ms !== undefined);
    return summarise(`${name}.${step}`, 'ms', known);
  });
  return [summarise(name, 'ms', totals), ...steps].filter((row) => row !== undefined);
}
