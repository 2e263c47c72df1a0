/** A clock that the test winds, and a language model that says what the test wrote. */
import { Sleepers } from '../../../scripts/profile/sleepers.js';
import type { FinalTranscript } from '../../../src/pipeline/messages.js';
import type { Clock, Scope } from '../../../src/pipeline/stage.js';
import { abortReason } from '../../../src/pipeline/abort.js';
import type { EngineHandle } from '../../../src/models/host/engine.js';
import { settle } from '../../fakes/scope.js';
import type { ChatArgs } from '../../../src/stages/response/chat.js';

export class FakeClock implements Clock {
  #nowMs = 0;
  readonly #sleepers = new Sleepers();

  now(): number {
    return this.#nowMs;
  }

  /** Sleepers that nobody has woken yet. */
  get sleeping(): number {
    return this.#sleepers.count;
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

export interface FakeScope extends Scope {
  readonly controller: AbortController;
  readonly counts: Map<string, number>;
}

export function fakeScope(clock: Clock, id = '1'): FakeScope {
  const controller = new AbortController();
  const counts = new Map<string, number>();
  return {
    ...{ id, controller, signal: controller.signal, clock, counts },
    probe: {
      mark: () => undefined,
      count: (name, by = 1) => counts.set(name, (counts.get(name) ?? 0) + by),
    },
  };
}

/** What one question does: words one by one, an error, or "hang" until the caller gives up. */
export type Script = readonly (string | Error)[];

export class FakeLlm implements EngineHandle {
  readonly asked: ChatArgs[] = [];
  readonly warmed: unknown[] = [];
  /** Calls that were given up before their end. */
  abandoned = 0;
  readonly #answer: (question: string) => Script;

  constructor(answer: (question: string) => Script) {
    this.#answer = answer;
  }

  ready(): Promise<void> {
    return Promise.resolve();
  }

  async *call(method: string, args: unknown, { signal }: { readonly signal: AbortSignal }): AsyncGenerator {
    if (method === 'warmUp') {
      this.warmed.push(args);
      yield {};
      return;
    }
    if (method === 'info') {
      yield { ...{ name: 'fake', device: 'cpu', template: 'none' }, contextTokens: 1024, parameters: 1e8 };
      return;
    }
    const chat = args as ChatArgs;
    this.asked.push(chat);
    let ended = false;
    try {
      for (const step of this.#answer(chat.messages.at(-1)?.text ?? '')) {
        if (step instanceof Error) throw step;
        if (step === 'hang') await hang(signal);
        signal.throwIfAborted();
        yield { kind: 'delta', text: step };
      }
      ended = true;
      yield { kind: 'end', tokens: 1, promptTokens: 1, reusedTokens: 0, stopReason: 'end' };
    } finally {
      if (!ended) this.abandoned++;
    }
  }
}

function hang(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = (): void => {
      reject(abortReason(signal));
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

/** What the recogniser would hand on. */
export function heard(text: string, language = 'en'): FinalTranscript {
  return { kind: 'final', text, language, words: [] };
}
