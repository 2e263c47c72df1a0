/** Talk about the talk itself: what was heard, what was said, say it again, forget it. */
import { defineSkill, type AnySkill } from '../skill.js';
import { capitalise } from '../language/say-when.js';

const CLEAR =
  /^(?:(?:forget|erase|delete|clear|wipe|reset)(?: out)? (?:(?:everything|all|all that|what|whatever) (?:(?:that )?(?:i|we) (?:just )?(?:said|talked about|asked|discussed|spoke about|have (?:said|discussed))|(?:i|we) (?:just )?(?:told you))(?: (?:so far|before|earlier|just now|today))?|(?:this|the|our|that|the whole|the last|your|my)(?: whole)? (?:conversation|chat|talk|history|context|dialogue|discussion|conversation history|chat history)|everything)|(?:let us )?(?:start|begin) (?:over|afresh|again from (?:scratch|the beginning)|from scratch|a new conversation|a fresh conversation)|(?:start (?:a )?)?(?:new|fresh) (?:conversation|chat|start)|(?:change of subject|let us (?:change|switch) the (?:subject|topic)))$/;

/** Not only this conversation. */
const EVERYTHING = /^\S+ (?:out )?everything$|\bhistory$/;

interface ClearSlots {
  readonly isAll?: true;
}

const clear = defineSkill<ClearSlots>({
  name: 'conversation-forget',
  about: 'forgets what was talked about; everything, where you say so',
  examples: ['forget this conversation', 'forget what I said', 'start over', 'new conversation'],
  remembered: false,
  parse: (text) => {
    if (!CLEAR.test(text)) return undefined;
    return EVERYTHING.test(text) ? { isAll: true } : {};
  },
  answer: ({ isAll }, { conversation, controls, facts, vary }) => {
    const text =
      isAll === true
        ? 'Done. I have forgotten all that you ever asked, and all answers.'
        : vary(["Done. I've forgotten this conversation.", "Okay, let's start over.", 'Forgotten. We start afresh.']);
    // Whoever wants all of it gone must know what is not.
    const kept = facts.list().length > 0 ? ' What you asked me to remember stays.' : '';
    return {
      text: text + kept,
      effect: () => {
        conversation.clear();
        if (isAll === true) controls.forgetTraces();
      },
    };
  },
});

const HEARD =
  /^(?:what (?:did you|have you|you) (?:just )?(?:hear|heard|understand|understood|get|catch)(?: me say| from me)?(?: just now)?|what did i (?:just )?(?:say|ask|tell you)(?: (?:just now|before|to you|you))?|what (?:was|is) (?:it )?(?:the (?:last )?thing )?(?:i|that i) (?:just )?(?:said|asked)|what was my (?:last )?(?:question|request|sentence)|(?:did you (?:hear|understand|get|catch) (?:me|that|what i said)|have you (?:heard|understood) (?:me|that)|did you (?:hear|understand))|repeat what i (?:just )?said|say back what i said|what do you think (?:i|that i) (?:just )?(?:said|asked|meant)|what did you think i said|tell me what (?:i (?:just )?said|you heard|you understood))$/;

const heard = defineSkill<object>({
  name: 'heard',
  about: 'says what it understood last',
  examples: ['what did you hear', 'what did i say', 'what did i just say', 'repeat what i said'],
  remembered: false,
  parse: (text) => (HEARD.test(text) ? {} : undefined),
  answer: (_slots, { conversation, vary }) => {
    const said = conversation.lastSaid().trim();
    if (said === '') return "I haven't heard anything from you before that.";
    const quoted = capitalise(said.replace(/[.!?\s]+$/, ''));
    return vary([`I heard: ${quoted}.`, `You said: ${quoted}.`, `I understood: ${quoted}.`]);
  },
});

const REPEAT =
  /^(?:(?:sorry |pardon |wait )?(?:say|repeat|read|tell me) (?:that|it|this|yourself|what you (?:just )?said|the last (?:thing|sentence|part|answer))(?: to me)?(?: again| once more| 1 more time| another time)?|say (?:that )?again|say again|again|repeat|come again|pardon|pardon me|excuse me|what|huh|sorry|sorry what|what did you (?:just )?say(?: again| to me)?|what was that(?: again)?|sorry (?:what(?: was that| did you say)?|i (?:did not|do not) (?:hear|catch|get|understand) (?:that|you|it))|1 more time|once more|i (?:did not|could not) (?:hear|catch|get|understand) (?:that|you|it|what you said)|(?:you )?said what)$/;
/** Calls or apologises. A bare "sorry" asks more often than that. */
const NO_REPEAT = /^excuse me$/;

interface RepeatSlots {
  readonly how?: 'slower' | 'louder' | 'quieter' | 'faster';
}

const HOW =
  /^(?:(?:can you )?(?:say|repeat|read|tell me) (?:that|it|this|again|that again|it again|yourself)(?: again)?|again|once more|1 more time|what)(?: but)?(?: (?:please|a bit|a little|a little bit|much|more))* (?<how>slower|slowly|louder|loudly|quieter|quietly|softer|faster|quicker|lauder)(?: please| this time)?$/;
const MANNER: Readonly<Record<string, NonNullable<RepeatSlots['how']>>> = {
  ...{ slower: 'slower', slowly: 'slower', louder: 'louder', loudly: 'louder', lauder: 'louder' },
  ...{ quieter: 'quieter', quietly: 'quieter', softer: 'quieter', faster: 'faster', quicker: 'faster' },
};

/** How far one wish moves volume or speed, as factors, and where it ends. */
const STEP = { volume: 0.25, speed: 0.2 } as const;

const repeatAs = defineSkill<RepeatSlots>({
  name: 'repeat-differently',
  about: 'says the last answer again, slower or louder',
  examples: ['say that slower', 'repeat that louder', 'say it again slowly'],
  remembered: false,
  parse: (text) => {
    const how = MANNER[HOW.exec(text)?.groups?.['how'] ?? ''];
    return how === undefined ? undefined : { how };
  },
  answer: async ({ how }, { conversation, controls, turn }) => {
    const text = lastHeard(conversation.lastHeard());
    const up = how === 'louder' || how === 'faster' ? 1 : -1;
    // The change must come before the words.
    await turn.until('undoable');
    const { volume, speed } = controls;
    const isLoudness = how === 'louder' || how === 'quieter';
    turn.onTakenBack(() => {
      if (isLoudness) controls.setVolume(volume);
      else controls.setSpeed(speed);
    });
    if (isLoudness) controls.setVolume(bound(volume + up * STEP.volume, 0.1, 2));
    else controls.setSpeed(bound(speed + up * STEP.speed, 0.5, 2));
    return text;
  },
});

function bound(value: number, least: number, most: number): number {
  return Math.round(Math.min(most, Math.max(least, value)) * 100) / 100;
}

const lastHeard = (text: string): string => (text === '' ? "I haven't said anything yet." : text);

const repeat = defineSkill<object>({
  name: 'repeat',
  about: 'says the last answer again',
  examples: ['say that again', 'repeat that', 'what did you say', 'pardon', 'once more'],
  remembered: false,
  parse: (text) => (REPEAT.test(text) && !NO_REPEAT.test(text) ? {} : undefined),
  answer: (_slots, { conversation }) => lastHeard(conversation.lastHeard()),
});

export const memorySkills: readonly AnySkill[] = [clear, heard, repeatAs, repeat];
