/** Notes: taken down as they are said, read back, thrown away. */
import type { SkillContext } from '../context.js';
import { openAnswer, yesOrNo } from '../dialogue.js';
import { limits } from '../keep/limits.js';
import type { ListItem } from '../keep/lists.js';
import { defineSkill, type AnySkill, type ParseContext, type SkillAnswer } from '../skill.js';
import { goodsName } from './lists-goods.js';
import { NOTES } from './notes-kept.js';
import { capitalise } from '../language/say-when.js';
import { joinWords, writeNames } from './talk-words.js';

const TAKE: readonly RegExp[] = [
  /^(?:take|make|write|leave|add|create|start|record|save)(?: me| down| up)? (?:a |another )?(?:new |quick )?(?:note|memo)(?: to self| to myself| for (?:me|myself|later))?(?: (?:that|saying|says|of|reading|which says|to say|to))?(?: that)?(?: (?<text>.+))?$/,
  /^(?:note|jot|write)(?: this| that)? down(?: that| this)?(?: (?<text>.+))?$/,
  /^(?:note|make a mental note)(?: that| to self| to myself) (?<text>.+)$/,
  /^(?:remember this note|new note|note(?= (?!the\b|of\b|how\b|on\b|in\b)\S+ \S))(?: (?<text>.+))?$/,
  /^(?:take|write) (?:a note|this down)(?<text>)$/,
];

export interface NoteSlots {
  /** Undefined when it is still to be said. */
  readonly text?: string;
}

/** "Write down a recipe for pancakes" asks for a text: what somebody else is to think up is no note. */
const NO_NOTE =
  /^(?:about|on|for|in|from|with) |\b(?:a|an|the) (?:poem|story|recipe|essay|song|letter|list|summary)\b|\blists?$/;

function readTake(text: string): NoteSlots | undefined {
  for (const pattern of TAKE) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const said = (match.groups?.['text'] ?? '').replace(/^(?:this|that)$/, '');
    if (NO_NOTE.test(said)) return undefined;
    return said === '' ? {} : { text: said };
  }
  return undefined;
}

/** Which notes are meant. */
export interface WhichNotes {
  readonly which: 'all' | 'last' | 'number' | 'about';
  /** Counted from 1. */
  readonly number?: number;
  readonly about?: string;
}

const READ =
  /^(?:read|show|tell|give|open|find|play|list|check|get|say|hear|repeat)(?: me| us)?(?: out| back)? (?<which>.+)$|^(?:what (?:is|are|was|were|does|do)|do i have|are there|is there|how many|have i got) (?<what>.+?)(?: (?:do i have|say|are there|did i take|did i make|have i (?:taken|made|got)|saved))?$/;
const ALL =
  /^(?:(?:all )?my notes|notes|(?:what|which|how many) notes (?:do i have|have i (?:got|taken|made|saved)|are there|did i (?:take|make))(?: now)?)$/;
const ASKED_NOTED = /^what did i (?:note|write|jot)(?: down)?(?: (?:about|on) (?<about>.+))?$/;
const DELETE = /^(?:delete|erase|remove|discard|throw away|clear|trash|scratch|forget|get rid of) (?<which>.+)$/;
const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];

/** Reads "my last note", "note 2", "the note about the car", "all my notes". */
function readWhich(words: string): WhichNotes | undefined {
  if (
    /^(?:(?:all|every|each|any)(?: of)? )?(?:the |my |these )?(?:saved )?notes?(?: (?:out|back|aloud|to me|for me|again))*$/.test(
      words,
    )
  )
    return { which: 'all' };
  const about =
    /^(?:the |my |a |any |that )?notes? (?:about|on|with|that says|saying|regarding|to) (?:the |my )?(.+)$/.exec(
      words,
    )?.[1];
  if (about !== undefined)
    return /\b(?:list|door|fridge|piano|guitar)$/.test(about) ? undefined : { which: 'about', about };
  const place =
    /^(?:the |my )?(?:very )?(\w+) (?:note|1)(?: i (?:took|made))?(?: out| back| to me| again)?$/.exec(words)?.[1] ??
    /^(?:the |my )?note (?:number )?(\d+)$/.exec(words)?.[1];
  if (place === undefined) return undefined;
  if (/^(?:last|latest|newest|recent)$/.test(place)) return { which: 'last' };
  const number = ORDINALS.includes(place)
    ? ORDINALS.indexOf(place) + 1
    : Number(/^(\d+)(?:st|nd|rd|th)?$/.exec(place)?.[1]);
  return Number.isNaN(number) ? undefined : { which: 'number', number };
}

