/** How people speak of lists: add, take off, read, clear; and which list they mean. */
import type { LastRequest, ParseContext } from '../skill.js';
import { isShopped, splitItems } from './lists-goods.js';

export interface ListSlots {
  /** As the store calls it; undefined when none was named. */
  readonly list?: string;
}
export interface ItemSlots extends ListSlots {
  readonly items: readonly string[];
}

const NAME = '(?<name>(?:[\\p{L}\\d]+ ){0,3}?)';
const THE = '(?:(?:the|my|our|a|this|that) )?';
/** A recogniser may hear "least" or "this". */
const LIST = `${THE}${NAME}(?:list|lists|least|lest)`;
const pattern = (source: string): RegExp => new RegExp(`^(?:${source})$`, 'u');

/** Lists that other programs keep. */
const FOREIGN = /^(?:play|contacts?|block|black|mailing|waiting|friends?|guest book)$/;
/** Words that no list is called, and that no thing on one is. */
const NO_NAME = /\b(?:of|is|are|the|what|which|who|i|you|it|to(?! do\b)|on|from|off|in)\b/;
const NO_THING =
  /\b(?:i|you|he|she|it|we|they|me|him|them|myself|what|which|who|where|when|why|how|is|are|was|were|am|do|does|did|can|could|would|will|should|that|this|list|timer|timers|alarm|alarms|reminder|reminders|now|today|tomorrow|yesterday|tonight|nothing|something|anything|everything|stop|cancel|never|mind|hello|thanks|yes|no|again|more|another|other|else|then)\b/;
const A_DEED =
  /^(?:remember|remind|call|email|ask|tell|check|find out|see|make|buy|get|pay|do|go|try|write|send|take) /;

/** The store's name of the list that was said: "groceries " → "grocery", "to do" → "to-do". Undefined for a foreign one. */
export function listName(said: string): string | undefined {
  const name = said.trim().replace(/^(?:new|fresh|whole|entire|own|current) /, '');
  if (NO_NAME.test(name) || FOREIGN.test(name)) return undefined;
  if (/^(?:to do|todo|to dos|2 do|task|tasks|things to do)$/.test(name)) return 'to-do';
  return name === 'shop' || name === 'chopping' ? 'shopping' : name;
}

function readList(groups: Readonly<Record<string, string | undefined>> | undefined): ListSlots | undefined {
  const name = listName(groups?.['name'] ?? groups?.['short'] ?? '');
  if (name === undefined) return undefined;
  return name === '' || /^(?:new|fresh|same|whole)$/.test(name) ? {} : { list: name };
}

/** Things that could stand on a list; undefined when one of them could not. */
function readItems(text: string): readonly string[] | undefined {
  const items = splitItems(text);
  const fits = (item: string): boolean => (!NO_THING.test(item) || A_DEED.test(item)) && !/^[\d .]+$/.test(item);
  return items.length > 0 && items.every(fits) ? items : undefined;
}

/** Lists that are known without the word: "add yoghurt to shopping". */
const SHORT = `${THE}(?<short>shopping|groceries|grocery|to do|todo|to dos|packing)`;
const ADDS = '(?:add|put|write|stick|include|place|throw|get|enter|append|set|at|ad|had|note|pop|chuck|jot)(?: down)?';
const ADD: readonly RegExp[] = [
  pattern(
    `${ADDS} (?<items>.+?)(?: down)? (?:to|on|onto|in|into|under|too|2)(?: to)? ${LIST}(?: too| as well|,? thanks)?`,
  ),
  pattern(`(?:i|we) (?:need|want|would like|have to have)(?: to have)? (?<items>.+?) (?:on|added to|put on) ${LIST}`),
  pattern(`(?:on|to|for|onto) ${LIST} (?:add|put|write|note|i need|we need)(?: down)? (?<items>.+)`),
  pattern(`${LIST} (?:add|put) (?<items>.+)`),
  pattern(`${ADDS} (?<items>.+?) (?:to|on|onto) ${SHORT}`),
];
const NEED = pattern(
  '(?:(?:we|i) (?:also |still |really )?(?:need to buy|need to get|have to buy|have to get|must buy|should buy|should get|could use|need)(?: more| some more| another)?|(?:we|i) (?:are|am) (?:almost |nearly )?(?:out of|low on|running (?:out of|low on))|(?:we|i) (?:have |just )?(?:ran|run) out of|add|put down|buy|pick up|do not (?:let me |let us )?forget(?: to buy| to get| the)?) (?<items>.+)',
);
const ASK_ADD = pattern(
  `(?:add|put|write)(?: (?:something|an item|a thing|things|some things|items|some items|stuff))? (?:to|on|onto) ${LIST}`,
);
const AND =
  /^(?:(?:and|also|plus|oh and|and also|and then|then) )+(?<items>.+?)(?: too| as well)?$|^(?<more>.+) (?:too|as well)$/;

