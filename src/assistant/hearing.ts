/** A session of an assistant: its ears, its attention, and what it tells of each turn. */
import type { AudioFrame } from '../audio/frame.js';
import { RingBuffer } from '../audio/ring-buffer.js';
import type { Speaker } from '../audio/speaker.js';
import type { InferenceHost } from '../models/host/contract.js';
import type { Attention } from '../pipeline/attention.js';
import type { SpeechEvent } from '../pipeline/messages.js';
import { Session } from '../pipeline/session.js';
import type { SessionOptions } from '../pipeline/session-options.js';
import type { Stage } from '../pipeline/stage.js';
import type { WakeListener } from '../pipeline/wake.js';
import { gatherChunks } from './chunks.js';
import { openEars } from './ears.js';
import { wakeEngines } from './residency.js';
import type { Running } from './running.js';
import { turnSetup, type SpeakerStages } from './stages.js';
import { createWakeListener, type WakeEvents } from './wake-models.js';

/** Rate of the frames that an assistant hears. */
export const inputRateHz = 16_000;

/** What is heard, and what may be heard in it. */
export interface Surroundings {
  readonly frames: AsyncIterable<AudioFrame>;
  readonly speaker: Speaker;
  /** The frames come from a microphone that hears the speaker, and nobody else takes that out. */
  readonly hearsSpeaker: boolean;
}

export interface HearingParts extends Surroundings, Pick<SessionOptions, 'clock' | 'onEvent' | 'onTurn' | 'probe'> {
  readonly vad: Stage<AudioFrame, SpeechEvent>;
  readonly host: InferenceHost;
  readonly attention: Attention;
  /** Asked at every turn, as settings change. */
  readonly running: () => Running;
  /** What hears and answers this speaker. */
  readonly stages: (running: Running) => SpeakerStages;
  readonly onFault: (error: Error) => void;
}

export interface OpenSession {
  readonly session: Session;
  /** Runs until the frames end or the signal fires. */
  run(signal: AbortSignal): Promise<void>;
}

export async function openSession(parts: HearingParts): Promise<OpenSession> {
  const { running, clock, attention, host, onTurn } = parts;
  const onEvent: SessionOptions['onEvent'] = (event) => {
    if (event.type === 'speech.start' || event.type === 'wake') void wakeEngines(host, running().specs.keys());
    parts.onEvent(event);
  };
  const { input } = running().config.settings.audio;
  const ears = await openEars({ ...parts, input });
  const onHit: WakeEvents['onHit'] = (hit) => {
    session.attend({ kind: 'wake', hit });
  };
  const wake = new WakeFollower(host, running, { onHit, onFault: parts.onFault });
  const session = new Session({
    ...{ ...ears, clock, attention, onEvent, onTurn, sampleRateHz: inputRateHz },
    ring: new RingBuffer(input.buffer_seconds * inputRateHz),
    ...(parts.probe === undefined ? {} : { probe: parts.probe }),
    wake,
    setup: () => turnSetup(parts.stages(running()), running().config.settings),
  });
  return {
    session,
    run: async (signal) => {
      try {
        await session.run(
          gatherChunks(ears.frames, () => running().config.settings.audio.input.chunk_size),
          signal,
        );
      } finally {
        wake.close();
      }
    },
  };
}

/** Listens for the words of the settings in force; another listener as soon as they change. */
class WakeFollower implements WakeListener {
  readonly #host: InferenceHost;
  readonly #running: () => Running;
  readonly #events: WakeEvents;
  #from: Running | undefined;
  #listener: WakeListener | undefined;

  constructor(host: InferenceHost, running: () => Running, events: WakeEvents) {
    this.#host = host;
    this.#running = running;
    this.#events = events;
  }

  hear(...heard: Parameters<WakeListener['hear']>): void {
    const now = this.#running();
    if (now !== this.#from) this.#follow(now);
    this.#listener?.hear(...heard);
  }

  close(): void {
    this.#listener?.close();
  }

  #follow(now: Running): void {
    this.close();
    this.#from = now;
    const { wake, config } = now;
    this.#listener = wake && createWakeListener(this.#host, wake, config.settings.wake, this.#events);
  }
}
