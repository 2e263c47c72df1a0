/** Under what an answer is kept: the same for all wordings that ask the same thing, and for nothing else. */
import { hash } from 'node:crypto';
import type { Understood } from '../../../pipeline/intent.js';
import { isPassing, namesSubject, standsAlone } from '../dependence.js';
import { unwrap } from './frames.js';
import { reorder } from './order.js';
import { readWording } from './words.js';

export interface Question {
  /** Where its answer lies. */
  readonly id: string;
  /** These very words; another wording of the question may have the same `id`. */
  readonly wording: string;
  /** Somebody asked around it ("do you know …"): a yes in the answer belongs to that. */
  readonly isRoundabout: boolean;
  /** It says by name what it is about: whatever was said before, it means the same. */
  readonly namesSubject: boolean;
}

export interface QuestionOptions {
  /** What the answer depends on besides the question: model, persona, settings, whatever else is read with it. */
  readonly context: string;
  /** Whether other wordings of a question count as the same. */
  readonly near: boolean;
  /** What the assistant is called. */
  readonly names: readonly string[];
}

/** Longer ones are stories, of which no two are alike. */
const LONGEST_CHARS = 240;

/**
 * Undefined for a question that no kept answer could fit: one about the moment, the speaker or what was said before, and
 * any that is not English, since nobody here can tell whether it is one of those.
 */
export function questionOf({ transcript }: Understood, options: QuestionOptions): Question | undefined {
  const { text, language } = transcript;
  if (text.length > LONGEST_CHARS || !/^en\b/i.test(language)) return undefined;
  const read = readWording(text, options.names);
  const words = read?.words ?? plainText(text);
  const { question, isRoundabout } = read === undefined ? { question: words, isRoundabout: false } : unwrap(words);
  const asked = reorder(question.toLowerCase(), false)
    .replaceAll(/[^\p{L}\p{N}']+/gu, ' ')
    .trim();
  const names = capitalised(text);
  if (isPassing(asked) || !standsAlone(asked, names)) return undefined;
  const capitals = read === undefined ? '' : properNames(text);
  const wording = digest(words, capitals, options.context);
  // Of a text with signs nobody knows what may be left out.
  const isNear = options.near && read !== undefined;
  const id = isNear ? digest(reorder(question, !read.mentions), capitals, options.context) : wording;
  return { id, wording, isRoundabout, namesSubject: namesSubject(asked, names) };
}

/** As it was written, but for what ends it. */
function plainText(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/\s+/g, ' ')
    .replace(/(?<=[\p{L} ])[\s.?!]+$/u, '')
    .trim();
}

/** Words that mean something else with a capital letter: a country or a bird, a people or a shine. */
const DOUBLE = new RegExp(
  `\\b(?:${
    'polish turkey china may march august will mark bill art rose lily grace hope faith joy frank jack rob bob sue pat drew ' +
    'grant wade chase dean miles chuck gene guy ray josh bush carter brown green black white gray bishop smith baker cook ' +
    'hill stone wolf fox wood berry rice bacon mercury mars apple amazon java python rust go swift shell windows word excel ' +
    'access oracle ruby target gap subway visa discover ford dodge jaguar mustang beetle cougar puma jordan chad guinea ' +
    'jersey panama cologne nice reading bath mobile phoenix split tours cork buffalo job who it us aids lent cancer pole ' +
    'poles moor catholic liberal conservative democratic republican labor friends lost frozen up cars heroes alien jaws psycho ' +
    'queen kiss cream prince genesis yes europe journey heart rush oasis blur pink seal boston nirvana eagles doors stones ' +
    'spring fall earl duke constitution orient bengal titan galaxy echo alexa cortana android'
  }`.replaceAll(' ', '|') + ')\\b',
  'gi',
);

/** Which of them have one in this text. */
function properNames(text: string): string {
  const found = insideSentences(text).match(DOUBLE) ?? [];
  return found
    .filter((word) => word !== word.toLowerCase())
    .sort()
    .join(' ');
}

function capitalised(text: string): ReadonlySet<string> {
  const found = insideSentences(text).match(/(?<![\p{L}'])\p{Lu}[\p{L}\p{N}'-]+/gu) ?? [];
  return new Set(found.map((word) => word.toLowerCase().replace(/'s?$/, '')));
}

/** Without the first words, which have a capital letter anyway. */
function insideSentences(text: string): string {
  return text
    .replaceAll(/[’‘]/g, "'")
    .replaceAll(/(^|[.?!])(\s*)[^\s.?!]+/g, '$1$2')
    .replaceAll(/\bthe US\b/gi, '');
}

function digest(...parts: readonly string[]): string {
  return hash('sha256', JSON.stringify(parts), 'base64url');
}
