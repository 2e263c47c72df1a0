/** Whether English words can end where they do, and what kind of sentence they are. */
import {
  auxiliaries,
  beginnings,
  calls,
  clauseClosers,
  clauseWords,
  conjunctionsAtStart,
  determiners,
  fillers,
  imperatives,
  inverted,
  loneRequests,
  loneStallings,
  openEnds,
  openers,
  particles,
  prepositions,
  pronouns,
  questionWords,
  stallings,
  transitive,
} from './english.js';
import { endsInNumber } from './reading.js';
import type { Tokens } from './tokens.js';

/** Sentences that can end: what they do. */
export type SentenceKind = 'question' | 'request' | 'statement' | 'fragment';

const FEW_WORDS = 4;
/** So many are hardly a name alone, whatever their verb is. */
const MANY_WORDS = 6;
/** Subject pronoun behind a question's verb: its preposition may stand at the end ("what are you looking for"). */
const STRANDING =
  /^(?:who|what|where|which|whose)(?! time| day| date)\b.*\b(?:is|are|was|were|do|does|did|can|could|will|would|should|have|has|am|shall) (?:i|you|he|she|it|we|they|this|that|these|those)\b/;
/** "Log in", "go on", "turn the light on". */
const PARTICLE_VERB =
  /\b(?:turn|log|sign|come|go|put|switch|hold|carry|move|let|is|leave|get|check|plug|stay|keep)(?: \S+){0,5} (?:in|on|through|by)$/;
const RELATIVE = /\b(?:who|what|where|which|that|one|nothing|something|anything) (?:i|you|he|she|we|they)\b/;

/** Words that lead into a request or a question and say nothing of their own. */
const LEADING =
  /^(?:(?:so|and|but|well|okay|ok|oh|now|then|please|hey|alright|right|yes|yeah|no|um|uh|actually|also|sorry|excuse me) )+(?=\S)/;
const POLITE = /^(?:can|could|would|will) you (?:please )?(?:tell me |say |show me )?(?=\S)/;

export function withoutLead(line: string): string {
  return line.replace(LEADING, '');
}

/** The last words say that more follows: "the", "set a timer for", "what is". Undefined where they do not. */
export function findOpenEnd(words: readonly string[]): string | undefined {
  const all = words.join(' ');
  const line = withoutLead(all);
  const last = words.at(-1) ?? '';
  const before = words.at(-2) ?? '';
  if (beginnings.has(line) || beginnings.has(all)) return all;
  if (openers.has(last)) return last;
  const end = openEnds.find((phrase) => all === phrase || all.endsWith(` ${phrase}`));
  if (end !== undefined) return end;
  if (auxiliaries.has(last) && !pronouns.has(before) && words.length > 1 && !isTag(words)) return last;
  if (determiners.has(last) && words.length > 1 && !auxiliaries.has(before)) return last;
  if (clauseWords.has(last) && words.length > 2 && !clauseClosers.has(before)) return last;
  if (prepositions.has(last) && !mayEndIn(last, line)) return last;
  if (/^(?:times|point)$/.test(last) && endsInNumber(words.slice(0, -1))) return last;
  if (last === 'that' && /^tell (?!me that)/.test(line)) return last;
  if (isVerbAlone(line)) return last;
  return isHalfClause(line) ? all.split(' ', 1)[0] : undefined;
}

/** The speaker looks for words: "um", "let me see". */
export function isStalling({ words, marks }: Tokens): boolean {
  const line = words.join(' ');
  const last = words.at(-1) ?? '';
  if (loneStallings.has(last) && (words.length === 1 || marks.at(-2) !== '')) return true;
  return fillers.has(last) || stallings.some((phrase) => line === phrase || line.endsWith(` ${phrase}`));
}

export function sentenceKind(words: readonly string[], isAsked: boolean): SentenceKind {
  const line = withoutLead(words.join(' '));
  const [first = '', second = ''] = line.split(' ');
  const isLong = line.split(' ').length >= FEW_WORDS - 1;
  if ((questionWords.has(first) || isInverted(first, second)) && isLong) {
    return POLITE.test(line) && !isAsked ? 'request' : 'question';
  }
  if (isAsked) return 'question';
  if (loneRequests.has(line)) return 'request';
  if (imperatives.has(first) && second !== '') return 'request';
  if (isRequestBehindPoliteness(line)) return 'request';
  return words.length >= MANY_WORDS || (words.length >= FEW_WORDS && hasVerb(words)) ? 'statement' : 'fragment';
}

function isInverted(first: string, second: string): boolean {
  return inverted.has(first) && (pronouns.has(second) || determiners.has(second) || openers.has(second));
}

function isRequestBehindPoliteness(line: string): boolean {
  const bare = line.replace(POLITE, '').replace(/^(?:i want you to|i would like you to|let's|let us) /, '');
  return bare !== line && bare.includes(' ');
}

/** "…, isn't it", "yes i am": the verb may be the last word. */
function isTag(words: readonly string[]): boolean {
  return words.length <= 3 && words.some((word) => pronouns.has(word));
}

function mayEndIn(last: string, line: string): boolean {
  if (STRANDING.test(line) || RELATIVE.test(line)) return true;
  if (particles.has(last)) return last === 'over' || PARTICLE_VERB.test(line);
  return (last === 'about' || last === 'like') && /^(?:what|how)\b/.test(line);
}

/** "Convert", "please remind": a request that lacks its object. */
function isVerbAlone(line: string): boolean {
  const bare = line.replace(POLITE, '');
  return !bare.includes(' ') && transitive.has(bare);
}

/** "If it rains tomorrow": half of a sentence, unless there is room for the other half. */
function isHalfClause(line: string): boolean {
  const words = line.split(' ');
  const [first = '', second = ''] = words;
  if (!conjunctionsAtStart.has(first) || words.length > 6) return false;
  // "When is the meeting" asks.
  return !(first === 'when' && (inverted.has(second) || second === ''));
}

function hasVerb(words: readonly string[]): boolean {
  return words.some((word) => auxiliaries.has(word) || pronouns.has(word) || /(?:ed|'m|'re|'s|'ve|'ll|s)$/.test(word));
}

/** "Hey Parley", "okay computer", or a name that the assistant has. */
export function isCall(words: readonly string[], names: readonly string[]): boolean {
  const line = words.join(' ');
  if (names.includes(line)) return true;
  const [first = '', ...rest] = words;
  if (!calls.has(first)) return false;
  if (rest.length === 1 && names.includes(rest.join(' '))) return true;
  // "Hey computer", "hey you there"; but "hey, stop" asks for something.
  const [next = ''] = rest;
  return first === 'hey' && rest.length <= 2 && !imperatives.has(next) && !questionWords.has(next);
}
