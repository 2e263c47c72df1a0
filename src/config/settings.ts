/** Turns checked entries into the frozen object that the rest of the program sees. */
import type { Layer } from './layer.js';
import { settingsSchema } from './schema.js';
import type { Settings } from './schema.js';

type Nested = { [key: string]: unknown };

/** @param entries one entry for every key of the schema, each already checked */
export function buildSettings(entries: Layer): Settings {
  const nested: Nested = {};
  for (const [path, { value }] of entries) {
    const keys = path.split('.');
    const last = keys.pop() ?? path;
    let group = nested;
    for (const key of keys) {
      group[key] ??= {};
      group = group[key] as Nested;
    }
    group[last] = value;
  }
  return freezeDeep(settingsSchema.parse(nested));
}

function freezeDeep<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const child of Object.values(value)) freezeDeep(child);
    Object.freeze(value);
  }
  return value;
}
