/** When an answer is begun before the turn is over, as the settings want it. */
import type { Settings } from '../config/schema.js';
import { DraftEconomy } from '../pipeline/economy.js';
import type { Clock } from '../pipeline/stage.js';
import type { SpeculationSetup } from '../pipeline/turn-options.js';
import { readText, type TextKind } from '../stages/turn-detection/text/text-state.js';
import { createConditions } from './conditions.js';

export interface SpeculationParts {
  /** What the assistant is called, in lower case. */
  readonly names: readonly string[];
  /** Whether a skill could act on these words as they are. */
  readonly understands: (text: string) => boolean;
  readonly clock: Clock;
}

/** Words after which people most often stop: an early draft of an answer to them is worth a try. */
const whole: ReadonlySet<TextKind> = new Set([
  'understood',
  'number-open',
  'question',
  'request',
  'answer',
  'greeting',
]);

export function buildSpeculation(
  { turn, pipeline }: Settings,
  { names, understands, clock }: SpeculationParts,
): SpeculationSetup {
  // Stages that run one after the other have no draft to run beside the recogniser.
  const mode = pipeline.processing.mode === 'async' ? turn.drafts : 'off';
  return {
    economy: new DraftEconomy({ mode, conditions: createConditions(clock) }),
    soundsComplete: (text, language) => whole.has(readText(text, { language, understands, names }).kind),
  };
}
