/** Who may use which of a few kept things: each conversation keeps its own, and the one not used for longest changes hands. */

/** What a conversation holds until it releases it. */
export interface Lease<T> {
  readonly value: T;
  /** Legal once; what waits for the same thing goes on then. */
  readonly release: () => void;
}

interface Slot<T> {
  readonly value: T;
  owner: string | undefined;
  /** Resolves when everybody before is done. */
  tail: Promise<void>;
  /** Leases held or waited for. */
  claims: number;
  /** Rises with every claim of any slot. */
  usedAt: number;
}

export class Slots<T> {
  readonly #slots: readonly Slot<T>[];
  #uses = 0;

  /** @param values at least one */
  constructor(values: readonly T[]) {
    this.#slots = values.map((value) => ({
      value,
      owner: undefined,
      tail: Promise.resolve(),
      claims: 0,
      usedAt: 0,
    }));
  }

  /**
   * The one that this owner had before, or the one that nobody has used for longest, idle ones first. Claims of the
   * same one are granted in order.
   */
  async take(owner: string): Promise<Lease<T>> {
    const slot = this.#slots.find((each) => each.owner === owner) ?? this.#oldest();
    slot.owner = owner;
    slot.usedAt = ++this.#uses;
    slot.claims += 1;
    const before = slot.tail;
    let free = (): void => undefined;
    slot.tail = new Promise((resolve) => {
      free = resolve;
    });
    await before;
    return {
      value: slot.value,
      release: () => {
        slot.claims -= 1;
        free();
      },
    };
  }

  /** Resolves when every claim made so far has been released. */
  async idle(): Promise<void> {
    await Promise.all(this.#slots.map(({ tail }) => tail));
  }

  #oldest(): Slot<T> {
    const [first, ...others] = this.#slots;
    if (first === undefined) throw new RangeError('slots: got none, wanted at least one');
    return others.reduce((best, slot) => {
      const isFreer = slot.claims < best.claims;
      return isFreer || (slot.claims === best.claims && slot.usedAt < best.usedAt) ? slot : best;
    }, first);
  }
}
