/** The composition root: settings → models → engines → stages → session. The only file that knows everybody. */
import type { AudioFrame } from './audio/frame.js';
import { RingBuffer } from './audio/ring-buffer.js';
import type { Speaker } from './audio/speaker.js';
import { gatherChunks } from './assistant/chunks.js';
import { describeHostEvent } from './assistant/notices.js';
import { engineNames, type EngineName } from './assistant/engines.js';
import type { ChosenModels } from './assistant/models.js';
import { makePlan, realise, swapEngines, type Running } from './assistant/running.js';
import { turnSetup, type Memory } from './assistant/stages.js';
import { withPreset, type LoadedConfig } from './config/load.js';
import type { FetchEvent } from './models/fetch-events.js';
import type { HostStats, InferenceHost } from './models/host/contract.js';
import type { EngineHandle } from './models/host/engine.js';
import { createInferenceHost } from './models/host/host.js';
import type { ModelStore } from './models/store.js';
import { systemClock } from './pipeline/clock.js';
import type { SessionEvent } from './pipeline/events.js';
import type { ReplyDelta, SpeechEvent, SpokenAudio } from './pipeline/messages.js';
import { Session } from './pipeline/session.js';
import type { Clock, Scope, Stage } from './pipeline/stage.js';
import { Conversation } from './stages/response/conversation.js';
import { ringText } from './stages/response/skills/timers.js';
import { Timers } from './stages/response/timers.js';
import { createSileroStage } from './stages/vad/silero.js';

export interface AssistantOptions {
  readonly config: LoadedConfig;
  readonly store: ModelStore;
  /** Engines to load; all of them unless told. What is not loaded cannot be used. */
  readonly engines?: readonly EngineName[];
  readonly clock?: Clock;
  /** A model that is missing is fetched: this tells how it goes. */
  readonly onFetch?: (event: FetchEvent) => void;
  /** One line about something that went otherwise than wished. */
  readonly onNotice?: (text: string) => void;
  readonly onEvent?: (event: SessionEvent) => void;
}

/** Rate of the frames that `listen` takes. */
export const inputRateHz = 16_000;

/** A loaded assistant. It listens to any stream of frames and plays on any speaker. */
export class Assistant {
  readonly #options: AssistantOptions;
  readonly #host: InferenceHost;
  readonly #memory: Memory;
  readonly #vad: Stage<AudioFrame, SpeechEvent>;
  #running: Running;
  #session: Session | undefined;
  /** Changes of settings run one after the other. */
  #switching: Promise<unknown> = Promise.resolve();