export function readAdd(text: string): ItemSlots | undefined {
  if (ASK_ADD.test(text)) {
    const list = readList(ASK_ADD.exec(text)?.groups);
    return list && { items: [], ...list };
  }
  for (const each of ADD) {
    const groups = each.exec(text)?.groups;
    if (groups === undefined) continue;
    const [items, list] = [readItems(groups['items'] ?? ''), readList(groups)];
    return items && list && { items, ...list };
  }
  const items = readItems(NEED.exec(text)?.groups?.['items'] ?? '');
  return items?.every(isShopped) === true ? { items } : undefined;
}

/** "Add it" behind "is milk on my list?", and "add bread" behind anything about lists. */
export function readAddOn(text: string, { last }: ParseContext): ItemSlots | undefined {
  if (last === undefined || !last.skill.startsWith('list-')) return undefined;
  const kept = lastList(last);
  if (
    /^(?:yes )?(?:add|put) (?:it|them|that)(?: on(?: there| it| the list)?| to (?:it|the list))?(?: again| back)?$/.test(
      text,
    )
  ) {
    const items = lastItems(last);
    return items.length === 0 ? undefined : { items, ...kept };
  }
  const said = /^(?:add|put)(?: on)? (?<items>.+?)(?: (?:on there|to it|on it|there|back))?$/.exec(text)?.groups?.[
    'items'
  ];
  const items = readItems(said ?? '');
  return items && { items, ...kept };
}

/** "And bread", "eggs too". */
export function readMore(text: string, last: LastRequest): ItemSlots | undefined {
  const groups = AND.exec(text)?.groups;
  const items = readItems(groups?.['items'] ?? groups?.['more'] ?? '');
  const isShort = items?.every((item) => item.split(' ').length <= 4) === true;
  return items !== undefined && isShort ? { items, ...lastList(last) } : undefined;
}

const REMOVE = pattern(
  `(?:remove|we move|delete|take|cross|scratch|strike|tick|check|erase|drop|clear|get rid of|kick)(?: off| out)? (?<items>.+?) (?:off of|off|from|out of|of|on)(?: of)? ${LIST}(?: again)?`,
);
const HAVE = pattern(
  '(?:(?:we|i) (?:(?:have |just |already )*(?:bought|got|picked up)|already have|have(?= .* already$)|do not need|no longer need)|cross off|tick off|check off|take off) (?<items>.+?)(?: (?:already|any ?more|again|any longer))*',
);
const TAKE_BACK =
  /^(?:no |oh )?(?:(?:remove|delete|erase|scratch|take|cross|undo|cancel) (?:it|that|them|those|this)(?: (?:off|out|back|again|from (?:it|the list|there)))*|undo|take (?:it|that|them) (?:off|back)(?: again)?)$/;
const LAST_ONE = /^(?:the )?(?:last|latest|newest) (?:item|thing|1|entry|point)$/;

export interface RemoveSlots extends ItemSlots {
  /** The item added last is meant. */
  readonly last?: true;
}

export function readRemove(text: string, { last }: ParseContext): RemoveSlots | undefined {
  if (last?.skill.startsWith('list-') === true) {
    if (TAKE_BACK.test(text) && lastItems(last).length > 0) return { items: lastItems(last), ...lastList(last) };
    const more = /^(?:remove|delete|take off|cross off|scratch) (.+)$/.exec(text)?.[1] ?? '';
    const items = LAST_ONE.test(more) ? undefined : readItems(more);
    if (items !== undefined && !/\blists?$/.test(more)) return { items, ...lastList(last) };
  }
  const groups = REMOVE.exec(text)?.groups;
  if (groups === undefined) {
    const items = readItems(HAVE.exec(text)?.groups?.['items'] ?? '');
    return items?.every(isShopped) === true ? { items } : undefined;
  }
  const list = readList(groups);
  const said = groups['items'] ?? '';
  if (list !== undefined && LAST_ONE.test(said)) return { items: [], last: true, ...list };
  const items = readItems(said);
  return items && list && { items, ...list };
}

/** What was added, taken off or asked for; what was named only when it was asked back is in the result. */
function lastItems({ slots, result }: LastRequest): readonly string[] {
  const items = 'items' in slots && Array.isArray(slots.items) ? (slots.items as readonly string[]) : [];
  return items.length === 0 && typeof result === 'string' ? splitItems(result) : items;
}

function lastList(last: LastRequest): ListSlots {
  if (!last.skill.startsWith('list-') || !('list' in last.slots) || typeof last.slots.list !== 'string') return {};
  return { list: last.slots.list };
}

