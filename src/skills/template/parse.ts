/** Templates of what people say, read into a tree: `[please] (add|put) {item} (to|on) [the] {list:word} list`. */

import { digitise } from '../language/numbers.js';

export type Part =
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'slot'; readonly name: string; readonly type: string }
  | { readonly kind: 'sequence'; readonly parts: readonly Part[] }
  /** One of these; an empty sequence among them makes it optional. */
  | { readonly kind: 'choice'; readonly options: readonly Part[] };

/** What a template cannot be read for: names the place. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}

const TOKEN = /\s*(?:([[\](|)])|\{([^{}]*)\}|([^\s[\](|){}]+))/y;
const SLOT = /^([a-z][a-zA-Z0-9_]*)(?::([a-z]+))?$/;
/** What a slot may be besides the lists that a skill brings along. */
const TYPES: ReadonlySet<string> = new Set(['words', 'word', 'number']);

interface Token {
  readonly kind: 'mark' | 'slot' | 'word';
  readonly text: string;
}

/** Throws `TemplateError` with the template and what is wrong in it. */
export function parseTemplate(template: string): Part {
  const tokens = readTokens(template);
  let at = 0;
  const fail = (problem: string): never => {
    throw new TemplateError(`"${template}": ${problem}`);
  };
  const isMark = (...marks: readonly string[]): boolean =>
    tokens[at]?.kind === 'mark' && marks.includes(tokens[at]?.text ?? '');
  const readChoice = (): Part => {
    const options = [readSequence()];
    while (isMark('|')) {
      at++;
      options.push(readSequence());
    }
    const [only] = options;
    return only !== undefined && options.length === 1 ? only : { kind: 'choice', options };
  };
  const readGroup = (): Part => {
    const open = tokens[at++]?.text ?? '';
    const inner = readChoice();
    const close = open === '[' ? ']' : ')';
    if (!isMark(close)) fail(`"${open}" is never closed`);
    at++;
    return open === '[' ? { kind: 'choice', options: [inner, { kind: 'sequence', parts: [] }] } : inner;
  };
  const readSequence = (): Part => {
    const parts: Part[] = [];
    for (let token = tokens[at]; token !== undefined && !isMark(']', ')', '|'); token = tokens[at]) {
      if (token.kind === 'mark') parts.push(readGroup());
      else {
        at++;
        parts.push(token.kind === 'slot' ? readSlot(token.text, fail) : { kind: 'word', word: asHeard(token.text) });
      }
    }
    return { kind: 'sequence', parts };
  };
  const whole = readChoice();
  if (at < tokens.length) fail(`"${tokens[at]?.text ?? ''}" was never opened`);
  return whole;
}

/** As normalised text has it: numbers are digits. */
function asHeard(word: string): string {
  const [heard = word] = digitise([word.toLowerCase()]);
  return heard;
}

function readTokens(template: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  const text = template.trimEnd();
  while (TOKEN.lastIndex < text.length) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) throw new TemplateError(`"${template}": cannot read "${text.slice(from)}"`);
    const [, mark, slot, word] = match;
    if (mark !== undefined) tokens.push({ kind: 'mark', text: mark });
    else if (slot !== undefined) tokens.push({ kind: 'slot', text: slot });
    else tokens.push({ kind: 'word', text: word ?? '' });
  }
  return tokens;
}

function readSlot(text: string, fail: (problem: string) => never): Part {
  const match = SLOT.exec(text.trim());
  const [, name = '', type = 'words'] = match ?? fail(`{${text}} is no slot; wanted {name} or {name:type}`);
  if (!TYPES.has(type)) fail(`{${text}}: ${type} is no type; wanted ${[...TYPES].join(', ')}`);
  return { kind: 'slot', name, type };
}
