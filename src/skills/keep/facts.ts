/** What the user wants remembered for good: "my name is Ada". */

export interface Fact {
  /** What it is about, normalised: `name`, `favourite colour`, `dog's name`. */
  readonly subject: string;
  readonly value: string;
}

export interface Facts {
  list(): readonly Fact[];
  get(subject: string): string | undefined;
  /** A second value for the same subject takes the place of the first. */
  set(subject: string, value: string): void;
  /** False when there was none. */
  forget(subject: string): boolean;
  /** How many went. */
  forgetAll(): number;
}