const SHOW: readonly RegExp[] = [
  pattern(
    `(?:what|which things|what things|what all|what else|how many (?:things|items)|how much)(?: stuff)? (?:is|are|do i have|do we have|have i got|have we got|did i put|have i put|is there|are there)(?: (?:left|still|now|currently|all|written))* (?:on|in|of) ${LIST}(?: (?:right now|now|so far|today|still))?`,
  ),
  pattern(
    `(?:read|show|tell|give|recite|check|view|open|display|say|pull up|list|go through|hear)(?: me| us)?(?: out| back| off| about)?(?: (?:what is|everything) (?:on|in))? ${LIST}(?: (?:back|out|to me|for me|out loud|aloud|again))*`,
  ),
  pattern(`(?:what is|what are)(?: on| in)? (?:my|our) ${NAME}list`),
  pattern(`(?:(?:(?:is|are) there|do i have) )?(?:anything|something) (?:left |still )?on ${LIST}`),
  pattern(`(?:my|our) ${NAME}list`),
  pattern('(?<name>shopping|grocery|to do|todo|packing) list'),
];
const TO_BUY =
  /^what (?:do|should|must) (?:i|we) (?:(?:still |need to |have to )*(?:buy|get|pick up) (?:at|from|in) the (?:store|shop|supermarket|market|grocery store)|(?:still )?(?:need|have) to (?:buy|pick up)(?: today)?|need (?:at|from) the (?:store|shop|supermarket|market|grocery store))$/;

export function readShow(text: string, { last }: ParseContext): ListSlots | undefined {
  if (TO_BUY.test(text)) return { list: 'shopping' };
  if (
    last?.skill.startsWith('list-') === true &&
    /^(?:what is on (?:it|there)(?: now| so far)?|read it(?: to me| back| out)*)$/.test(text)
  )
    return lastList(last);
  for (const each of SHOW) {
    const match = each.exec(text);
    if (match !== null) return readList(match.groups);
  }
  return undefined;
}

const EVERYTHING = pattern(
  `(?:take|cross|tick|get|strike|scratch|check) (?:everything|all|all of it|all (?:the )?(?:items|things)|the lot) (?:off|off of|from|out of|on)(?: of)? ${LIST}`,
);
const CLEAR = pattern(
  `(?:clear|empty|delete|wipe|erase|reset|remove|trash|discard|throw away|get rid of)(?: out| off)?(?: (?:everything|all|all of|the whole|the entire|all (?:the |of the )?(?:items|things|stuff)))?(?: (?:on|from|in|off))? ${LIST}`,
);

export function readClear(text: string, { last }: ParseContext): ListSlots | undefined {
  if (
    last?.skill.startsWith('list-') === true &&
    /^(?:clear|empty|wipe|erase) (?:it|the list|everything)(?: all| completely)?$/.test(text)
  )
    return lastList(last);
  const match = CLEAR.exec(text) ?? EVERYTHING.exec(text);
  return match === null ? undefined : readList(match.groups);
}

const HAS: readonly RegExp[] = [
  pattern(
    `(?:is there|are there|is|are|do i have|do we have|have i got|did (?:i|we|you) (?:put|add|write(?: down)?)|have (?:i|we|you) (?:put|added|written))(?: (?:any|some|the|already))* (?<items>.+?)(?: (?:already|still|now|down))* (?:on|in|to) ${LIST}(?: (?:already|yet|now))*`,
  ),
  pattern(`does ${LIST} (?:already )?(?:have|include|contain|say) (?:any )?(?<items>.+)`),
];
const DO_NEED = /^do (?:i|we) (?:still )?need (?:any |more |to buy |to get )*(?<items>.+?)(?: still)?$/;

export function readHas(text: string): ItemSlots | undefined {
  for (const each of HAS) {
    const groups = each.exec(text)?.groups;
    if (groups === undefined) continue;
    const [items, list] = [readItems(groups['items'] ?? ''), readList(groups)];
    return items && list && { items, ...list };
  }
  const items = readItems(DO_NEED.exec(text)?.groups?.['items'] ?? '');
  return items?.every(isShopped) === true ? { items } : undefined;
}

const MAKE: readonly RegExp[] = [
  /^(?:create|make|start|begin|open|set up)(?: me| us)? (?:a |another |the )?(?:new |empty )?list (?:called|named|for) (?:the |my |our )?(?<name>[\p{L}\d]+(?: [\p{L}\d]+){0,2})$/u,
  /^(?:create|make|start|begin|set up)(?: me| us)? (?:a |another |my )?(?:new |empty )?(?<name>(?:[\p{L}\d]+ ){0,3}?)list$/u,
];

/** An empty name: it is still to be asked for. */
export function readMake(text: string): { readonly list: string } | undefined {
  for (const each of MAKE) {
    const groups = each.exec(text)?.groups;
    const name = groups === undefined ? undefined : listName(groups['name'] ?? '');
    if (name !== undefined) return { list: name };
  }
  return undefined;
}

const NAMES =
  /^(?:(?:what|which|how many) lists (?:do (?:i|we|you) have|have (?:i|we) (?:got|made)|are there|did i make|exist)(?: saved| now| for me)?|(?:list|show|read|tell|name|what are)(?: me)?(?: all)?(?: of)? (?:my|the|our) lists|(?:do i have|are there) any lists|all (?:of )?my lists|my lists)$/;

export function isAboutNames(text: string): boolean {
  return NAMES.test(text);
}
