/** Several translators as one: each sentence goes to the first that can do it, and from one that fails to the next. */
import type { Translation } from '../../pipeline/captions.js';
import { childController, untilAborted } from '../../pipeline/abort.js';
import type { TranslationCache } from './cache.js';
import { Rest } from './rest.js';
import type { Outcome, Task, TranslateRequest, Translator, TranslatorName } from './translator.js';

export interface RelayOptions {
  /** Best first. */
  readonly translators: readonly Translator[];
  readonly cache: TranslationCache;
  /** Told, in one line, when a translator cannot be used, and when it can again. */
  readonly onNotice: (line: string) => void;
}

/** What a sentence became, and who made it; or why it stands as it was. */
export type Relayed = { readonly text: string; readonly source: Translation['source'] } | { readonly reason: string };

interface Member {
  readonly translator: Translator;
  readonly rest: Rest;
  /** Lines told about it, so that none is told twice; empty while all is well. */
  readonly told: Set<string>;
  /** Why it is left alone. */
  fault: string;
}

/** A sentence, the place that its outcome has, and what others said of it. */
interface Open {
  readonly task: Task;
  readonly at: number;
  readonly reasons: readonly string[];
}

export class Relay {
  readonly #members: readonly Member[];
  readonly #options: RelayOptions;
  readonly #made = new Map<TranslatorName, number>();

