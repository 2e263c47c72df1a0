/** What a tool answered, made brief enough to be spoken. */
import { cleanText } from './clean.js';
import { flatten } from './flatten.js';

/** One piece of a tool's answer, as MCP writes it. */
export interface ResultPiece {
  readonly type: string;
  readonly text?: unknown;
  readonly name?: unknown;
  readonly resource?: unknown;
}

export interface RawResult {
  readonly content: readonly ResultPiece[];
  readonly structuredContent?: unknown;
  readonly isError?: boolean | undefined;
}

/** Longest that `fullText` gives, in UTF-16 units. */
const LONGEST_FULL = 65_536;
/** Longer data is not taken apart: nobody could hear it out. */
const LONGEST_DATA = 200_000;
const LONGEST_SPOKEN = 300;
const MOST_SENTENCES = 2;

/** All text of an answer, cleaned; data alone as JSON. */
export function fullText(result: RawResult): string {
  const text = textOf(result);
  const all = text === '' && result.structuredContent !== undefined ? JSON.stringify(result.structuredContent) : text;
  return cleanText(all, LONGEST_FULL).trim();
}

/** At most two sentences and 300 characters, without markup; what cannot be read out is named. */
export function spokenText(result: RawResult): string {
  const text = textOf(result);
  const data = text === '' ? result.structuredContent : readData(text);
  const said = data === undefined ? text : flatten(data);
  if (said !== '') return shorten(plain(cleanText(said, 8000)));
  const things = [...new Set(result.content.flatMap(nameThing))];
  if (things.length > 0) return `I got ${things.join(' and ')}, which I cannot read out.`;
  return text === '' && data === undefined ? 'Done.' : 'I got an answer that I cannot read out.';
}

function textOf({ content }: RawResult): string {
  return content
    .flatMap((piece) => {
      const resource = piece.resource as { readonly text?: unknown } | undefined;
      const text = piece.type === 'text' ? piece.text : piece.type === 'resource' ? resource?.text : undefined;
      return typeof text === 'string' ? [text] : [];
    })
    .join('\n')
    .trim();
}

function nameThing({ type, name }: ResultPiece): string[] {
  if (type === 'image') return ['a picture'];
  if (type === 'audio') return ['a sound'];
  if (type === 'resource') return ['a file'];
  return type === 'resource_link'
    ? [`a file called ${typeof name === 'string' ? cleanText(name, 60) : 'nothing'}`]
    : [];
}

function readData(text: string): unknown {
  if (!/^[[{]/.test(text)) return undefined;
  if (text.length > LONGEST_DATA) return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Markdown and addresses taken off; line ends become pauses. */
function plain(text: string): string {
  return text
    .replaceAll(/[ \t]+/g, ' ')
    .replaceAll(/```[^\n]*\n?|`/g, '')
    .replaceAll(/!?\[([^\][\n]{0,200})\]\([^()\n]{0,500}\)/g, '$1')
    .replaceAll(/\bhttps?:\/\/\S+/g, 'a link')
    .replaceAll(/<[a-z/!][^<>\n]{0,200}>/gi, ' ')
    .replaceAll(/^[ \t]*(?:#{1,6}|[-*+>•]|\d{1,3}[.)])[ \t]+/gm, '')
    .replaceAll(/^[ \t|:-]*-{3,}[ \t|:-]*$/gm, '')
    .replaceAll(/^ ?\| ?| ?\| ?$/gm, '')
    .replaceAll(/ ?\| ?/g, ', ')
    .replaceAll(/\*{1,3}|(?<![\p{L}\p{N}])_{1,3}|_{1,3}(?![\p{L}\p{N}])|~~/gu, '')
    .replaceAll(/([.!?:;,])?[ \t]*\n\s*/g, (_whole, mark: string | undefined) => `${mark ?? '.'} `)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/^[\s,.;]+|[\s,;:]+$/g, '');
}

function shorten(text: string): string {
  const sentences = [...new Intl.Segmenter('en', { granularity: 'sentence' }).segment(text.slice(0, 2000))];
  const kept = sentences.slice(0, MOST_SENTENCES).map(({ segment }) => segment);
  let line = kept.join('').trim();
  if (line.length > LONGEST_SPOKEN) {
    const cut = line.slice(0, LONGEST_SPOKEN - 1);
    line = `${cut.slice(0, Math.max(cut.lastIndexOf(' '), LONGEST_SPOKEN / 2)).replace(/[\ud800-\udbff]$/, '')}…`;
  }
  return /[.!?…]$/.test(line) || line === '' ? line : `${line}.`;
}
