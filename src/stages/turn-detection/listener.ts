/** The turn model as a session uses it. */
import { z } from 'zod';
import type { EngineHandle } from '../../models/host/engine.js';
import type { TurnListener } from '../../pipeline/endpointing.js';
import { drain } from '../../pipeline/streams.js';
import type { SmartTurnInfo } from './smart-turn-engine.js';

const probability = z.number().min(0).max(1);

/** More than this the model does not hear: 8 s at 16 kHz. */
const HEARD_SAMPLES = 128_000;

/** A listener that can be made ready before the first turn. */
export interface WarmListener extends TurnListener {
  warmUp(signal: AbortSignal): Promise<void>;
}

/** `engine` must be an instance of `smart-turn-engine`. */
export function createTurnListener(engine: EngineHandle): WarmListener {
  return {
    warmUp: async (signal) => {
      await engine.ready(signal);
      await drain(engine.call('warmUp', {}, { signal }));
    },
    judge: async (samples, signal) => {
      signal.throwIfAborted();
      // A copy of its own: what is sent may be moved, and the caller's buffer goes on filling.
      const heard = samples.slice(Math.max(0, samples.length - HEARD_SAMPLES));
      for await (const value of engine.call('judge', { samples: heard }, { signal })) {
        const finished = probability.safeParse(value);
        if (finished.success) return finished.data;
        throw new Error(`the turn model sent ${JSON.stringify(value)}, wanted a probability from 0 to 1`);
      }
      signal.throwIfAborted();
      throw new Error('the turn model ended without an answer');
    },
  };
}

const infoSchema: z.ZodType<SmartTurnInfo> = z.object({
  model: z.string(),
  provider: z.string(),
  notes: z.array(z.string()),
});

/** Which model runs, and where. */
export async function readSmartTurnInfo(engine: EngineHandle, signal: AbortSignal): Promise<SmartTurnInfo> {
  for await (const value of engine.call('info', {}, { signal })) return infoSchema.parse(value);
  throw new Error('the turn engine does not say what it is');
}
