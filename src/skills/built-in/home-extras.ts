/** What a home may offer besides devices: its own lists, and a word to everybody in it. */
import { defineSkill } from '../skill.js';
import type { AnySkill } from '../skill.js';
import type { HomeOptions } from './home.js';
import { findTool } from './home-house.js';
import { describeResult } from './tools-phrases.js';
import { withProgress } from './tools-progress.js';

interface ListSlots {
  readonly item: string;
  readonly list: string;
}

/** Only those whose tools there are: otherwise such words belong to others. */
export function createHomeExtras(options: HomeOptions): readonly AnySkill[] {
  const { tools } = options;
  return [
    ...(findTool(tools, 'HassListAddItem') === undefined ? [] : [listSkill(options)]),
    ...(findTool(tools, 'HassBroadcast') === undefined ? [] : [broadcastSkill(options)]),
  ];
}

/** Parley keeps lists of its own: the home's must be called so. */
function listSkill({ tools, clock }: HomeOptions): AnySkill {
  return defineSkill<ListSlots>({
    name: 'home-list-add',
    about: 'adds to a list that your home keeps',
    examples: ['add milk to the home assistant shopping list', 'put soap on the household list'],
    runs: 'certain',
    parse: (text) => {
      const [, item, list] =
        /^(?:add|put) (.+) (?:to|on|onto) (?:the |my |our )?(?:home assistant|household|family|house|shared)(?: (.+?))? list$/.exec(
          text,
        ) ?? [];
      return item === undefined ? undefined : { item, list: `${list ?? 'shopping'} list` };
    },
    answer: ({ item, list }, context) => {
      const call = async (): Promise<string> => {
        const tool = findTool(tools, 'HassListAddItem');
        if (tool === undefined) return "I can't reach your home right now.";
        const result = await tools.call({ tool: tool.name, args: { item, name: list } }, context.signal);
        return result.kind === 'ok' ? `I put ${item} on the ${list} of your home.` : describeResult(result);
      };
      return withProgress(call(), context, clock);
    },
  });
}

function broadcastSkill({ tools, clock }: HomeOptions): AnySkill {
  return defineSkill<{ readonly message: string }>({
    name: 'home-broadcast',
    about: 'says something in every room of your home',
    examples: ['broadcast that dinner is ready', 'tell everyone that we leave in 10 minutes'],
    runs: 'certain',
    parse: (text) => {
      const message =
        /^(?:broadcast|announce|tell (?:everyone|everybody|the (?:family|whole house)))(?: (?:that|to everyone|the message))? (.+)$/.exec(
          text,
        )?.[1];
      return message === undefined ? undefined : { message };
    },
    answer: ({ message }, context) => {
      const call = async (): Promise<string> => {
        const tool = findTool(tools, 'HassBroadcast');
        if (tool === undefined) return "I can't reach your home right now.";
        const result = await tools.call({ tool: tool.name, args: { message } }, context.signal);
        return result.kind === 'ok' ? 'I told everybody.' : describeResult(result);
      };
      return withProgress(call(), context, clock);
    },
  });
}
