/** `parley soak --virtual`: a great many turns of the turn engine in virtual time, and what they leave in memory. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { describeMachine, type Report } from '../summary.js';
import type { CanaryKind } from './canary.js';
import type { Gauges } from './gauges.js';
import { measureGrowth, type Growth } from './growth.js';
import type { SoakRun } from './run.js';

export interface VirtualSoakOptions {
  readonly version: string;
  readonly turns: number;
  readonly canary?: CanaryKind | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: (turns: number) => void;
}

export interface Soaked {
  readonly report: Report;
  /** Names of what grows; none, and all is well. */
  readonly leaks: readonly string[];
}

const SAMPLES = 48;
/** What the engine's compiled code and tables may still take, once, behind the warm-up. */
const ONCE_BYTES = 256 * 1024;
/** The smallest object there is takes more, each turn. */
const LEAST_BYTES = 2;
/** One handle or listener left in a thousand turns is one too many. */
const LEAST_COUNT = 0.001;

/** In a process of its own: what a command line holds in memory is no turn's. Throws when a turn hangs. */
export async function soakVirtually(options: VirtualSoakOptions): Promise<Soaked> {
  const run = await runChild(options);
  const growths = growthsOf(run);
  const leaks = growths.filter(({ isLeak }) => isLeak).map(({ name }) => name);
  const { turns, seconds, outcomes, events } = run;
  const settings = { mode: 'virtual', turns: options.turns, samples: SAMPLES, canary: options.canary ?? 'none' };
  return {
    leaks,
    report: {
      ...{ bench: 'soak', version: options.version, machine: describeMachine(), settings, rows: [] },
      facts: { turns, seconds, ...outcomes, ...events, growth: growths, leaks },
    },
  };
}

function growthsOf({ samples, step, turns }: SoakRun): Growth[] {
  const bytes = { unit: 'B/turn', least: LEAST_BYTES + ONCE_BYTES / turns, motion: 'swings' } as const;
  const count = { unit: '1/turn', least: LEAST_COUNT, motion: 'swings' } as const;
  const of = (key: keyof Gauges): number[] => samples.map((sample) => sample[key]);
  return [
    measureGrowth(of('heapBytes'), step, { name: 'heap', ...bytes }),
    measureGrowth(of('outsideBytes'), step, { name: 'buffers', ...bytes }),
    measureGrowth(of('handles'), step, { name: 'handles', ...count }),
    measureGrowth(of('listeners'), step, { name: 'listeners', ...count }),
    // Told, never judged: pages that the allocator keeps say little about who holds what.
    measureGrowth(of('rssBytes'), step, { name: 'rss', unit: 'B/turn', least: Infinity, motion: 'wanders' }),
  ];
}

type Message = { readonly turns: number } | { readonly run: SoakRun } | { readonly fault: string };

async function runChild({ turns, canary, signal, onProgress }: VirtualSoakOptions): Promise<SoakRun> {
  const child = fork(
    new URL('./virtual-child.js', import.meta.url),
    [JSON.stringify({ turns, canary, samples: SAMPLES })],
    { execArgv: ['--expose-gc'], signal, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
  );
  let result: SoakRun | undefined;
  let fault = 'its process ended before it was done';
  child.on('message', (message: Message) => {
    if ('turns' in message) onProgress(message.turns);
    else if ('run' in message) result = message.run;
    else fault = message.fault;
  });
  await once(child, 'close');
  signal.throwIfAborted();
  if (result === undefined) throw new Error(`the soak: ${fault}`);
  return result;
}
