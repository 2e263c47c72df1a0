/** What memory a long run takes, and how that grows. */
import { linearRegression } from 'simple-statistics';

/** Until then a run fills its caches. */
const WARM_SHARE = 0.25;

/** Resident memory of this process and of the one with the models. */
export interface MemoryUse {
  readonly mainBytes: number;
  readonly enginesBytes: number;
}

export interface MemorySample extends MemoryUse {
  readonly atMs: number;
}

/** Last, highest, and how it grows once it is warm, in MB an hour: of both processes together, and of each. */
export function memoryFacts(samples: readonly MemorySample[]): Record<string, number | undefined> {
  const together = (sample: MemoryUse): number => sample.mainBytes + sample.enginesBytes;
  return {
    rssMb: inMb(samples.map(together).at(-1)),
    rssPeakMb: inMb(Math.max(0, ...samples.map(together))),
    rssSlopeMbPerHour: memorySlope(samples, together),
    'rssSlopeMbPerHour.main': memorySlope(samples, ({ mainBytes }) => mainBytes),
    'rssSlopeMbPerHour.engines': memorySlope(samples, ({ enginesBytes }) => enginesBytes),
  };
}

/** Undefined with too few samples to tell. */
function memorySlope(samples: readonly MemorySample[], bytesOf: (use: MemoryUse) => number): number | undefined {
  const warm = samples.slice(Math.floor(samples.length * WARM_SHARE));
  if (warm.length < 8) return undefined;
  const { m } = linearRegression(warm.map((sample) => [sample.atMs / 3_600_000, bytesOf(sample)]));
  return inMb(m);
}

function inMb(bytes: number | undefined): number | undefined {
  return bytes === undefined ? undefined : Number((bytes / 1e6).toPrecision(4));
}
