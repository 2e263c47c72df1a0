import { describe, expect, it } from 'vitest';
import type { AudioFrame } from '../../src/audio/frame.js';
import { TakeMeter } from '../../src/modes/take-meter.js';
import { stream } from '../fakes/scope.js';

const frame = (startSample: number, length: number): AudioFrame => ({
  ...{ samples: new Float32Array(length), sampleRateHz: 16_000, startSample },
});

describe('what the sound of a take costs', () => {
  it('is told for 32 ms of it, however small or large the frames are', async () => {
    let nowMs = 1000;
    const meter = new TakeMeter(() => nowMs);
    // What lay in front of the key comes at once, then the microphone's frames of 8 ms.
    const frames = [frame(0, 2048), ...Array.from({ length: 8 }, (_, i) => frame(2048 + i * 128, 128))];
    for await (const { startSample } of meter.watch(stream(...frames))) nowMs += startSample === 0 ? 8 : 1;
    // Four chunks of 2 ms each, and two of 4 ms.
    expect(meter.timings()).toEqual({ chunkMs: 16 / 6, longestChunkMs: 4 });
  });

  it('holds the time to the first sound behind the key, and no other', () => {
    let nowMs = 1000;
    const meter = new TakeMeter(() => nowMs);
    expect(meter.timings()).toEqual({});
    nowMs = 1007;
    meter.hear();
    nowMs = 1500;
    meter.hear();
    expect(meter.timings()).toEqual({ startToSoundMs: 7 });
  });
});
