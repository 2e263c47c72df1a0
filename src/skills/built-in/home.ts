/** The home by voice: lights, switches, heating, locks, blinds, vacuum and players, through Home Assistant's tools. */
import type { Clock } from '../../pipeline/stage.js';
import type { ToolBox } from '../../tools/tool.js';
import type { AnySkill, LastRequest } from '../skill.js';
import { defineSkill } from '../skill.js';
import { act, whyNoHome } from './home-act.js';
import type { Home } from './home-act.js';
import { answerAsk } from './home-answers.js';
import { findTool } from './home-house.js';
import { planDevice, planLock, planSet, planSwitch, SET_BY_PERCENT, SHUT, SWITCHED } from './home-plans.js';
import { parseAsk } from './home-questions.js';
import type { AskSlots } from './home-questions.js';
import { parseDevice, parseLock, parseSet, parseSwitch } from './home-requests.js';
import type { DeviceSlots, LockSlots, SetSlots, SwitchSlots } from './home-requests.js';
import { Undoing } from './home-undo.js';
import { canBeShut, domainsIn, isRoom, readAnother, readThing } from './home-words.js';
import { withProgress } from './tools-progress.js';

export interface HomeOptions {
  readonly tools: ToolBox;
  readonly clock: Clock;
}

/** All of them; they say so where there is no home to control. */
export function createHomeSkills(options: HomeOptions): readonly AnySkill[] {
  const home = { ...options, undoing: new Undoing() };
  return [lockSkill(home), setSkill(home), switchSkill(home), deviceSkill(home), askSkill(home)];
}

/** "And the bedroom": the same for another thing. */
function another(
  text: string,
  { slots }: LastRequest<{ readonly thing: string }>,
): { thing: string; like: string } | undefined {
  const raw = readAnother(text);
  const thing = raw === undefined ? undefined : readThing(raw, {});
  // "What about the weather" goes on to something else.
  const isOurs = thing !== undefined && (isRoom(thing) || canBeShut(thing) || domainsIn(thing).length > 0);
  return isOurs ? { thing, like: slots.thing } : undefined;
}

/** The kinds of what was spoken of come first: behind a lamp, "the bedroom" is the bedroom's light. */
function likeFirst(like: string | undefined, domains: readonly string[]): readonly string[] {
  const first = domainsIn(like ?? '').filter((domain) => domains.includes(domain));
  return [...first, ...domains.filter((domain) => !first.includes(domain))];
}

/** Whether the settings or the server want a question first. */
function isStated(tools: ToolBox, ...names: readonly string[]): boolean {
  return names.some((name) => findTool(tools, name)?.risk === 'stated');
}

function switchSkill(options: Home): AnySkill {
  return defineSkill<SwitchSlots>({
    name: 'home-switch',
    about: 'switches lights and devices on and off',
    examples: [
      'turn on the living room lamp',
      'turn the kitchen lights off',
      'turn it off again',
      'activate the scene movie night',
    ],
    runs: 'taken',
    parse: parseSwitch,
    goOn: (text, last) => {
      const other = another(text, last);
      return other === undefined ? undefined : { action: last.slots.action, ...other };
    },
    confirm: ({ action, thing }) =>
      isStated(options.tools, action === 'on' ? 'HassTurnOn' : 'HassTurnOff')
        ? `Shall I really turn ${action === 'toggle' ? 'over' : action} the ${thing}?`
        : undefined,
    answer: (slots, context) =>
      act(
        {
          thing: slots.thing,
          domains: likeFirst(slots.like, SWITCHED),
          plan: planSwitch(slots),
          again: (thing) => ({ run: 'home-switch', slots: { ...slots, thing } }),
        },
        context,
        options,
      ),
  });
}

