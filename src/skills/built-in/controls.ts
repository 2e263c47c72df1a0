/** What the assistant changes about itself: volume, speed, voice, preset; and when it stops listening. */
import type { SkillContext } from '../context.js';
import { defineSkill, type AnySkill, type SkillAnswer, type SkillReply } from '../skill.js';
import { findPreset, findVoice, readPreset, readVoice, voiceName, type ChoiceSlots } from './controls-choice.js';
import { readFurther, readSpeed, readVolume, type Move, type MoveSlots } from './controls-moves.js';
import { mute, sleep } from './controls-quiet.js';
import { joinWords } from './talk-words.js';

/** A setting in percent: its limits, its usual value and how far a step goes. */
interface Scale {
  readonly least: number;
  readonly most: number;
  readonly usual: number;
  readonly steps: Readonly<Record<'small' | 'normal' | 'large', number>>;
}

const VOLUME: Scale = { least: 0, most: 200, usual: 100, steps: { small: 10, normal: 20, large: 50 } };
const SPEED: Scale = { least: 50, most: 200, usual: 100, steps: { small: 10, normal: 15, large: 40 } };
/** What is below cannot be heard: only who asks for silence in so many words gets it. */
const QUIETEST_STEP = 10;

/** Where the move leads, in percent, and whether it was stopped by a limit. */
function follow(move: Move, now: number, scale: Scale): { readonly percent: number; readonly isCut: boolean } {
  const wanted = ((): number => {
    switch (move.kind) {
      case 'step':
        return now + (move.up ? 1 : -1) * scale.steps[move.size];
      case 'by':
        return now + move.percent;
      case 'to':
        return move.percent;
      case 'most':
        return scale.most;
      case 'least':
        return scale.least;
      case 'usual':
        return scale.usual;
      case 'ask':
        return now;
    }
  })();
  const least = move.kind === 'step' ? Math.min(now, Math.max(scale.least, QUIETEST_STEP)) : scale.least;
  const percent = Math.min(scale.most, Math.max(least, Math.round(wanted)));
  return { percent, isCut: percent !== Math.round(wanted) };
}

/** What is heard at once, and is as it was for who goes on. */
function changing(before: number, after: number, set: (value: number) => void): Pick<SkillAnswer, 'effect' | 'undo'> {
  return {
    effect: set.bind(undefined, after),
    undo: set.bind(undefined, before),
  };
}

const volume = defineSkill<MoveSlots>({
  name: 'volume',
  about: 'makes its voice louder or quieter',
  examples: [
    'turn the volume up',
    'set the volume to 40 percent',
    'speak louder',
    'quieter',
    'turn it down a bit',
    'maximum volume',
    'lower the volume',
  ],
  remembered: false,
  parse: (text) => asMove(readVolume(text)),
  goOn: (text, last) => asMove(readFurther(text, last)),
  answer: ({ move }, { controls, vary }) => {
    const now = Math.round(controls.volume * 100);
    if (move.kind === 'ask') return { text: `The volume is at ${now} percent.`, result: now };
    const { percent, isCut } = follow(move, now, VOLUME);
    if (percent === now) {
      if (percent >= VOLUME.most) return "That's as loud as I can be.";
      return isCut ? "That's as quiet as I can be and still be heard." : `The volume is at ${now} percent already.`;
    }
    const change = changing(controls.volume, percent / 100, (value) => {
      controls.setVolume(value);
    });
    if (percent === 0) return { text: 'Voice off. Say: volume up, to hear me again.', ...change, result: percent };
    const far = move.kind !== 'step' && isCut ? `, ${percent > now ? 'the most' : 'the least'} there is` : '';
    return {
      text: `${vary(['Volume', 'Okay, volume', 'The volume is now'])} ${percent} percent${far}.`,
      ...change,
      result: percent,
    };
  },
});

