/** Reads SSML (W3C, version 1.1, the parts that a voice can honour) into stretches of text with their delivery. */
import { parseXml, XmlElement, XmlError, XmlText } from '@rgrove/parse-xml';
import { checkLimits } from './nesting.js';
import { PieceBuilder, type SpeechPiece } from './pieces.js';
import { shown, SsmlError } from './problem.js';
import { toDelivery } from './prosody.js';
import { checkAttributes, refuse, supportedTags, tags, type Style, type Walk } from './tags.js';

/** True for a text that means to be SSML. */
export function looksLikeSsml(text: string): boolean {
  return /^\uFEFF?\s*<(?:\?xml\s|!DOCTYPE\s+speak\b|speak\b)/.test(text);
}

/** Throws SsmlError for whatever cannot be parsed or honoured; text is never dropped in silence. */
export function parseSsml(xml: string): SpeechPiece[] {
  checkLimits(xml);
  const root = parseRoot(xml);
  if (root.name !== 'speak') {
    throw new SsmlError(`the outermost tag is <${shownName(root)}>, wanted <speak>`, xml, root.start);
  }
  const builder = new PieceBuilder();
  const isEnglish = /^(?:en\b|$)/i.test(root.attributes['xml:lang'] ?? '');
  const walk: Walk = {
    xml,
    builder,
    isEnglish,
    visit: (element, style) => {
      visitChildren(element, style, walk);
    },
  };
  visit(root, { speed: 1, volume: 1 }, walk);
  return builder.finish();
}

function parseRoot(xml: string): XmlElement {
  try {
    const { root } = parseXml(xml, { includeOffsets: true });
    if (root !== null) return root;
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    // The parser counts characters, not code units.
    const at = Array.from(xml).slice(0, error.pos).join('').length;
    const [what = ''] = error.message.split(' (line ');
    throw new SsmlError(`not well formed: ${lowerFirst(what)}`, xml, at);
  }
  throw new SsmlError('no tag in it, wanted <speak>', xml, 0);
}

function visit(element: XmlElement, style: Style, walk: Walk): void {
  const tag = Object.hasOwn(tags, element.name) ? tags[element.name] : undefined;
  if (tag === undefined) refuse(element, walk, `not a tag that is known here; there are ${supportedTags.join(', ')}`);
  if (tag.refusal !== undefined) refuse(element, walk, tag.refusal);
  checkAttributes(element, tag, walk);
  tag.say(element, style, walk);
}

function visitChildren(element: XmlElement, style: Style, walk: Walk): void {
  for (const child of element.children) {
    if (child instanceof XmlElement) visit(child, style, walk);
    else if (child instanceof XmlText) walk.builder.say(child.text, toDelivery(style));
  }
}

function shownName({ name }: XmlElement): string {
  return shown(name).slice(1, -1);
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
