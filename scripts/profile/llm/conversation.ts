/** A long conversation as the assistant holds it: what each turn's first word costs, and that nothing ever overflows. */
import type { Settings } from '../../../src/config/schema.js';
import { systemClock } from '../../../src/pipeline/clock.js';
import { Conversation } from '../../../src/stages/response/conversation.js';
import { Llm } from '../../../src/stages/response/llm.js';
import { noTools } from '../../../src/tools/tool.js';
import { summarise, type Row } from '../summary.js';
import type { LanguageModel } from './model.js';
import { questionOf } from './questions.js';

export interface Found {
  readonly rows: readonly Row[];
  readonly facts: Readonly<Record<string, unknown>>;
}

export interface ConversationOptions {
  readonly model: LanguageModel;
  readonly settings: Settings;
  readonly turns: number;
  /** How often each marked turn's question is asked again, with its prompt kept and without. */
  readonly repeats: number;
  readonly signal: AbortSignal;
  readonly onProgress: (line: string) => void;
}

/** Turns that have rows of their own. */
const marked = [1, 10, 40];
const probe = { mark: () => undefined, count: () => undefined };

interface Turn {
  readonly turn: number;
  readonly firstMs: number;
  readonly restMs: number;
  readonly promptTokens: number;
  readonly freshTokens: number;
  readonly dropped: number;
  readonly tokensPerSecond: number | undefined;
  readonly kept: readonly number[];
  readonly cold: readonly number[];
  /** The model's own, when one was told to it in this turn. */
  readonly system: string;
}

export async function holdConversation(options: ConversationOptions): Promise<Found> {
  const { model, settings, turns, signal, onProgress } = options;
  const conversation = new Conversation(systemClock, { maxHistory: 100, timeoutMs: 3_600_000 });
  const faults: string[] = [];
  const llm = new Llm({
    // A slow machine is to be measured, not to be answered for.
    settings: { ...settings.llm, first_token_timeout_ms: 60_000 },
    ...{ engine: model, assistantName: 'Parley', language: 'en', facts: undefined, tools: noTools },
    onFault: ({ message }) => faults.push(message),
    onQuestion: () => undefined,
  });
  await llm.rest(conversation, signal);
  const taken: Turn[] = [];
  for (let turn = 1; turn <= turns; turn++) {
    const found = await takeTurn(turn, { ...options, conversation, llm });
    taken.push(found);
    onProgress(
      `turn ${turn} of ${turns}: ${found.freshTokens} of ${found.promptTokens} tokens read, first word after ${found.firstMs.toFixed(0)} ms`,
    );
  }
  return { rows: rowsOf(taken), facts: { ...(await factsOf(taken, options)), faults: faults.length } };
}

interface Holding extends ConversationOptions {
  readonly conversation: Conversation;
  readonly llm: Llm;
}

async function takeTurn(turn: number, holding: Holding): Promise<Turn> {
  const { model, conversation, llm, signal } = holding;
  const text = questionOf(turn);
  const scope = { id: `turn-${turn}`, signal, clock: systemClock, probe };
  const understood = {
    transcript: { kind: 'final', text, language: 'en', words: [] } as const,
    normalised: text.toLowerCase(),
  };
  conversation.begin(scope.id, { user: text, remembered: true });
  const startMs = performance.now();
  let firstMs: number | undefined;
  let heard = '';
  for await (const delta of llm.answer({ understood, scope, conversation })) {
    firstMs ??= performance.now() - startMs;
    heard += delta.text;
  }
  const totalMs = performance.now() - startMs;
  const { args, end } = model.latest ?? {};
  if (args === undefined || end === undefined) throw new Error(`turn ${turn} was not answered by the model: ${heard}`);
  const first = firstMs ?? totalMs;
  const again = marked.includes(turn) ? await askAgain(args, holding) : { kept: [], cold: [] };
  conversation.recordHeard(scope.id, heard);
  const restMs = performance.now();
  await llm.rest(conversation, signal);
  return {
    ...{ turn, firstMs: first, restMs: performance.now() - restMs, dropped: end.dropped, ...again },
    ...{ promptTokens: end.promptTokens, freshTokens: end.promptTokens - end.reusedTokens, system: args.system },
    tokensPerSecond: end.tokens > 8 ? ((end.tokens - 1) * 1000) / (totalMs - first) : undefined,
  };
}

/** The same prompt, with all before the question kept, and with nothing kept. */
async function askAgain(
  args: NonNullable<LanguageModel['latest']>['args'],
  { model, repeats }: Holding,
): Promise<Pick<Turn, 'kept' | 'cold'>> {
  const { system, messages, conversation = '' } = args;
  const short = { ...args, maxTokens: 2 };
  const kept: number[] = [];
  const cold: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    await model.forget(conversation);
    cold.push((await model.ask(short)).firstMs);
    await model.warmUp({ system, messages: messages.slice(0, -1), conversation });
    kept.push((await model.ask(short)).firstMs);
  }
  return { kept, cold };
}

function rowsOf(turns: readonly Turn[]): Row[] {
  const all = (pick: (turn: Turn) => readonly number[]): number[] => turns.flatMap(pick);
  const rows = [
    summarise(
      'first-token',
      'ms',
      all(({ firstMs }) => [firstMs]),
    ),
    ...marked.flatMap((number) => {
      const turn = turns.find((each) => each.turn === number);
      return [
        summarise(`first-token-turn-${number}-kept`, 'ms', turn?.kept ?? []),
        summarise(`first-token-turn-${number}-cold`, 'ms', turn?.cold ?? []),
      ];
    }),
    summarise(
      'tokens-per-second',
      '1/s',
      all(({ tokensPerSecond }) => (tokensPerSecond === undefined ? [] : [tokensPerSecond])),
    ),
    summarise(
      'rest',
      'ms',
      all(({ restMs }) => [restMs]),
    ),
  ];
  return rows.filter((row) => row !== undefined);
}

async function factsOf(turns: readonly Turn[], { model, settings }: ConversationOptions): Promise<Found['facts']> {
  const { contextTokens = 0 } = await model.info();
  const fresh = turns.map(({ freshTokens }) => freshTokens);
  const summaries = new Set(
    turns.map(({ system }) => system.split('\n').slice(1).join('\n')).filter((text) => text !== ''),
  );
  return {
    turns: turns.length,
    contextTokens,
    longestPromptTokens: Math.max(...turns.map(({ promptTokens }) => promptTokens)),
    overflows: turns.filter(({ promptTokens }) => promptTokens + settings.llm.max_tokens > contextTokens).length,
    turnsThatDroppedMessages: turns.filter(({ dropped }) => dropped > 0).length,
    freshTokensMost: Math.max(...fresh),
    summaries: summaries.size,
    'what is told of the past': [...summaries],
  };
}
