/** What a detector says of a voice that comes and goes. */
import type { AudioFrame } from '../../../src/audio/frame.js';
import type { SpeechEvent } from '../../../src/pipeline/messages.js';
import { SpeechTracker } from '../../../src/stages/vad/speech-tracker.js';

export const rateHz = 16_000;
export const frameSamples = 512;

/** Each sample holds its own position, so that what arrives tells where it came from. */
export function frameAt(index: number): AudioFrame {
  const startSample = index * frameSamples;
  return {
    samples: Float32Array.from({ length: frameSamples }, (_, i) => startSample + i),
    sampleRateHz: rateHz,
    startSample,
  };
}

/** What a detector says of frames that hold a voice where `voiced` is true: 9 frames of silence end the speech. */
export function detect(voiced: readonly boolean[], longestFrames = 900): SpeechEvent[] {
  const tracker = new SpeechTracker({
    positive: 0.5,
    negative: 0.35,
    minSpeechFrames: 8,
    maxSpeechFrames: longestFrames,
  });
  const events: SpeechEvent[] = [];
  let speaking = false;
  let silent = 0;
  for (const [i, isVoice] of voiced.entries()) {
    const frame = frameAt(i);
    const probability = isVoice ? 1 : 0;
    let message: string | undefined;
    silent = isVoice ? 0 : silent + 1;
    if (isVoice && !speaking) message = 'SPEECH_START';
    if (!isVoice && speaking && silent >= 9) message = 'SPEECH_END';
    events.push({ kind: 'frame', frame, speechProbability: probability });
    const found = tracker.step(frame, probability, message);
    events.push(...found);
    speaking = tracker.speaking;
  }
  return events;
}
