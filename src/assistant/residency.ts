/** How much memory the models may take, and how long one that nobody uses stays. */
import { availableParallelism, totalmem } from 'node:os';
import type { Settings } from '../config/schema.js';
import type { InferenceHost } from '../models/host/contract.js';
import type { ResidencyOptions } from '../models/host/residency.js';
import type { EngineName } from './models.js';

/** Of the machine's memory, where the settings name no room. */
const SHARE = 0.5;

export function residencyOf({ inference }: Settings): ResidencyOptions {
  const { memory_mb, idle_minutes } = inference;
  return {
    budgetBytes: memory_mb === 'auto' ? SHARE * memoryBytes() : memory_mb * 2 ** 20,
    idleMs: idle_minutes === 0 ? undefined : idle_minutes * 60_000,
  };
}

/** A container may have less than its machine. */
function memoryBytes(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

/**
 * Somebody speaks: engines that rest are loaded while they do. Where there are fewer `cores` than engines, recogniser and
 * voice come before the others, as it reads along meanwhile and no reply is heard without a voice: all at once they would all
 * be late. Those that cannot be loaded say so when they are called.
 */
export async function wakeEngines(
  host: InferenceHost,
  names: Iterable<EngineName>,
  cores = availableParallelism(),
): Promise<void> {
  const { signal } = new AbortController();
  const load = async (name: EngineName): Promise<void> => {
    try {
      await host.engine(name).ready(signal);
    } catch {
      // Told to whoever calls it.
    }
  };
  const left = new Set(names);
  const isRoomForAll = cores >= left.size;
  const take = async (name: EngineName): Promise<void> => (left.delete(name) ? load(name) : undefined);
  const [voice, recogniser] = [take('tts'), take('stt')];
  if (!isRoomForAll) await recogniser;
  await Promise.all([voice, recogniser, ...[...left].map(load)]);
}
