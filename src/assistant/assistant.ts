/** A loaded assistant: what can be asked of it, and how its settings change while it runs. */
import type { AudioFrame } from '../audio/frame.js';
import type { Speaker } from '../audio/speaker.js';
import { attentionSettings } from './attention-settings.js';
import { describeEngines, type EngineDescriptions } from './describe.js';
import { openSession, type Surroundings } from './hearing.js';
import { faultNotice, fetchOptions } from './notices.js';
import type { AskOptions, AssistantOptions, AssistantParts } from './options.js';
import { engineNames, type ChosenModels } from './models.js';
import { Preparation } from './preparation.js';
import { Reading } from './reading.js';
import { preparedTexts } from './sounds.js';
import { onDemand } from './on-demand.js';
import { keepVoice, keptStats, makePlan, realise, type Plan, type KeptStats, type Running } from './running.js';
import { saySpeech, type Speech } from './saying.js';
import { settle } from './settle.js';
import { createWatch } from './watched.js';
import { Writing } from './writing.js';
import { followSettings, type OpenMemory } from './memory.js';
import { withPreset, type LoadedConfig } from '../config/load.js';
import type { HostStats, InferenceHost } from '../models/host/contract.js';
import type { Delivery, ReplyDelta, SpeechEvent, SpokenAudio } from '../pipeline/messages.js';
import type { Watch } from '../metrics/watch.js';
import { Attention } from '../pipeline/attention.js';
import type { KeyEvent, Session } from '../pipeline/session.js';
import type { Clock, Scope, Stage } from '../pipeline/stage.js';
import { createSileroStage } from '../stages/vad/silero.js';

/** A loaded assistant. It listens to any stream of frames and plays on any speaker. */
export class Assistant {
  readonly #options: AssistantOptions;
  readonly #host: InferenceHost;
  readonly #memory: OpenMemory;
  readonly #vad: Stage<AudioFrame, SpeechEvent>;
  #running: Running;
  #session: Session | undefined;
  #isListening = false;
  /** Changes of settings run one after the other. */
  #switching: Promise<unknown> = Promise.resolve();
  readonly #preparation: Preparation;
  readonly #attention: Attention;
  readonly writing: Writing;
  readonly reading: Reading;
  /** Figures, the live view and alerts. */
  readonly watch: Watch;

  constructor(parts: AssistantParts) {
    this.#options = parts.options;
    this.#host = parts.host;
    this.#memory = parts.memory;
    this.watch = createWatch({ assistant: this, host: parts.host });
    this.#running = parts.running;
    this.#preparation = new Preparation({ clock: parts.memory.clock, isBusy: () => this.busy });
    this.#vad = createSileroStage(() => this.#running.vad);
    this.#attention = new Attention(attentionSettings(this.config.settings));
    const scope = (id: string, signal: AbortSignal): Scope => this.#scope(id, signal);
    const running = (): Running => this.#running;
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
    return this.#session?.busy ?? false;
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
   * Holds a conversation until the frames end or the signal fires. Frames are mono at 16 kHz. `hearsSpeaker`: they come
   * from a microphone that hears the speaker, and nobody else takes that out.
   */
  async listen(
    frames: AsyncIterable<AudioFrame>,
    speaker: Speaker,
    signal: AbortSignal,
    { hearsSpeaker = false }: { readonly hearsSpeaker?: boolean } = {},
  ): Promise<void> {
    if (this.#isListening) throw new Error('this assistant is listening already');
    this.#isListening = true;
    this.#prepare();
    try {
      await this.#converse({ frames, speaker, hearsSpeaker }, signal);
    } finally {
      this.#preparation.stop();
      this.#session = undefined;
      this.#isListening = false;
    }
  }

  async #converse(heard: Surroundings, signal: AbortSignal): Promise<void> {
    const open = await openSession({
      ...{ ...heard, frames: this.watch.hear(heard.frames), probe: this.watch.probe },
      ...{ vad: this.#vad, clock: this.clock },
      ...{ host: this.#host, attention: this.#attention, running: () => this.#running },
      onFault: faultNotice(this.#options),
      onEvent: (event) => {
        if (this.busy) this.#preparation.makeWay();
        this.watch.take(event);
        this.#options.onEvent?.(event);
      },
      onTurn: (report) => {
        // A turn that came to nothing leaves no trace, not even of an answer that was begun.
        if (report.transcript === '' && report.reply === '') this.#memory.conversations.main.drop(report.turn);
        else this.#remember(report.turn, report.heard, signal);
      },
    });
    this.#session = open.session;
    const over = open.run(signal);
    this.#memory.belongings.alarms.start();
    await over;
  }

  /** A key was pressed: see `AttentionEvent`. Nothing happens while nobody listens. */
  attend(kind: KeyEvent): void {
    this.#session?.attendNow(kind);
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
    if (this.#session === undefined) this.#options.onAnnounce?.(text);
    else void this.#session.announce(text);
  }

  /** What was to be loaded on demand is loaded now, as planned. */
  complete(plan: Plan): void {
    const parts = { host: this.#host, memory: this.#memory, onFault: faultNotice(this.#options) };
    this.#running = realise(plan, { ...parts, before: this.#running });
  }

  async #apply(config: LoadedConfig, signal: AbortSignal): Promise<void> {
    const before = this.#running;
    const engines = before.specs === onDemand ? 'on-demand' : (this.#options.engines ?? engineNames);
    const plan = await makePlan(config, engines, fetchOptions(this.#options, signal));
    const parts = { host: this.#host, memory: this.#memory, onFault: faultNotice(this.#options), before };
    const wanted = realise(keepVoice(plan, before), parts);
    this.#preparation.stop();
    try {
      this.#running = await this.#settle(wanted, before, signal);
    } finally {
      if (this.#isListening) this.#prepare();
    }
    this.#attention.configure(attentionSettings(config.settings));
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

  #remember(turn: string, heard: string, signal: AbortSignal): void {
    this.#memory.conversations.main.recordHeard(turn, heard);
    // The model reads what was said while nobody waits for it; if that fails, the next question will say so.
    void this.#running.stages.responder.warmUp?.(signal).catch(() => undefined);
  }

  #scope(id: string, signal: AbortSignal): Scope {
    return { id, signal, clock: this.clock, probe: { mark: () => undefined, count: () => undefined } };
  }
}
