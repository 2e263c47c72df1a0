/** How long one user pauses inside a turn: a cautious guess that follows what is heard. */

/** Pauses of people who talk to machines, in ms, from short to long: what is believed before anything was heard. */
const BELIEVED_MS: readonly number[] = [180, 220, 260, 300, 350, 400, 460, 540, 680, 900];
/** Shorter gaps lie between the words of one breath; longer ones are no habit but a change of mind. */
const SHORTEST_MS = 150;
const LONGEST_MS = 2500;
/** So much of a pause's weight is left when the next one is heard. */
const KEPT = 0.97;
/** The pause that all but one in five stay below. */
const SHARE = 0.8;

interface Weighed {
  readonly ms: number;
  readonly weight: number;
}

export class PauseHabit {
  #heard: readonly Weighed[] = [];

  /** What counts as one of this user's long pauses, in ms. */
  get longMs(): number {
    return quantile([...BELIEVED_MS.map((ms) => ({ ms, weight: 1 })), ...this.#heard], SHARE);
  }

  /** `longMs` against that of a user of whom nothing is known: above 1 for those who pause long. */
  get ratio(): number {
    return this.longMs / unknownLongMs;
  }

  /** The user went on after `ms` of silence inside a turn. */
  learn(ms: number): void {
    if (!Number.isFinite(ms) || ms < SHORTEST_MS) return;
    const faded = this.#heard.map((pause) => ({ ...pause, weight: pause.weight * KEPT }));
    this.#heard = [...faded, { ms: Math.min(ms, LONGEST_MS), weight: 1 }].filter(({ weight }) => weight > 0.05);
  }
}

const unknownLongMs = quantile(
  BELIEVED_MS.map((ms) => ({ ms, weight: 1 })),
  SHARE,
);

/** Between two neighbours it goes over evenly, so that one more pause never makes it jump far. */
function quantile(pauses: readonly Weighed[], share: number): number {
  const sorted = [...pauses].sort((a, b) => a.ms - b.ms);
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
  let below = 0;
  let previous: { readonly ms: number; readonly share: number } | undefined;
  for (const { ms, weight } of sorted) {
    const here = (below + weight / 2) / total;
    if (here >= share) {
      if (previous === undefined) return ms;
      return previous.ms + ((ms - previous.ms) * (share - previous.share)) / (here - previous.share);
    }
    previous = { ms, share: here };
    below += weight;
  }
  return sorted.at(-1)?.ms ?? 0;
}
