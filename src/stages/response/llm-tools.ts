/** Tools that the language model asks for: when they may run, what is said meanwhile, and what is asked first. */
import { childController } from '../../pipeline/abort.js';
import type { Clock, Scope } from '../../pipeline/stage.js';
import { effectOf } from '../../skills/built-in/tools-effect.js';
import { describeResult } from '../../skills/built-in/tools-phrases.js';
import { withProgress } from '../../skills/built-in/tools-progress.js';
import { readYesOrNo } from '../../skills/dialogue.js';
import { defineSkill, type AnySkill, type Expectation } from '../../skills/skill.js';
import type { Tool, ToolBox, ToolCall, ToolResult } from '../../tools/tool.js';
import { turnView } from './turn-view.js';

/** A tool may be asked for this often within one reply. */
export const MOST_CALLS = 3;
/** A call that takes longer is spoken about. */
const PATIENCE_MS = 700;
/** Name of the skill below. */
const CONFIRMED = 'confirmed-tool';
/** Said while a call takes long. */
export const PROGRESS = 'One moment.';
const FAILED = 'Sorry, that did not work.';
/** Characters of a result that the model reads. */
const LONGEST_RESULT = 1500;

/** What came of a call that was asked for. */
export type CallEvent =
  | { readonly kind: 'progress' }
  /** Nothing ran: the user must say yes first. */
  | { readonly kind: 'question'; readonly text: string; readonly expects: Expectation }
  /** For the model to read; `spoken` where the model then has nothing to say. */
  | { readonly kind: 'result'; readonly text: string; readonly spoken: string };

/** A call, and what the model knew when it asked for it. */
export interface WantedCall {
  readonly call: ToolCall;
  /** It had read what another tool answered: nobody knows whose wish this one is. */
  readonly hasRead: boolean;
}

/**
 * Runs the tool as soon as its turn allows: nothing runs in a draft, what is easily undone waits until the user will
 * hardly go on, and what lasts until nobody can take the turn back. The user is asked first where it is risky, and where another tool may have put the model up to
 * something. Rejects only with the signal's reason.
 */
export async function* runTool(tools: ToolBox, { call, hasRead }: WantedCall, scope: Scope): AsyncGenerator<CallEvent> {
  const tool = tools.find(call.tool);
  if (tool === undefined) {
    yield { kind: 'result', text: `there is no tool ${call.tool}`, spoken: FAILED };
    return;
  }
  if (tool.isRisky || (hasRead && !tool.isReadOnly)) {
    yield { kind: 'question', text: questionOf(tool, call), expects: onceConfirmed(call) };
    return;
  }
  await turnView(scope).until(effectOf(tool, call.args));
  scope.probe.count('llm-tool');
  const running = tools.call(call, scope.signal);
  if (!(await endsWithin(running, scope))) yield { kind: 'progress' };
  const result = await running;
  yield { kind: 'result', text: resultText(result), spoken: describeResult(result) };
}

/** Whether the call ends, or fails, before patience does. */
async function endsWithin(running: Promise<unknown>, scope: Scope): Promise<boolean> {
  const { controller, release } = childController(scope.signal);
  try {
    const patience = scope.clock.sleep(PATIENCE_MS, controller.signal).then(() => false);
    return await new Promise<boolean>((resolve, reject) => {
      patience.then(resolve, () => undefined);
      running.then(() => {
        resolve(true);
      }, reject);
    });
  } finally {
    controller.abort(new Error('the call is over'));
    release();
  }
}

function resultText(result: ToolResult): string {
  const text = result.kind === 'ok' ? (result.full ?? result.text) : `${result.kind}: ${result.text}`;
  return text.length <= LONGEST_RESULT ? text : `${text.slice(0, LONGEST_RESULT)}…`;
}

function questionOf({ name }: Tool, { args }: ToolCall): string {
  const values = Object.entries(args).map(([key, value]) => `${words(key)} ${spoken(value)}`);
  const details = values.length === 0 ? '' : `, with ${values.join(' and ')}`;
  return `Shall I really use ${words(name)}${details}?`;
}

/** `HassTurnOn` and `turn_on` as people say them. */
function words(name: string): string {
  return name
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, ' ')
    .replaceAll(/[_-]+/g, ' ')
    .toLowerCase()
    .trim();
}

function spoken(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function onceConfirmed({ tool, args }: ToolCall): Expectation {
  return (text) => {
    const isYes = readYesOrNo(text);
    if (isYes === undefined) return undefined;
    return isYes ? { run: CONFIRMED, slots: { tool, args } } : 'All right, I leave it.';
  };
}

/**
 * Runs what the model wanted and the user agreed to. Nobody can ask for it in words: it has no phrases, and belongs only
 * among the skills that a request may name.
 */
export function confirmedTool(clock: Clock): AnySkill {
  return defineSkill<ToolCall>({
    name: CONFIRMED,
    about: 'Uses a tool that the language model asked for, once you have agreed.',
    examples: ['yes'],
    runs: 'certain',
    answer: (call, context) =>
      withProgress(context.tools.call(call, context.signal).then(describeResult), context, clock),
  });
}
