/** Says in words what keeps a machine from holding one more conversation, from what was measured at each number of them. */
import type { StageName } from '../../../src/metrics/stage-parts.js';
import type { Strain } from './strain.js';

/** What one number of conversations came to. */
export interface Step extends Strain {
  readonly sessions: number;
  /** Mean ms that each stage added to voice-to-voice. */
  readonly parts: ReadonlyMap<StageName, number>;
}

/** A machine whose cores are busy for more than this has none to give. */
const FULL = 0.85;

/** @param first with one conversation  @param last the one that was too many, or the most that were tried */
export function describeBound(first: Step, last: Step, cores: number): string {
  const { mainCores, inferenceCores, machineCores } = last;
  const others = Math.max(0, machineCores - mainCores - inferenceCores);
  const shares =
    `with ${last.sessions} at once the models took ${inferenceCores.toFixed(2)} of ${cores} cores, hearing and ` +
    `speaking ${mainCores.toFixed(2)}, everything else on the machine ${others.toFixed(2)}`;
  const full = machineCores > FULL * cores ? 'the processor is the limit' : 'the processor is not full';
  return `${full}: ${shares}; ${describeStage(first, last)}${describeQueue(first, last)}`;
}

function describeStage(first: Step, last: Step): string {
  const growth = [...last.parts].map(([name, ms]) => ({ name, ms, by: ms - (first.parts.get(name) ?? 0) }));
  const worst = growth.reduce((most, one) => (one.by > most.by ? one : most), { name: '', ms: 0, by: -Infinity });
  if (worst.name === '' || worst.by <= 0) return 'no stage became slower';
  const before = Math.round(worst.ms - worst.by);
  return `${worst.name} grew most, from ${before} to ${Math.round(worst.ms)} ms of a turn`;
}

/** Calls that wait for another one: those of the recogniser are open while somebody speaks, and wait for nobody. */
function describeQueue(first: Step, last: Step): string {
  const queues = Object.entries(last.calls).filter(([name]) => name !== 'stt');
  const [name, calls] = queues.reduce((most, one) => (one[1] > most[1] ? one : most), ['', 0]);
  if (name === '' || calls === 0) return '';
  const before = first.calls[name] ?? 0;
  return `; ${name} had ${calls.toFixed(2)} calls under way on average, ${before.toFixed(2)} with ${first.sessions}`;
}
