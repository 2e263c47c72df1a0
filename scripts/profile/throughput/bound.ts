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
/** Other programs that take more than this share of the cores are told. */
const MUCH = 0.1;

/**
 * A line each on the processor, the stage that grew most, and the engine with most calls.
 * @param first with one conversation  @param last the one that was too many, or the most that were tried
 */
export function describeBound(first: Step, last: Step, cores: number): readonly string[] {
  return [...describeCores(last, cores), describeStage(first, last), ...describeQueue(first, last)];
}

function describeCores({ sessions, mainCores, inferenceCores, machineCores }: Step, cores: number): string[] {
  const others = Math.max(0, machineCores - mainCores - inferenceCores);
  const isFull = machineCores > FULL * cores;
  return [
    `the processor is ${isFull ? 'the limit' : 'not full'}: ${machineCores.toFixed(2)} of ${cores} cores with ${sessions} at once`,
    `of these the models ${inferenceCores.toFixed(2)}, hearing and speaking ${mainCores.toFixed(2)}`,
    ...(others > MUCH * cores ? [`other programs took ${others.toFixed(2)} cores: without them it holds more`] : []),
  ];
}

function describeStage(first: Step, last: Step): string {
  if (first === last) {
    const longest = Math.max(...last.parts.values());
    const name = [...last.parts].find(([, ms]) => ms === longest)?.[0] ?? 'nothing';
    return `${name} takes most of a turn: ${Math.round(longest)} ms`;
  }
  const growth = [...last.parts].map(([name, ms]) => ({ name, ms, by: ms - (first.parts.get(name) ?? 0) }));
  const worst = growth.reduce((most, one) => (one.by > most.by ? one : most), { name: '', ms: 0, by: -Infinity });
  if (worst.name === '' || worst.by <= 0) return 'no stage became slower';
  return `${worst.name} grew most, from ${Math.round(worst.ms - worst.by)} to ${Math.round(worst.ms)} ms of a turn`;
}

/** Calls that wait for another one: those of the recogniser are open while somebody speaks, and wait for nobody. */
function describeQueue(first: Step, last: Step): string[] {
  const queues = Object.entries(last.calls).filter(([name]) => name !== 'stt');
  const [name, calls] = queues.reduce((most, one) => (one[1] > most[1] ? one : most), ['', 0]);
  if (name === '' || calls === 0) return [];
  const before = first === last ? '' : `, ${(first.calls[name] ?? 0).toFixed(2)} with ${first.sessions}`;
  return [`${name} had ${calls.toFixed(2)} calls under way on average${before}`];
}
