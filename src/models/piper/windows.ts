/** Plans the decoder's overlapping windows: a short first one for an early sound, longer ones once there is a lead. */

/** Frames `from`…`to` are wanted; the decoder is given `contextFrom`…`contextTo`. All in frames of the latent. */
export interface DecoderWindow {
  readonly from: number;
  readonly to: number;
  readonly contextFrom: number;
  readonly contextTo: number;
}

export interface WindowOptions {
  /** Length of the first window. */
  readonly firstFrames: number;
  /** Longest window: bounds how late a cancel is heard. */
  readonly longestFrames: number;
  /** Frames of context on both sides; what lies further off no longer changes a sample. */
  readonly contextFrames: number;
}

/** Frames for HiFi-GAN generators of medium voices: 12 of context give the whole run's audio to 120 dB, 8 to 56. */
export const defaultWindows: WindowOptions = { firstFrames: 24, longestFrames: 96, contextFrames: 12 };

export function planWindows(frames: number, options: WindowOptions): DecoderWindow[] {
  const { contextFrames, longestFrames } = options;
  const windows: DecoderWindow[] = [];
  let length = options.firstFrames;
  for (let from = 0; from < frames;) {
    const left = frames - from;
    // A crumb at the end would cost its context again.
    const to = left <= length + contextFrames ? frames : from + length;
    windows.push({
      from,
      to,
      contextFrom: Math.max(0, from - contextFrames),
      contextTo: Math.min(frames, to + contextFrames),
    });
    from = to;
    length = Math.min(length * 2, longestFrames);
  }
  return windows;
}
