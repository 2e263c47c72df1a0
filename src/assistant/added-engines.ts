/** Engines that settings ask for which were saved while the assistant runs: they get a place in the inference process. */
import type { InferenceHost } from '../models/host/contract.js';
import type { Plan, Running } from './running.js';

/** What ran before, and with it what is loaded now. Throws EngineError where an engine does not load; nothing has changed then. */
export async function withAddedEngines(before: Running, { specs }: Plan, host: InferenceHost): Promise<Running> {
  const known = host.stats().engines;
  const all = new Map(before.specs);
  for (const [name, spec] of specs) {
    if (Object.hasOwn(known, name)) continue;
    await host.replace(name, spec);
    all.set(name, spec);
  }
  return all.size === before.specs.size ? before : { ...before, specs: all };
}
