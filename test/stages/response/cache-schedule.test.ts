/** Whatever happens in whatever order: only what may be given again is, never too late, and one answer is made at a time. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openCertainty, type Certainty } from '../../../src/pipeline/certainty.js';
import type { ReplyDelta } from '../../../src/pipeline/messages.js';
import type { Scope } from '../../../src/pipeline/stage.js';
import { settle } from '../../fakes/scope.js';
import { questionOf } from '../../../src/stages/response/cache/question.js';
import { asked, openCache, type Bench } from './cache-asking.js';
import type { FakeScope } from './fakes.js';

const ttlMs = 1000;

/** Wordings of the same question stand in one line; only the first two lines may be kept. */
const QUESTIONS = [
  ['What is the capital of France?', "What's France's capital?", 'The capital of France, what is it?'],
  ['Who wrote Hamlet?', 'Can you tell me who wrote Hamlet?'],
  ['What is my name again?'],
  ['What is the weather in Paris?'],
  ['Is the kitchen light on?'],
  ['And in Germany?'],
] as const;
const KEPT = 2;

const ENDS = ['whole', 'fails', 'apology', 'tool', 'of you', 'of now', 'cut'] as const;
type End = (typeof ENDS)[number];

type Action =
  | {
      readonly do: 'ask';
      readonly question: number;
      readonly way: number;
      readonly end: End;
      readonly doubt: boolean;
      readonly history: boolean;
    }
  | { readonly do: 'go on' | 'read' | 'abort' | 'leave' | 'settle' | 'drop'; readonly turn: number }
  | { readonly do: 'wait' | 'jump'; readonly ms: number }
  | { readonly do: 'clear' };

const onTurn = (...names: ('go on' | 'read' | 'abort' | 'leave' | 'settle' | 'drop')[]) =>
  fc.record({ do: fc.constantFrom(...names), turn: fc.nat(50) });
const asking = (ends: readonly End[], history: fc.Arbitrary<boolean>) =>
  fc.record({
    ...{ do: fc.constant('ask' as const), question: fc.constantFrom(0, 0, 0, 1, 1, 2, 3, 4, 5), way: fc.nat(2) },
    ...{ end: fc.constantFrom<End>('whole', 'whole', 'whole', ...ends), doubt: fc.boolean(), history },
  });
const common = [
  { weight: 8, arbitrary: onTurn('go on') },
  { weight: 8, arbitrary: onTurn('read') },
  { weight: 3, arbitrary: onTurn('abort', 'leave', 'settle', 'settle', 'drop') },
];
const anything: fc.Arbitrary<Action> = fc.oneof(
  ...common,
  { weight: 5, arbitrary: asking(ENDS, fc.constantFrom(true, false, false)) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, 400, 1001) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('jump' as const), ms: fc.integer({ min: -5000, max: 5000 }) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'clear' } as const) },
);
/** Every answer turns out well, unless its turn is aborted, left or dropped. */
const wholesome: fc.Arbitrary<Action> = fc.oneof(...common, { weight: 6, arbitrary: asking([], fc.constant(false)) });

/** An answer that is being made, or was. */
interface Making {
  readonly beginning: string;
  readonly turn: Turn;
  go: () => void;
  over: boolean;
  /** It is whole, of the model alone, and about neither the moment nor anybody. */
  good: boolean;
  /** It may be shared with those who asked in the same words. */
  genuine: boolean;
  madeAtMs: number;
  /** First time at which it was right to keep it. */
  keptAtMs: number | undefined;
}

interface Turn {
  readonly action: Extract<Action, { do: 'ask' }>;
  readonly words: string;
  readonly scope: FakeScope;
  readonly certainty: Certainty | undefined;
  readonly reply: AsyncIterator<ReplyDelta>;
  busy: boolean;
  state: 'open' | 'certain' | 'dropped';
  end: 'read' | 'failed' | 'left' | undefined;
}

