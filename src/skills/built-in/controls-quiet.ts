/** When it stops listening: muted until a key is pressed, or asleep until it is woken. */
import type { SkillContext } from '../context.js';
import { defineSkill, type SkillAnswer } from '../skill.js';

const MUTE =
  /^(?:(?:go on )?mute(?: yourself)?(?: now)?|(?:mute|disable|deactivate|kill|cut|close|(?:turn|switch|shut) (?:off|of|down)) (?:the |your |my )?(?:micro ?phone|micro phone|mic|mike)(?: now)?|(?:turn|switch|shut) (?:the |your |my )?(?:micro ?phone|mic|mike) (?:off|of)(?: now)?|(?:micro ?phone|mic|mike) off|(?:close|cover|turn off|shut) your ears|stop (?:recording|hearing)(?: me| us)?)$/;

export const mute = defineSkill<object>({
  name: 'mute',
  about: 'stops hearing until a key is pressed',
  examples: ['mute yourself', 'mute the microphone', 'turn off the microphone'],
  alike: ['mute your microphone', 'microphone off', 'switch off your microphone', 'stop recording', 'mute the mic'],
  remembered: false,
  parse: (text) => (MUTE.test(text) ? {} : undefined),
  answer: (_slots, context) =>
    quietly(
      context,
      [
        'Microphone off. Press the key to let me hear again.',
        "I'm not listening any more. Press the key when you want me back.",
      ],
      () => {
        context.controls.mute();
      },
    ),
});

const SLEEP =
  /^(?:(?:you can |you may |please )?(?:go(?:es)? (?:back )?to (?:sleep|bed)|go (?:on|in|into|to) (?:sleep|standby) mode|it is time to sleep|time to sleep|rest|(?:i|we) do not need you(?: any ?more| right now| any longer)?|sleep|sleep (?:now|well)|fall asleep|sleep mode|take a (?:nap|rest|break)|have a (?:nap|rest)|stop listening(?: to (?:me|us))?|do not listen(?: to (?:me|us))?|go away|leave (?:me|us) alone|stand by|standby|go (?:on|into) standby|that (?:is|will be) (?:all|it) for (?:today|tonight|now))(?: now| for (?:now|a while))?)$/;

export const sleep = defineSkill<object>({
  name: 'sleep',
  about: 'answers nobody until it is woken',
  examples: ['go to sleep', 'stop listening', 'take a nap'],
  alike: [
    'stop listening to me',
    'go back to sleep',
    'you can go to sleep now',
    'do not listen to me',
    'go to sleep now',
  ],
  remembered: false,
  parse: (text) => (SLEEP.test(text) ? {} : undefined),
  answer: (_slots, context) =>
    quietly(
      context,
      [
        'Good night. Wake me when you need me.',
        "All right, I'll sleep until you wake me.",
        "I'm off to sleep. Wake me any time.",
      ],
      () => {
        context.controls.sleep();
      },
    ),
});

function quietly({ vary }: SkillContext, lines: readonly [string, ...string[]], effect: () => void): SkillAnswer {
  return { text: vary(lines), effect };
}
