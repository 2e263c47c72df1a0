/** Reads an utterance's events as they come, so that a run that took long finds all of them waiting. */
import { z } from 'zod';

/** Rate that the recogniser works at. */
const SAMPLE_RATE_HZ = 16_000;

/** What crosses the process border is checked: it may come from another version. */
const eventSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('audio'),
    frame: z.object({
      samples: z.instanceof(Float32Array),
      sampleRateHz: z.literal(SAMPLE_RATE_HZ, `wanted ${SAMPLE_RATE_HZ}`),
    }),
  }),
  z.object({ kind: z.literal('pause') }),
  z.object({ kind: z.literal('aside'), backMs: z.number().nonnegative() }),
  z.object({ kind: z.literal('commit'), isQuiet: z.boolean() }),
]);

/** A faster source than the recogniser, such as a file, waits once this much is unread. */
const MOST_WAITING_SAMPLES = 60 * SAMPLE_RATE_HZ;

/** All that came since the last look, up to the first commit or aside in it. */
export interface Batch {
  readonly audio: readonly Float32Array[];
  /** The voice paused somewhere in this batch. */
  readonly paused: boolean;
  /** A commit is the last thing in this batch: all that came before it is to be answered with a final. */
  readonly committed: boolean;
  /** No voice was heard between the last pause and this commit. */
  readonly isQuiet: boolean;
  /** So long before the end of this batch, something began that is to be read by itself. */
  readonly asideMs?: number | undefined;
  /** Nothing comes behind this batch. */
  readonly ended: boolean;
}

export class UtteranceFeed {
  /** Each ends with a commit or an aside that nobody has seen yet. */
  readonly #closed: Batch[] = [];
  #audio: Float32Array[] = [];
  #paused = false;
  #ended = false;
  #failure: { readonly error: unknown } | undefined;
  #wake: (() => void) | undefined;
  #waiting = 0;
  #release: (() => void) | undefined;

  /** True while a pause or a commit waits to be read: somebody waits for all of the words, a partial makes way. */
  get isPressed(): boolean {
    return this.#paused || this.hasCommit;
  }

  /** True while a commit waits to be read. */
  get hasCommit(): boolean {
    return this.#closed.some(({ committed }) => committed);
  }

  /** Starts to read `input`; its errors come out of `next`. */
  start(input: AsyncIterable<unknown>): void {
    this.#read(input).catch((error: unknown) => {
      this.#failure = { error };
      this.#wake?.();
    });
  }

  /** Waits until something came, and tells when it does. After `ended` there is nothing more. */
  async next(onWait?: () => void): Promise<Batch> {
    while (!this.#hasNews()) {
      onWait?.();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    await this.#settle();
    if (this.#failure !== undefined) throw this.#failure.error;
    const batch = this.#closed.shift() ?? this.#cut();
    for (const samples of batch.audio) this.#waiting -= samples.length;
    this.#release?.();
    return batch;
  }

  #hasNews(): boolean {
    const has = this.#closed.length > 0 || this.#audio.length > 0 || this.#paused;
    return has || this.#ended || this.#failure !== undefined;
  }

  /** Lets the event loop deliver what waits behind a long run, until a turn of it brings nothing more. */
  async #settle(): Promise<void> {
    for (let before = -1; before !== this.#audio.length && !this.#ended && this.#closed.length === 0;) {
      before = this.#audio.length;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** What was collected, and a new collection behind it. */
  #cut(close: Partial<Pick<Batch, 'committed' | 'isQuiet' | 'asideMs'>> = {}): Batch {
    const [audio, paused, ended] = [this.#audio, this.#paused, this.#ended];
    const batch = { audio, paused, committed: false, isQuiet: false, ended, ...close };
    this.#audio = [];
    this.#paused = false;
    return batch;
  }

  async #read(input: AsyncIterable<unknown>): Promise<void> {
    for await (const value of input) {
      const event = eventSchema.safeParse(value);
      if (!event.success) {
        throw new Error(`speech recogniser: an event of its input is wrong: ${describe(event.error)}`);
      }
      if (event.data.kind === 'audio') this.#take(event.data.frame.samples);
      else if (event.data.kind === 'pause') this.#paused = true;
      else if (event.data.kind === 'aside') this.#closed.push(this.#cut({ asideMs: event.data.backMs }));
      else this.#closed.push(this.#cut({ committed: true, isQuiet: event.data.isQuiet }));
      this.#wake?.();
      while (this.#waiting > MOST_WAITING_SAMPLES) {
        await new Promise<void>((resolve) => {
          this.#release = resolve;
        });
      }
    }
    this.#ended = true;
    this.#wake?.();
  }

  #take(samples: Float32Array): void {
    this.#audio.push(samples);
    this.#waiting += samples.length;
  }
}

function describe({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => `${path.join('.') || 'event'}: ${message}`).join('; ');
}
