/** Asks a server until it answers or there is no time left, and hands the answer on while it comes. */
import { setTimeout as sleep } from 'node:timers/promises';
import { abortReason, childController } from '../../../pipeline/abort.js';
import type { ChatArgs, ChatResult } from '../chat.js';
import { AnswerReader } from './answer.js';
import { BadCall } from './calls.js';
import { NoEvents, type ServerClient, type ServerModel } from './client.js';
import { ServerFault } from '../../../models/server-fault.js';
import { Faults, QuestionRefused } from './fault.js';
import { mayPass, Refusal, Unanswered } from './refusal.js';
import { isTooLong, RequestShape, shortened, textsOf } from './shape.js';
import { Watch } from './watch.js';

export interface AskingOptions {
  readonly client: ServerClient;
  readonly faults: Faults;
  readonly shape: RequestShape;
  readonly model: string;
  /** Without any more of an answer for this long it is given up. */
  readonly timeoutMs: number;
  /** Tries after the first one. */
  readonly retries: number;
}

export interface Patience {
  readonly signal: AbortSignal;
  /** Until the first word. */
  readonly firstWordMs: number;
  /** An answer without words will do: it is only to be known that there is one. */
  readonly isTrial?: boolean;
}

/** Before the first further try, when the server does not say how long; then twice as long each time. */
const retryMs = 250;
/** For what a server still has to send when its answer is over. Waiting for it keeps the connection. */
const trailMs = 300;

class Enough extends Error {
  override readonly name = 'Enough';
}

export class Asking {
  readonly #options: AskingOptions;
  /** Answers of this model begin in the middle of a thought. */
  #startsInside = false;

  constructor(options: AskingOptions) {
    this.#options = options;
  }

