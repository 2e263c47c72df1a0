/** A reply over as many calls of tools as the model makes: it asks, the tool answers, it goes on. */
import type { EngineHandle } from '../../models/host/engine.js';
import type { Scope } from '../../pipeline/stage.js';
import type { Expectation } from '../../skills/skill.js';
import type { ToolBox } from '../../tools/tool.js';
import type { ChatArgs, ChatCall, ChatEnd, ChatMessage, ChatPrefix, Sampling } from './chat.js';
import { callChat } from './llm-call.js';
import { MOST_CALLS, PROGRESS, runTool } from './llm-tools.js';
import { SpokenText } from './spoken.js';

export interface RoundsOptions {
  readonly scope: Scope;
  readonly prefix: ChatPrefix;
  readonly question: string;
  readonly sampling: Sampling & Pick<ChatArgs, 'maxTokens'>;
  readonly tools: ToolBox;
  /** For the first word of each round. */
  readonly timeoutMs: number;
  readonly onEnd: (end: ChatEnd) => void;
  /** The reply depends on a tool from now on. */
  readonly onTool: () => void;
  /** The reply ends with a question. */
  readonly onQuestion: (expects: Expectation) => void;
}

/** What one round came to. */
interface Round {
  text: string;
  readonly calls: ChatCall[];
}

/** Cleaned text as it comes. Throws `FirstTokenLate`, what the engine throws, or the scope's reason. */
export async function* speakRounds(engine: EngineHandle, options: RoundsOptions): AsyncGenerator<string> {
  const { prefix, question } = options;
  const messages: ChatMessage[] = [...prefix.messages, { role: 'user', text: question }];
  const joint = new Joint();
  let calls = 0;
  let spoken = '';
  let hasRead = false;
  while (true) {
    const round: Round = { text: '', calls: [] };
    // The last word is the model's own: no further call is asked for then.
    const mayCall = calls < MOST_CALLS && (prefix.tools ?? []).length > 0;
    for await (const piece of speakRound(engine, { ...options, messages, round })) yield joint.join(piece);
    if (round.calls.length === 0 || !mayCall) {
      if (round.text === '' && spoken !== '') yield joint.join(spoken);
      return;
    }
    const wanted = round.calls.slice(0, MOST_CALLS - calls);
    messages.push({ role: 'assistant', text: round.text, calls: wanted });
    for (const call of wanted) {
      calls += 1;
      const came = yield* useTool(call, { ...options, hasRead }, joint);
      if (came === undefined) return;
      messages.push(came.message);
      spoken = came.spoken;
    }
    hasRead = true;
  }
}

async function* speakRound(
  engine: EngineHandle,
  options: RoundsOptions & { readonly messages: readonly ChatMessage[]; readonly round: Round },
): AsyncGenerator<string> {
  const { prefix, messages, sampling, scope, timeoutMs, round, onEnd } = options;
  const spoken = new SpokenText();
  let isCut = false;
  for await (const result of callChat(engine, { ...prefix, messages, ...sampling }, { scope, timeoutMs })) {
    if (result.kind === 'call') round.calls.push(result);
    else if (result.kind === 'end') {
      isCut = result.stopReason === 'length';
      onEnd(result);
    } else {
      const text = spoken.push(result.text);
      round.text += text;
      if (text !== '') yield text;
    }
  }
  const rest = spoken.finish(isCut);
  round.text += rest;
  if (rest !== '') yield rest;
}

interface Came {
  readonly message: ChatMessage;
  /** What can be said where the model has nothing to say about it. */
  readonly spoken: string;
}

/** Undefined when the user must agree first: that question ends the reply. */
async function* useTool(
  { id, name, args }: ChatCall,
  { tools, scope, hasRead, onTool, onQuestion }: RoundsOptions & { readonly hasRead: boolean },
  joint: Joint,
): AsyncGenerator<string, Came | undefined> {
  onTool();
  for await (const event of runTool(tools, { call: { tool: name, args }, hasRead }, scope)) {
    if (event.kind === 'progress') {
      if (!joint.hasProgress) yield joint.join(PROGRESS);
      joint.hasProgress = true;
    } else if (event.kind === 'question') {
      onQuestion(event.expects);
      yield joint.join(event.text);
      return undefined;
    } else return { message: { role: 'tool', id, name, text: event.text }, spoken: event.spoken };
  }
  return undefined;
}

/** Puts a space between stretches that come from different rounds. */
class Joint {
  /** The user was told once that it takes a moment. */
  hasProgress = false;
  #last = '';

  join(text: string): string {
    const isApart = this.#last === '' || /\s$/.test(this.#last) || /^\s/.test(text);
    this.#last = text;
    return isApart ? text : ` ${text}`;
  }
}
