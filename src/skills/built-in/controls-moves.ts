/** How people turn the assistant's voice up and down, faster and slower. */
import type { LastRequest } from '../skill.js';
import { anyOf } from './talk-pattern.js';

/** Where a setting is to go. */
export type Move =
  | { readonly kind: 'step'; readonly up: boolean; readonly size: 'small' | 'normal' | 'large' }
  /** By so many percent. */
  | { readonly kind: 'by'; readonly percent: number }
  | { readonly kind: 'to'; readonly percent: number }
  | { readonly kind: 'most' | 'least' | 'usual' | 'ask' };

export interface MoveSlots {
  readonly move: Move;
}

/** A recogniser may write "valium" for it. */
const VOLUME = '(?:(?:your |the )?(?:speaker |speech |voice |sound )?(?:volume|volumes|valium|sound|loudness))';
const SIZE =
  '(?: (?:just )?(?:a little(?: bit)?|a bit(?: more)?|a tad|a touch|slightly|a lot|much|way|far|even|more|again|some(?: more)?|a notch))*';
const BEFORE = '(?:(?:a little(?: bit)?|a bit|a tad|slightly|a lot|much|way|far|even|still|too|still too|so|very) )?';
const NUMBER = '(?<number>\\d+(?:\\.\\d+)?)(?<percent> percent| per cent)?';

const LOUDER = anyOf(
  `(?:turn |put |make |get )?(?:${VOLUME} |it |yourself )(?:go )?(?:up|app|higher)${SIZE}`,
  `(?:turn|put|crank|pump|bring) (?:up|app) (?:${VOLUME}|it)${SIZE}`,
  `(?:raise|increase|boost|up) ${VOLUME}${SIZE}`,
  `(?:(?:speak|talk|be|make it|make yourself|get|go|become|turn it|say it) )?${BEFORE}(?:louder|lauder|more loudly)${SIZE}`,
  `speak up${SIZE}|more volume|higher volume`,
  `(?:you are |it is |that is |that was |still |you speak )?(?:too|so|very) (?:quiet|quietly|soft|softly|silent)(?: for me)?`,
  'i can (?:hardly|barely|not) hear you(?: well| properly)?',
);
const QUIETER = anyOf(
  `(?:turn |put |make |get )?(?:${VOLUME} |it |yourself )(?:go )?(?:down|lower)${SIZE}`,
  `(?:turn|put|bring) down (?:${VOLUME}|it)${SIZE}`,
  `(?:lower|decrease|reduce|down|drop) (?:${VOLUME}|your voice)${SIZE}`,
  `(?:(?:speak|talk|be|make it|make yourself|get|go|become|turn it|say it) )?${BEFORE}(?:quieter|softer|more quietly|more softly|less loud|not so loud)${SIZE}`,
  `(?:you are |it is |that is |that was |still |you speak )?(?:too|so|very) loud(?:ly)?(?: for me)?`,
  'less volume|lower volume|(?:do not|stop) (?:shout|yell|scream)(?:ing)?(?: at me)?|you are (?:shouting|yelling|screaming)(?: at me)?|keep (?:your voice|it) down',
);
const MOST = anyOf(
  `(?:turn |set |put )?(?:${VOLUME} |it )(?:all the way up|(?:up )?to (?:the |its )?(?:max|maximum|full|loudest|highest)(?: volume| level)?)`,
  `(?:turn |set |put )?${VOLUME} (?:on |at )?(?:max|maximum|full)`,
  `(?:max|maximum|maximize|full|highest) ${VOLUME}|turn up ${VOLUME} all the way`,
  '(?:speak |be |go )?as (?:loud|loudly) as (?:you can|possible)|full blast|loudest|max it out',
);
const LEAST = anyOf(
  `(?:turn |set |put )?(?:${VOLUME} |it )(?:all the way down|(?:down )?to (?:the |its )?(?:minimum|min|quietest|lowest)(?: volume| level)?)`,
  `(?:turn |set |put |switch )?${VOLUME} off`,
  `(?:minimum|min|lowest) ${VOLUME}|turn down ${VOLUME} all the way`,
  `(?:mute|turn off|switch off|silence|kill) ${VOLUME}`,
  '(?:speak |be )?as (?:quiet|quietly) as (?:you can|possible)',
);
const USUAL = anyOf(
  `(?:set |put |turn |reset |bring |change )?${VOLUME} (?:back )?to (?:normal|default|the default|the usual|its usual|medium|the middle)(?: level)?`,
  `(?:normal|default|usual|regular|medium) ${VOLUME}|reset ${VOLUME}|unmute(?: ${VOLUME})?`,
);
const TO: readonly RegExp[] = [
  anyOf(
    `(?:(?:set|turn|change|put|but|adjust|raise|lower|increase|decrease|reduce|bring|make) )?(?:up |down )?${VOLUME} (?:up |down )?(?:(?:to|at|2|on|too) )?(?:level )?${NUMBER}`,
  ),
  anyOf(`(?:set|turn|put) it (?:up |down )?(?:to|at) ${NUMBER}`),
  anyOf(`${NUMBER} volume`),
];
const BY = anyOf(
  `(?<verb>turn up|raise|increase|turn down|lower|decrease|reduce|turn) (?:${VOLUME}|it)(?: (?<way>up|down))? by ${NUMBER}`,
  `(?:${VOLUME}) (?<which>up|down) (?:by )?${NUMBER.replaceAll('?<', '?<only_')}`,
);
const ASK = anyOf(
  `(?:what is|check|tell me|what is the level of) (?:your |the )?(?:current )?(?:volume|volume level|sound level)(?: now| right now| at| set to)?`,
  'how loud (?:are you|is your voice|is the volume)(?: now| set)?|at what volume (?:are you|do you speak)|what volume (?:are you at|is it at|is this)',
);

