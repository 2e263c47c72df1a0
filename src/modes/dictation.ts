/** Dictation: the microphone → takes → captions → text as people write it → the window in front. */
import type { Assistant } from '../assistant/assistant.js';
import type { AudioFrame } from '../audio/frame.js';
import type { Settings } from '../config/schema.js';
import type { Delivery } from '../desktop/delivery.js';
import type { Focus } from '../desktop/focus.js';
import type { TalkAction } from '../desktop/talk-key.js';
import { EngineError } from '../models/host/error.js';
import type { Caption } from '../pipeline/captions.js';
import { cleanUp } from '../stages/dictation/clean-up.js';
import { DictationWriter } from '../stages/dictation/writer.js';
import type { DictationEvent } from './dictation-event.js';
import { TakeMeter } from './take-meter.js';
import { Takes, type Take } from './takes.js';

export interface DictationParts {
  readonly assistant: Assistant;
  readonly delivery: Delivery;
  /** Text is written when the take is over: while the key is held, what is typed would be shortcuts. */
  readonly waitsForRelease: boolean;
  /** Until it resolves nothing is typed. */
  readonly untilTypable?: ((signal: AbortSignal) => Promise<void>) | undefined;
  readonly onEvent: (event: DictationEvent) => void;
  /** A take has ended by itself: the words said so. */
  readonly onEnded: () => void;
}

/** Of sound from before the key is in a take. */
export const PRE_ROLL_MS = 400;
const RATE_HZ = 16_000;
const TAKE = { sampleRateHz: RATE_HZ, preRollMs: PRE_ROLL_MS, tailMs: 120, moreTailMs: 300 };
/** An engine that fails so often within a take is not asked again. */
const MOST_FAILURES = 2;

interface Writing {
  /** The take before is written. */
  readonly before: Promise<void>;
  readonly released: Promise<void>;
  readonly meter: TakeMeter;
}

interface Delivering {
  readonly window: Focus | undefined;
  readonly startMs: number;
  readonly meter: TakeMeter;
}

export class Dictation {
  readonly #parts: DictationParts;
  readonly #takes: Takes;
  readonly #writer: DictationWriter;
  readonly #signal: AbortSignal;
  /** One take is written behind the other. */
  #written: Promise<void> = Promise.resolve();
  #open: Take | undefined;
  #meter: TakeMeter | undefined;
  #releasedMs: number | undefined;
  #onRelease: () => void = () => undefined;

  constructor(parts: DictationParts, signal: AbortSignal) {
    this.#parts = parts;
    this.#writer = new DictationWriter(parts.assistant.config.settings.dictation);
    this.#signal = signal;
    this.#takes = new Takes(TAKE, signal);
  }

  /** Hears the microphone until its frames end or the signal fires; resolves when all takes are written. */
  async listen(frames: AsyncIterable<AudioFrame>): Promise<void> {
    try {
      for await (const frame of frames) {
        if (this.#signal.aborted) break;
        this.#takes.hear(frame);
        this.#meter?.hear();
      }
    } finally {
      this.#release();
      this.#takes.close();
      await this.#written;
    }
  }

  act(action: TalkAction): void {
    if (action === 'start') this.#start();
    else if (action === 'stop') this.#stop();
    else this.#cancel();
  }

  #start(): void {
    const take = this.#takes.start();
    const meter = new TakeMeter(() => this.#now());
    this.#open = take;
    this.#meter = meter;
    this.#releasedMs = undefined;
    const released = new Promise<void>((resolve) => (this.#onRelease = resolve));
    const before = this.#written;
    this.#tell({ type: 'dictation', state: 'listening', take: take.id });
    this.#written = this.#write(take, { before, released, meter }).catch((error: unknown) => {
      this.#fail(take, error);
    });
  }

  #stop(): void {
    const take = this.#open;
    if (take === undefined) return;
    this.#release();
    this.#takes.stop();
    this.#tell({ type: 'dictation', state: 'idle', take: take.id });
  }

