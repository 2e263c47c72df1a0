/** Speech on its way to text, without a conversation: whole recordings, or captions for those who read along. */
import type { AudioFrame } from '../audio/frame.js';
import type { InferenceHost } from '../models/host/contract.js';
import type { CaptionEvent, KeptSound } from '../pipeline/captions.js';
import type { SpeechEvent } from '../pipeline/messages.js';
import type { Clock, Scope, Stage } from '../pipeline/stage.js';
import { timed } from '../pipeline/timed.js';
import { captionFrames } from '../stages/captions/captions.js';
import { RecentSound } from '../stages/captions/recent-sound.js';
import { captionCuts } from './caption-cuts.js';
import { complete } from './completing.js';
import { openEars, type Ears } from './ears.js';
import { inputRateHz, type Surroundings } from './hearing.js';
import type { Running } from './running.js';
import type { AssistantStages } from './stages.js';
import { translateCaptions } from './translating.js';
import { transcribeFrames, type Segment } from './transcriber.js';

export interface ReadingParts {
  readonly vad: Stage<AudioFrame, SpeechEvent>;
  readonly host: InferenceHost;
  readonly running: () => Running;
  readonly scope: (id: string, signal: AbortSignal) => Scope;
  readonly clock: Clock;
}

export interface CaptionOptions {
  /** What hears the voice in place of the assistant's own detector. */
  readonly vad?: Stage<AudioFrame, SpeechEvent> | undefined;
  /** Frames that wait for the recogniser before whoever sends them has to wait. */
  readonly waiting?: number | undefined;
  /** Told up to where the audio is done with, in ms on its line of time; never goes back. */
  readonly onProgress?: ((doneMs: number) => void) | undefined;
}

export interface Captioning {
  readonly events: AsyncGenerator<CaptionEvent, void, undefined>;
  /** The last two minutes of what was heard. */
  readonly sound: KeptSound;
}

/** Frames are mono at 16 kHz everywhere. Any number of streams at once share the engines. */
export class Reading {
  readonly #parts: ReadingParts;

  constructor(parts: ReadingParts) {
    this.#parts = parts;
  }

  /** What is heard as the settings want it: without the voice of `speaker`, without noise. */
  ears(heard: Surroundings): Promise<Ears> {
    const { vad, running, clock } = this.#parts;
    return openEars({ ...heard, vad, clock, input: running().config.settings.audio.input });
  }

  /** Writes down what is said in a stream of frames, as fast as it can be read; see `Assistant.transcribe`. */
  transcribe(
    frames: AsyncIterable<AudioFrame>,
    signal: AbortSignal,
    onProgress?: (doneMs: number) => void,
  ): AsyncIterable<Segment> {
    return transcribeFrames(frames, { ...this.#heard('transcribe', signal), onProgress });
  }

  /** Captions while the speaker goes on; see `captionFrames`. */
  caption(frames: AsyncIterable<AudioFrame>, signal: AbortSignal, options: CaptionOptions = {}): Captioning {
    const sound = new RecentSound(inputRateHz);
    const heard = this.#heard('captions', signal);
    const { vad = heard.vad, ...rest } = options;
    const cuts = captionCuts(() => this.#parts.running().config.settings.captions);
    return { sound, events: captionFrames(frames, { ...heard, ...rest, ...cuts, vad: timed(vad), sound }) };
  }

  /** Captions pass at once; behind each committed one comes its translation, as the settings say. */
  translate(
    events: AsyncIterable<CaptionEvent>,
    signal: AbortSignal,
    { sound, onNotice }: { readonly sound: KeptSound; readonly onNotice: (line: string) => void },
  ): AsyncIterable<CaptionEvent> {
    const { host, running, clock, scope } = this.#parts;
    return translateCaptions(events, { host, running, clock, sound, onNotice }, scope('translation', signal));
  }

  /** What the language model answers to `prompt`; see `complete`. */
  complete(prompt: string, signal: AbortSignal): Promise<string> {
    const { host, running, clock } = this.#parts;
    return complete(prompt, { host, running: running(), clock }, signal);
  }

  #heard(id: string, signal: AbortSignal) {
    const { vad, running, scope } = this.#parts;
    // Settings may change in the middle: what is read next is read as they say then.
    const recognizer: AssistantStages['reader'] = {
      name: 'stt',
      run: (input, scopeOfRun) => running().stages.reader.run(input, scopeOfRun),
    };
    return {
      ...{ vad, recognizer, sampleRateHz: inputRateHz },
      ...{ scope: scope(id, signal), paddingMs: running().vad.padding_duration_ms },
    };
  }
}