function readRead(text: string): WhichNotes | undefined {
  if (ALL.test(text)) return { which: 'all' };
  const noted = ASKED_NOTED.exec(text);
  if (noted !== null) {
    const about = noted.groups?.['about'];
    return about === undefined ? { which: 'last' } : { which: 'about', about };
  }
  const groups = READ.exec(text)?.groups;
  const asked = groups?.['what'];
  // "What is a note" asks what notes are.
  if (
    asked !== undefined &&
    !/^(?:(?:in|on) )?(?:any |the )?(?:my|last|latest|notes|that note about|the note about)\b/.test(asked)
  )
    return undefined;
  const which = groups?.['which'] ?? asked?.replace(/^(?:in|on) /, '');
  return which === undefined || !/\bnotes?\b/.test(which) ? undefined : readWhich(which);
}

function findNotes(slots: WhichNotes, { lists }: SkillContext): readonly ListItem[] {
  const notes = lists.items(NOTES);
  switch (slots.which) {
    case 'all':
      return notes;
    case 'last':
      return notes.slice(-1);
    case 'number':
      return notes.slice((slots.number ?? 0) - 1, slots.number);
    case 'about': {
      const wanted = goodsName(slots.about ?? '').split(' ');
      return notes.filter(({ text }) => {
        const words = goodsName(text).split(' ');
        return wanted.every((word) => words.includes(word));
      });
    }
  }
}

const write = ({ text }: ListItem): string => `${capitalise(writeNames(text))}.`;
const count = ({ length }: readonly unknown[]): string => `${length} note${length === 1 ? '' : 's'}`;

function missing(slots: WhichNotes, { lists }: SkillContext): string {
  const notes = lists.items(NOTES);
  if (notes.length === 0) return "You don't have any notes.";
  return slots.which === 'about' ? `I find no note about ${slots.about ?? 'that'}.` : `You only have ${count(notes)}.`;
}

function keep(text: string, { lists, vary }: SkillContext): SkillAnswer {
  if (text.length > limits.text) return { text: 'That is too long for one note. Say it in two.' };
  return {
    text: vary([
      `Noted: ${writeNames(text)}.`,
      `I wrote that down: ${writeNames(text)}.`,
      `Got it: ${writeNames(text)}.`,
    ]),
    result: text,
    effect: () => {
      lists.add(NOTES, text);
    },
  };
}

const take = defineSkill<NoteSlots>({
  name: 'note-take',
  about: 'takes a note',
  examples: ['take a note that the boiler was checked', 'note that the spare key is with Ada', 'make a note'],
  parse: readTake,
  answer: ({ text }, context) =>
    text === undefined
      ? {
          text: context.vary(['What should I write down?', "Go ahead, I'm writing.", 'What is the note?']),
          expects: openAnswer({ onText: keep, takesAll: true }),
        }
      : keep(text, context),
});

const read = defineSkill<WhichNotes>({
  name: 'note-read',
  about: 'reads notes back',
  examples: ['read my notes', 'what was my last note', 'read the note about the car'],
  parse: readRead,
  answer: (slots, context) => {
    const found = findNotes(slots, context);
    const [only] = found;
    if (only === undefined) return missing(slots, context);
    if (found.length === 1) return slots.which === 'all' ? `You have one note. ${write(only)}` : write(only);
    return `You have ${count(found)}${slots.which === 'about' ? ` about ${slots.about ?? ''}` : ''}. ${found
      .map((note, at) => `${at + 1}: ${write(note)}`)
      .join(' ')}`;
  },
});

/** "Delete it" behind a note that was taken or read. */
const DELETE_IT =
  /^(?:delete|erase|remove|discard|scratch|throw away) (?:it|that|that 1|this|the note|that note)(?: again)?$/;

function readDelete(text: string, { last }: ParseContext): WhichNotes | undefined {
  if (last?.skill === 'note-take' && DELETE_IT.test(text)) return { which: 'last' };
  if (last?.skill === 'note-read' && DELETE_IT.test(text)) return { which: 'all', ...last.slots };
  const which = DELETE.exec(text)?.groups?.['which'];
  return which === undefined || !/\bnotes?\b/.test(which)
    ? undefined
    : readWhich(which.replace(/^the note$/, 'my last note'));
}

const remove = defineSkill<WhichNotes>({
  name: 'note-delete',
  about: 'throws notes away',
  examples: ['delete my last note', 'delete the note about the car', 'delete all my notes'],
  parse: readDelete,
  answer: (slots, context) => {
    const found = findNotes(slots, context);
    if (found.length === 0) return missing(slots, context);
    const gone = (text: string): SkillAnswer => ({
      text,
      effect: () => {
        for (const note of found) context.lists.remove(NOTES, note.text);
      },
    });
    const [only] = found;
    if (found.length === 1 && only !== undefined)
      return gone(context.vary([`I deleted the note: ${write(only)}`, `Deleted: ${write(only)}`]));
    const heads = joinWords(found.slice(0, 3).map(({ text }) => text.split(' ').slice(0, 4).join(' ')));
    const which = slots.which === 'about' ? `${count(found)} about that: ${heads}` : count(found);
    return {
      text: `You have ${which}. Shall I delete them all?`,
      expects: yesOrNo(() => gone(`I deleted ${count(found)}.`)),
    };
  },
});

export const noteSkills: readonly AnySkill[] = [remove, read, take];