const speed = defineSkill<MoveSlots>({
  name: 'speed',
  about: 'speaks faster or slower',
  examples: [
    'speak faster',
    'speak slower',
    'slow down',
    'speak at normal speed',
    'set your speed to 120 percent',
    'a bit slower',
  ],
  remembered: false,
  parse: (text) => asMove(readSpeed(text)),
  goOn: (text, last) => asMove(readFurther(text, last)),
  answer: ({ move }, { controls, vary }) => {
    const now = Math.round(controls.speed * 100);
    if (move.kind === 'ask') return { text: `I speak at ${now} percent of my usual speed.`, result: now };
    const { percent } = follow(move, now, SPEED);
    if (percent === now) {
      if (percent >= SPEED.most) return "I can't speak any faster.";
      return percent <= SPEED.least ? "I can't speak any slower." : 'I speak at that speed already.';
    }
    const change = changing(controls.speed, percent / 100, (value) => {
      controls.setSpeed(value);
    });
    if (percent === SPEED.usual)
      return { text: vary(['Back to my usual speed.', 'Okay, my usual speed.']), ...change, result: percent };
    const word = percent > now ? 'faster' : 'slower';
    return {
      text: vary([`Okay, I'll speak ${word}.`, `All right, ${word}: ${percent} percent.`]),
      ...change,
      result: percent,
    };
  },
});

const asMove = (move: Move | undefined): MoveSlots | undefined => (move === undefined ? undefined : { move });

interface Loading {
  readonly before: string;
  readonly change: () => Promise<void>;
  readonly after: string;
}

/** Changes something that takes a while to load, once nobody takes the turn back, and says how it went. */
async function* load({ turn }: SkillContext, { before, change, after }: Loading): AsyncGenerator<SkillReply> {
  yield before;
  await turn.until('lasting');
  try {
    await change();
  } catch (error) {
    yield `That did not work: ${error instanceof Error ? error.message.replace(/[.\s]+$/, '') : 'it does not load'}.`;
    return;
  }
  yield after;
}

async function* once(answer: SkillReply): AsyncGenerator<SkillReply> {
  yield answer;
}

const voice = defineSkill<ChoiceSlots>({
  name: 'voice',
  about: 'changes its voice',
  examples: ['change your voice', 'use another voice', 'which voices do you have', 'switch to the american voice'],
  remembered: false,
  parse: readVoice,
  answer: (slots, context) => {
    const { controls, vary } = context;
    const names = joinWords(controls.voices.map(voiceName));
    if (slots.want === 'list')
      return once(
        `This is ${voiceName(controls.voice)}. ${controls.voices.length > 1 ? `I can speak with ${names}.` : "It's the only voice I have."}`,
      );
    const at = controls.voices.indexOf(controls.voice);
    const next = controls.voices[(at + 1) % controls.voices.length];
    const wanted = slots.want === 'name' ? findVoice(slots.name, controls.voices) : next;
    if (wanted === undefined)
      return once(`I have no voice called ${slots.want === 'name' ? slots.name : 'that'}. I have ${names}.`);
    if (wanted === controls.voice)
      return once(slots.want === 'next' ? 'This is the only voice I have.' : `This is ${voiceName(wanted)} already.`);
    const name = voiceName(wanted);
    return load(context, {
      before: vary(['One moment.', 'Okay, one moment.']),
      change: () => controls.setVoice(wanted),
      after: `From now on you hear ${name}.`,
    });
  },
});

const preset = defineSkill<ChoiceSlots>({
  name: 'preset',
  about: 'switches between fast and good',
  examples: ['switch to low latency', 'switch to high quality', 'use the balanced preset', 'which presets are there'],
  remembered: false,
  parse: readPreset,
  answer: (slots, context) => {
    const { controls, vary } = context;
    const names = joinWords(controls.presets.map(sayPreset), 'or');
    if (slots.want !== 'name') return once(`The preset is ${sayPreset(controls.preset)}. You can switch to ${names}.`);
    const wanted = findPreset(slots.name, controls.presets);
    if (wanted === undefined) return once(`There is no preset called ${slots.name}. You can switch to ${names}.`);
    if (wanted === controls.preset)
      return once(`${sayPreset(wanted)} is in use already.`.replace(/^./, (letter) => letter.toUpperCase()));
    return load(context, {
      before: vary(['One moment.', 'Okay, one moment.']),
      change: () => controls.setPreset(wanted),
      after: `I'm on ${sayPreset(wanted)} from now on.`,
    });
  },
});

const sayPreset = (name: string): string => name.replaceAll(/[-_]+/g, ' ');

export const controlSkills: readonly AnySkill[] = [volume, speed, preset, voice, mute, sleep];
