/** Talks to the skills that ring, in a conversation of its own, on clocks that the test winds. */
import { alarmSkills } from '../../../src/skills/built-in/alarms.js';
import { reminderSkills } from '../../../src/skills/built-in/reminders.js';
import { timerSkills } from '../../../src/skills/built-in/timers.js';
import type { SkillContext } from '../../../src/skills/context.js';
import type { AnySkill, Expectation, LastRequest, ParseContext, SkillAnswer } from '../../../src/skills/skill.js';
import { noTools } from '../../../src/tools/tool.js';
import { normalise, withoutPoliteness } from '../../../src/stages/nlp/text.js';
import { alarmBench, type AlarmBench } from '../keep/alarm-bench.js';
import { FakeTime } from '../keep/fake-time.js';
import { certainTurn } from './talk-context.js';

export const ringSkills: readonly AnySkill[] = [...alarmSkills, ...timerSkills, ...reminderSkills];

export interface Talk extends AlarmBench {
  /** Says it in a turn that is certain; the name of the skill and the answer, or "nothing". */
  readonly ask: (text: string) => Promise<string>;
  /** The answer alone. */
  readonly say: (text: string) => Promise<string>;
  /** What is said, and what is to happen once the turn is certain. */
  readonly plan: (text: string) => Promise<SkillAnswer>;
}

export function talk(wall = '2026-11-19T14:10:00Z', timeZone = 'UTC'): Talk {
  const bench = alarmBench({ time: new FakeTime(wall), timeZone });
  let last: LastRequest | undefined;
  let expects: Expectation | undefined;
  let heardBy = 'nothing';
  const context = contextOf(bench, timeZone);
  const plan = async (said: string): Promise<SkillAnswer> => {
    const text = normalise(said, { names: ['parley'] });
    const asked = expects;
    expects = undefined;
    const reply = await asked?.(text, context);
    if (reply !== undefined && !(typeof reply === 'object' && 'run' in reply)) return keep(asAnswer(reply), 'answer');
    const found = understand(text, {
      language: 'en',
      now: bench.time.now(),
      timeZone,
      ...(last === undefined ? {} : { last }),
    });
    if (found === undefined) return keep({ text: '' }, 'nothing');
    const answer = asAnswer((await found.skill.answer(found.slots, context)) as string | SkillAnswer);
    const { result } = answer;
    last = { skill: found.skill.name, slots: found.slots, ...(result === undefined ? {} : { result }) };
    return keep(answer, found.skill.name);
  };
  const keep = (answer: SkillAnswer, by: string): SkillAnswer => {
    expects = answer.expects;
    heardBy = by;
    return answer;
  };
  const say = async (text: string): Promise<string> => {
    const answer = await plan(text);
    answer.effect?.();
    return answer.text;
  };
  const ask = async (text: string): Promise<string> => {
    const answer = await say(text);
    return heardBy === 'nothing' ? heardBy : `${heardBy}: ${answer}`;
  };
  return { ...bench, ask, say, plan };
}

export function understand(
  text: string,
  context: ParseContext,
): { readonly skill: AnySkill; readonly slots: object } | undefined {
  for (const words of [text, withoutPoliteness(text)]) {
    for (const skill of ringSkills) {
      const { last } = context;
      const slots =
        skill.parse?.(words, context) ?? (last?.skill === skill.name ? skill.goOn?.(words, last, context) : undefined);
      if (slots !== undefined) return { skill, slots };
    }
  }
  return undefined;
}

function asAnswer(reply: string | SkillAnswer): SkillAnswer {
  return typeof reply === 'string' ? { text: reply } : reply;
}

function contextOf({ alarms, keep, time }: AlarmBench, timeZone: string): SkillContext {
  return {
    ...{ alarms, lists: keep.lists, facts: keep.facts, now: time.now, timeZone },
    ...{ signal: new AbortController().signal, language: 'en', assistantName: 'Parley', random: () => 0.5 },
    turn: certainTurn,
    vary: (lines) => lines[0],
    conversation: { lastHeard: () => '', lastSaid: () => '', last: undefined, clear: () => undefined },
    controls: {
      ...{ volume: 1, speed: 1, preset: 'balanced', presets: [], voices: [], voice: '' },
      ...{
        setVolume: () => undefined,
        setSpeed: () => undefined,
        mute: () => undefined,
        sleep: () => undefined,
        forgetTraces: () => undefined,
      },
      ...{ setPreset: () => Promise.resolve(), setVoice: () => Promise.resolve() },
    },
    ...{ tools: noTools, skills: ringSkills },
  };
}
