/** What is asked of the home, read from normalised words. */
import type { ParseContext } from '../skill.js';
import { canBeShut, COLOURS, domainsIn, isRoom, readThing, thingOf, trim, WHITES } from './home-words.js';

type Last = Pick<ParseContext, 'last'>;

export interface SwitchSlots {
  readonly action: 'on' | 'off' | 'toggle';
  readonly thing: string;
  /** What the request before was about, where this one only names another room. */
  readonly like?: string;
}

export interface SetSlots {
  readonly thing: string;
  readonly percent?: number;
  /** Percentage points more, or less. */
  readonly percentBy?: number;
  readonly colour?: string;
  readonly degrees?: number;
  readonly degreesBy?: number;
  readonly like?: string;
}

export interface LockSlots {
  readonly action: 'lock' | 'unlock' | 'open' | 'close';
  readonly thing: string;
}

export interface DeviceSlots {
  readonly action: 'clean' | 'dock' | 'pause' | 'resume' | 'next';
  readonly thing: string;
}

/** What "a bit brighter" comes to. */
const STEP_PERCENT = 20;

export function parseSwitch(said: string, context: Last): SwitchSlots | undefined {
  const text = trim(said);
  const toggled = /^toggle (.+)$/.exec(text)?.[1];
  if (toggled !== undefined) return withThing(toggled, context, (thing) => ({ action: 'toggle', thing }));
  // A recogniser writes "of" for "off".
  const [, state, raw] =
    /^(?:turn|switch|put|flip|power|shut) (on|off|of|out) (.+)$/.exec(text) ??
    swap(/^(?:turn|switch|put|flip|power|shut|leave) (.+) (on|off|of|out)$/.exec(text)) ??
    [];
  if (state !== undefined) return switched(state === 'on' ? 'on' : 'off', raw, context);
  const scene = /^(activate|enable|deactivate|disable|kill) (.+?)(?: scene)?$/.exec(text);
  if (scene !== null)
    return switched(
      /^(?:activate|enable)$/.test(scene[1] ?? '') ? 'on' : 'off',
      scene[2]?.replace(/^(?:the )?scene /, ''),
      context,
    );
  const [, device, bare] = /^((?:\S+ ){1,5})(on|off)$/.exec(text) ?? [];
  const isDevice = domainsIn(device ?? '').length > 0 && !/^(?:is|are|what|which|how|why|who|did|do)\b/.test(text);
  if (isDevice || /^(?:on|off)$/.test(text)) {
    const action = (bare ?? text) === 'on' ? 'on' : 'off';
    return isDevice ? switched(action, device?.trim(), context) : switched(action, 'it', context);
  }
  return undefined;
}

function switched(action: 'on' | 'off', raw: string | undefined, context: Last): SwitchSlots | undefined {
  return withThing(raw, context, (thing) => ({ action, thing }));
}

function swap(found: RegExpExecArray | null): readonly (string | undefined)[] | undefined {
  return found === null ? undefined : [found[0], found[2], found[1]];
}

function withThing<S>(raw: string | undefined, context: Last, make: (thing: string) => S): S | undefined {
  const thing = readThing(raw, context);
  return thing === undefined ? undefined : make(thing);
}

const SET = '(?:set|turn|make|put|change|bring|adjust|dim|brighten|raise|lower|open|close)';
const QUALITY = 'brightness|volume|speed|position|level|intensity';
const PERCENT = new RegExp(
  `^${SET} (.+?)(?: (?:up|down))? (?:(?:to|at) )?((?<=to |at )\\d{1,3}|(?<=to |at )(?:half|full|maximum|minimum)|half way|halfway)( percent)?(?: (?:${QUALITY}))?$`,
);
const OF_THING = new RegExp(`^(?:the )?(?:${QUALITY}) (?:of|in|on|for) (.+)$|^(.+?) (?:${QUALITY})$`);
const COLOURED = new RegExp(
  `^(?:set|turn|make|change|paint) (.+?) (?:to )?(${Object.keys(WHITES).join('|')}|${COLOURS})$`,
);