  #release(): void {
    this.#open = undefined;
    this.#releasedMs ??= this.#now();
    this.#onRelease();
  }

  #cancel(): void {
    const take = this.#open;
    if (take === undefined) return;
    this.#release();
    this.#takes.cancel();
    this.#tell({ type: 'dictation', state: 'cancelled', take: take.id });
  }

  async #write(take: Take, { before, released, meter }: Writing): Promise<void> {
    const { delivery, waitsForRelease } = this.#parts;
    const startMs = this.#now() - PRE_ROLL_MS;
    // The words of the take before come first, whatever takes long.
    const [window] = await Promise.all([delivery.begin(), before]);
    const held: Caption[] = [];
    const deliverHeld = async (): Promise<void> => {
      for (const caption of held.splice(0)) await this.#deliver(take, caption, { window, startMs, meter });
    };
    try {
      for await (const caption of this.#hear(take, meter)) {
        if (!caption.committed) this.#preview(take, caption, window);
        else held.push(caption);
        if (!waitsForRelease || this.#open !== take) await deliverHeld();
      }
      if (waitsForRelease) await released;
    } finally {
      // Whatever else went wrong: these words were understood.
      if (!take.signal.aborted) await deliverHeld();
    }
    this.#tell({ type: 'dictation', state: 'done', take: take.id });
  }

  /** Captions of the take. What an engine had not committed when it failed is heard again, once it runs again. */
  async *#hear(take: Take, meter: TakeMeter): AsyncGenerator<Caption, void, undefined> {
    const { reading } = this.#parts.assistant;
    let fromSample = 0;
    for (let failures = 0; ;) {
      const baseSample = take.frames.startOf(fromSample);
      const baseMs = (baseSample / RATE_HZ) * 1000;
      const done = (ms: number): void => {
        fromSample = Math.max(fromSample, baseSample + Math.round((ms / 1000) * RATE_HZ));
        take.frames.forget(fromSample);
      };
      try {
        const frames = meter.watch(take.frames.from(fromSample));
        for await (const event of reading.caption(frames, take.signal, { onProgress: done }).events) {
          if (event.kind !== 'caption') continue;
          const { caption } = event;
          if (caption.committed) done(caption.endMs);
          yield { ...caption, startMs: baseMs + caption.startMs, endMs: baseMs + caption.endMs };
        }
        return;
      } catch (error) {
        failures += 1;
        if (take.signal.aborted || failures > MOST_FAILURES || !(error instanceof EngineError)) throw error;
        this.#tell({ type: 'notice', text: `${error.message}; what was said is heard again` });
      }
    }
  }

  /** As of now: they may change in the middle. */
  #settings(): Settings['dictation'] {
    const { dictation } = this.#parts.assistant.config.settings;
    this.#writer.configure(dictation);
    return dictation;
  }

  #preview({ id }: Take, { text, language }: Caption, window: Focus | undefined): void {
    this.#settings();
    this.#tell({ type: 'preview', take: id, text: this.#writer.preview(text, language, window) });
  }

  async #deliver(
    take: Take,
    { text: heard, words, language, endMs }: Caption,
    { window, startMs, meter }: Delivering,
  ): Promise<void> {
    const { delivery, untilTypable, onEnded } = this.#parts;
    const settings = this.#settings();
    const writer = this.#writer;
    // A model that polishes prose must not touch what was said to be done.
    const isPolished = settings.clean_up.enabled && !writer.hasCommands(heard, language, window);
    const text = isPolished ? await this.#polish(heard, settings.clean_up, take.signal) : heard;
    const { edits, control, notice } = writer.write({ text, language, ...(text === heard ? { words } : {}) }, window);
    const saidMs = Math.min(this.#releasedMs ?? Infinity, startMs + endMs);
    const knownMs = this.#now();
    await untilTypable?.(this.#signal);
    const beganMs = this.#now();
    // Cancelled from here on, what was begun is finished: half a sentence helps nobody.
    const delivered = await delivery.deliver({ raw: heard, edits, window }, this.#signal);
    if (delivered.notice !== undefined) writer.reset();
    if (notice !== undefined) this.#tell({ type: 'notice', text: notice });
    this.#tell({
      ...{ type: 'dictated', take: take.id, raw: heard, by: delivered.by },
      text: edits.map((edit) => (edit.kind === 'insert' ? edit.text : '')).join(''),
      timings: {
        ...{ ...meter.timings(), speechEndToTextMs: knownMs - saidMs },
        ...{ modifiersMs: beganMs - knownMs, textToWindowMs: this.#now() - beganMs },
      },
    });
    if (control === undefined || this.#open !== take) return;
    this.act(control);
    onEnded();
  }

  async #polish(
    heard: string,
    { prompt, timeout_ms: timeoutMs }: Settings['dictation']['clean_up'],
    signal: AbortSignal,
  ): Promise<string> {
    const { clock, reading } = this.#parts.assistant;
    const complete = (asked: string, ended: AbortSignal): Promise<string> => reading.complete(asked, ended);
    const { text, reason } = await cleanUp(heard, { complete, prompt, timeoutMs, clock, signal });
    if (reason !== undefined) this.#tell({ type: 'notice', text: `written as it was heard: ${reason}` });
    return text;
  }

  #fail(take: Take, error: unknown): void {
    if (take.signal.aborted) return;
    this.#takes.cancel();
    this.#release();
    this.#tell({ type: 'notice', text: error instanceof Error ? error.message : String(error) });
    this.#tell({ type: 'dictation', state: 'cancelled', take: take.id });
    this.#parts.onEnded();
  }

  #now(): number {
    return this.#parts.assistant.clock.now();
  }

  #tell(event: WithoutTime<DictationEvent>): void {
    this.#parts.onEvent({ ...event, atMs: this.#now() });
  }
}

type WithoutTime<T> = T extends DictationEvent ? Omit<T, 'atMs'> : never;
