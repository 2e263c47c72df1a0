/** Watches one assistant: every event and every look at the machine goes into figures, the live view and alerts. */
import { isDeepStrictEqual } from 'node:util';
import type { AudioFrame } from '../audio/frame.js';
import type { CaptionEvent } from '../pipeline/captions.js';
import type { SessionEvent } from '../pipeline/events.js';
import type { Clock, Probe } from '../pipeline/stage.js';
import { Alerts, type Alert, type AlertLimits } from './alerts.js';
import type { AdviceFacts } from './advice.js';
import { watchGpus } from './gpu.js';
import { Live, type LiveView } from './live.js';
import { MachineWatch, type MachineSample } from './machine.js';
import { Meter } from './meter.js';
import {
  recordEffort,
  recordEngines,
  recordMachine,
  type RecognizerEffort,
  type WatchedEngine,
} from './machine-record.js';
import type { ProcessUse } from '../programs/own-use.js';
import { recordTurn } from './turn-record.js';

/** What is watched, asked at each look. */
export interface Watched {
  readonly clock: Clock;
  /** The process that the models run in; undefined while there is none. */
  inference(): ProcessUse | undefined;
  engines(): Readonly<Record<string, WatchedEngine>>;
  /** Of the inference process, since the start. */
  restarts(): number;
  /** Of the recogniser; undefined while it rests or has no such counts. */
  effort(): Promise<RecognizerEffort | undefined>;
  facts(): AdviceFacts;
  limits(): AlertLimits;
}

/** All that a viewer shows. */
export interface WatchView extends LiveView {
  readonly atMs: number;
  readonly preset: string;
  readonly engines: Readonly<Record<string, WatchedEngine>>;
  readonly machine: MachineSample | undefined;
  readonly alerts: readonly Alert[];
}

const LOOK_EVERY_MS = 1000;
/** The recogniser is asked across a process border. */
const EFFORT_EVERY = 5;

export class Watch {
  readonly meter = new Meter();
  readonly #watched: Watched;
  #limits: AlertLimits;
  readonly #live = new Live();
  readonly #alerts: Alerts;
  readonly #listeners = new Set<(alert: Alert) => void>();
  #machine: MachineSample | undefined;
  #nextSample = 0;
  /** Sound of the turns that are over, and what it and the recogniser's work were at the last look. */
  #audioMs = 0;
  #lookedAt: { readonly atAudioMs: number; readonly atWorkMs: number } | undefined;
  #sampleRateHz = 0;
  /** For what happens outside of turns. */
  readonly probe: Probe;

  constructor(watched: Watched) {
    this.#watched = watched;
    this.#limits = watched.limits();
    this.#alerts = new Alerts(this.#limits, () => watched.facts());
    this.probe = {
      mark: () => undefined,
      count: (name, by = 1) => {
        if (name === 'retraction') this.meter.record('caption.retractions', by);
      },
      observe: (name, ms) => {
        if (name === 'vad.frame') this.meter.record('vad.frame', ms);
      },
    };
  }

  take(event: SessionEvent): void {
    this.#live.take(event);
    if (event.type === 'speech.start') this.meter.record('vad.speech', 1);
    if (event.type === 'settings') this.#configure();
    if (event.type !== 'turn') return;
    recordTurn(event, this.meter);
    this.#audioMs += event.audioMs;
    this.#tell(this.#alerts.turn(event, event.atMs));
  }

  /** What whoever reads along is told. */
  takeCaption(event: CaptionEvent): void {
    if (event.kind === 'caption') {
      this.#live.caption(event.caption);
      if (event.caption.committed) this.meter.record('caption.committed', 1, event.caption.end ?? 'end');
    } else
      this.meter.record(
        'translation.sentences',
        1,
        event.kind === 'translation' ? event.translation.source : event.kind,
      );
  }

  /** A dictated text went to `by`, or is kept until it can. */
  takeDictated(by: string): void {
    this.meter.record('dictation.texts', 1, by);
  }