export function parseSet(said: string, context: Last): SetSlots | undefined {
  const text = trim(said);
  return (
    readPercent(text, context) ?? readColour(text, context) ?? readDegrees(text, context) ?? readStep(text, context)
  );
}

function readPercent(text: string, context: Last): SetSlots | undefined {
  const [, raw, number, unit] = PERCENT.exec(text) ?? [];
  if (raw === undefined || number === undefined) return undefined;
  const of = OF_THING.exec(raw);
  if (unit === undefined && /^\d/.test(number) && of === null && !/^dim |^brighten /.test(text)) return undefined;
  const percent =
    { half: 50, 'half way': 50, halfway: 50, full: 100, maximum: 100, minimum: 1 }[number] ?? Number(number);
  return percent > 100 ? undefined : withThing(of?.[1] ?? of?.[2] ?? raw, context, (thing) => ({ thing, percent }));
}

function readColour(text: string, context: Last): SetSlots | undefined {
  const [, raw, colour] = COLOURED.exec(text) ?? [];
  if (colour === undefined) return undefined;
  const of = /^(?:the )?colou?r (?:of|in|for) (.+)$|^(.+?) colou?r$/.exec(raw ?? '');
  return withThing(of?.[1] ?? of?.[2] ?? raw, context, (thing) => ({ thing, colour }));
}

function readDegrees(text: string, context: Last): SetSlots | undefined {
  const [, raw, number, unit] =
    /^(?:set|turn|put|change|make|adjust|heat|cool|raise|lower) (.+?)(?: (?:up|down))? (?:to|at|2) (\d{1,3}(?:\.\d+)?)( degrees?(?: celsius| fahrenheit| c| f)?)?$/.exec(
      text,
    ) ?? [];
  if (raw === undefined || (unit === undefined && !domainsIn(raw).includes('climate'))) return undefined;
  return withThing(raw === 'it' ? (thingOf(context.last) ?? 'heating') : roomOf(raw), context, (thing) => ({
    thing,
    degrees: Number(number),
  }));
}

/** "the temperature in the bedroom" is the bedroom's; alone it is the heating's. */
function roomOf(raw: string): string {
  const of = /^(?:the )?(?:target )?temperature (?:of|in|for) (.+)$|^(.+?) temperature$/.exec(raw);
  const room = of?.[1] ?? of?.[2] ?? raw;
  return /^(?:the )?temperature$/.test(room) || room === 'the' ? 'heating' : room;
}

function readStep(text: string, context: Last): SetSlots | undefined {
  const light = /^(?:make (.+?) )?(?:(?:a (?:bit|little)|much|even) )?(brighter|darker|dimmer)$/.exec(text);
  if (light !== null) {
    const by = light[2] === 'brighter' ? STEP_PERCENT : -STEP_PERCENT;
    return stepOf(light[1] ?? 'it', { percentBy: by }, context);
  }
  const warmth =
    /^(?:make (.+?) )?(?:(?:a (?:bit|little)|much|even) )?(warmer|hotter|colder|cooler)(?: in here)?$/.exec(text);
  if (warmth !== null) {
    const by = /^(?:warmer|hotter)$/.test(warmth[2] ?? '') ? 1 : -1;
    return stepOf(warmth[1] ?? 'it', { degreesBy: by }, context);
  }
  const dimmed = /^(dim|brighten)(?: up| down)? (.+?)(?: (?:up|down))?(?: a (?:bit|little))?$/.exec(text);
  if (dimmed !== null)
    return stepOf(dimmed[2], { percentBy: dimmed[1] === 'dim' ? -STEP_PERCENT : STEP_PERCENT }, context);
  const [, raw, way, by] =
    swapLast(/^turn (up|down) (.+?)(?: by (\d{1,2})(?: degrees?| percent)?)?$/.exec(text)) ??
    /^turn (.+?) (up|down)(?: a (?:bit|little))?(?: by (\d{1,2})(?: degrees?| percent)?)?$/.exec(text) ??
    [];
  if (raw === undefined || domainsIn(raw).every((domain) => domain !== 'light' && domain !== 'climate'))
    return undefined;
  const sign = way === 'up' ? 1 : -1;
  if (domainsIn(raw).includes('climate')) return stepOf(raw, { degreesBy: sign * Number(by ?? 1) }, context);
  return stepOf(raw, { percentBy: sign * Number(by ?? STEP_PERCENT) }, context);
}

