/** How people speak of their home: rooms, devices, colours, and which words are not about a home at all. */
import type { ParseContext } from '../skill.js';

/** What kind of thing a word stands for, as Home Assistant names its domains. */
const KINDS: readonly (readonly [domain: string, words: RegExp])[] = [
  ['light', /^(?:lights?|lamps?|bulbs?|lighting|chandelier|spotlights?|lites?)$/],
  ['cover', /^(?:blinds?|curtains?|shutters?|shades?|awnings?|covers?|drapes|garage|gates?|roller)$/],
  ['fan', /^(?:fans?|ventilation)$/],
  ['lock', /^(?:locks?)$/],
  ['climate', /^(?:heating|heat|heaters?|thermostats?|radiators?|ac|aircon|conditioning|conditioner|temperature)$/],
  ['media_player', /^(?:tvs?|tv|television|telly|speakers?|radio|stereo|soundbar|music|song|track|media)$/],
  ['switch', /^(?:switch|switches|plugs?|sockets?|outlets?|machine|kettle|pump|oven|heater)$/],
  ['vacuum', /^(?:vacuum|hoover|robot)$/],
  ['humidifier', /^(?:humidifiers?|dehumidifiers?)$/],
  ['scene', /^(?:scenes?)$/],
];

/** Said of the device by itself rather than of its name: "the light in the kitchen". */
export function domainOf(word: string): string | undefined {
  return KINDS.find(([, words]) => words.test(word))?.[0];
}

export function domainsIn(thing: string): readonly string[] {
  return thing.split(' ').flatMap((word) => domainOf(word) ?? []);
}

const CLOSED_BY_HAND =
  /\b(?:doors?|windows?|gates?|garage|blinds?|curtains?|shutters?|shades?|awnings?|locks?|valve)\b/;
const ROOMS =
  /\b(?:rooms?|kitchen|bathroom|bedroom|hall|hallway|corridor|garage|office|study|attic|loft|cellar|basement|nursery|house|home|flat|apartment|upstairs|downstairs|garden|greenhouse|shed|conservatory|laundry|pantry|oven|fridge|freezer|pool|aquarium|inside|indoors)\b/;
/** These are other skills' matters, or nobody's home. */
const NOT_HOME =
  /\b(?:alarms?|timers?|reminders?|volume|sound|voice|microphone|mic|mike|mute|yourself|your|you|me|him|her|us|listening|subtitles|notifications?|repeat|jokes?|game|computer|phone|page|chapter|preset|mode of|list|charm|tap|faucet|favou?r)\b/;
/** What can be said of a thing is none. */
const QUALITY =
  /^(?:brightness|volume|speed|position|level|intensity|colou?r|the|my|our|music|song|track|something|anything)$/;
const LONGEST_THING = 7;

export const PRONOUN = /^(?:it|them|that|this|those|these|that one|this one|the same|it all|them all)$/;

/** Words around a request that change nothing about it. */
export function trim(text: string): string {
  return text
    .replace(/^(?:just|then|now|and now|and then|also|go and|quickly) /, '')
    .replace(
      /(?: (?:again|now|too|as well|for me|right now|immediately|back|for a while|instead|right away|then))+$/,
      '',
    );
}

/** Whether the thing can be closed by hand or motor. */
export function canBeShut(thing: string): boolean {
  return CLOSED_BY_HAND.test(thing);
}

export function isRoom(thing: string): boolean {
  return ROOMS.test(thing);
}

/**
 * What a request is about, without articles: `kitchen light`, `lights in the bedroom`. A pronoun is what the request
 * before was about, when that was one about the home. Undefined when it cannot be a thing of a home.
 */
export function readThing(raw: string | undefined, { last }: Pick<ParseContext, 'last'>): string | undefined {
  const words = (raw ?? '')
    .replace(/^(?:(?:all|both|every|each|of|the|my|our|his|her|a|an|some|any|up|down) )+/, '')
    .trim();
  if (PRONOUN.test(words)) return thingOf(last);
  const isTooLong = words.split(' ').length > LONGEST_THING;
  return words === '' ||
    isTooLong ||
    NOT_HOME.test(words) ||
    QUALITY.test(words) ||
    /^(?:to|and|or|is|at|about|with)\b/.test(words)
    ? undefined
    : words;
}

/** What the request before was about, when it was one about the home. */
export function thingOf(last: ParseContext['last']): string | undefined {
  if (last?.skill.startsWith('home-') !== true) return undefined;
  const thing: unknown = 'thing' in last.slots ? last.slots.thing : undefined;
  return typeof thing === 'string' && thing !== '' ? thing : undefined;
}

/** Colours that Home Assistant knows by their CSS names. */
export const COLOURS =
  'red|green|blue|yellow|orange|purple|pink|white|cyan|magenta|turquoise|violet|gold|teal|lime|indigo|lavender|salmon|coral|beige|crimson|aqua|maroon|navy|olive|brown';
/** Whites by their colour temperature, K. */
export const WHITES: Readonly<Record<string, number>> = {
  'warm white': 2700,
  'soft white': 3000,
  'neutral white': 4000,
  'cool white': 5000,
  'cold white': 6000,
  daylight: 6000,
  candlelight: 2200,
};

/** "and the bedroom", "the bedroom too", "also in the hall": the same again, elsewhere. */
export function readAnother(text: string): string | undefined {
  const found =
    /^(?:and|also|and also|what about|how about|and what about|same (?:for|with|in)|the same (?:for|with|in))(?: (?:in|for|with|on))? (.+?)(?: too| as well| also)?$/.exec(
      text,
    ) ?? /^(?:the |my )?(.+?) (?:too|as well|also)$/.exec(text);
  return found?.[1];
}
