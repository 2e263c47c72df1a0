/** All templates of all skills, and which of them fits what was said. */
import type { AnySkill } from '../skill.js';
import { matchNetwork, type NetworkMatch } from './match.js';
import { buildNetwork, type Network } from './network.js';
import { parseTemplate, TemplateError } from './parse.js';
import { nearestOf } from './values.js';

export interface PhraseMatch {
  readonly skill: AnySkill;
  readonly slots: Readonly<Record<string, string | number>>;
  /** What would have fitted as it stands. */
  readonly text: string;
  /** 1 for a fit in every word, less for each that had to be mended. */
  readonly confidence: number;
}

interface Phrase {
  readonly skill: AnySkill;
  readonly network: Network;
}

/** Below this nobody would recognise the template in what was heard. */
const LEAST_CONFIDENCE = 0.5;

export class Phrases {
  readonly #phrases: readonly Phrase[];

  /** Throws `TemplateError` naming the skill whose template cannot be read. */
  constructor(skills: readonly AnySkill[]) {
    this.#phrases = skills.flatMap((skill) => (skill.phrases ?? []).map((text) => compile(skill, text)));
  }

  /** The first skill with a template that fits as it stands. */
  exact(words: readonly string[]): PhraseMatch | undefined {
    for (const { skill, network } of this.#phrases) {
      const match = matchNetwork(network, words, 0);
      const found = match === undefined ? undefined : toPhraseMatch(skill, network, match);
      if (found?.confidence === 1) return found;
    }
    return undefined;
  }

  /** The best fit with slips of a recogniser, or undefined when none comes near. */
  near(words: readonly string[]): PhraseMatch | undefined {
    let best: PhraseMatch | undefined;
    for (const { skill, network } of this.#phrases) {
      const match = matchNetwork(network, words, words.length * (1 - LEAST_CONFIDENCE));
      const found = match === undefined ? undefined : toPhraseMatch(skill, network, match);
      if (found !== undefined && found.confidence > (best?.confidence ?? LEAST_CONFIDENCE)) best = found;
    }
    return best;
  }
}

function compile(skill: AnySkill, text: string): Phrase {
  try {
    return { skill, network: buildNetwork(parseTemplate(text)) };
  } catch (error) {
    if (error instanceof TemplateError) throw new TemplateError(`skill ${skill.name}: ${error.message}`);
    throw error;
  }
}

/** Undefined when a slot's text is not of its type. */
function toPhraseMatch(skill: AnySkill, network: Network, match: NetworkMatch): PhraseMatch | undefined {
  const slots: Record<string, string | number> = {};
  let { cost } = match;
  for (const { name, type } of network.slots) {
    const text = match.slots[name];
    if (text === undefined) continue;
    const values = skill.slots?.[name];
    if (values !== undefined) {
      const value = nearestOf(text, values);
      if (value === undefined) return undefined;
      cost += value.cost;
      slots[name] = value.text;
    } else if (type !== 'number') slots[name] = text;
    else if (Number.isFinite(Number(text))) slots[name] = Number(text);
    else return undefined;
  }
  return { skill, slots, text: match.text, confidence: Math.max(0, 1 - cost / Math.max(1, match.weight)) };
}