/** Reads a wish for the volume; undefined for anything else. */
export function readVolume(text: string): Move | undefined {
  if (ASK.test(text)) return { kind: 'ask' };
  if (MOST.test(text)) return { kind: 'most' };
  if (LEAST.test(text)) return { kind: 'least' };
  if (USUAL.test(text)) return { kind: 'usual' };
  const by = BY.exec(text)?.groups;
  if (by !== undefined) {
    const isDown = /down|lower|decrease|reduce/.test(`${by['verb'] ?? ''} ${by['way'] ?? ''} ${by['which'] ?? ''}`);
    const percent = percentOf(by['number'] ?? by['only_number'], by['percent'] ?? by['only_percent']);
    return { kind: 'by', percent: isDown ? -percent : percent };
  }
  for (const each of TO) {
    const groups = each.exec(text)?.groups;
    if (groups !== undefined) return { kind: 'to', percent: percentOf(groups['number'], groups['percent']) };
  }
  return readStep(text, LOUDER, QUIETER);
}

/** "40 percent" is that; a bare number up to ten is one of ten steps. */
function percentOf(digits: string | undefined, unit: string | undefined): number {
  const number = Number(digits);
  return unit === undefined && number <= 10 ? number * 10 : number;
}

function readStep(text: string, up: RegExp, down: RegExp): Move | undefined {
  const isUp = up.test(text);
  return isUp || down.test(text) ? { kind: 'step', up: isUp, size: sizeOf(text) } : undefined;
}

function sizeOf(text: string): 'small' | 'normal' | 'large' {
  if (/\b(?:little|bit|slightly|tad|touch|notch)\b/.test(text)) return 'small';
  return /\b(?:lot|much|way|far)\b/.test(text) ? 'large' : 'normal';
}

