/** Captions that wait for their translation, in order; bounded, so that a slow translator costs the oldest of them. */
import type { CaptionEvent } from '../../pipeline/captions.js';
import type { Said, Task } from './translator.js';

/** A place in the line. */
export interface Slot {
  readonly task: Task;
  readonly said: Said;
  /** What is told of it; undefined while it waits. */
  event: Extract<CaptionEvent, { kind: 'translation' | 'untranslated' }> | undefined;
  /** Somebody is at work on it. */
  isTaken: boolean;
}

const TOO_SLOW = 'the translation fell too far behind';

/** A pure queue: nothing is ever told out of order, or twice. */
export class Backlog {
  readonly #slots: Slot[] = [];
  readonly #most: number;
  #deepest = 0;

  /** @param most captions that may wait */
  constructor(most: number) {
    this.#most = most;
  }

  /** Most that have ever waited at once. */
  get deepest(): number {
    return this.#deepest;
  }

  get isEmpty(): boolean {
    return this.#slots.length === 0;
  }

  /** Room is made at the expense of the oldest that nobody has begun. Returns whether that was needed. */
  add(task: Task, said: Said): boolean {
    this.#slots.push({ task, said, event: undefined, isTaken: false });
    const waiting = this.#slots.filter(isWaiting);
    this.#deepest = Math.max(this.#deepest, Math.min(waiting.length, this.#most));
    const [oldest] = waiting;
    if (waiting.length <= this.#most || oldest === undefined) return false;
    oldest.event = { kind: 'untranslated', id: oldest.task.caption.id, reason: TOO_SLOW };
    return true;
  }

  /** What can be told now: all in front of the first that waits. */
  ready(): Slot[] {
    const first = this.#slots.findIndex(({ event }) => event === undefined);
    return this.#slots.splice(0, first === -1 ? this.#slots.length : first);
  }

  /** The oldest that wait, of one language and next to each other, at most so many. They are taken then. */
  take(most: number): Slot[] {
    const waiting = this.#slots.filter(isWaiting);
    const language = waiting[0]?.task.caption.language;
    const other = waiting.findIndex(({ task }) => task.caption.language !== language);
    const taken = waiting.slice(0, Math.min(most, other === -1 ? waiting.length : other));
    for (const slot of taken) slot.isTaken = true;
    return taken;
  }
}

function isWaiting({ event, isTaken }: Slot): boolean {
  return event === undefined && !isTaken;
}
