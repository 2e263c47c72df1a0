/** A loaded assistant: what can be asked of it, and how its settings change while it runs. */
import type { AudioFrame } from '../audio/frame.js';
import type { Speaker } from '../audio/speaker.js';
import { withAddedEngines } from './added-engines.js';
import { describeEngines, type EngineDescriptions } from './describe.js';
import { faultNotice, fetchOptions } from './notices.js';
import {
  enginesFor,
  type AskOptions,
  type AssistantOptions,
  type AssistantParts,
  type ListenOptions,
} from './options.js';
import type { ChosenModels } from './models.js';
import { Preparation } from './preparation.js';
import { Reading } from './reading.js';
import { preparedTexts } from './sounds.js';
import { onDemand } from './on-demand.js';
import { keepVoice, keptStats, makePlan, realise, type Plan, type KeptStats, type Running } from './running.js';
import { saySpeech, type Speech } from './saying.js';
import { Sessions } from './sessions.js';
import { settle } from './settle.js';
import { createWatch } from './watched.js';
import { Writing } from './writing.js';
import { followSettings, type OpenMemory } from './memory.js';
import { withPreset, type LoadedConfig } from '../config/load.js';
import type { HostStats, InferenceHost } from '../models/host/contract.js';
import type { Delivery, ReplyDelta, SpeechEvent, SpokenAudio } from '../pipeline/messages.js';
import type { Watch } from '../metrics/watch.js';
import type { KeyEvent } from '../pipeline/session.js';
import type { Clock, Scope, Stage } from '../pipeline/stage.js';
import { createSileroStage } from '../stages/vad/silero.js';

/** A loaded assistant. It listens to any stream of frames and plays on any speaker. */
export class Assistant {
  readonly #options: AssistantOptions;
  readonly #host: InferenceHost;
  readonly #memory: OpenMemory;
  readonly #vad: Stage<AudioFrame, SpeechEvent>;
  #running: Running;
  /** Changes of settings run one after the other. */
  #switching: Promise<unknown> = Promise.resolve();
  readonly #preparation: Preparation;
  readonly #sessions: Sessions;
  readonly writing: Writing;
  readonly reading: Reading;
  /** Figures, the live view and alerts. */
  readonly watch: Watch;

