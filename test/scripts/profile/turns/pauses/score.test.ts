/** The evaluation of pauses: silences are replayed with evidence as late as it comes, and counted by what they were. */
import { describe, expect, it } from 'vitest';
import type { EndpointPolicy } from '../../../../../src/pipeline/endpointing.js';
import type { Evidence } from '../../../../../scripts/profile/turns/pauses/evidence.js';
import { replay } from '../../../../../scripts/profile/turns/pauses/replay.js';
import { withPause, withRoom } from '../../../../../scripts/profile/turns/pauses/room.js';
import { score } from '../../../../../scripts/profile/turns/pauses/score.js';

function silence(kind: Evidence['kind'], text: string, silenceMs: number | null): Evidence {
  const sounds = [64, 192].map((ms) => ({ silenceMs: ms, finished: text === 'done' ? 0.9 : 0.1 }));
  return { name: text, group: 'question', kind, silenceMs, speechMs: 900, lagMs: 0, texts: { ears: text }, sounds };
}

/** Waits 100 ms for words that are done, and 800 ms for others or until it knows them. */
const byWords: EndpointPolicy = {
  askSoundAtMs: [64, 192],
  decide: ({ text, sounds }) => ({ ms: text === 'done' ? 100 : 800, reasons: [`${sounds.length} sounds`] }),
  learnPause: () => undefined,
};

const usual = { textAtMs: 200, soundMs: 50 };

describe('replay', () => {
  it('commits at the first frame at which the wait is over, no sooner than the words are read', () => {
    const show = { recognizer: 'ears', lateness: usual };
    expect(replay(silence('end', 'done', null), byWords, show)).toEqual({ atMs: 224, reasons: ['1 sounds'] });
    expect(replay(silence('end', 'more', null), byWords, show)).toEqual({ atMs: 800, reasons: ['2 sounds'] });
    const mute = { recognizer: 'ears', lateness: { textAtMs: undefined, soundMs: undefined } };
    expect(replay(silence('end', 'done', null), byWords, mute)).toEqual({ atMs: 800, reasons: ['0 sounds'] });
  });
});

describe('score', () => {
  it('counts ends by their waits and pauses by whether they were cut', () => {
    const all = [
      silence('end', 'done', null),
      silence('end', 'more', null),
      silence('link', 'done', 600),
      silence('link', 'more', 600),
      silence('inside', 'more', 900),
    ];
    const found = score(all, { name: 'words', lateness: usual, policyFor: () => byWords }, 'ears');
    expect(found).toMatchObject({ ends: 2, by: { 200: 0, 300: 0.5, 500: 0.5, 700: 0.5 } });
    expect(found.cut).toEqual({ link: { cut: 1, of: 2 }, inside: { cut: 1, of: 1 } });
  });
});

describe('room', () => {
  const tone = Float32Array.from({ length: 16_000 }, (_, i) => (i > 7000 && i < 9000 ? 0.001 : 0.5) * Math.sin(i / 5));

  it('puts a pause in at the quietest place near, and loses nothing', () => {
    const { samples, cut } = withPause(tone, 7500, 4000);
    expect(samples).toHaveLength(20_000);
    expect(cut).toBeGreaterThan(7000);
    expect(cut).toBeLessThan(9000);
    expect([samples[3000], samples[18_000]]).toEqual([tone[3000], tone[14_000]]);
    expect(Math.max(...samples.subarray(cut, cut + 4000))).toBeLessThan(0.01);
  });

  it('ends a recording in the sound of its own room', () => {
    const all = withRoom(tone, 8000);
    expect(all).toHaveLength(24_000);
    expect(Math.max(...all.subarray(16_000))).toBeLessThan(0.01);
    expect(all.subarray(16_000).some((sample) => sample !== 0)).toBe(true);
  });
});