const RATE = '(?:(?:your |the )?(?:speaking |talking |speech |voice |reading )?(?:speed|rate|pace|tempo))';
const TALK = '(?:(?:speak|talk|go|read|be|say it|say things) )?';
const FASTER = anyOf(
  `${TALK}${BEFORE}(?:faster|quicker|more quickly)${SIZE}`,
  `speed (?:it |things )?up${SIZE}|faster speech|more speed`,
  `(?:increase|raise|turn up) ${RATE}${SIZE}`,
  `(?:you (?:speak|talk|are|are speaking|are talking) |that is |that was |still )?(?:too|so|very) slow(?:ly)?(?: for me)?`,
);
const SLOWER = anyOf(
  `${TALK}${BEFORE}(?:slower|more slowly|slowly|less fast|not so fast)${SIZE}`,
  `slow (?:it |things )?down(?: your (?:speech|voice))?${SIZE}|slower speech|less speed`,
  `(?:decrease|lower|reduce|turn down) ${RATE}${SIZE}`,
  `(?:you (?:speak|talk|are|are speaking|are talking) |that is |that was |still )?(?:too|so|very) (?:fast|quick|quickly)(?: for me)?`,
);
const USUAL_RATE = anyOf(
  '(?:speak|talk|read) (?:at (?:a |your )?)?(?:normal|normally|usual|regular)(?: speed| rate| pace)?(?: again)?',
  '(?:go )?(?:back to )?(?:normal|usual|default|regular) (?:speaking |speech )?(?:speed|rate|pace)',
  `(?:set |put |change |bring )?${RATE} (?:back )?to (?:normal|default|the default|medium)|reset ${RATE}`,
);
const FASTEST = anyOf(
  `${TALK}(?:twice|2 times|double) (?:as fast|the speed|speed)`,
  `${TALK}as (?:fast|quickly) as (?:you can|possible)|(?:max|maximum|full|top|double) speed`,
);
const SLOWEST = anyOf(
  `${TALK}(?:at )?half (?:as fast|the speed|speed|your speed)`,
  `${TALK}as slow(?:ly)? as (?:you can|possible)|minimum speed`,
);
const RATE_TO: readonly RegExp[] = [
  anyOf(
    `(?:(?:set|change|put|adjust|increase|decrease|reduce|make) )?${RATE} (?:(?:to|at|2) )?${NUMBER}(?: times| x)?`,
  ),
  anyOf(`(?:speak|talk) at ${NUMBER}(?: times)?(?: ${RATE}| speed)?`),
];
const ASK_RATE = anyOf(
  '(?:what is|tell me) (?:your |the )?(?:current )?(?:speaking|speech|talking) (?:speed|rate|pace)(?: now)?|what is your (?:speed|rate|pace)',
  'how fast (?:are you (?:speaking|talking)|do you (?:speak|talk))',
);

/** Reads a wish for the speaking rate; undefined for anything else. */
export function readSpeed(text: string): Move | undefined {
  if (ASK_RATE.test(text)) return { kind: 'ask' };
  if (FASTEST.test(text)) return { kind: 'most' };
  if (SLOWEST.test(text)) return { kind: 'least' };
  if (USUAL_RATE.test(text)) return { kind: 'usual' };
  for (const each of RATE_TO) {
    const groups = each.exec(text)?.groups;
    if (groups === undefined) continue;
    const number = Number(groups['number']);
    // "Speed 1.5" is a factor, "speed 120" percent.
    return { kind: 'to', percent: groups['percent'] !== undefined || number > 4 ? number : number * 100 };
  }
  return readStep(text, FASTER, SLOWER);
}

const FORWARD = anyOf(
  '(?:and )?(?:even |still |once )?(?:a (?:little|bit|tad|little bit|lot) |much )?(?:more|further)',
  'again|more than that|not enough|still not enough|that is not enough|keep going',
);
const BACK = anyOf(
  '(?:that is |it is |now it is )?(?:a bit |a little |way )?too much',
  '(?:a (?:bit|little) )?(?:less|back)|go back|undo(?: that)?|change it back',
);

/** "More", "a bit less", "up again" behind a change; what is said in full is read like any wish. */
export function readFurther(text: string, { slots: { move } }: LastRequest<MoveSlots>): Move | undefined {
  const up = move.kind === 'step' ? move.up : move.kind === 'by' ? move.percent > 0 : undefined;
  if (up !== undefined && FORWARD.test(text)) return { kind: 'step', up, size: sizeOf(text) };
  if (up !== undefined && BACK.test(text))
    return { kind: 'step', up: !up, size: move.kind === 'step' ? move.size : 'normal' };
  const [, way] =
    /^(?:and )?(?:turn |go )?(?:it )?(?:back )?(up|down)(?: (?:more|again|a (?:bit|little)(?: more)?))*$/.exec(text) ??
    [];
  return way === undefined ? undefined : { kind: 'step', up: way === 'up', size: sizeOf(text) };
}
