/** From words to what they mean: which skill is asked, and for what; or what may have been meant. */
import type { Intent, Suggestion } from '../../pipeline/intent.js';
import type { AnySkill, ParseContext } from '../../skills/skill.js';
import { Phrases } from '../../skills/template/phrases.js';
import { withoutAddress } from './address.js';
import { Corrections, repaired } from './corrections.js';
import { normalise, withoutPoliteness } from './text.js';
import { reworded } from './wordings.js';

export interface UnderstandingOptions {
  /** What the assistant is called; any case. */
  readonly names: readonly string[];
  /** In the order in which they are tried. */
  readonly skills: readonly AnySkill[];
}

export interface Meaning {
  readonly normalised: string;
  readonly intent?: Intent;
  readonly suggestion?: Suggestion;
}

export interface Understanding {
  /** Done in about a millisecond; changes nothing. The skills are English: words in another language have no intent. */
  understand(text: string, context: ParseContext): Meaning;
}

/** Longer than any request that the skills know; what is longer is a story. */
const LONGEST_WORDS = 28;
/** From here on an intent is acted upon; below, it is at most asked about. */
const CONFIDENT = 0.7;
/** Of a request that fits as it stands once a name is left off. */
const ADDRESSED = 0.95;

/** Throws `TemplateError` when a skill's phrases cannot be read. */
export function createUnderstanding({ names, skills }: UnderstandingOptions): Understanding {
  const lowerNames = names.map((name) => name.toLowerCase());
  const phrases = new Phrases(skills);
  const corrections = new Corrections(skills);
  return {
    understand: (text, context) => {
      const normalised = normalise(text, { names: lowerNames });
      if (normalised === '' || context.language !== 'en') return { normalised };
      // Who is only called by name is greeted back.
      const said = lowerNames.includes(normalised) ? 'hello' : normalised;
      if (said.split(' ').length > LONGEST_WORDS) return { normalised };
      const sources = { skills, phrases, corrections, context };
      const meaning = meaningOf(said, sources);
      const { intent } = meaning;
      if (intent?.confidence === 1) return { normalised, intent };
      const request = normalise(withoutAddress(text) ?? '', { names: lowerNames });
      const addressed = request === '' ? undefined : exactly(request, sources);
      if (addressed !== undefined) return { normalised, intent: { ...addressed, confidence: ADDRESSED } };
      return { normalised, ...meaning };
    },
  };
}

interface Sources {
  readonly skills: readonly AnySkill[];
  readonly phrases: Phrases;
  readonly corrections: Corrections;
  readonly context: ParseContext;
}

/** As it stands first, then with the slips of a recogniser mended. */
function meaningOf(said: string, sources: Sources): Omit<Meaning, 'normalised'> {
  const exact = exactly(said, sources);
  if (exact !== undefined) return { intent: { ...exact, confidence: 1 } };
  const plain = withoutPoliteness(said);
  let best: Suggestion | undefined;
  for (const { text, confidence } of sources.corrections.of(plain)) {
    if (confidence <= (best?.intent.confidence ?? 0)) continue;
    const intent = fit(reworded(text) ?? text, sources);
    if (intent !== undefined) best = { text, intent: { ...intent, confidence } };
  }
  const near = sources.phrases.near(plain.split(' '));
  if (near !== undefined && near.confidence > (best?.intent.confidence ?? 0))
    best = { text: near.text, intent: { name: near.skill.name, slots: near.slots, confidence: near.confidence } };
  if (best === undefined) return {};
  return best.intent.confidence >= CONFIDENT ? { intent: best.intent } : { suggestion: best };
}

/** The skill that these words fit as they are, put right, or said plainly. */
function exactly(said: string, sources: Sources): Omit<Intent, 'confidence'> | undefined {
  const plain = withoutPoliteness(said);
  const mended = repaired(plain);
  const reworked = reworded(mended ?? plain);
  return (
    (reworked === undefined ? undefined : fit(reworked, sources)) ??
    (mended === undefined ? undefined : fit(mended, sources)) ??
    fit(said, sources) ??
    (plain === said ? undefined : fit(plain, sources))
  );
}

/** What goes on from the request before comes first: "cancel it" means that one. */
function fit(text: string, { skills, phrases, context }: Sources): Omit<Intent, 'confidence'> | undefined {
  const { last } = context;
  const before = last === undefined ? undefined : skills.find(({ name }) => name === last.skill);
  const goesOn = last === undefined ? undefined : before?.goOn?.(text, last, context);
  if (before !== undefined && goesOn !== undefined) return { name: before.name, slots: goesOn };
  const match = phrases.exact(text.split(' '));
  for (const skill of skills) {
    const slots = skill.parse?.(text, context) ?? (match?.skill === skill ? match.slots : undefined);
    if (slots !== undefined) return { name: skill.name, slots };
  }
  return undefined;
}
