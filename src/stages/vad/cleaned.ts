/** A voice detector that hears the sound cleaned and at one level, while everybody after it gets the original. */
import type { AudioFrame } from '../../audio/frame.js';
import { GainControl } from '../../audio/gain/gain-control.js';
import { cleanFrames, type CleanedFrame } from '../../audio/noise/suppress-noise.js';
import { createNoiseSuppressor, RATE_HZ } from '../../audio/noise/suppressor.js';
import { RingBuffer } from '../../audio/ring-buffer.js';
import type { SpeechEvent } from '../../pipeline/messages.js';
import type { Stage } from '../../pipeline/stage.js';

/** Far more than a detector holds back, and the longest frame of the microphone: 4 s. */
const KEPT_SAMPLES = 65_536;

export interface Cleaning {
  /** Take noise out: costs some 30 ms. */
  readonly noise: boolean;
  /** Bring voices to one level. */
  readonly gain: boolean;
}

/** The same events at the same places as those of `vad`; the samples in them are the original ones. */
export function hearCleaned(
  vad: Stage<AudioFrame, SpeechEvent>,
  { noise, gain }: Cleaning,
): Stage<AudioFrame, SpeechEvent> {
  return {
    name: vad.name,
    async warmUp(signal) {
      if (noise) (await createNoiseSuppressor()).close();
      await vad.warmUp?.(signal);
    },
    async *run(input, scope) {
      let originals: RingBuffer | undefined;
      async function* cleaned(): AsyncGenerator<AudioFrame, void, undefined> {
        const control = gain ? new GainControl(RATE_HZ) : undefined;
        for await (const pair of noise ? cleanFrames(input) : asTheyAre(input)) {
          const { samples, startSample } = pair.original;
          originals ??= new RingBuffer(KEPT_SAMPLES, startSample);
          originals.writeSilence(startSample - originals.endSample);
          originals.write(samples);
          const { cleaned: frame } = pair;
          yield control === undefined ? frame : { ...frame, samples: control.process(frame.samples) };
        }
      }
      for await (const event of vad.run(cleaned(), scope)) {
        if (event.kind === 'frame' && originals !== undefined) {
          const { startSample, samples } = event.frame;
          const original = originals.read(startSample, startSample + samples.length).samples.slice();
          yield { ...event, frame: { ...event.frame, samples: original } };
        } else yield event;
      }
    },
    async close() {
      await vad.close?.();
    },
  };
}

async function* asTheyAre(frames: AsyncIterable<AudioFrame>): AsyncGenerator<CleanedFrame, void, undefined> {
  for await (const frame of frames) yield { original: frame, cleaned: frame };
}
