/** Several language models as one: who is asked, who stands in, and what is told. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Sleepers } from '../../../scripts/profile/sleepers.js';
import type { EngineCallOptions, EngineHandle } from '../../../src/models/host/engine.js';
import { EngineError } from '../../../src/models/host/error.js';
import { untilAborted } from '../../../src/pipeline/abort.js';
import type { Clock } from '../../../src/pipeline/stage.js';
import { Circuit } from '../../../src/stages/response/circuit.js';
import { EnginesInTurn } from '../../../src/stages/response/engines-in-turn.js';
import { collect, settle } from '../../fakes/scope.js';
import { args } from './openai-server.js';

class TestClock implements Clock {
  #nowMs = 0;
  readonly #sleepers = new Sleepers();

  now(): number {
    return this.#nowMs;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return this.#sleepers.sleepUntil(this.#nowMs + ms, signal);
  }

  async advance(ms: number): Promise<void> {
    this.#nowMs += ms;
    while (this.#sleepers.wakeOne(this.#nowMs) !== undefined);
    await settle();
  }
}

const fault = (message: string, errorName = 'ServerFault'): EngineError =>
  new EngineError({ engine: 'x', code: 'failed', message, errorName });

/** What one call does: words, a fault, or "hang" until the caller gives up. */
type Script = readonly (string | EngineError)[];

class TestEngine implements EngineHandle {
  readonly asked: string[] = [];
  chats: Script[] = [];
  warmUps: Script[] = [];
  loads: Promise<void> = Promise.resolve();

  ready(): Promise<void> {
    return this.loads;
  }

  async *call(method: string, _args: unknown, { signal }: EngineCallOptions): AsyncGenerator {
    this.asked.push(method);
    const scripts = method === 'chat' ? this.chats : method === 'warmUp' ? this.warmUps : [];
    const script = (scripts.length > 1 ? scripts.shift() : scripts[0]) ?? ['fine'];
    for (const step of script) {
      signal.throwIfAborted();
      if (step instanceof EngineError) throw step;
      if (step === 'hang') await untilAborted(new Promise(() => undefined), signal);
      yield { kind: 'delta', text: step };
    }
  }

  /** How often a method was asked for since the last time. */
  take(): string[] {
    return this.asked.splice(0);
  }
}

function setUp(count = 2): {
  far: TestEngine;
  near: TestEngine;
  clock: TestClock;
  lines: string[];
  both: EnginesInTurn;
} {
  const [far, near, clock, lines] = [new TestEngine(), new TestEngine(), new TestClock(), [] as string[]];
  const engines = [
    { name: 'openai', handle: far },
    { name: 'llama', handle: near },
  ].slice(0, count);
  const both = new EnginesInTurn(engines, { clock, onNotice: (line) => lines.push(line) });
  return { far, near, clock, lines, both };
}

const live = (): AbortSignal => new AbortController().signal;

async function ask(engine: EngineHandle, signal = live()): Promise<string> {
  const results = (await collect(engine.call('chat', args(), { signal }))) as { text: string }[];
  return results.map(({ text }) => text).join('');
}

const warm = (engine: EngineHandle): Promise<unknown> =>
  collect(engine.call('warmUp', { system: 'Be brief.', messages: [] }, { signal: live() }));