  constructor(parts: AssistantParts) {
    this.#options = parts.options;
    this.#host = parts.host;
    this.#memory = parts.memory;
    this.#running = parts.running;
    this.watch = createWatch({ assistant: this, host: parts.host });
    this.#preparation = new Preparation({ clock: parts.memory.clock, isBusy: () => this.busy });
    this.#vad = createSileroStage(() => this.#running.vad);
    const scope = (id: string, signal: AbortSignal): Scope => this.#scope(id, signal);
    const running = (): Running => this.#running;
    this.#sessions = new Sessions({
      ...{ ...parts, vad: this.#vad, clock: this.clock, watch: this.watch, running },
      onFirst: () => {
        this.#prepare();
      },
      onLast: () => {
        this.#preparation.stop();
      },
      onBusy: () => {
        this.#preparation.makeWay();
      },
    });
    this.writing = new Writing({ ...parts, scope: (signal) => scope('ask', signal), running });
    this.reading = new Reading({ ...parts, vad: this.#vad, running, scope, clock: this.clock });
  }

  get config(): LoadedConfig {
    return this.#running.config;
  }

  get models(): ChosenModels {
    return this.#running.models;
  }

  get clock(): Clock {
    return this.#memory.clock;
  }

  /** True while somebody speaks or is answered. */
  get busy(): boolean {
    return this.#sessions.busy;
  }

  /** The same of one of several who are listened to; see `ListenOptions`. */
  busyWith(speaker: string): boolean {
    return this.#sessions.busyWith(speaker);
  }

  /** Which models run, where and how. */
  describe(signal: AbortSignal): Promise<EngineDescriptions> {
    return describeEngines(this.#host, this.#running, signal);
  }

  stats(): HostStats {
    return this.#host.stats();
  }

  /** What the caches of replies and of spoken sentences hold and were asked for. */
  get keptStats(): KeptStats {
    return keptStats(this.#running);
  }

  /** Resolves when the sound of all fixed texts is made ahead, or given up. At once while nobody listens. */
  prepared(): Promise<void> {
    return this.#preparation.settled();
  }

  /** Loads every engine and runs each once, so that the first turn pays nothing. Throws what an engine has to say. */
  async warmUp(signal: AbortSignal): Promise<void> {
    const settled = this.#settle(this.#running, undefined, signal);
    const [running] = await Promise.all([settled, this.#vad.warmUp?.(signal)]);
    this.#running = running;
  }

  /**
   * Holds a conversation until the frames end or the signal fires. Frames are mono at 16 kHz. Several, each with a
   * speaker of another name, may be held at once: they share the engines, and nothing that was said.
   */
  listen(
    frames: AsyncIterable<AudioFrame>,
    speaker: Speaker,
    signal: AbortSignal,
    options: ListenOptions = {},
  ): Promise<void> {
    return this.#sessions.listen(frames, speaker, signal, options);
  }

  /** A key was pressed: see `AttentionEvent`. Nothing happens while nobody listens. */
  attend(kind: KeyEvent): void {
    this.#sessions.attend(kind);
  }

  /** Answers a text, without hearing and without a voice. */
  ask(text: string, signal: AbortSignal, options: AskOptions = {}): AsyncGenerator<ReplyDelta, void, undefined> {
    return this.writing.ask(text, signal, options);
  }

  /**
   * Speaks a text (whole, arriving, or in pieces with a delivery of their own) with the splitter and the voice of a reply.
   * `delivery` holds for all of it.
   */
  say(speech: Speech, signal: AbortSignal, delivery?: Delivery): AsyncIterable<SpokenAudio> {
    return saySpeech(speech, this.#running.stages, this.#scope('say', signal), delivery);
  }

  /** Other settings from the next turn on. What does not load is thrown, and nothing has changed then. */
  async applyConfig(config: LoadedConfig, signal: AbortSignal): Promise<void> {
    const before = this.#switching.catch(() => undefined);
    const change = before.then(() => this.#apply(config, signal));
    this.#switching = change;
    await change;
  }

  /** Another preset from the next turn on, without reading the file again. */
  async switchPreset(name: string, signal: AbortSignal): Promise<void> {
    await this.applyConfig(withPreset(this.config, name), signal);
  }

  /** Ends what is running, and the inference process. Legal any number of times. */
  async close(): Promise<void> {
    await this.#memory.belongings.close();
    this.#preparation.stop();
    await Promise.all([this.#running.sounds?.settled(), this.#running.cache.settled()]);
    await this.#host.close();
    await this.#vad.close?.();
  }

  /** Something rings. */
  announce(text: string): void {
    if (!this.#sessions.announce(text)) this.#options.onAnnounce?.(text);
  }

  /** What was to be loaded on demand is loaded now, as planned. */
  complete(plan: Plan): void {
    const parts = { host: this.#host, memory: this.#memory, onFault: faultNotice(this.#options) };
    this.#running = realise(plan, { ...parts, before: this.#running });
  }

  async #apply(config: LoadedConfig, signal: AbortSignal): Promise<void> {
    const old = this.#running;
    const engines = old.specs === onDemand ? 'on-demand' : enginesFor(this.#options, config.settings);
    const plan = await makePlan(config, engines, fetchOptions(this.#options, signal));
    const before = await withAddedEngines(old, plan, this.#host);
    const parts = { host: this.#host, memory: this.#memory, onFault: faultNotice(this.#options), before };
    const wanted = realise(keepVoice(plan, before), parts);
    this.#preparation.stop();
    try {
      this.#running = await this.#settle(wanted, before, signal);
    } finally {
      if (this.#sessions.areOpen) this.#prepare();
    }
    this.#sessions.configure(config.settings);
    followSettings(this.#memory, config.settings);
    this.#options.onEvent?.({ type: 'settings', preset: config.preset, atMs: this.clock.now() });
  }

  #settle(wanted: Running, before: Running | undefined, signal: AbortSignal): Promise<Running> {
    const { onNotice } = this.#options;
    const parts = { host: this.#host, memory: this.#memory, onFault: faultNotice(this.#options), onNotice };
    return settle(wanted, { ...parts, before, fetch: fetchOptions(this.#options, signal) });
  }

  /** Texts that are always the same are spoken into the cache, as long as nobody speaks or is answered. */
  #prepare(): void {
    const { stages, config } = this.#running;
    this.#preparation.begin({
      texts: preparedTexts(config.settings),
      speak: (text, signal) => saySpeech(text, stages, this.#scope('prepare', signal)),
    });
  }

  #scope(id: string, signal: AbortSignal): Scope {
    return { id, signal, clock: this.clock, probe: this.watch.probe };
  }
}
