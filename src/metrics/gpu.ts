/** What an NVIDIA graphics processor does, as its own tool tells every few seconds. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface GpuSample {
  /** `0`, `1` …, as the tool counts them. */
  readonly name: string;
  /** Share of the last seconds in which it was busy, 0…1. */
  readonly load: number;
  readonly memoryBytes: number;
}

const EVERY_S = 5;
const QUERY = ['--query-gpu=index,utilization.gpu,memory.used', '--format=csv,noheader,nounits', `--loop=${EVERY_S}`];
const BYTES_PER_MIB = 2 ** 20;

/** One line of the tool: `0, 37, 2048` (number, %, MiB). Undefined where a card does not tell. */
export function readGpuLine(line: string): GpuSample | undefined {
  const [name = '', load = '', memory = ''] = line.split(',').map((part) => part.trim());
  if (!/^\d+$/.test(name) || !/^\d+$/.test(load) || !/^\d+$/.test(memory)) return undefined;
  return { name, load: Number(load) / 100, memoryBytes: Number(memory) * BYTES_PER_MIB };
}

/** Where there is no such tool nothing is ever told. Returns how to stop. */
export function watchGpus(onSample: (sample: GpuSample) => void): () => void {
  const child = spawn('nvidia-smi', QUERY, { stdio: ['ignore', 'pipe', 'ignore'] });
  child.on('error', () => undefined);
  createInterface({ input: child.stdout }).on('line', (line) => {
    const sample = readGpuLine(line);
    if (sample !== undefined) onSample(sample);
  });
  child.unref();
  return () => {
    child.kill();
  };
}