  constructor(parts: { options: AssistantOptions; host: InferenceHost; memory: Memory; running: Running }) {
    this.#options = parts.options;
    this.#host = parts.host;
    this.#memory = parts.memory;
    this.#running = parts.running;
    this.#vad = createSileroStage(() => this.#running.vad);
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

  engine(name: EngineName): EngineHandle {
    return this.#host.engine(name);
  }

  stats(): HostStats {
    return this.#host.stats();
  }

  /** Loads every engine and runs each once, so that the first turn pays nothing. Throws what an engine has to say. */
  async warmUp(signal: AbortSignal): Promise<void> {
    const { recognizer, responder, synthesizer } = this.#running.stages;
    const stages = { stt: recognizer, llm: responder, tts: synthesizer };
    await Promise.all([
      this.#vad.warmUp?.(signal),
      ...this.#loaded().map(async (name) => {
        await this.#host.engine(name).ready(signal);
        await stages[name].warmUp?.(signal);
      }),
    ]);
  }

  /** Holds a conversation until the frames end or the signal fires. Frames are mono at 16 kHz. */
  async listen(frames: AsyncIterable<AudioFrame>, speaker: Speaker, signal: AbortSignal): Promise<void> {
    if (this.#session !== undefined) throw new Error('this assistant is listening already');
    const chunks = gatherChunks(frames, () => this.#running.config.settings.audio.input.chunk_size);
    this.#session = new Session({
      vad: this.#vad,
      ring: new RingBuffer(this.config.settings.audio.input.buffer_seconds * inputRateHz),
      sampleRateHz: inputRateHz,
      speaker,
      clock: this.clock,
      setup: () => turnSetup(this.#running.stages, this.#running.config.settings),
      onEvent: (event) => this.#options.onEvent?.(event),
      onTurn: (report) => {
        this.#memory.conversation.recordHeard(report.turn, report.heard);
      },
    });
    try {
      await this.#session.run(chunks, signal);
    } finally {
      this.#session = undefined;
    }
  }

  /** Answers a text, without hearing and without a voice. */
  async *ask(text: string, signal: AbortSignal): AsyncGenerator<ReplyDelta, void, undefined> {
    const scope = this.#scope('ask', signal);
    let reply = '';
    for await (const delta of this.#running.stages.responder.run(
      once({ kind: 'final', text, language: 'en', words: [] }),
      scope,
    )) {
      reply += delta.text;
      yield delta;
    }
    this.#memory.conversation.recordHeard(scope.id, reply);
  }

  /** Speaks a text: the same splitter and voice as in a reply. */
  say(text: string, signal: AbortSignal): AsyncIterable<SpokenAudio> {
    const { splitter, synthesizer } = this.#running.stages;
    const scope = this.#scope('say', signal);
    return synthesizer.run(splitter.run(once<ReplyDelta>({ text, source: 'skill' }), scope), scope);
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
    this.#memory.timers.close();
    await this.#host.close();
    await this.#vad.close?.();
  }

  /** A timer rings. */
  announce(text: string): void {
    void this.#session?.announce(text);
  }

  async #apply(config: LoadedConfig, signal: AbortSignal): Promise<void> {
    const plan = await makePlan(config, fetchOptions(this.#options, signal));
    await swapEngines(this.#host, this.#running, plan, this.#loaded());
    const { context_manager } = config.settings.nlp;
    this.#memory.conversation.configure({
      maxHistory: context_manager.max_history,
      timeoutMs: context_manager.context_timeout * 1000,
    });
    const { host, memory, onFault } = { host: this.#host, memory: this.#memory, onFault: faultNotice(this.#options) };
    this.#running = realise(plan, { host, memory, onFault, before: this.#running });
    await this.warmUp(signal);
    this.#options.onEvent?.({ type: 'settings', preset: config.preset, atMs: this.clock.now() });
  }

  #loaded(): readonly EngineName[] {
    return this.#options.engines ?? engineNames;
  }

  #scope(id: string, signal: AbortSignal): Scope {
    return { id, signal, clock: this.clock, probe: { mark: () => undefined, count: () => undefined } };
  }
}

/** Makes the models present, starts the inference process, and loads. Throws ConfigError, ModelError or EngineError. */
export async function createAssistant(options: AssistantOptions, signal: AbortSignal): Promise<Assistant> {
  const plan = await makePlan(options.config, fetchOptions(options, signal));
  const { settings } = options.config;
  const engines = Object.fromEntries((options.engines ?? engineNames).map((name) => [name, plan.specs[name]]));
  const host = createInferenceHost({
    engines,
    nice: settings.inference.nice,
    onEvent: (event) => {
      const notice = describeHostEvent(event);
      if (notice !== undefined) options.onNotice?.(notice);
    },
  });
  const clock = options.clock ?? systemClock;
  const { max_history, context_timeout } = settings.nlp.context_manager;
  const memory: Memory = {
    clock,
    conversation: new Conversation(clock, { maxHistory: max_history, timeoutMs: context_timeout * 1000 }),
    timers: new Timers({
      clock,
      onRing: (ring) => {
        assistant.announce(ringText(ring));
      },
    }),
  };
  const running = realise(plan, { host, memory, onFault: faultNotice(options) });
  const assistant = new Assistant({ options, host, memory, running });
  host.start();
  try {
    await assistant.warmUp(signal);
  } catch (error) {
    await assistant.close();
    throw error;
  }
  return assistant;
}

function faultNotice({ onNotice }: AssistantOptions) {
  return (error: Error) => onNotice?.(error.message);
}

function fetchOptions(options: AssistantOptions, signal: AbortSignal) {
  return {
    store: options.store,
    signal,
    onEvent: options.onFetch,
    onNotice: (text: string) => options.onNotice?.(text),
  };
}

async function* once<T>(item: T): AsyncGenerator<T, void, undefined> {
  yield item;
}