class World {
  readonly bench: Bench;
  readonly turns: Turn[] = [];
  readonly makings: Making[] = [];
  given = 0;
  wrong: Error | undefined;
  readonly #byScope = new Map<Scope, Turn>();

  constructor() {
    this.bench = openCache((_understood, scope) => this.#make(scope), { ttlMs, size: 3 });
  }

  ask(action: Extract<Action, { do: 'ask' }>): void {
    const ways = QUESTIONS[action.question] ?? QUESTIONS[0];
    const words = ways[action.way % ways.length] ?? '';
    const scope = this.bench.scope(String(this.turns.length));
    if (action.end === 'tool') this.bench.state.withTools.add(scope);
    const certainty = action.doubt ? openCertainty(scope) : undefined;
    const reply = this.bench.run(asked(words), scope)[Symbol.asyncIterator]();
    const state = action.doubt ? 'open' : 'certain';
    const turn: Turn = { ...{ action, words, scope, certainty, reply, state }, busy: false, end: undefined };
    this.turns.push(turn);
    this.#byScope.set(scope, turn);
    this.read(turn);
  }

  /** Takes the next piece, as soon as there is one. */
  read(turn: Turn): void {
    if (turn.busy || turn.end !== undefined) return;
    turn.busy = true;
    this.bench.state.hasHistory = turn.action.history;
    void turn.reply.next().then(
      (result) => {
        turn.busy = false;
        if (result.done === true) turn.end ??= 'read';
        else if (result.value.source === 'cache') this.#tryCheck(turn, result.value.text);
      },
      () => {
        turn.busy = false;
        turn.end ??= 'failed';
      },
    );
  }

  /** What lies in the cache has every right to. */
  checkKept(): void {
    const nowMs = this.bench.clock.now();
    for (const making of this.makings) {
      const { turn } = making;
      const isRight = making.good && turn.end === 'read' && turn.state === 'certain' && !turn.action.history;
      if (isRight) making.keptAtMs ??= nowMs;
    }
    for (const [text] of QUESTIONS.slice(0, KEPT)) {
      const question = questionOf(asked(text), { context: 'small model', near: true, names: ['parley'] });
      const found = question === undefined ? undefined : this.bench.cache.find(question);
      if (found === undefined) continue;
      const making = this.#madeBy(found);
      expect(making.keptAtMs, `${found} is kept`).toBeDefined();
      expect(nowMs - (making.keptAtMs ?? 0)).toBeLessThanOrEqual(ttlMs);
    }
  }

  forget(): void {
    this.bench.cache.clear();
    // Nothing of what was asked before may come back.
    for (const making of this.makings) {
      making.good = false;
      making.keptAtMs = undefined;
    }
  }

  #tryCheck(turn: Turn, text: string): void {
    try {
      this.#check(turn, text);
    } catch (error) {
      this.wrong ??= error as Error;
    }
  }

  /** Called when an answer that somebody else caused is given. */
  #check(turn: Turn, text: string): void {
    const making = this.#madeBy(text);
    this.given += 1;
    expect(turn.action.question).toBeLessThan(KEPT);
    expect(making.turn.action.question).toBe(turn.action.question);
    expect(making.turn.action.history).toBe(false);
    expect([making.over, making.genuine]).toEqual([true, true]);
    if (/[.]$/.test(text) && !/(?:you|now)[.]$/.test(text)) return;
    expect([turn.words, this.bench.clock.now()]).toEqual([making.turn.words, making.madeAtMs]);
  }

  #madeBy(text: string): Making {
    const making = this.makings[Number(/\d+/.exec(text)?.[0])];
    if (making === undefined) throw new Error(`nobody made ${text}`);
    return making;
  }

  async *#make(scope: Scope): AsyncGenerator<ReplyDelta> {
    const turn = this.#byScope.get(scope);
    if (turn === undefined) throw new Error('a turn that nobody began');
    const beginning = `Answer number ${this.makings.length}`;
    const making: Making = {
      ...{ beginning, turn, go: () => undefined, over: false, good: false, genuine: false },
      ...{ madeAtMs: 0, keptAtMs: undefined },
    };
    this.makings.push(making);
    const { end } = turn.action;
    try {
      await gate(making, scope);
      yield { text: beginning, source: 'llm' };
      await gate(making, scope);
      if (end === 'fails') throw new Error('the model is gone');
      if (end === 'apology') yield { text: ' Sorry.', source: 'fallback' };
      else yield { text: ENDINGS[end], source: 'llm' };
      making.good = end === 'whole';
      making.genuine = end !== 'apology' && end !== 'tool';
      making.madeAtMs = this.bench.clock.now();
    } finally {
      making.over = true;
    }
  }
}