  constructor(options: RelayOptions) {
    this.#options = options;
    this.#members = options.translators.map((translator) => ({
      translator,
      rest: new Rest(),
      told: new Set(),
      fault: '',
    }));
  }

  /** Most sentences that are worth giving at once. */
  get most(): number {
    return Math.max(1, ...this.#members.map(({ translator }) => translator.most));
  }

  /** Sentences that each translator made. */
  get made(): Readonly<Partial<Record<TranslatorName, number>>> {
    return Object.fromEntries(this.#made);
  }

  /** The sound that translators want of a caption: the longest of their wishes. */
  hears(
    caption: Task['caption'],
    before: Task['before'],
  ): { readonly fromMs: number; readonly toMs: number } | undefined {
    const wishes = this.#members.flatMap(({ translator }) => translator.hears?.(caption, before) ?? []);
    if (wishes.length === 0) return undefined;
    return {
      fromMs: Math.min(...wishes.map(({ fromMs }) => fromMs)),
      toMs: Math.max(...wishes.map(({ toMs }) => toMs)),
    };
  }

  /** Who cannot be warmed up says so when it is asked. */
  async warmUp(signal: AbortSignal): Promise<void> {
    await Promise.allSettled(this.#members.map(async ({ translator }) => translator.warmUp?.(signal)));
    signal.throwIfAborted();
  }

  /** One for each task, in their order; the tasks are in one language. Throws nothing but the signal's reason. */
  async translate(tasks: readonly Task[], request: TranslateRequest): Promise<readonly Relayed[]> {
    const done: Relayed[] = [];
    let open: readonly Open[] = tasks.map((task, at) => ({ task, at, reasons: [] }));
    for (const member of this.#members) {
      if (open.length === 0) break;
      if (!member.rest.isOver(request.clock.now())) {
        open = open.map((one) => passed(one, member.fault));
        continue;
      }
      open = await this.#ask(member, open, { request, done });
    }
    for (const { at, reasons } of open) done[at] = { reason: reasons.at(0) ?? 'no engine of translation is set' };
    return done;
  }

  async #ask(
    member: Member,
    open: readonly Open[],
    { request, done }: { readonly request: TranslateRequest; readonly done: Relayed[] },
  ): Promise<readonly Open[]> {
    const { translator } = member;
    const from = open[0]?.task.caption.language ?? '';
    const refusal = await this.#tried(member, request, () => translator.refuses(from, request));
    if (typeof refusal === 'string') this.#tell(member, refusal);
    const reason = refusal instanceof Fault ? refusal.line : refusal;
    if (reason !== undefined) return open.map((one) => passed(one, reason));
    const fresh = open.filter(({ task, at }) => {
      const text = this.#options.cache.find(keyOf(translator, task, request));
      if (text !== undefined) done[at] = { text, source: 'cache' };
      return text === undefined;
    });
    const rest: Open[] = [];
    for (let i = 0; i < fresh.length; i += translator.most) {
      const part = fresh.slice(i, i + translator.most);
      rest.push(...(await this.#translate(member, part, { request, done })));
    }
    return rest;
  }

  /** Returns those that came to nothing. */
  async #translate(
    member: Member,
    open: readonly Open[],
    { request, done }: { readonly request: TranslateRequest; readonly done: Relayed[] },
  ): Promise<readonly Open[]> {
    const { translator } = member;
    // It failed in the part before.
    if (!member.rest.isOver(request.clock.now())) {
      return open.map((one) => passed(one, member.fault));
    }
    const tasks = open.map(({ task }) => task);
    const outcomes = await this.#tried(member, request, (signal) =>
      translator.translate(tasks, { ...request, signal }),
    );
    if (outcomes instanceof Fault) return open.map((one) => passed(one, outcomes.line));
    this.#worked(member);
    return open
      .filter(({ task, at }, i) => {
        const outcome: Outcome = outcomes[i] ?? { reason: `${translator.name} left it out` };
        if ('reason' in outcome) return true;
        this.#options.cache.keep(keyOf(translator, task, request), outcome.text);
        this.#made.set(translator.name, (this.#made.get(translator.name) ?? 0) + 1);
        done[at] = { text: outcome.text, source: translator.name };
        return false;
      })
      .map((one) => {
        const outcome = outcomes[open.indexOf(one)];
        return passed(
          one,
          outcome !== undefined && 'reason' in outcome ? outcome.reason : `${translator.name} left it out`,
        );
      });
  }

  /** What the work gives, or the fault that ended it: it fails, takes too long, or does not even hear the signal. */
  async #tried<T>(
    member: Member,
    { signal, clock }: TranslateRequest,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T | Fault> {
    const { name, timeoutMs } = member.translator;
    const { controller, release } = childController(signal);
    const alarm = childController(signal);
    clock.sleep(timeoutMs, alarm.controller.signal).then(
      () => {
        controller.abort(new Error(`no translation within ${Number((timeoutMs / 1000).toFixed(1))} s`));
      },
      () => undefined,
    );
    try {
      return await untilAborted(work(controller.signal), controller.signal);
    } catch (error) {
      signal.throwIfAborted();
      const what = error instanceof Error ? error.message : String(error);
      const line = what.startsWith(`${name}: `) ? what : `${name}: ${what}`;
      member.rest.begin(clock.now());
      member.fault = line;
      this.#tell(member, line);
      return new Fault(line);
    } finally {
      alarm.controller.abort();
      alarm.release();
      release();
      controller.abort(new Error('nobody waits any more'));
    }
  }

  #tell({ told, translator }: Member, line: string): void {
    if (told.has(line)) return;
    told.add(line);
    const next = this.#members[this.#members.findIndex((member) => member.translator === translator) + 1];
    const who =
      next === undefined ? 'the captions stand as they were said' : `${next.translator.name} is asked instead`;
    this.#options.onNotice(`translation: ${line}; ${who}`);
  }

  #worked({ rest, told, translator }: Member): void {
    if (!rest.hasFailed) return;
    rest.end();
    told.clear();
    this.#options.onNotice(`translation: ${translator.name} translates again`);
  }
}

class Fault {
  readonly line: string;
  constructor(line: string) {
    this.line = line;
  }
}

function passed(one: Open, reason: string): Open {
  return { ...one, reasons: [...one.reasons, reason] };
}

function keyOf(
  { name, model }: Translator,
  { caption: { text, language } }: Task,
  { to, glossary }: TranslateRequest,
): Parameters<TranslationCache['find']>[0] {
  return { text, from: language, to, engine: `${name} ${model}`, glossary: glossary.digest };
}
