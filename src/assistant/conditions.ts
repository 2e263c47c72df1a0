/** What this machine has to spare for work that may be thrown away. */
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import type { Conditions } from '../pipeline/economy.js';
import type { Clock } from '../pipeline/stage.js';

/** Neither load nor battery changes much faster. */
const FRESH_MS = 5000;
/** Where Linux tells of batteries; elsewhere nothing is known of them. */
const POWER_FOLDER = '/sys/class/power_supply';

/** Reads the machine at most every few seconds. `powerFolder` has the form of Linux's power supply class. */
export function createConditions(clock: Clock, powerFolder: string = POWER_FOLDER): () => Conditions {
  let read: { readonly atMs: number; readonly conditions: Conditions } | undefined;
  return () => {
    const atMs = clock.now();
    if (read === undefined || atMs - read.atMs > FRESH_MS) {
      const load = (loadavg()[0] ?? 0) / availableParallelism();
      read = { atMs, conditions: { load, onBattery: isDischarging(powerFolder) } };
    }
    return read.conditions;
  };
}

/** True when a battery says that it is being emptied. */
function isDischarging(folder: string): boolean {
  try {
    return readdirSync(folder).some((supply) => field(folder, supply, 'status') === 'Discharging');
  } catch {
    // No such folder: a desktop, a container, another system.
    return false;
  }
}

function field(folder: string, supply: string, name: string): string {
  try {
    return readFileSync(join(folder, supply, name), 'utf8').trim();
  } catch {
    // Chargers have no status.
    return '';
  }
}
