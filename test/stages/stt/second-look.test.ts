import { describe, expect, it } from 'vitest';
import { LogMel, MelAnalysis } from '../../../src/models/whisper/log-mel.js';
import { forSecondLook } from '../../../src/stages/stt/second-look.js';

const analysis = new MelAnalysis(80);

function sound(samples: number): LogMel {
  const made = new LogMel(analysis);
  made.append(Float32Array.from({ length: samples }, (_, i) => 0.1 * Math.sin(i / 7)));
  return made;
}

describe('forSecondLook', () => {
  it('puts the same quarter of a second of a quiet room behind the sound, and leaves the sound as it is', () => {
    const short = sound(9000);
    const longer = forSecondLook(short, analysis);
    expect(longer?.lengthSamples).toBe(9000 + 4000);
    expect(longer?.samples.subarray(0, 9000)).toEqual(short.samples);
    const quiet = longer?.samples.slice(9000) ?? [];
    expect(Math.max(...quiet)).toBeLessThanOrEqual(0.0005);
    expect(Math.max(...quiet)).toBeGreaterThan(0.0004);
    expect(forSecondLook(short, analysis)?.samples).toEqual(longer?.samples);
    expect(short.lengthSamples).toBe(9000);
  });

  it('is for lone words only', () => {
    expect(forSecondLook(sound(32_000), analysis)).toBeDefined();
    expect(forSecondLook(sound(32_001), analysis)).toBeUndefined();
  });
});
