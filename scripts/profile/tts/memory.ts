/** Memory of another process, as the system counts it. */
import { readFile } from 'node:fs/promises';

export interface ProcessMemory {
  readonly rssMb: number;
  /** Highest since the process began. */
  readonly peakMb: number;
}

/** What Linux tells of a process; undefined elsewhere, or once it is gone. Source: proc(5), `/proc/PID/status`. */
export async function processMemory(pid: number | undefined): Promise<ProcessMemory | undefined> {
  const status = await readFile(`/proc/${pid ?? 'none'}/status`, 'utf8').catch(() => '');
  const megabytes = (key: string): number =>
    (Number(new RegExp(`^${key}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1024) / 1e6;
  const memory = { rssMb: megabytes('VmRSS'), peakMb: megabytes('VmHWM') };
  return Number.isFinite(memory.rssMb) && Number.isFinite(memory.peakMb) ? memory : undefined;
}
