/** The sound of one run, window by window: the first as early as may be, every other before the one before has played. */
import type { Pace } from './pace.js';
import type { SilenceTrim } from './trim.js';
import type { Utterance } from './voice.js';
import { defaultWindows, WindowPlan } from './windows.js';

export interface StreamOptions {
  /** First frame wanted: what lies before it is silence. */
  readonly from: number;
  readonly sampleRateHz: number;
  readonly pace: Pace;
  /** Cuts the silence in front and holds back what may be silence at the end. */
  readonly trim: SilenceTrim;
  /** Asked between two windows; true ends the stream. */
  readonly cancelled: () => boolean;
}

export async function* streamSound(
  sound: Utterance,
  { from, sampleRateHz, pace, trim, cancelled }: StreamOptions,
): AsyncGenerator<Float32Array, void, undefined> {
  const frameMs = (sound.hopSamples / sampleRateHz) * 1000;
  const plan = new WindowPlan({ from, frames: sound.frames, frameMs });
  for (let window = plan.next(pace.frameMs); window !== undefined; window = plan.next(pace.frameMs)) {
    if (cancelled()) return;
    const startMs = performance.now();
    const samples = trim.push(await sound.decode(window));
    const tookMs = performance.now() - startMs;
    pace.note(tookMs, window.to - window.from + defaultWindows.overheadFrames);
    plan.done(tookMs, (samples.length / sampleRateHz) * 1000);
    yield samples;
  }
}
