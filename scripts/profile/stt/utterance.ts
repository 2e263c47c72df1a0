/** What of a clip the recogniser is given, and when: all of it at once, or as the assistant's pipeline would. */
import type { AudioFrame } from '../../../src/audio/frame.js';
import { Framer } from '../../../src/audio/framer.js';
import type { Settings } from '../../../src/config/schema.js';
import { systemClock } from '../../../src/pipeline/clock.js';
import type { SpeechEvent } from '../../../src/pipeline/messages.js';
import type { Stage } from '../../../src/pipeline/stage.js';
import { voiceEnd } from '../../../src/pipeline/voice-end.js';
import { RATE_HZ } from './clips.js';

/** Audio and the moments in it; positions are samples from its start. */
export interface Utterance {
  readonly samples: Float32Array;
  /** Where the voice pauses, as the detector tells it while the audio passes. */
  readonly pauses: readonly number[];
  /** The first frame that the detector calls speech. */
  readonly onset?: number;
}

type Detector = Stage<AudioFrame, SpeechEvent>;

/** A clip in the forms in which it is spoken. */
export interface Forms {
  /** As it is, without a word about pauses. */
  readonly whole: Utterance;
  /** Up to the last sound of the voice, without a word about pauses: the hardest way to end. */
  readonly cut: Utterance;
  /**
   * As one turn of the assistant: from the pre-roll before the first word to the endpoint after the last, with the
   * detector's pauses. Absent when the detector hears no speech.
   */
  readonly turn?: Utterance;
}

/** What may follow the voice's end: its last sound is quieter than what the end is told by. */
const LAST_SOUND_MS = 100;

export async function formsOf(detector: Detector, clip: Float32Array, { vad, turn }: Settings): Promise<Forms> {
  const samples = withSilence(clip, toSamples(vad.padding_duration_ms + turn.endpoint_ms) + RATE_HZ);
  const events = await detect(detector, samples);
  const spoken = speech(events);
  // In noise the level does not fall when the voice ends: there the detector knows better.
  const voice = Math.min(voiceEnd(clip, RATE_HZ), spoken?.to ?? clip.length);
  const whole = { samples: clip, pauses: [] };
  const cut = { samples: clip.subarray(0, voice + toSamples(LAST_SOUND_MS)), pauses: [] };
  if (spoken === undefined) return { whole, cut };
  const from = Math.max(0, spoken.from - toSamples(vad.padding_duration_ms));
  const end = Math.min(samples.length, spoken.to + toSamples(turn.endpoint_ms));
  const pauses = events.flatMap((event) => (event.kind === 'speech-pause' ? [event.knownAt - from] : []));
  const inside = pauses.filter((at) => at > 0 && at < end - from);
  return { whole, cut, turn: { samples: samples.slice(from, end), pauses: inside, onset: spoken.from - from } };
}

type Placed = Exclude<SpeechEvent, { kind: 'frame' }> & {
  /** End of the frame after which it was told. */
  readonly knownAt: number;
};

async function detect(detector: Detector, samples: Float32Array): Promise<Placed[]> {
  const events: Placed[] = [];
  let knownAt = 0;
  const probe = { mark: () => undefined, count: () => undefined };
  const scope = { id: 'bench', signal: new AbortController().signal, clock: systemClock, probe };
  for await (const event of detector.run(frames(samples), scope)) {
    if (event.kind === 'frame') knownAt = event.frame.startSample + event.frame.samples.length;
    else events.push({ ...event, knownAt });
  }
  return events;
}

/** From the first word to the last; what the detector took back does not count. */
function speech(events: readonly Placed[]): { from: number; to: number } | undefined {
  let from: number | undefined;
  let start: number | undefined;
  let to: number | undefined;
  for (const event of events) {
    if (event.kind === 'speech-start') start = event.atSample;
    if (event.kind !== 'speech-end') continue;
    from ??= start;
    to = event.lastSpeechSample;
  }
  return from === undefined || to === undefined ? undefined : { from, to };
}

function* chunks(samples: Float32Array): Generator<AudioFrame> {
  const framer = new Framer({ frameSamples: 512, sampleRateHz: RATE_HZ });
  yield* framer.push(samples);
}

async function* frames(samples: Float32Array): AsyncGenerator<AudioFrame> {
  yield* chunks(samples);
}

/** The clip, then `extra` samples of noise as loud as its quietest 100 ms: a room does not go silent when one does. */
function withSilence(clip: Float32Array, extra: number): Float32Array {
  const block = RATE_HZ / 10;
  let quietest = Infinity;
  for (let at = 0; at + block <= clip.length; at += block) {
    const energy = clip.subarray(at, at + block).reduce((sum, sample) => sum + sample * sample, 0) / block;
    quietest = Math.min(quietest, energy);
  }
  const amplitude = Math.sqrt(3 * (Number.isFinite(quietest) ? quietest : 0));
  const padded = new Float32Array(clip.length + extra);
  padded.set(clip);
  // The same noise every time, so that runs can be compared.
  let state = 1;
  for (let i = clip.length; i < padded.length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    padded[i] = amplitude * (state / 2 ** 31 - 1);
  }
  return padded;
}

function toSamples(ms: number): number {
  return Math.round((ms * RATE_HZ) / 1000);
}