function swapLast(found: RegExpExecArray | null): readonly (string | undefined)[] | undefined {
  return found === null ? undefined : [found[0], found[2], found[1], found[3]];
}

/** "It" is what was spoken of, and for warmth the heating where that was no heating; brightness needs a light to be named. */
function stepOf(raw: string | undefined, step: Partial<SetSlots>, context: Last): SetSlots | undefined {
  const isHere = raw === 'it' || raw === undefined || /^it in here$/.test(raw);
  const spoken = isHere ? thingOf(context.last) : undefined;
  if (isHere && step.degreesBy !== undefined) {
    const isWarm = spoken !== undefined && (domainsIn(spoken).includes('climate') || isRoom(spoken));
    return { thing: isWarm ? spoken : 'heating', ...step };
  }
  const thing = isHere ? spoken : readThing(roomOf(raw), context);
  return thing === undefined ? undefined : { thing, ...step };
}

export function parseLock(said: string, context: Last): LockSlots | undefined {
  const text = trim(said);
  const [, verb, raw] =
    /^(lock|unlock|open|close|shut|raise|lower)(?: up| down)? (.+?)(?: up| down)?$/.exec(text) ?? [];
  if (verb === undefined) return undefined;
  const thing = readThing(raw, context);
  // "To 50 percent" is a setting.
  if (thing === undefined || /\b(?:to|at) (?:\d|half|full)/.test(thing) || /\bhalf ?way$/.test(thing)) return undefined;
  if (verb === 'lock' || verb === 'unlock') return { action: verb, thing };
  const isPronoun = /^(?:it|them|that)$/.test(raw ?? '');
  if (!isPronoun && !canBeShut(thing)) return undefined;
  return { action: verb === 'open' || verb === 'raise' ? 'open' : 'close', thing };
}

export function parseDevice(said: string, context: Last): DeviceSlots | undefined {
  const text = trim(said);
  const floor = /^(?:vacuum|hoover|clean) (?:the |my )?(.+?)(?: (?:floor|carpet))?$/.exec(text)?.[1];
  if (floor !== undefined && (isRoom(floor) || floor === 'floor')) return { action: 'clean', thing: 'vacuum' };
  const robot =
    /^(start|run|send|dock|stop|return) (?:the |my )?(.*\b(?:vacuum|hoover|robot)\b.*?)( (?:home|to (?:its |the )?(?:base|dock|station)|cleaning))?$/.exec(
      text,
    );
  if (robot !== null) {
    const isStart = /^(?:start|run)$/.test(robot[1] ?? '');
    return withThing(robot[2]?.replace(/ (?:back|cleaner)$/, ''), context, (thing) => ({
      action: isStart ? 'clean' : 'dock',
      thing,
    }));
  }
  const media = /^(pause|resume|unpause|continue|skip|next)(?: (?:the |this |my )?(.+))?$/.exec(text);
  const what = media?.[2] ?? '';
  if (media === null || !domainsIn(what).includes('media_player')) return undefined;
  const action = media[1] === 'pause' ? 'pause' : /^(?:skip|next)$/.test(media[1] ?? '') ? 'next' : 'resume';
  const device = what.replace(/^(?:music|song|track|media)(?: (?:on|in) (?:the )?)?/, '').trim();
  return { action, thing: device === '' ? 'music' : device };
}