function setSkill(options: Home): AnySkill {
  const domainsFor = ({ degrees, degreesBy, colour, percentBy }: SetSlots): readonly string[] => {
    if (degrees !== undefined || degreesBy !== undefined) return ['climate', 'water_heater'];
    return colour === undefined && percentBy === undefined ? SET_BY_PERCENT : ['light'];
  };
  return defineSkill<SetSlots>({
    name: 'home-set',
    about: 'sets brightness, colour, temperature, position and volume of devices',
    examples: [
      'dim the bedroom to 30 percent',
      'set the heating to 21 degrees',
      'make it warmer',
      'make the kitchen lights blue',
    ],
    runs: 'taken',
    parse: parseSet,
    goOn: (text, last) => {
      const other = another(text, last);
      return other === undefined ? undefined : { ...last.slots, ...other };
    },
    confirm: ({ thing }) =>
      isStated(options.tools, 'HassLightSet', 'HassClimateSetTemperature', 'HassSetPosition')
        ? `Shall I really change the ${thing}?`
        : undefined,
    answer: (slots, context) =>
      act(
        {
          thing: slots.thing,
          domains: likeFirst(slots.like, domainsFor(slots)),
          isSingle: slots.degrees !== undefined || slots.degreesBy !== undefined,
          plan: planSet(slots),
          again: (thing) => ({ run: 'home-set', slots: { ...slots, thing } }),
        },
        context,
        options,
      ),
  });
}

const RISKY_TO_OPEN = /\b(?:doors?|garage|gates?|windows?|locks?|valve)\b/;

function lockSkill(options: Home): AnySkill {
  return defineSkill<LockSlots>({
    name: 'home-lock',
    about: 'locks, unlocks, opens and closes doors, gates and blinds; asks before it opens a door',
    examples: ['lock the front door', 'open the blinds', 'close the garage door', 'unlock the front door'],
    runs: 'taken',
    parse: parseLock,
    goOn: (text, last) => {
      const other = another(text, last);
      return other === undefined ? undefined : { action: last.slots.action, thing: other.thing };
    },
    confirm: ({ action, thing }) => {
      const { tools } = options;
      if (whyNoHome(tools) !== undefined) return undefined;
      const names = {
        lock: ['HassLock', 'HassTurnOn'],
        unlock: ['HassUnlock', 'HassTurnOff'],
        open: ['HassOpen', 'HassTurnOn'],
        close: ['HassClose', 'HassTurnOff'],
      }[action];
      const tool = names.map((name) => findTool(tools, name)).find((found) => found !== undefined);
      const isRisky = action === 'unlock' || (action === 'open' && RISKY_TO_OPEN.test(thing));
      // Only the settings can say that it needs no question: how a server describes it decides nothing.
      return tool?.risk === 'stated' || (isRisky && tool?.risk !== 'denied')
        ? `Shall I really ${action} the ${thing}?`
        : undefined;
    },
    answer: (slots, context) =>
      act(
        {
          thing: slots.thing,
          domains: slots.action === 'lock' || slots.action === 'unlock' ? ['lock', 'cover'] : SHUT,
          isExact: slots.action === 'unlock' || slots.action === 'open',
          plan: planLock(slots),
          again: (thing) => ({ run: 'home-lock', slots: { ...slots, thing } }),
        },
        context,
        options,
      ),
  });
}

function deviceSkill(options: Home): AnySkill {
  return defineSkill<DeviceSlots>({
    name: 'home-device',
    about: 'starts the vacuum or sends it home, pauses and resumes players',
    examples: ['start the vacuum', 'send the vacuum home', 'pause the tv', 'resume the music'],
    runs: 'taken',
    parse: parseDevice,
    answer: (slots, context) => {
      const isVacuum = slots.action === 'clean' || slots.action === 'dock';
      const again = (thing: string) => ({ run: 'home-device', slots: { ...slots, thing } });
      const domains = [isVacuum ? 'vacuum' : 'media_player'];
      return act({ thing: slots.thing, domains, plan: planDevice(slots), again }, context, options);
    },
  });
}

function askSkill({ tools, clock }: Home): AnySkill {
  return defineSkill<AskSlots>({
    name: 'home-ask',
    about: 'tells how things are at home',
    examples: ['is the front door locked', 'which lights are on', 'what is the temperature in the bedroom'],
    remembered: false,
    runs: 'taken',
    parse: parseAsk,
    goOn: (text, last) => {
      const other = another(text, last);
      return other === undefined ? undefined : { ...last.slots, thing: other.thing };
    },
    answer: (slots, context) => withProgress(answerAsk(slots, tools, context.signal), context, clock),
  });
}
