/** What is done to lists, and how it is told. */
import type { SkillContext } from '../context.js';
import { openAnswer } from '../dialogue.js';
import { likenessKey } from '../keep/alike.js';
import { limits } from '../keep/limits.js';
import type { ListItem } from '../keep/lists.js';
import type { SkillAnswer } from '../skill.js';
import { goodsName, splitItems } from './lists-goods.js';
import type { ListSlots } from './lists-words.js';
import { NOTES } from './notes-kept.js';
import { capitalise } from '../language/say-when.js';
import { joinWords } from './talk-words.js';

/** Where nothing else is named. */
export const USUAL = 'shopping';
/** The one that was named, else the usual one, else the only one there is. */
export function which({ list }: ListSlots, { lists }: SkillContext): string {
  if (list !== undefined) return list;
  const names = userLists(lists.names());
  const [only] = names;
  return names.length === 1 && only !== undefined ? only : USUAL;
}

export function userLists(names: readonly string[]): readonly string[] {
  return names.filter((name) => name !== NOTES);
}

export const spoken = (list: string): string => `your ${list} list`;
export const count = (things: readonly unknown[]): string => `${things.length} thing${things.length === 1 ? '' : 's'}`;
export const are = (texts: readonly string[]): string =>
  texts.length > 1 || /(?:[^s]s|\d .+)$/.test(texts[0] ?? '') ? 'are' : 'is';

/** Items that are the same thing, however much of it; else those that `text` is a part of. */
export function findItems(items: readonly ListItem[], text: string): readonly ListItem[] {
  const name = goodsName(text);
  const same = items.filter((item) => goodsName(item.text) === name);
  return same.length > 0 ? same : items.filter((item) => ` ${goodsName(item.text)} `.includes(` ${name} `));
}

export function addTo(list: string, items: readonly string[], { lists, vary }: SkillContext): SkillAnswer {
  const there = lists.items(list);
  if (items.some((item) => item.length > limits.text)) return { text: 'That is too long for a list.' };
  const keys = new Set(there.map(({ text }) => likenessKey(text)));
  const isThere = (item: string): boolean => keys.has(likenessKey(item));
  const fresh = items.filter((item, at) => !isThere(item) && items.indexOf(item) === at);
  const known = joinWords(items.filter(isThere));
  const result = items.join(' and ');
  const already = known === '' ? '' : `${capitalise(known)} ${are(items.filter(isThere))} on ${spoken(list)} already.`;
  if (fresh.length === 0) return { text: already, result };
  const what = joinWords(fresh);
  const added = vary([
    `I added ${what} to ${spoken(list)}.`,
    `Okay, ${what} ${are(fresh)} on ${spoken(list)}.`,
    `I put ${what} on ${spoken(list)}.`,
  ]);
  return {
    text: already === '' ? added : `${added} ${already}`,
    result,
    effect: () => {
      for (const item of fresh) lists.add(list, item);
    },
  };
}

/** Asks what to add, and adds what is said then. */
export function askWhat(list: string, text: string): SkillAnswer {
  return { text, expects: openAnswer({ onText: (said, context) => addTo(list, splitItems(said), context) }) };
}

export interface TakingOff {
  readonly found: readonly ListItem[];
  readonly missing: readonly string[];
}

export function takeOff(list: string, { found, missing }: TakingOff, { lists, vary }: SkillContext): SkillAnswer {
  const texts = [...new Set(found.map(({ text }) => text))];
  const what = joinWords(texts);
  const gone = vary([`I took ${what} off ${spoken(list)}.`, `Okay, ${what} ${are(texts)} off ${spoken(list)}.`]);
  return {
    text: missing.length === 0 ? gone : `${gone} ${capitalise(joinWords(missing, 'or'))} wasn't there.`,
    result: what,
    effect: () => {
      for (const text of texts) lists.remove(list, text);
    },
  };
}

export function emptyText(list: string, { vary }: SkillContext): string {
  return vary([`There's nothing on ${spoken(list)}.`, `${capitalise(spoken(list))} is empty.`]);
}
