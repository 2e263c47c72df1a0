/** The tags of SSML: what each does to the text inside it, and a plain word about those that no voice here can honour. */
import { XmlElement, XmlText } from '@rgrove/parse-xml';
import type { PieceBuilder } from './pieces.js';
import { shown, SsmlError } from './problem.js';
import {
  breakStrengths,
  emphasisLevels,
  rateWanted,
  readRate,
  readTimeMs,
  readVolume,
  timeWanted,
  toDelivery,
  volumeWanted,
} from './prosody.js';
import { interpretations, sayAs } from './say-as.js';

/** How the text is spoken where a tag stands. */
export interface Style {
  readonly speed: number;
  readonly volume: number;
  readonly speaker?: number | string;
}

export interface Walk {
  readonly xml: string;
  readonly builder: PieceBuilder;
  readonly isEnglish: boolean;
  /** Goes through what is inside `element`. */
  readonly visit: (element: XmlElement, style: Style) => void;
}

export interface Tag {
  /** Attributes that are honoured; `xml:…` names those that are only taken note of. */
  readonly attributes: readonly string[];
  readonly say: (element: XmlElement, style: Style, walk: Walk) => void;
  /** Why not, and what to do instead. */
  readonly refusal?: string;
}

/** Silence between paragraphs, beyond the breath of the full stop. */
const paragraphMs = 350;

const sentence =
  (betweenMs: number): Tag['say'] =>
  (element, style, { builder, visit }) => {
    builder.endSentence(betweenMs);
    visit(element, style);
    builder.endSentence(betweenMs);
  };

const pause: Tag['say'] = (element, _style, walk) => {
  const { time, strength = 'medium' } = element.attributes;
  noChildren(element, walk);
  const fromStrength = Object.hasOwn(breakStrengths, strength) ? breakStrengths[strength] : undefined;
  if (fromStrength === undefined) refuseValue(element, walk, { name: 'strength', wanted: oneOf(breakStrengths) });
  const ms = time === undefined ? fromStrength : readTimeMs(time);
  if (ms === undefined) refuseValue(element, walk, { name: 'time', wanted: timeWanted });
  walk.builder.pause(ms);
};

const emphasis: Tag['say'] = (element, style, walk) => {
  const { level = 'moderate' } = element.attributes;
  const found = Object.hasOwn(emphasisLevels, level) ? emphasisLevels[level] : undefined;
  if (found === undefined) refuseValue(element, walk, { name: 'level', wanted: oneOf(emphasisLevels) });
  walk.visit(element, { ...style, speed: style.speed * found.speed, volume: style.volume * found.volume });
};

const prosody: Tag['say'] = (element, style, walk) => {
  const { rate, volume } = element.attributes;
  if (rate === undefined && volume === undefined) refuse(element, walk, 'without rate or volume does nothing');
  const speed = rate === undefined ? (current: number) => current : readRate(rate);
  if (speed === undefined) refuseValue(element, walk, { name: 'rate', wanted: rateWanted });
  const loudness = volume === undefined ? (current: number) => current : readVolume(volume);
  if (loudness === undefined) refuseValue(element, walk, { name: 'volume', wanted: volumeWanted });
  walk.visit(element, { ...style, speed: speed(style.speed), volume: loudness(style.volume) });
};

const interpret: Tag['say'] = (element, style, walk) => {
  const as = required(element, walk, 'interpret-as');
  const { format = '' } = element.attributes;
  const text = plainText(element, walk);
  const said = sayAs(text, as, { format, isEnglish: walk.isEnglish });
  if (said === undefined) refuseValue(element, walk, { name: 'interpret-as', wanted: interpretations.join(', ') });
  if (typeof said !== 'string') refuse(element, walk, `${as}: got ${shown(text.trim())}, wanted ${said.wanted}`);
  walk.builder.say(keepEdges(text, said), toDelivery(style));
};

const substitute: Tag['say'] = (element, style, walk) => {
  const text = plainText(element, walk);
  walk.builder.say(keepEdges(text, required(element, walk, 'alias')), toDelivery(style));
};

/** Sounds of the International Phonetic Alphabet, stress and length marks, and spaces between words. */
const ipa = /^[\p{L}\p{M}ˈˌːˑ.ˀ‿ʰʲʷ\u02B0-\u02FF\u1DBF\s|-]{1,150}$/u;