  /** Throws a `ServerFault` or a `QuestionRefused` of one line, or the signal's reason. */
  async *chat(args: ChatArgs, { signal: given, firstWordMs, isTrial = false }: Patience): AsyncGenerator<ChatResult> {
    const { controller, release } = childController(given);
    const { signal } = controller;
    const watch = new Watch(controller);
    const deadlineMs = performance.now() + firstWordMs;
    let [question, tries] = [args, 0];
    try {
      watch.arm(firstWordMs, this.#options.faults.late(firstWordMs));
      while (true) {
        const reader = new AnswerReader(question, this.#startsInside);
        try {
          for await (const result of this.#read(question, reader, { controller, watch, isTrial })) {
            yield result.kind === 'end'
              ? { ...result, dropped: args.messages.length - question.messages.length }
              : result;
          }
          return;
        } catch (error) {
          if (signal.aborted && !(signal.reason instanceof Enough)) throw abortReason(signal);
          const known = await this.#explained(error, { reader, question, signal });
          if (known instanceof Error) throw known;
          if (known === 'again') {
            if (!(await this.#waited(error, tries++, { signal, deadlineMs }))) throw this.#plain(error, question);
          } else question = known;
        }
      }
    } finally {
      watch.disarm();
      release();
      // Whatever was under way: nobody reads it any more.
      controller.abort(new Enough('over'));
    }
  }

  /** What the server has; undefined when it does not tell. Throws a `ServerFault`, or the signal's reason. */
  async models(given: AbortSignal): Promise<ServerModel[] | undefined> {
    const { client, faults, timeoutMs } = this.#options;
    const { controller, release } = childController(given);
    const watch = new Watch(controller);
    watch.arm(timeoutMs, faults.late(timeoutMs));
    try {
      return await client.models(controller.signal);
    } catch (error) {
      if (controller.signal.aborted) throw abortReason(controller.signal);
      if (!(error instanceof Refusal)) throw this.#plain(error);
      if (error.status === 401 || error.status === 403) throw faults.keyRefused(error.status);
      // A server need not have this list.
      return undefined;
    } finally {
      watch.disarm();
      release();
    }
  }

  async *#read(
    question: ChatArgs,
    reader: AnswerReader,
    { controller, watch, isTrial }: { controller: AbortController; watch: Watch; isTrial: boolean },
  ): AsyncGenerator<ChatResult> {
    const { client, shape, faults, timeoutMs } = this.#options;
    const { signal } = controller;
    try {
      for await (const piece of client.stream(shape.body(question), signal)) {
        // What had come in before the caller gave up is read no more.
        if (signal.aborted) break;
        for (const result of reader.push(piece)) {
          // Nobody waits for the server while nobody reads.
          watch.disarm();
          yield result;
        }
        if (reader.isOver) break;
        if (reader.isWhole) watch.arm(trailMs, new Enough('over'));
        else if (reader.hasAnswered) watch.arm(timeoutMs, faults.stalled(timeoutMs));
      }
    } catch (error) {
      if (!(signal.reason instanceof Enough)) throw error;
    }
    if (signal.aborted && !(signal.reason instanceof Enough)) throw abortReason(signal);
    if (!reader.isWhole && !reader.isOver) throw faults.brokenOff();
    this.#startsInside ||= reader.startsInside;
    const rest = reader.finish();
    if (!isTrial && !reader.hasAnswered) {
      this.#startsInside = false;
      throw reader.hasThought ? faults.thoughtsOnly() : faults.empty();
    }
    yield* rest;
  }

  /** A fault, or a question to ask instead, or `again`. */
  async #explained(
    error: unknown,
    { reader, question, signal }: { reader: AnswerReader; question: ChatArgs; signal: AbortSignal },
  ): Promise<Error | ChatArgs | 'again'> {
    const { faults, shape } = this.#options;
    if (error instanceof BadCall) return faults.badCall(error.message);
    if (error instanceof QuestionRefused) return error;
    if (reader.hasAnswered) return this.#plain(error, question);
    if (error instanceof Refusal) {
      const { status, said } = error;
      if (shape.learn(status, said)) return question;
      if (isTooLong(status, said)) {
        const messages = shortened(question.messages);
        if (messages !== undefined) return { ...question, messages };
      }
      if (status === 404 || (status === 400 && /model/i.test(said))) {
        const fault = await this.#missingModel(signal);
        if (fault !== undefined) return fault;
      }
    }
    const isBroken = error instanceof ServerFault;
    return isBroken || mayPass(error) ? 'again' : this.#plain(error, question);
  }

  /** Undefined when the server has the model, or has no list to tell by. */
  async #missingModel(signal: AbortSignal): Promise<ServerFault | undefined> {
    const { model, faults } = this.#options;
    const known = await this.models(signal).catch(() => undefined);
    return known === undefined || hasModel(known, model) ? undefined : faults.noModel(known.map(({ id }) => id));
  }

  /** False when it is too late or was tried often enough. */
  async #waited(
    error: unknown,
    tries: number,
    { signal, deadlineMs }: { signal: AbortSignal; deadlineMs: number },
  ): Promise<boolean> {
    // A little apart from each other, where several wait for one server.
    const backoffMs = retryMs * 2 ** tries * (0.75 + Math.random() / 2);
    const waitMs = (error instanceof Refusal ? error.retryAfterMs : undefined) ?? backoffMs;
    if (tries >= this.#options.retries || performance.now() + waitMs >= deadlineMs) return false;
    try {
      await sleep(waitMs, undefined, { signal });
    } catch {
      throw abortReason(signal);
    }
    return true;
  }

  #plain(error: unknown, question?: ChatArgs): Error {
    const { faults } = this.#options;
    if (error instanceof ServerFault) return error;
    if (error instanceof NoEvents) return faults.notEvents(error.got);
    if (error instanceof Unanswered) return faults.unreachable(error.reason);
    if (error instanceof Refusal) {
      if (error.status === 401 || error.status === 403) return faults.keyRefused(error.status);
      return faults.refused(error.status, error.said, question === undefined ? [] : textsOf(question));
    }
    const said = saidInStream(error);
    if (said !== undefined)
      return faults.refused(said.status, said.text, question === undefined ? [] : textsOf(question));
    return faults.brokenOff(error);
  }
}

/** Ollama names a model that was asked for without a tag "…:latest". */
export function hasModel(known: readonly ServerModel[], model: string): boolean {
  return known.some(({ id }) => id === model || id === `${model}:latest`);
}

/** An error that came as an event of the stream. */
function saidInStream(error: unknown): { status: number; text: string } | undefined {
  if (!(error instanceof Error) || !('error' in error) || typeof error.error !== 'object') return undefined;
  const code = (error.error as { code?: unknown } | null)?.code;
  return { status: typeof code === 'number' ? code : 500, text: JSON.stringify({ error: error.error }) };
}
