/** What a skill is: how people say it, what is in it, and what is answered. One object; drop it into a folder or pass it in. */
import type { SkillContext } from './context.js';

/**
 * `S` are the slots: what was said that matters. All text is normalised: lower case, no punctuation, numbers as digits, the
 * assistant's name and fillers taken off.
 */
export interface Skill<S extends object = object> {
  /** Unique, kebab-case: `timer-set`. */
  readonly name: string;
  /** One line for people: what it does. */
  readonly about: string;
  /** What people say; the first one is shown by "did you mean" and `parley skills`. At least one. */
  readonly examples: readonly [string, ...string[]];
  /** Further ways of saying it, shown to nobody: what a recogniser got wrong is put right by these and the examples. */
  readonly alike?: readonly string[];
  /** Templates, matched tolerantly: `[please] add {item} to (the|my) {list:word} list`. See `template.ts`. */
  readonly phrases?: readonly string[];
  /** The words that a slot of the phrases may have, where not any will do: `{ room: ['kitchen', 'bathroom'] }`. */
  readonly slots?: Readonly<Record<string, readonly string[]>>;
  /** Reads what templates cannot say. Fits the whole of `text` or gives undefined. Pure, and done in microseconds. */
  parse?(text: string, context: ParseContext): S | undefined;
  /** Reads what only makes sense behind a request to this very skill: "and tomorrow", "cancel it". Pure. */
  goOn?(text: string, last: LastRequest<S>, context: ParseContext): S | undefined;
  /** Whether later answers of the language model may depend on the exchange; default true, false for small talk. */
  readonly remembered?: boolean;
  /**
   * When it may be answered. `draft` (default): at any time, even for a turn that never comes to be; so it changes nothing
   * by itself. `taken`: when the user has surely been heard out, as for whatever reaches the outside world to read there.
   * `certain`: when nobody can take the turn back any more, as for whatever changes something there for good. What is
   * easily undone is `taken` and waits in `context.turn`.
   */
  readonly runs?: 'draft' | 'taken' | 'certain';
  /** The answer depends on nothing but the slots, and may be given again for this long (ms). */
  readonly keepMs?: number;
  /** A question that must be answered with yes first, or undefined where none is needed. */
  confirm?(slots: S, context: SkillContext): string | undefined;
  /** The answer, at once or in pieces as they come. What it throws is told to the user in one short sentence. */
  answer(slots: S, context: SkillContext): SkillReply | Promise<SkillReply> | AsyncIterable<SkillReply>;
}

/** What a parser may look at besides the words. */
export interface ParseContext {
  /** ISO 639-1. */
  readonly language: string;
  /** Wall-clock time, for "tomorrow at 7". */
  readonly now: Date;
  /** IANA zone of the user. */
  readonly timeZone: string;
  /** The last request that a skill answered in this conversation, if it still stands. */
  readonly last?: LastRequest;
  /** Whether the user told something about this subject (normalised). */
  readonly knows?: (subject: string) => boolean;
}

export interface LastRequest<S extends object = object> {
  readonly skill: string;
  readonly slots: S;
  /** What the answer came to: the number of a sum, the name of a timer. */
  readonly result?: number | string;
}

/** A plain text, or a text with consequences. */
export type SkillReply = string | SkillAnswer;

export interface SkillAnswer {
  readonly text: string;
  /** Happens once the turn is certain, which may be after the text was said; never for a turn that is taken back. */
  readonly effect?: () => void;
  /** Makes good for the effect, where that is easy: it happens sooner then, and this when the turn is taken back after it. */
  readonly undo?: () => void;
  /** What the answer came to, for "double that" and "cancel it". */
  readonly result?: number | string;
  /** The text asks something: whoever answers next is read by this. */
  readonly expects?: Expectation;
}

/** A skill to be run now, in its own manner: what it would ask first is answered with yes. */
export interface SkillRequest {
  readonly run: string;
  readonly slots: object;
  /** It was meant, but is not confirmed: what it asks first is still to be asked. */
  readonly asksFirst?: true;
}

/** Reads the next utterance (normalised). Undefined when it is no answer to the question: then it is a request of its own. */
export type Expectation = (
  text: string,
  context: SkillContext,
) => SkillReply | SkillRequest | Promise<SkillReply> | undefined;

/** Any skill, whatever its slots: methods, so that the slots that a skill reads are those that it gets. */
export type AnySkill = Skill;

/** The skill itself: lets the compiler infer the slots from `parse`. */
export function defineSkill<S extends object>(skill: Skill<S>): Skill<S> {
  return skill;
}

/** Small talk: no slots, no effects, and nobody refers back to it. */
export function smallTalk(
  about: Pick<Skill, 'name' | 'about' | 'examples' | 'alike' | 'phrases'> & { readonly pattern?: RegExp },
  ...lines: readonly [string, ...string[]]
): Skill {
  const { pattern, ...rest } = about;
  return {
    ...rest,
    ...(pattern === undefined ? {} : { parse: (text: string) => (pattern.test(text) ? {} : undefined) }),
    remembered: false,
    answer: (_slots, { vary }) => vary(lines),
  };
}