  /** Passes frames of the microphone on, and sees how loud they are and what is missing between them. */
  async *hear(frames: AsyncIterable<AudioFrame>): AsyncGenerator<AudioFrame, void, undefined> {
    for await (const frame of frames) {
      this.#live.hear(frame.samples);
      const isSame = this.#sampleRateHz === frame.sampleRateHz;
      if (isSame && frame.startSample > this.#nextSample) {
        this.meter.record('audio.overrun', (frame.startSample - this.#nextSample) / frame.sampleRateHz);
      }
      this.#sampleRateHz = frame.sampleRateHz;
      this.#nextSample = frame.startSample + frame.samples.length;
      yield frame;
    }
  }

  /** Told of every alert that is raised or cleared. Returns how to stop. */
  onAlert(listener: (alert: Alert) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  get engines(): Readonly<Record<string, WatchedEngine>> {
    return this.#watched.engines();
  }

  /** The level counts anew from here. */
  look(): WatchView {
    const { clock } = this.#watched;
    return {
      ...this.#live.look(),
      ...{ atMs: clock.now(), preset: this.#watched.facts().preset, engines: this.#watched.engines() },
      ...{ machine: this.#machine, alerts: this.#alerts.standing },
    };
  }

  /** Looks at the machine once a second until the signal fires. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock } = this.#watched;
    const machine = new MachineWatch(() => this.#watched.inference());
    const stopGpus = watchGpus(({ name, load, memoryBytes }) => {
      this.meter.record('gpu.load', load, name);
      this.meter.record('gpu.memory', memoryBytes, name);
    });
    try {
      for (let round = 0; !signal.aborted; round++) {
        this.#sample(machine);
        if (round % EFFORT_EVERY === 0) this.#recordEffort(await this.#watched.effort());
        await clock.sleep(LOOK_EVERY_MS, signal);
      }
    } catch (error) {
      // The sleep is broken off at the end.
      if (!signal.aborted) throw error;
    } finally {
      stopGpus();
      machine.close();
    }
  }

  #sample(machine: MachineWatch): void {
    const engines = this.#watched.engines();
    const queues = Object.fromEntries(Object.entries(engines).map(([name, { waiting }]) => [name, waiting]));
    const sample = machine.look(queues);
    this.#machine = sample;
    recordMachine(sample, this.meter);
    recordEngines(engines, this.#watched.restarts(), this.meter);
    this.#tell(this.#alerts.sample(sample, this.#watched.clock.now()));
  }

  /** A saved change of something else leaves alerts as they stand. */
  #configure(): void {
    const limits = this.#watched.limits();
    if (isDeepStrictEqual(limits, this.#limits)) return;
    for (const { name } of this.#alerts.standing) this.meter.record('pipeline.alert', 0, name);
    this.#limits = limits;
    this.#alerts.configure(limits);
  }

  #recordEffort(effort: RecognizerEffort | undefined): void {
    if (effort === undefined) return;
    recordEffort(effort, this.meter);
    const workMs = effort.encoderMs + effort.decoderMs + effort.melMs;
    const before = this.#lookedAt;
    // Turns that are under way have cost something already: only what lies between two looks without any is compared.
    if (this.#audioMs === before?.atAudioMs || this.#live.isBusy) return;
    this.#lookedAt = { atAudioMs: this.#audioMs, atWorkMs: workMs };
    // What warming up cost is no part of it, and a recogniser that was started again has counted anew.
    if (before === undefined || workMs < before.atWorkMs) return;
    this.meter.record('stt.rtf', (workMs - before.atWorkMs) / (this.#audioMs - before.atAudioMs));
  }

  #tell(alerts: readonly Alert[]): void {
    for (const alert of alerts) {
      if (alert.kind === 'raised') this.meter.record('pipeline.alerts', 1, alert.name);
      this.meter.record('pipeline.alert', alert.kind === 'raised' ? 1 : 0, alert.name);
      for (const listener of this.#listeners) listener(alert);
    }
  }
}
