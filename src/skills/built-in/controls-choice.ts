/** How people ask for another voice or another preset, and which one of those that there are they mean. */
import { capitalise } from '../language/say-when.js';

/** Which one is wanted: by name, the next one; or all of them are to be told. */
export type ChoiceSlots = { readonly want: 'name'; readonly name: string } | { readonly want: 'next' | 'list' };

const VOICE_NAMED: readonly RegExp[] = [
  /^(?:use|switch to|change to|try|take|set|select|pick|i want|let me hear|give me|(?:speak|talk) (?:with|in)) (?:the |your )?voice(?: (?:of|called|named|to))? (?<name>.+)$/,
  /^(?:use|switch to|change to|try|select|pick|give me|let me hear|(?:speak|talk) (?:with|in)) (?:the |an? )?(?<name>.+?) voice$/,
  /^(?:change|set|switch) (?:your |the )?voice to (?:the |an? )?(?<name>.+?)(?: voice)?$/,
  /^(?:speak|talk|sound) like (?<name>[a-z]+)$/,
];
const VOICE_NEXT =
  /^(?:(?:change|switch|swap) (?:your |the )?voices?|(?:use|try|take|(?:speak|talk) (?:with|in)|switch to|change to|give me|i want) (?:another|a different|a new|the other|the next|a 2nd) voice|(?:another|different|next) voice|change how you sound|can i hear another voice)$/;
const VOICE_LIST =
  /^(?:(?:what|which|how many) (?:other )?voices (?:do you have|are there|have you got|can you (?:use|speak with|do)|can i (?:use|choose(?: from)?))|(?:what|which) voice (?:is (?:this|that)|are you using|do you (?:use|have))|list (?:your |the )?voices|whose voice (?:is (?:this|that)|do you have)|do you have (?:other|different|any other) voices)$/;
const ANOTHER = /^(?:another|different|a different|other|next|new)(?: 1)?$/;

export function readVoice(text: string): ChoiceSlots | undefined {
  if (VOICE_LIST.test(text)) return { want: 'list' };
  if (VOICE_NEXT.test(text)) return { want: 'next' };
  for (const pattern of VOICE_NAMED) {
    const name = pattern.exec(text)?.groups?.['name'];
    if (name === undefined) continue;
    if (name.split(' ').length > 4 || /^(?:over|of|search|recorder|memo|mail|control)\b/.test(name)) return undefined;
    return ANOTHER.test(name) ? { want: 'next' } : { want: 'name', name };
  }
  return undefined;
}

/** Words by which the usual presets go, slips of a recogniser included. */
const USUAL: Readonly<Record<string, readonly string[]>> = {
  'low-latency': [
    'low latency',
    'low latent see',
    'low latencies',
    'lowlatency',
    'fast',
    'fastest',
    'quick',
    'quickest',
    'speed',
  ],
  balanced: ['balanced', 'balance', 'normal', 'standard', 'default', 'usual'],
  'high-quality': ['high quality', 'hi quality', 'high qualities', 'best quality', 'best', 'quality'],
};
const KNOWN = Object.values(USUAL).flat().join('|');
const TO = '(?:switch|change|go|move|turn|set (?:yourself|it))(?: back| over)? (?:to|into|2) (?:the )?';
const PRESET_NAMED: readonly RegExp[] = [
  /^(?:use|choose|select|activate)(?: the)? (?<name>low latency|high quality|balanced)$/,
  new RegExp(`^${TO}(?<name>${KNOWN})(?: (?:preset|mode|profile|settings?))?$`),
  new RegExp(
    `^(?:use|activate|enable|try|choose|turn on)(?: the)? (?<name>${KNOWN}) (?:mode|preset|profile|settings?)$`,
  ),
  new RegExp(
    `^(?:${TO}|(?:use|activate|enable|try|load|choose|select|set|i want)(?: the)? )(?<name>[\\p{L}\\d ]{1,40}?) (?:preset|profile)$`,
    'u',
  ),
  /^(?:(?:set|change|switch) (?:the |your )?(?:preset|profile) to|use the preset) (?:the )?(?<name>[\p{L}\d ]{1,40}?)$/u,
];
const PRESET_LIST =
  /^(?:(?:what|which) (?:presets?|profiles?) (?:is (?:this|on|active|in use|in force|set)|are (?:there|you using|available)|do you have|can i (?:use|choose(?: from)?))|list (?:the |your )?presets|what is (?:the|your) (?:current )?preset|(?:change|switch) (?:the |your )?(?:preset|profile)s?)$/;

export function readPreset(text: string): ChoiceSlots | undefined {
  if (PRESET_LIST.test(text)) return { want: 'list' };
  for (const pattern of PRESET_NAMED) {
    const name = pattern.exec(text)?.groups?.['name'];
    if (name !== undefined) return { want: 'name', name: usualName(name) };
  }
  return undefined;
}

/** "fast" and "low latencies" are "low latency"; any other name is itself. */
function usualName(name: string): string {
  return Object.values(USUAL).find((names) => names.includes(name))?.[0] ?? name;
}

/** The preset that goes by this name; undefined for none. */
export function findPreset(name: string, presets: readonly string[]): string | undefined {
  const plain = (text: string): string =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\d]+/gu, ' ')
      .trim();
  return presets.find((preset) => plain(preset) === name || USUAL[preset]?.includes(name) === true);
}

/** Parts of a voice's id that nobody says. */
const UNSAID = /^(?:piper|kokoro|espeak|openai|system|voice|low|medium|high|x|[a-z]{2}|\d+)$/i;
const ACCENTS: Readonly<Record<string, string>> = { 'en-us': 'American', 'en-gb': 'British' };

/** `piper-en_US-joe-medium` is Joe, `kokoro:af_heart` Heart, `espeak:en-us` the American one. */
export function voiceName(id: string): string {
  const bare = id.slice(id.indexOf(':') + 1);
  const parts = bare.split(/[^\p{L}\d]+/u).filter((part) => part !== '' && !UNSAID.test(part));
  return parts.length > 0 ? parts.map(capitalise).join(' ') : (ACCENTS[bare.toLowerCase()] ?? bare);
}

/** The voice that goes by this name, or the only one that has it in its own; undefined for none or several. */
export function findVoice(name: string, voices: readonly string[]): string | undefined {
  const exact = voices.find((voice) => voiceName(voice).toLowerCase() === name || voice.toLowerCase() === name);
  const partly = voices.filter((voice) =>
    name.split(' ').some((word) => word.length > 2 && voice.toLowerCase().includes(word)),
  );
  return exact ?? (partly.length === 1 ? partly[0] : undefined);
}
