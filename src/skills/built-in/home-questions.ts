/** Questions about the state of the home, read from normalised words. */
import type { ParseContext } from '../skill.js';
import { canBeShut, domainsIn, isRoom, readThing, trim } from './home-words.js';

export interface AskSlots {
  readonly thing: string;
  /** The state that is asked about: `locked`, `on`, `open`. */
  readonly state?: string;
  /** What of it is asked about, where that is no state: `temperature`. */
  readonly quality?: string;
  /** Which of several: "which lights are on". */
  readonly isWhich?: boolean;
  /** In this room alone. */
  readonly area?: string;
}

const STATES = 'locked|unlocked|open|opened|closed|shut|on|off|running|playing|paused|cleaning|docked|charging';
const WHICH = new RegExp(
  `^(?:(?:which|what) (?:of the )?|are (?:there )?any |are (?:there )?any of the |is any )(lights?|lamps?|doors?|windows?|blinds|curtains|shutters|locks|fans|switches|speakers)(?: (?:is|are))?(?: still)? (${STATES})(?: (?:in (?:the |my )?(.+)|(upstairs|downstairs|outside)))?$`,
);
const IS = new RegExp(`^(?:is|are) (.+?)(?: still| really)? (${STATES})$`);
const LEFT = new RegExp(`^(?:did|have) (?:i|we|you|somebody|someone) (?:leave|left) (.+?) (${STATES})$`);
const SAME: Readonly<Record<string, string>> = {
  opened: 'open',
  shut: 'closed',
  lock: 'locked',
  unlock: 'unlocked',
  close: 'closed',
};

export function parseAsk(said: string, context: Pick<ParseContext, 'last'>): AskSlots | undefined {
  const text = trim(said);
  return readWhich(text) ?? readState(text, context) ?? readQuality(text, context);
}

function readWhich(text: string): AskSlots | undefined {
  const [, thing, state, room, floor] = WHICH.exec(text) ?? [];
  if (thing === undefined || state === undefined) return undefined;
  const area = room ?? floor;
  return { thing, state: SAME[state] ?? state, isWhich: true, ...(area === undefined ? {} : { area }) };
}

function readState(text: string, context: Pick<ParseContext, 'last'>): AskSlots | undefined {
  const asked = IS.exec(text);
  const left = LEFT.exec(text);
  const done =
    /^(?:did|have) (?:i|we|you|somebody|someone) (lock|unlock|close|shut|open|locked|closed|opened) (.+)$/.exec(text);
  const [raw, state] = done === null ? [(asked ?? left)?.[1], (asked ?? left)?.[2]] : [done[2], done[1]];
  if (state === undefined) return undefined;
  const thing = readThing(raw, context);
  if (thing === undefined || /\b(?:that|there|what|who|he|she|they|i|we)\b/.test(thing)) return undefined;
  const isOurs = canBeShut(thing) || domainsIn(thing).length > 0 || /^(?:it|them|that)$/.test(raw ?? '');
  // "Is the museum open" is no question about a home.
  if (!isOurs && !/^(?:locked|unlocked|on|off|lock|unlock)$/.test(state)) return undefined;
  return { thing, state: SAME[state] ?? state };
}

const QUALITIES: Readonly<Record<string, string>> = {
  warm: 'temperature',
  hot: 'temperature',
  cold: 'temperature',
  cool: 'temperature',
  humid: 'humidity',
  damp: 'humidity',
  bright: 'brightness',
};

function readQuality(text: string, context: Pick<ParseContext, 'last'>): AskSlots | undefined {
  const [, named, ofThing] =
    /^(?:what is|tell me|how high is|get) the (?:current )?(temperature|humidity|brightness|battery|state|status|level|position|volume|speed)(?: level)? (?:of|in|on|inside|for) (.+)$/.exec(
      text,
    ) ?? [];
  const [, how, inThing] =
    /^how (warm|hot|cold|cool|humid|damp|bright) is (?:it in )?(.+?)(?: right now| at the moment)?$/.exec(text) ?? [];
  const [, room, what] = /^what is the (.+?) (temperature|humidity)$/.exec(text) ?? [];
  const thing = readThing(ofThing ?? inThing ?? room, context);
  if (thing === undefined || !(isRoom(thing) || domainsIn(thing).length > 0)) return undefined;
  // The speed of light is no setting.
  if (named === 'speed' && !domainsIn(thing).includes('fan')) return undefined;
  const quality = named ?? what ?? QUALITIES[how ?? ''];
  return quality === undefined ? undefined : { thing, ...(/^(?:state|status)$/.test(quality) ? {} : { quality }) };
}
