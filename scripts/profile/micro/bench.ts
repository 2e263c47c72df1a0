/** `bench micro`: what the smallest steps cost, each measured alone and held against its target. */
import { describeMachine, type Report, type Row } from '../summary.js';
import type { Targets } from '../targets.js';
import { countAllocations } from './allocation.js';
import { dozeFacts } from './doze.js';
import { loopDelayRow } from './loop-delay.js';
import type { Operation } from './operation.js';
import { operations } from './operations.js';
import { timeOperation } from './timing.js';

export const LOOP_DELAY = 'loop-delay';
/** Names of all rows. */
export const microNames: readonly string[] = [...operations.map(({ name }) => name), LOOP_DELAY];

export interface MicroBenchOptions {
  readonly version: string;
  /** Rows that are measured; all unless told. */
  readonly only?: readonly string[] | undefined;
  /** Each operation is repeated for so long. */
  readonly timeMs: number;
  /** Recordings with a voice, for what dozing spares. */
  readonly recordings: readonly string[];
  readonly signal: AbortSignal;
  readonly onProgress: (line: string) => void;
}

/** Timers are watched for longer than an operation: few of them are late. */
const LOOP_TIMES = 8;

export async function benchMicro(options: MicroBenchOptions): Promise<{ readonly report: Report }> {
  const { version, only, timeMs, signal, onProgress } = options;
  const isWanted = (name: string): boolean => only?.includes(name) ?? true;
  const wanted = operations.filter(({ name }) => isWanted(name));
  const rows: Row[] = [];
  const measure = async (name: string, work: () => Promise<Row | undefined>): Promise<void> => {
    onProgress(`${name} …`);
    const row = await work();
    signal.throwIfAborted();
    if (row !== undefined) rows.push(row);
  };
  for (const operation of wanted) await measure(operation.name, () => timeOperation(operation, { timeMs, signal }));
  if (isWanted(LOOP_DELAY)) await measure(LOOP_DELAY, () => loopDelayRow((LOOP_TIMES * timeMs) / 1000, signal));
  return {
    report: {
      ...{ bench: 'micro', version, machine: describeMachine() },
      settings: { timeMs, ...(only === undefined ? {} : { only: only.join(' ') }) },
      rows,
      targets: targetsOf(wanted),
      facts: await gatherFacts(wanted, rows, options),
    },
  };
}

/** In the unit of the row, whatever the field is called. */
function targetsOf(wanted: readonly Operation[]): Targets {
  return Object.fromEntries(
    wanted.flatMap(({ name, target }) => (target === undefined ? [] : [[name, { ms: target }] as const])),
  );
}

async function gatherFacts(
  wanted: readonly Operation[],
  rows: readonly Row[],
  { recordings, signal, onProgress }: MicroBenchOptions,
): Promise<Record<string, unknown>> {
  onProgress('allocations …');
  const names = wanted.map(({ name }) => name);
  const bytes = names.length === 0 ? {} : await countAllocations(names, signal);
  const frame = rows.find(({ name }) => name === 'vad-frame');
  return {
    ...Object.fromEntries(Object.entries(bytes).map(([name, count]) => [`bytes.${name}`, count])),
    ...(frame === undefined ? {} : await dozeFacts(recordings, frame.p50 / 1000)),
  };
}