describe('engines in turn', () => {
  it('asks the first, and only the first, while it is of use', async () => {
    const { far, near, both, lines } = setUp();
    far.chats = [['hello']];
    expect([await ask(both), await ask(both), both.preferred]).toEqual(['hello', 'hello', 'openai']);
    expect([near.asked, lines]).toEqual([[], []]);
  });

  it('answers the same question with the next one, and says nothing twice', async () => {
    const { far, near, both, lines } = setUp();
    far.chats = [[fault('no word came')]];
    near.chats = [['from', ' here']];
    expect(await ask(both)).toBe('from here');
    expect(lines).toEqual(['llm: openai does not answer: no word came; llama answers meanwhile']);
    expect(both.preferred).toBe('llama');
  });

  it('leaves what was said and fails when one breaks off in the middle', async () => {
    const { far, near, both, lines } = setUp();
    far.chats = [['well', fault('broke off')]];
    const said: unknown[] = [];
    const asked = (async () => {
      for await (const result of both.call('chat', args(), { signal: live() })) said.push(result);
    })();
    await expect(asked).rejects.toThrow('broke off');
    expect(said).toEqual([{ kind: 'delta', text: 'well' }]);
    expect([near.asked, lines, both.preferred]).toEqual([[], [], 'llama']);
  });

  it('pays for a dead one once, and then tries it when nobody waits', async () => {
    const { far, near, both, clock, lines } = setUp();
    far.chats = far.warmUps = [[fault('gone')]];
    await ask(both);
    for (let turn = 0; turn < 5; turn++) await ask(both);
    expect(far.take()).toEqual(['chat']);
    // The waits double: 10 s, 20 s, 40 s … 5 min.
    for (const waitMs of [10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000]) {
      await clock.advance(waitMs - 1);
      await ask(both);
      expect(far.take()).toEqual([]);
      await clock.advance(1);
      await ask(both);
      await settle();
      expect(far.take()).toEqual(['warmUp']);
    }
    expect(near.take().filter((method) => method === 'chat')).toHaveLength(20);
    expect(lines).toHaveLength(1);
  });

  it('goes back to the better one when it answers again', async () => {
    const { far, both, clock, lines } = setUp();
    far.chats = [[fault('gone')], ['back']];
    await ask(both);
    await clock.advance(10_000);
    await warm(both);
    await settle();
    expect(await ask(both)).toBe('back');
    expect(lines.at(-1)).toBe('llm: openai answers again');
  });

  it('waits longer where a trial lets hope and the next question fails', async () => {
    const { far, both, clock } = setUp();
    far.chats = [[fault('gone')]];
    await ask(both);
    await clock.advance(10_000);
    await warm(both);
    await settle();
    expect(both.preferred).toBe('openai');
    expect(await ask(both)).toBe('fine');
    await clock.advance(19_999);
    far.take();
    await warm(both);
    expect(far.take()).toEqual([]);
    await clock.advance(1);
    await warm(both);
    expect(far.take()).toEqual(['warmUp']);
  });

  it('passes one question on without giving up on who refused it', async () => {
    const { far, both, lines } = setUp();
    far.chats = [[fault('refused', 'QuestionRefused')], ['hello']];
    expect([await ask(both), await ask(both)]).toEqual(['fine', 'hello']);
    expect(lines).toEqual(['llm: openai passes a question on: refused']);
  });

  it('asks the last one whatever happened, and lets its fault through', async () => {
    const { far, both, lines } = setUp(1);
    far.chats = [[fault('gone')]];
    for (let turn = 0; turn < 3; turn++) await expect(ask(both)).rejects.toThrow('gone');
    expect(far.take()).toEqual(['chat', 'chat', 'chat']);
    expect(lines).toEqual([]);
  });

  it('takes a caller who gives up for no fault', async () => {
    const { far, near, both, lines } = setUp();
    far.chats = [['hang']];
    const caller = new AbortController();
    const asked = ask(both, caller.signal);
    await settle();
    caller.abort(new Error('barge-in'));
    await expect(asked).rejects.toThrow('barge-in');
    expect([near.asked, lines, both.preferred]).toEqual([[], [], 'openai']);
  });

  it('starts without a server that is down, or slow to load, and warms up both', async () => {
    const { far, near, both, clock, lines } = setUp();
    far.warmUps = [['hang']];
    const warmed = warm(both);
    await settle();
    await clock.advance(5000);
    await warmed;
    expect([far.take(), near.take()]).toEqual([['warmUp'], ['warmUp']]);
    expect(lines).toEqual(['llm: openai does not answer: it is still loading its model; llama answers meanwhile']);
    expect(await ask(both)).toBe('fine');
    expect(far.take()).toEqual([]);
    const down = setUp(1);
    down.far.warmUps = [[fault('refused')]];
    await warm(down.both);
    expect(down.lines).toEqual(['llm: openai does not answer: refused']);
  });

  it('is ready when one of them is, and fails with the first when none is', async () => {
    const { far, near, both } = setUp();
    far.loads = Promise.reject(fault('bad options'));
    await both.ready(live());
    near.loads = Promise.reject(fault('no weights'));
    await expect(both.ready(live())).rejects.toThrow('bad options');
  });
});

describe('circuit', () => {
  it('never waits longer than five minutes, nor shorter than before while nothing works', () => {
    const step = fc.record({ afterMs: fc.integer({ min: 0, max: 400_000 }), works: fc.boolean(), hopes: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let [nowMs, lastWaitMs] = [0, 0];
        const circuit = new Circuit({ now: () => nowMs });
        for (const { afterMs, works, hopes } of steps) {
          nowMs += afterMs;
          if (hopes) circuit.revived();
          if (works) {
            circuit.worked();
            lastWaitMs = 0;
            expect([circuit.isClosed, circuit.isDue]).toEqual([true, false]);
          } else if (circuit.failed()) {
            const fromMs = nowMs;
            expect(circuit.isClosed).toBe(false);
            while (!circuit.isDue) nowMs += 1000;
            expect(nowMs - fromMs).toBeLessThanOrEqual(300_000);
            expect(nowMs - fromMs).toBeGreaterThanOrEqual(Math.min(300_000, Math.max(10_000, 2 * lastWaitMs)));
            lastWaitMs = nowMs - fromMs;
          }
        }
      }),
    );
  });
});
