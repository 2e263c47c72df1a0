/** Lists: add, take off, read, clear. */
import { openAnswer, yesOrNo } from '../dialogue.js';
import { defineSkill, type AnySkill, type SkillAnswer } from '../skill.js';
import {
  addTo,
  are,
  askWhat,
  count,
  emptyText,
  findItems,
  spoken,
  takeOff,
  USUAL,
  userLists,
  which,
} from './lists-items.js';
import {
  isAboutNames,
  readAdd,
  readAddOn,
  readClear,
  readHas,
  readMake,
  readMore,
  readRemove,
  readShow,
  type ItemSlots,
  type ListSlots,
  type RemoveSlots,
} from './lists-words.js';
import { capitalise } from '../language/say-when.js';
import { joinWords } from './talk-words.js';

/** More than this is not read out in one go. */
const MOST_READ = 12;

const add = defineSkill<ItemSlots>({
  name: 'list-add',
  about: 'puts things on a list',
  examples: ['add milk and eggs to my shopping list', 'put batteries on the list', 'we need milk'],
  parse: (text, context) => readAdd(text) ?? readAddOn(text, context),
  goOn: (text, last) => readMore(text, last),
  answer: (slots, context) => {
    const list = slots.list ?? USUAL;
    return slots.items.length > 0
      ? addTo(list, slots.items, context)
      : askWhat(list, context.vary([`What should I put on ${spoken(list)}?`, `What goes on ${spoken(list)}?`]));
  },
});

const make = defineSkill<{ readonly list: string }>({
  name: 'list-make',
  about: 'starts a new list',
  examples: ['make a packing list', 'create a list called party'],
  parse: readMake,
  answer: ({ list }, { lists }) => {
    if (list === '') {
      const onText = (said: string): SkillAnswer => askNew(said.replace(/^(?:call it|the|my) | list$/g, ''));
      return { text: 'What should I call it?', expects: openAnswer({ onText }) };
    }
    const there = lists.items(list);
    if (there.length === 0) return askNew(list);
    const expects = yesOrNo(
      () => ({
        ...askWhat(list, "It's empty now. What goes on it?"),
        effect: () => {
          lists.clear(list);
        },
      }),
      () => askWhat(list, 'Okay, it stays. What should I add?'),
    );
    return {
      text: `There ${there.length === 1 ? 'is' : 'are'} ${count(there)} on ${spoken(list)}. Shall I clear it first?`,
      expects,
    };
  },
});

function askNew(list: string): SkillAnswer {
  return askWhat(list, `Okay, ${/^[aeiou]/.test(list) ? 'an' : 'a'} ${list} list. What goes on it?`);
}

const remove = defineSkill<RemoveSlots>({
  name: 'list-remove',
  about: 'takes something off a list',
  examples: ['take milk off my shopping list', 'remove the last item from my list', 'I bought the eggs'],
  parse: readRemove,
  goOn: (text, last) => readMore(text, last),
  answer: (slots, context) => {
    const list = which(slots, context);
    const items = context.lists.items(list);
    const newest = items.slice(-1);
    const found = slots.last === true ? newest : slots.items.flatMap((item) => findItems(items, item));
    const missing = slots.items.filter((item) => findItems(items, item).length === 0);
    if (found.length === 0) {
      return items.length === 0
        ? emptyText(list, context)
        : `${capitalise(joinWords(missing, 'or'))} ${are(missing)}n't on ${spoken(list)}.`;
    }
    return takeOff(list, { found, missing }, context);
  },
});

const show = defineSkill<ListSlots>({
  name: 'list-show',
  about: 'reads a list out',
  examples: ['what is on my shopping list', 'read my to-do list'],
  parse: readShow,
  answer: (slots, context) => {
    const list = which(slots, context);
    const items = context.lists.items(list).map(({ text }) => text);
    if (items.length === 0) return emptyText(list, context);
    const [first, rest] = [items.slice(0, MOST_READ), items.slice(MOST_READ)];
    const intro = context.vary([
      `You have ${count(items)} on ${spoken(list)}`,
      `There ${items.length === 1 ? 'is' : 'are'} ${count(items)} on ${spoken(list)}`,
    ]);
    if (rest.length === 0) return `${intro}: ${joinWords(items)}.`;
    const expects = yesOrNo(
      () => `${capitalise(joinWords(rest))}.`,
      () => 'Okay.',
    );
    return { text: `${intro}: ${first.join(', ')}, and ${rest.length} more. Shall I go on?`, expects };
  },
});

const clear = defineSkill<ListSlots>({
  name: 'list-clear',
  about: 'empties a list, after asking',
  examples: ['clear my shopping list', 'empty the packing list'],
  parse: readClear,
  answer: (slots, context) => {
    const list = which(slots, context);
    const items = context.lists.items(list);
    if (items.length === 0) return emptyText(list, context);
    const expects = yesOrNo(({ lists }) => ({
      text: `${capitalise(spoken(list))} is empty now.`,
      effect: () => {
        lists.clear(list);
      },
    }));
    return {
      text: `There ${items.length === 1 ? 'is' : 'are'} ${count(items)} on ${spoken(list)}. Shall I clear it?`,
      expects,
    };
  },
});

const names = defineSkill<object>({
  name: 'list-names',
  about: 'says which lists there are',
  examples: ['what lists do I have'],
  parse: (text) => (isAboutNames(text) ? {} : undefined),
  answer: (_slots, context) => {
    const found = userLists(context.lists.names());
    if (found.length === 0) return "You don't have any lists yet.";
    return `You have ${found.length === 1 ? 'one list' : `${found.length} lists`}: ${joinWords(
      found.map((name) => `${name}, with ${count(context.lists.items(name))}`),
    )}.`;
  },
});

const has = defineSkill<ItemSlots>({
  name: 'list-has',
  about: 'says whether something is on a list',
  examples: ['is milk on my list', 'do we need eggs'],
  parse: readHas,
  answer: (slots, context) => {
    const list = which(slots, context);
    const items = context.lists.items(list);
    const found = slots.items.flatMap((item) => findItems(items, item)).map(({ text }) => text);
    const missing = slots.items.filter((item) => findItems(items, item).length === 0);
    const what = joinWords(missing, 'or');
    if (missing.length === 0) return `Yes, ${joinWords(found)} ${are(found)} on ${spoken(list)}.`;
    const no =
      found.length === 0
        ? `No, ${what} ${are(missing)}n't on ${spoken(list)}.`
        : `${capitalise(joinWords(found))}, yes; ${what}, no.`;
    return {
      text: `${no} Shall I add ${missing.length > 1 ? 'them' : 'it'}?`,
      expects: yesOrNo((later) => addTo(list, missing, later)),
    };
  },
});

/** Questions before orders: "is milk on my list" adds nothing. What clears a list stands before what takes a thing off it. */
export const listSkills: readonly AnySkill[] = [names, has, make, clear, show, remove, add];
