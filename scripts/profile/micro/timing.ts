/** Times one operation with tinybench: warmed up first, then run for a while, each sample for one operation. */
import { Bench } from 'tinybench';
import { childController } from '../../../src/pipeline/abort.js';
import { summarise, type Row } from '../summary.js';
import type { OpenOperation, Operation } from './operation.js';

const WARM_UP_MS = 200;
const LEAST_SAMPLES = 100;
const scale = { ns: 1e6, µs: 1e3 } as const;

export interface TimingOptions {
  /** The operation is repeated for so long. */
  readonly timeMs: number;
  readonly signal: AbortSignal;
}

/** Undefined when it was told to stop before it had measured anything. Throws what the operation throws. */
export async function timeOperation(operation: Operation, options: TimingOptions): Promise<Row | undefined> {
  const open = await operation.open();
  const { timeMs } = options;
  // The library never takes its listeners off a signal.
  const { controller, release } = childController(options.signal);
  try {
    const bench = new Bench({
      ...{ time: timeMs, warmupTime: WARM_UP_MS, iterations: LEAST_SAMPLES, signal: controller.signal },
      ...{ retainSamples: true, throws: true },
    });
    bench.add(operation.name, taskOf(operation, open));
    const [task] = await bench.run();
    const result = task?.result;
    const samples = result !== undefined && 'latency' in result ? (result.latency.samples ?? []) : [];
    const each = operation.each ?? 1;
    return summarise(
      operation.name,
      operation.unit,
      samples.map((ms) => (ms * scale[operation.unit]) / each),
    );
  } finally {
    release();
    await open.close?.();
  }
}

/** Results of the operation end here, so that its work cannot be left out. */
let sink: unknown;

function taskOf({ runsPerSample = 1 }: Operation, { run }: OpenOperation): () => unknown {
  if (runsPerSample === 1) return run;
  return () => {
    const startMs = performance.now();
    for (let i = 0; i < runsPerSample; i++) sink = run();
    const tookMs = performance.now() - startMs;
    return { overriddenDuration: tookMs / runsPerSample, overriddenIterationCost: tookMs, sink };
  };
}
