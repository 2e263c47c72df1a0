/** What the words so far say about whether more is to come. */
import { answers, greetings } from './english.js';
import { openWordsOf } from './other-languages.js';
import { endsInNumber, findReading, isDigitsAlone } from './reading.js';
import { findOpenEnd, isCall, isStalling, sentenceKind } from './sentence.js';
import { tokenise, type Tokens } from './tokens.js';

/**
 * `understood`: a skill can act on it. `number-open`: a skill can, and its last number might grow. `call`: a name alone.
 * `reading`: parts of a number, date or spelling; `extendable`: a date or time that is whole as it is. `open`: the last words want more. `stalling`: the speaker looks for words.
 * `words`: a language without rules, or words that say nothing either way.
 */
export type TextKind =
  | 'understood'
  | 'number-open'
  | 'question'
  | 'request'
  | 'statement'
  | 'fragment'
  | 'answer'
  | 'greeting'
  | 'call'
  | 'reading'
  | 'extendable'
  | 'open'
  | 'trailing'
  | 'comma'
  | 'stalling'
  | 'words'
  | 'empty';

export interface TextState {
  readonly kind: TextKind;
  /** Whether a full stop or the like stands at the end: recognisers that hear a sentence out write one. */
  readonly isClosed: boolean;
  /** In plain words. */
  readonly reason: string;
}

export interface TextOptions {
  /** ISO 639-1. */
  readonly language: string;
  /** Whether the assistant could act on a text as it is. English only. */
  readonly understands?: ((text: string) => boolean) | undefined;
  /** What the assistant is called, in lower case. */
  readonly names?: readonly string[] | undefined;
}

/** Pure: the same text gives the same state. */
export function readText(text: string, options: TextOptions): TextState {
  const tokens = tokenise(text);
  return { ...readTokens(text, tokens, options), isClosed: /[.!?。！？؟।]/u.test(tokens.end) };
}

type Found = Omit<TextState, 'isClosed'>;

function readTokens(text: string, tokens: Tokens, options: TextOptions): Found {
  if (tokens.words.length === 0) return { kind: 'empty', reason: 'no words were heard' };
  const trailing = readEnd(tokens);
  if (trailing !== undefined) return trailing;
  return options.language === 'en' ? readEnglish(text, tokens, options) : readForeign(tokens, options.language);
}

function readEnd({ end }: Tokens): Found | undefined {
  if (/[…—–-]/.test(end)) return { kind: 'trailing', reason: 'the words trail off' };
  if (/[,;:،、]$/u.test(end)) return { kind: 'comma', reason: 'a comma stands at the end' };
  return undefined;
}

function readEnglish(text: string, tokens: Tokens, { understands, names = [] }: TextOptions): Found {
  const { words, end } = tokens;
  const line = words.join(' ');
  if (isCall(words, names)) return { kind: 'call', reason: 'only a name was called' };
  if (answers.has(line)) return { kind: 'answer', reason: 'the words are a whole answer' };
  if (greetings.has(line)) return { kind: 'greeting', reason: 'the words are a greeting' };
  if (isDigitsAlone(words)) return { kind: 'reading', reason: 'a number is being read' };
  const open = findOpenEnd(words);
  if (open !== undefined) return { kind: 'open', reason: `something must follow “${open}”` };
  if (isStalling(tokens)) return { kind: 'stalling', reason: `“${words.at(-1) ?? ''}” looks for words` };
  if (understands?.(text) === true) {
    return endsInNumber(words)
      ? { kind: 'number-open', reason: 'a skill understands it, but its last number may go on' }
      : { kind: 'understood', reason: 'a skill understands it as it is' };
  }
  const reading = findReading(words);
  const isWhole = /[.!?]/.test(end) && (reading === 'a time' || reading === 'a date');
  if (isWhole) return { kind: 'extendable', reason: `${reading} may go on` };
  if (reading !== undefined) return { kind: 'reading', reason: `${reading} is being read` };
  return sentences[sentenceKind(words, end.includes('?'))];
}

const sentences = {
  question: { kind: 'question', reason: 'the words ask a complete question' },
  request: { kind: 'request', reason: 'the words are a complete request' },
  statement: { kind: 'statement', reason: 'the words make a whole sentence' },
  fragment: { kind: 'fragment', reason: 'the words make no whole sentence' },
} as const;

function readForeign({ words, end }: Tokens, language: string): Found {
  const last = words.at(-1) ?? '';
  const open = openWordsOf(language);
  if (open?.fillers.has(last) === true) return { kind: 'stalling', reason: `“${last}” looks for words` };
  if (open?.openers.has(last) === true) return { kind: 'open', reason: `something must follow “${last}”` };
  const reading = findReading(words);
  if (reading !== undefined) return { kind: 'reading', reason: `${reading} is being read` };
  if (/[?？؟]/.test(end)) return sentences.question;
  return { kind: 'words', reason: 'the words say nothing either way' };
}