const phoneme: Tag['say'] = (element, style, walk) => {
  const { alphabet = 'ipa' } = element.attributes;
  if (alphabet !== 'ipa') refuseValue(element, walk, { name: 'alphabet', wanted: 'ipa' });
  const ph = required(element, walk, 'ph');
  if (!ipa.test(ph)) refuseValue(element, walk, { name: 'ph', wanted: 'sounds in IPA such as təˈmɑːtoʊ' });
  const text = plainText(element, walk);
  const word = text.trim();
  // The lexicon finds words by how they are written.
  if (!/^[\p{L}\p{M}\p{N}'’.-]{1,80}$/u.test(word)) {
    refuse(element, walk, `got ${shown(word)}, wanted the one word that is said so`);
  }
  walk.builder.say(text, toDelivery(style), { [word.toLowerCase()]: `/${ph.trim()}/` });
};

const voice: Tag['say'] = (element, style, walk) => {
  const name = required(element, walk, 'name').trim();
  walk.visit(element, { ...style, speaker: /^\d{1,4}$/.test(name) ? Number(name) : name });
};

/** Makes no sound. */
const mark: Tag['say'] = (element, _style, walk) => {
  noChildren(element, walk);
};

const never: Tag['say'] = () => undefined;
const refused = (refusal: string): Tag => ({ attributes: [], say: never, refusal });

export const tags: Readonly<Record<string, Tag>> = {
  speak: { attributes: ['version', 'xml:', 'xmlns', 'xsi:'], say: sentence(0) },
  p: { attributes: ['xml:id'], say: sentence(paragraphMs) },
  s: { attributes: ['xml:id'], say: sentence(0) },
  break: { attributes: ['time', 'strength'], say: pause },
  'say-as': { attributes: ['interpret-as', 'format', 'detail'], say: interpret },
  emphasis: { attributes: ['level'], say: emphasis },
  prosody: { attributes: ['rate', 'volume'], say: prosody },
  sub: { attributes: ['alias'], say: substitute },
  phoneme: { attributes: ['alphabet', 'ph'], say: phoneme },
  voice: { attributes: ['name'], say: voice },
  mark: { attributes: ['name'], say: mark },
  lang: refused('a voice here speaks one language; choose another with --voice, in a text of its own'),
  audio: refused('sound files are not played; speak the text before and behind it on its own'),
};

export const supportedTags: readonly string[] = Object.keys(tags).filter((name) => tags[name]?.refusal === undefined);

/** Throws with the tag and its place. */
export function refuse(element: XmlElement, { xml }: Pick<Walk, 'xml'>, text: string): never {
  throw new SsmlError(`<${shown(element.name).slice(1, -1)}>: ${text}`, xml, element.start);
}

function refuseValue(element: XmlElement, walk: Walk, { name, wanted }: { name: string; wanted: string }): never {
  refuse(element, walk, `${name}: got ${shown(element.attributes[name] ?? '')}, wanted ${wanted}`);
}

const pitchHint = 'a voice here cannot change its pitch; --variation makes it livelier';
const hints: Readonly<Record<string, string>> = {
  pitch: pitchHint,
  contour: pitchHint,
  range: pitchHint,
  duration: 'only rate changes the length',
  'xml:lang': 'a voice here speaks one language',
};

export function checkAttributes(element: XmlElement, tag: Tag, walk: Walk): void {
  for (const name of Object.keys(element.attributes)) {
    if (tag.attributes.some((known) => name === known || (/:$|^xmlns$/.test(known) && name.startsWith(known))))
      continue;
    const wanted = tag.attributes.length === 0 ? 'none' : tag.attributes.join(', ');
    refuse(element, walk, `${shown(name).slice(1, -1)} is not supported (${hints[name] ?? `wanted ${wanted}`})`);
  }
}

function required(element: XmlElement, walk: Walk, name: string): string {
  const value = element.attributes[name];
  if (value === undefined || value.trim() === '') refuse(element, walk, `${name} is missing`);
  return value;
}

function plainText(element: XmlElement, walk: Walk): string {
  const inside = element.children.find((child) => child instanceof XmlElement);
  if (inside !== undefined) refuse(element, walk, `got <${shown(inside.name).slice(1, -1)}> inside, wanted text alone`);
  const text = element.children.map((child) => (child instanceof XmlText ? child.text : '')).join('');
  if (text.trim() === '') refuse(element, walk, 'nothing inside, wanted a text');
  return text;
}

function noChildren(element: XmlElement, walk: Walk): void {
  const isBlank = element.children.every((child) => child instanceof XmlText && child.text.trim() === '');
  if (!isBlank) refuse(element, walk, 'wanted nothing inside');
}

/** The white space around a text parts it from its neighbours, whatever is said instead. */
function keepEdges(text: string, said: string): string {
  return `${/^\s/.test(text) ? ' ' : ''}${said}${/\s$/.test(text) ? ' ' : ''}`;
}

function oneOf(choices: Readonly<Record<string, unknown>>): string {
  return Object.keys(choices).join(', ');
}
