/** Several language models as one: each question goes to the first that is of use, and within its turn to the next. */
import type { EngineCallOptions, EngineHandle } from '../../models/host/engine.js';
import { EngineError } from '../../models/host/error.js';
import { childController } from '../../pipeline/abort.js';
import type { Clock } from '../../pipeline/stage.js';
import { drain } from '../../pipeline/streams.js';
import type { ChatPrefix, WarmUpArgs } from './chat.js';
import { Circuit } from './circuit.js';

/** One of them, as the settings name it. */
export interface NamedEngine {
  readonly name: string;
  readonly handle: EngineHandle;
}

export interface InTurnOptions {
  readonly clock: Clock;
  /** Told, in one line, when another one has to answer, and when the better one answers again. */
  readonly onNotice?: ((line: string) => void) | undefined;
  /** How long a first warm-up waits for engines that others can stand in for. Default 5 s. */
  readonly startMs?: number;
}

/** An engine and what is known of it. */
interface Member extends NamedEngine {
  readonly circuit: Circuit;
  hasWorked: boolean;
  trial: Promise<void> | undefined;
  /** The last line about it; undefined while all is well. */
  line: string | undefined;
}

const defaultStartMs = 5000;

/**
 * `engines`: best first. Who fails before a word was said is passed over, and then left alone for 10 s, 20 s … 5 min;
 * after that it is tried while the user is not kept waiting, at the next warm-up or question. Who breaks off in the
 * middle of a reply fails the call: nothing is said twice. The last one is asked even when it failed before.
 */
export class EnginesInTurn implements EngineHandle {
  readonly #members: readonly Member[];
  readonly #options: InTurnOptions;

  constructor(engines: readonly NamedEngine[], options: InTurnOptions) {
    this.#members = engines.map((engine) => ({
      ...engine,
      ...{ circuit: new Circuit(options.clock), hasWorked: false, trial: undefined, line: undefined },
    }));
    this.#options = options;
  }

  /** The name of the one that would be asked now: replies of different models must not be taken for each other's. */
  get preferred(): string {
    return this.#candidates()[0]?.name ?? '';
  }

  /** Resolves when all are loaded, or at least one is and the others cannot be. */
  async ready(signal: AbortSignal): Promise<void> {
    const settled = await Promise.allSettled(this.#members.map(({ handle }) => handle.ready(signal)));
    signal.throwIfAborted();
    const failed = settled.flatMap((each) => (each.status === 'rejected' ? [each.reason as Error] : []));
    if (failed[0] !== undefined && failed.length === settled.length) throw failed[0];
  }

  async *call(method: string, args: unknown, options: EngineCallOptions): AsyncGenerator {
    if (method === 'chat') yield* this.#chat(args as ChatPrefix, options);
    else if (method === 'warmUp') yield* this.#warmUp(args as ChatPrefix, options);
    else {
      const [first] = this.#candidates();
      if (first !== undefined) yield* first.handle.call(method, args, options);
    }
  }

  async *#chat(args: ChatPrefix, options: EngineCallOptions): AsyncGenerator {
    this.#tryDue(args);
    const candidates = this.#candidates();
    for (const [index, member] of candidates.entries()) {
      let hasBegun = false;
      try {
        for await (const result of member.handle.call('chat', args, options)) {
          hasBegun = true;
          yield result;
        }
        this.#worked(member);
        return;
      } catch (error) {
        if (!isFault(error, options.signal)) throw error;
        const isThrown = hasBegun || index === candidates.length - 1;
        // Whoever asked tells of what is thrown.
        this.#failed(member, error, isThrown);
        if (isThrown) throw error;
      }
    }
  }

  /** Fails only with the signal: whoever cannot be warmed up is passed over until it can. */
  async *#warmUp(args: ChatPrefix, options: EngineCallOptions): AsyncGenerator {
    const fresh = this.#members.filter(({ hasWorked, line }) => !hasWorked && line === undefined);
    this.#tryDue(args);
    if (fresh.length > 0) await this.#begin(fresh, args, options.signal);
    const [first] = this.#candidates();
    if (first === undefined || fresh.includes(first)) return;
    try {
      yield* first.handle.call('warmUp', args, options);
    } catch (error) {
      if (!isFault(error, options.signal)) throw error;
      this.#failed(first, error);
    }
  }

  /** Warms up who was never asked. A server may have to load its model: then it is passed over until it has. */
  async #begin(fresh: readonly Member[], args: ChatPrefix, signal: AbortSignal): Promise<void> {
    const { clock, startMs = defaultStartMs } = this.#options;
    const { controller, release } = childController(signal);
    const started = fresh.map((member) => ({ member, done: this.#try(member, args) }));
    const waited = started.map(async ({ member, done }) => {
      await firstOf(done, clock.sleep(startMs, controller.signal));
      if (signal.aborted || member.trial === undefined || member === this.#members.at(-1)) return;
      this.#pass(member, 'it is still loading its model');
    });
    try {
      await Promise.all(waited);
      signal.throwIfAborted();
    } finally {
      controller.abort();
      release();
    }
  }

  /** Those that are of use, best first; the last one whatever happened. */
  #candidates(): Member[] {
    return this.#members.filter(({ circuit }, index) => circuit.isClosed || index === this.#members.length - 1);
  }

  #tryDue(args: ChatPrefix): void {
    for (const member of this.#members) if (member.circuit.isDue) void this.#try(member, args);
  }

  /** Finds out in the background whether an engine is of use. Never rejects; at most one runs for each. */
  #try(member: Member, { system, tools, conversation }: ChatPrefix): Promise<void> {
    const args: WarmUpArgs = {
      ...{ system, messages: [] },
      ...(tools === undefined ? {} : { tools }),
      ...(conversation === undefined ? {} : { conversation }),
    };
    const { signal } = new AbortController();
    member.trial ??= drain(member.handle.call('warmUp', args, { signal })).then(
      () => {
        member.trial = undefined;
        member.hasWorked = true;
        member.circuit.revived();
        this.#praise(member);
      },
      (error: unknown) => {
        member.trial = undefined;
        if (isFault(error, signal)) this.#failed(member, error);
      },
    );
    return member.trial;
  }

  #worked(member: Member): void {
    member.hasWorked = true;
    member.circuit.worked();
    this.#praise(member);
  }

  #failed(member: Member, { errorName, message }: EngineError, isTold = false): void {
    // Only this question was the trouble.
    if (errorName !== 'QuestionRefused') this.#pass(member, message, isTold);
    else if (!isTold) this.#options.onNotice?.(`llm: ${member.name} passes a question on: ${message}`);
  }

  #pass(member: Member, line: string, isTold = false): void {
    if (!member.circuit.failed() || member.line === line) return;
    member.line = line;
    if (isTold) return;
    const next = this.#candidates()[0];
    const meanwhile = next === undefined || next === member ? '' : `; ${next.name} answers meanwhile`;
    this.#options.onNotice?.(`llm: ${member.name} does not answer: ${line}${meanwhile}`);
  }

  #praise(member: Member): void {
    if (member.line === undefined) return;
    member.line = undefined;
    this.#options.onNotice?.(`llm: ${member.name} answers again`);
  }
}

/** Neither the caller's wish nor the end of everything. */
function isFault(error: unknown, signal: AbortSignal): error is EngineError {
  return error instanceof EngineError && error.code !== 'closed' && !signal.aborted;
}

/** Resolves with the first of two that never stay open for long; what the other does is of no interest. */
function firstOf(one: Promise<void>, other: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    one.then(resolve, resolve);
    other.then(resolve, resolve);
  });
}
