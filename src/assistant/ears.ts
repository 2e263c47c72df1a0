/** What the assistant hears: the microphone without its own voice, without noise, and what only the detector hears. */
import type { AudioFrame } from '../audio/frame.js';
import type { AudioClock } from '../audio/audio-clock.js';
import { cancelEcho, createEchoCanceller, type EchoCanceller } from '../audio/echo/canceller.js';
import { EchoReference, withReference } from '../audio/echo/reference.js';
import { suppressNoise } from '../audio/noise/suppress-noise.js';
import type { Speaker } from '../audio/speaker.js';
import type { Settings } from '../config/schema.js';
import type { SpeechEvent } from '../pipeline/messages.js';
import type { Stage } from '../pipeline/stage.js';
import type { EchoLikelihood } from '../pipeline/voice-track.js';
import { hearCleaned } from '../stages/vad/cleaned.js';

export interface EarsOptions {
  readonly frames: AsyncIterable<AudioFrame>;
  readonly speaker: Speaker;
  readonly vad: Stage<AudioFrame, SpeechEvent>;
  readonly clock: AudioClock;
  readonly input: Settings['audio']['input'];
  /** The microphone hears the loudspeaker, and nobody else takes that out. */
  readonly hearsSpeaker: boolean;
}

export interface Ears {
  readonly frames: AsyncIterable<AudioFrame>;
  /** To be played on instead: what it plays is known. */
  readonly speaker: Speaker;
  readonly vad: Stage<AudioFrame, SpeechEvent>;
  readonly echoLikelihood?: EchoLikelihood;
}

export async function openEars(options: EarsOptions): Promise<Ears> {
  const { input, clock, hearsSpeaker } = options;
  let { frames, speaker, vad } = options;
  let canceller: EchoCanceller | undefined;
  if (hearsSpeaker) {
    const reference = new EchoReference(clock);
    canceller = await createEchoCanceller({ clock, reference });
    speaker = withReference(speaker, reference);
    frames = cancelEcho(frames, canceller);
  }
  if (input.noise_suppression === 'all') frames = suppressNoise(frames);
  const noise = input.noise_suppression === 'detection';
  if (noise || input.automatic_gain) vad = hearCleaned(vad, { noise, gain: input.automatic_gain });
  return { frames, speaker, vad, ...(canceller === undefined ? {} : { echoLikelihood: likelihoodOf(canceller) }) };
}

function likelihoodOf(canceller: EchoCanceller): EchoLikelihood {
  return (from, to) => canceller.facts(from, to).echoLikelihood;
}