const ENDINGS = { 'of you': ' for you.', 'of now': ' now.', cut: ' and', whole: '.', tool: '.' } as const;

function gate(making: Making, scope: Scope): Promise<void> {
  return new Promise((resolve, reject) => {
    making.go = resolve;
    const stop = (): void => {
      reject(scope.signal.reason as Error);
    };
    if (scope.signal.aborted) stop();
    else scope.signal.addEventListener('abort', stop, { once: true });
  });
}

async function play(world: World, action: Action): Promise<void> {
  const turn = 'turn' in action ? world.turns[action.turn % Math.max(1, world.turns.length)] : undefined;
  if (action.do === 'ask') world.ask(action);
  else if (action.do === 'wait') await world.bench.clock.advance(action.ms);
  else if (action.do === 'jump') world.bench.wall.nowMs += action.ms;
  else if (action.do === 'clear') world.forget();
  else if (action.do === 'go on') world.makings.filter(({ over }) => !over)[action.turn % 4]?.go();
  else if (action.do === 'read' && action.turn % 2 === 0) for (const each of world.turns) world.read(each);
  else if (turn !== undefined) playOn(world, turn, action.do);
  await settle();
  if (world.wrong !== undefined) throw world.wrong;
}

function playOn(world: World, turn: Turn, what: 'read' | 'abort' | 'leave' | 'settle' | 'drop'): void {
  if (what === 'read') world.read(turn);
  else if (what === 'abort') turn.scope.controller.abort(new Error('aborted'));
  else if (what === 'leave') {
    turn.end ??= 'left';
    // Whoever leaves for good aborts what is done for them.
    turn.scope.controller.abort(new Error('left'));
    void turn.reply.return?.();
  } else if (turn.certainty !== undefined && turn.state === 'open') {
    turn.state = what === 'settle' ? 'certain' : 'dropped';
    if (what === 'settle') turn.certainty.settle();
    else turn.certainty.drop();
  }
}

/** Whoever still reads gets to the end once every model goes on. */
async function playOut(world: World): Promise<void> {
  for (let round = 0; round < 4 * world.turns.length + 4; round++) {
    for (const making of world.makings) making.go();
    for (const turn of world.turns) world.read(turn);
    await settle();
  }
  expect(world.turns.filter(({ end }) => end === undefined)).toEqual([]);
}

describe('any schedule', () => {
  it('keeps and gives again only what it may, in time, and lets nobody wait for ever', async () => {
    let given = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(anything, { minLength: 40, maxLength: 90 }), async (actions) => {
        const world = new World();
        for (const action of actions) {
          await play(world, action);
          world.checkKept();
        }
        await playOut(world);
        world.checkKept();
        given += world.given;
      }),
      { numRuns: 200 },
    );
    expect(given).toBeGreaterThan(100);
  });
  it('makes one answer to a question at a time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(wholesome, { minLength: 40, maxLength: 90 }), async (actions) => {
        const world = new World();
        for (const action of actions) {
          await play(world, action);
          for (let question = 0; question < KEPT; question++) {
            const busy = world.makings.filter(({ turn, over }) => !over && turn.action.question === question);
            expect(busy.length).toBeLessThanOrEqual(1);
          }
        }
        await playOut(world);
      }),
      { numRuns: 200 },
    );
  });
});
