/** One utterance on its way: kept first, then to the first outlet that takes it, and told where it is. */
import type { Delivered, Outlet, TextEdit } from '../pipeline/dictation.js';
import type { Focus, FocusReader } from './focus.js';
import type { Outbox, Utterance } from './outbox.js';
import { OutletError } from './outlet-error.js';

/** An outlet of a desktop. */
export interface DeskOutlet extends Outlet {
  /** Speech begins: text will follow. */
  prepare?(): Promise<void> | void;
  /** @param window the desktop's number of the window that the next text was spoken to; undefined where it does not tell */
  aim?(window: string | undefined): void;
}

export interface DeliveryOptions {
  /** In order of preference. */
  readonly outlets: readonly DeskOutlet[];
  readonly focus: FocusReader | undefined;
  readonly outbox: Outbox;
  /** Fills the clipboard on demand; absent where there is none. */
  readonly clipboard?: Outlet | undefined;
  /** Told in one line where the text is, when it is not where it should be. */
  readonly onNotice?: (line: string) => void;
}

export interface Dictated {
  /** As it was heard. */
  readonly raw: string;
  readonly edits: readonly TextEdit[];
  /** Where it was spoken to, from {@link Delivery.begin}. */
  readonly window: Focus | undefined;
}

/** `by` of what no outlet took. */
export const KEPT = 'kept';
const FETCH = '`parley dictate --pending` shows it';

interface Attempt {
  /** What is still to be done. */
  readonly rest: readonly TextEdit[];
  readonly by: readonly string[];
  readonly problems: readonly string[];
}

export class Delivery {
  readonly #options: DeliveryOptions;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /** Speech begins: gets everything ready. Resolves to the window in front, as soon as it is known. Never throws. */
  async begin(): Promise<Focus | undefined> {
    const { focus, outlets } = this.#options;
    const window = await focus?.describe().catch(() => undefined);
    for (const outlet of outlets) await Promise.resolve(outlet.prepare?.()).catch(() => undefined);
    return window;
  }

  /** Keeps it, and brings it to its place; one utterance after the other. Never throws: what failed is in `notice`. */
  async deliver(dictated: Dictated, signal: AbortSignal): Promise<Delivered> {
    const { raw, edits, window } = dictated;
    const application = window?.application;
    const id = await this.#options.outbox.add({ raw, edits, ...(application === undefined ? {} : { application }) });
    return this.#next(() => this.#send(id, { edits, window }, signal));
  }

  /** Tries again with the window that is in front now. Without an id, everything that waits, the oldest first. */
  async retry(signal: AbortSignal, id?: string): Promise<readonly Delivered[]> {
    const { outbox } = this.#options;
    const chosen = id === undefined ? outbox.pending() : [outbox.find(id)].filter((entry) => entry !== undefined);
    const window = await this.begin();
    const results: Delivered[] = [];
    for (const entry of chosen)
      results.push(await this.#next(() => this.#send(entry.id, { edits: againOf(entry), window }, signal)));
    return results;
  }

  /** Puts it into the clipboard, and counts as delivered. Throws one line. */
  async copy(id: string): Promise<Delivered> {
    const { outbox, clipboard } = this.#options;
    const entry = outbox.find(id);
    if (entry === undefined) throw new OutletError(`no utterance has the id ${id}`);
    if (clipboard === undefined) throw new OutletError('there is no clipboard here');
    const text = againOf(entry)
      .map((edit) => (edit.kind === 'insert' ? edit.text : ''))
      .join('');
    const delivered = await clipboard.deliver({ kind: 'insert', text }, new AbortController().signal);
    await outbox.finish(id, delivered.by);
    return delivered;
  }

  /** Waits for what is being typed, and closes every outlet; the outbox is not its own. */
  async close(): Promise<void> {
    await this.#queue;
    for (const outlet of this.#options.outlets) await outlet.close?.().catch(() => undefined);
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => undefined);
    return done;
  }

  async #send(id: string, { edits, window }: Omit<Dictated, 'raw'>, signal: AbortSignal): Promise<Delivered> {
    const { outbox, outlets } = this.#options;
    await outbox.begin(id);
    let attempt: Attempt = { rest: edits, by: [], problems: [] };
    for (const outlet of outlets) {
      if (attempt.rest.length === 0 || signal.aborted) break;
      outlet.aim?.(window?.id);
      attempt = await tryOutlet(outlet, attempt, signal);
    }
    const { rest, by, problems } = attempt;
    if (rest.length > 0) return this.#keep(id, attempt, signal);
    await outbox.finish(id, by.join(', '));
    const last = by.at(-1) ?? 'nothing to write';
    if (problems.length === 0) return { by: last };
    return this.#tell(last, `${problems.join('; ')}; ${by.length > 1 ? 'the rest' : 'the text'} went to ${last}`);
  }

  async #keep(id: string, { rest, problems, by }: Attempt, signal: AbortSignal): Promise<Delivered> {
    const why = signal.aborted ? 'it was broken off' : problems.join('; ');
    await this.#options.outbox.fail(id, rest, why);
    return this.#tell(KEPT, `${why}; ${by.length > 0 ? 'the rest' : 'the text'} is kept: ${FETCH}`);
  }

  #tell(by: string, notice: string): Delivered {
    this.#options.onNotice?.(notice);
    return { by, notice };
  }
}

/** What is still to be done when the text is fetched: nothing is taken back in another place. */
function againOf(entry: Utterance): readonly TextEdit[] {
  const edits = entry.state === 'delivered' ? entry.edits : entry.rest;
  return edits.filter(({ kind }) => kind !== 'delete');
}

/** As far as this outlet comes. */
async function tryOutlet(outlet: Outlet, attempt: Attempt, signal: AbortSignal): Promise<Attempt> {
  const by = [...attempt.by];
  for (const [index, edit] of attempt.rest.entries()) {
    try {
      const delivered = await outlet.deliver(edit, signal);
      if (by.at(-1) !== delivered.by) by.push(delivered.by);
    } catch (error) {
      const typed = error instanceof OutletError ? error.typed : 0;
      if (typed > 0 && by.at(-1) !== outlet.name) by.push(outlet.name);
      const line = error instanceof Error ? error.message : String(error);
      const rest = [...restOf(edit, typed), ...attempt.rest.slice(index + 1)];
      return { rest, by, problems: [...attempt.problems, line] };
    }
  }
  return { ...attempt, rest: [], by };
}

function restOf(edit: TextEdit, typed: number): readonly TextEdit[] {
  if (edit.kind !== 'insert') return [edit];
  const text = edit.text.slice(typed);
  return text === '' ? [] : [{ ...edit, text }];
}
