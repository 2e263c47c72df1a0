/** How the end of a turn is found, from settings and engines. */
import type { Settings } from '../config/schema.js';
import type { InferenceHost } from '../models/host/contract.js';
import type { EndpointPolicy } from '../pipeline/endpointing.js';
import type { PauseHabit } from '../stages/turn-detection/habit.js';
import { createTurnListener, type WarmListener } from '../stages/turn-detection/listener.js';
import { createEndpointPolicy } from '../stages/turn-detection/policy.js';
import { engineOf } from './engines.js';
import type { EngineSpecs } from './on-demand.js';

export interface AssistantEndpointing {
  readonly policy: EndpointPolicy;
  /** Undefined where no turn model is loaded. */
  readonly listener: WarmListener | undefined;
}

export interface EndpointingParts {
  readonly specs: EngineSpecs;
  /** What is known of the user's pauses: it outlives a change of settings. */
  readonly habit: PauseHabit;
  /** What the assistant is called, in lower case. */
  readonly names: readonly string[];
  /** Whether a skill could act on these words as they are. */
  readonly understands: (text: string) => boolean;
}

export function buildEndpointing(
  host: InferenceHost,
  { turn }: Settings,
  { specs, habit, names, understands }: EndpointingParts,
): AssistantEndpointing {
  const { detection, eagerness, endpoint_ms, longest_pause_ms } = turn;
  const policy = createEndpointPolicy({
    ...{ detection, eagerness, endpointMs: endpoint_ms, longestPauseMs: longest_pause_ms },
    ...{ names, habit, understands },
  });
  return { policy, listener: specs.has('turn') ? createTurnListener(engineOf(host, specs, 'turn')) : undefined };
}
