/** The soak itself, in the process that it measures: turns, and every so often what is still held. */
import { canaryOf, type CanaryKind } from './canary.js';
import { readGauges, type Gauges } from './gauges.js';
import { SoakRig } from './rig.js';

export interface SoakOptions {
  readonly turns: number;
  readonly samples: number;
  readonly canary?: CanaryKind | undefined;
  readonly onSample?: (turns: number) => void;
}

export interface SoakRun {
  /** Turns between two samples. */
  readonly step: number;
  readonly turns: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly events: Readonly<Record<string, number>>;
  readonly samples: readonly Gauges[];
  readonly seconds: number;
}

/** Before that the engine compiles, and tables grow to their size. */
const WARM_SHARE = 0.1;
const LEAST_WARM = 2000;

/** Throws when a turn does not end. Needs `--expose-gc`. */
export async function soak({ turns, samples: count, canary, onSample }: SoakOptions): Promise<SoakRun> {
  const rig = new SoakRig();
  await rig.open();
  const leak = canaryOf(canary, rig.signal);
  const longLived = [rig.signal, process];
  await playUntil(rig, Math.max(LEAST_WARM, Math.round(WARM_SHARE * turns)), leak);
  const startMs = performance.now();
  const first = rig.turns;
  const step = turns / (count - 1);
  const samples = [await readGauges(longLived)];
  for (let sample = 1; sample < count; sample++) {
    await playUntil(rig, first + Math.round(sample * step), leak);
    samples.push(await readGauges(longLived));
    onSample?.(rig.turns - first);
  }
  const seconds = (performance.now() - startMs) / 1000;
  if (rig.waiting > 0) throw new Error(`${rig.waiting} timers of turns run on while nobody speaks`);
  await rig.close();
  return { step, turns: rig.turns - first, outcomes: rig.outcomes, events: rig.events, samples, seconds };
}

async function playUntil(rig: SoakRig, turns: number, leak: () => void): Promise<void> {
  while (rig.turns < turns) {
    const before = rig.turns;
    await rig.next();
    for (let turn = before; turn < rig.turns; turn++) leak();
  }
}
