import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SpokenAudio } from '../../src/pipeline/messages.js';
import { ReplyPlayer } from '../../src/pipeline/player.js';
import { settle } from '../audio/virtual-clock.js';
import { FakeSpeaker } from '../fakes/speaker.js';

const RATE_HZ = 1000;
const hooks = { onFirstSound: () => undefined, onProgress: () => undefined };
const neverAborted = new AbortController().signal;

/** A reply whose samples tell their place: 1, 2, 3 … in parts of the given lengths, one sentence each. */
async function* reply(lengths: readonly number[]): AsyncGenerator<SpokenAudio> {
  let next = 1;
  for (const [index, length] of lengths.entries()) {
    const sentence = { index, text: ` word${index}` };
    const samples = Float32Array.from({ length }, () => next++);
    yield { kind: 'audio', sentence, frame: { samples, sampleRateHz: RATE_HZ, startSample: 0 } };
    yield { kind: 'sentence-end', sentence, samples: length, wordEnds: [length] };
    // A voice takes its time.
    await settle();
  }
}

const count = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i + 1);
const heardOf = (speaker: FakeSpeaker): number[] =>
  speaker.ledger.flatMap(({ samples, heard }) => samples.slice(0, heard));
const levelsOf = (speaker: FakeSpeaker): number[] =>
  speaker.ledger.flatMap(({ gains, heard }) => gains.slice(0, heard));

function play(lengths: readonly number[], options: { reach?: 'at-once' | 'later'; duckDb?: number } = {}) {
  const speaker = new FakeSpeaker(RATE_HZ);
  speaker.lead = 100;
  speaker.reach = options.reach ?? 'at-once';
  const player = new ReplyPlayer(speaker, hooks, { duckDb: options.duckDb ?? 20 });
  const state = { isOver: false };
  const over = player.play(reply(lengths), neverAborted).then(() => {
    state.isOver = true;
  });
  return { speaker, player, state, over };
}

type Step = { readonly kind: 'advance'; readonly by: number } | { readonly kind: 'act'; readonly act: Act };
type Act = 'duck' | 'unduck' | 'pause' | 'hold' | 'resume';
const acts: readonly Act[] = ['duck', 'unduck', 'pause', 'hold', 'resume'];
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('advance' as const), by: fc.nat(400) }),
  fc.record({ kind: fc.constant('act' as const), act: fc.constantFrom(...acts) }),
);

describe('ReplyPlayer', () => {
  it.each(['at-once', 'later'] as const)(
    'loses no sample and plays none twice, whatever it is told, on a speaker that obeys %s',
    async (reach) => {
      const lengths = fc.array(fc.nat(900), { minLength: 1, maxLength: 5 });
      await fc.assert(
        fc.asyncProperty(lengths, fc.array(anyStep, { maxLength: 25 }), async (parts, steps) => {
          const { speaker, player, state, over } = play(parts, { reach });
          const total = parts.reduce((sum, part) => sum + part, 0);
          let heard = 0;
          for (const step of steps) {
            if (step.kind === 'act') player[step.act]();
            else speaker.advance(step.by);
            await settle();
            expect(heardOf(speaker)).toEqual(count(0, player.heardSamples()));
            expect(player.heardSamples()).toBeGreaterThanOrEqual(heard);
            heard = player.heardSamples();
          }
          player.resume();
          for (let round = 0; !state.isOver && round < 200; round++) {
            await settle();
            speaker.advance(200);
          }
          await over;
          expect(heardOf(speaker)).toEqual(count(0, total));
          expect(player.heardSamples()).toBe(total);
          const spoken = parts.map((length, i) => (length > 0 ? ` word${i}` : ''));
          for (const word of spoken) expect(player.heardText()).toContain(word.trim());
        }),
        { numRuns: 60 },
      );
    },
    60_000,
  );

  it('is quieter from the first sample not yet heard on, and loud again after a cough', async () => {
    const { speaker, player, over } = play([1000], { duckDb: 20 });
    await settle();
    speaker.advance(200);
    await settle();
    player.duck();
    player.duck();
    speaker.advance(300);
    await settle();
    player.unduck();
    for (let i = 0; i < 10; i++) {
      speaker.advance(100);
      await settle();
    }
    await over;
    expect(speaker.ledger).toHaveLength(1);
    const levels = levelsOf(speaker);
    expect(levels.slice(0, 200).every((level) => level === 1)).toBe(true);
    expect(levels.slice(200, 500).every((level) => Math.abs(level - 0.1) < 1e-9)).toBe(true);
    expect(levels.slice(500).every((level) => level === 1)).toBe(true);
  });

  it('takes back what the device holds, where it cannot be changed there', async () => {
    const { speaker, player, over } = play([200, 200, 200, 200, 200], { reach: 'later' });
    await settle();
    speaker.advance(200);
    await settle();
    player.duck();
    await settle();
    expect(speaker.ledger.map(({ state }) => state)).toEqual(['stopped', 'open']);
    // It goes on in the middle of a sound.
    expect(speaker.ledger.map(({ fadeInMs }) => fadeInMs > 0)).toEqual([false, true]);
    player.unduck();
    for (let i = 0; i < 12; i++) {
      speaker.advance(100);
      await settle();
    }
    await over;
    // Getting louder is not worth another gap.
    expect(speaker.ledger).toHaveLength(2);
    expect(heardOf(speaker)).toEqual(count(0, 1000));
    expect(levelsOf(speaker)[200]).toBeCloseTo(0.1);
    expect(levelsOf(speaker).at(-1)).toBe(1);
  });

  it('is silent at once when paused while quiet, and goes on at full level', async () => {
    const { speaker, player, over } = play([1000]);
    await settle();
    speaker.advance(200);
    await settle();
    player.duck();
    player.pause();
    expect(speaker.ledger.map(({ state }) => state)).toEqual(['stopped']);
    expect(player.heardSamples()).toBe(200);
    player.resume();
    for (let i = 0; i < 12; i++) {
      await settle();
      speaker.advance(100);
    }
    await over;
    expect(speaker.ledger[1]?.samples[0]).toBe(201);
    expect(speaker.ledger[1]?.fadeInMs).toBeGreaterThan(0);
    expect(speaker.ledger[1]?.gains.every((gain) => gain === 1)).toBe(true);
  });

  it('begins quiet when the user spoke before its first sound', async () => {
    const speaker = new FakeSpeaker(RATE_HZ);
    const player = new ReplyPlayer(speaker, hooks, { duckDb: 20 });
    player.duck();
    await player.play(reply([50]), neverAborted);
    expect(levelsOf(speaker).every((level) => Math.abs(level - 0.1) < 1e-9)).toBe(true);
  });

  it('stays as it is with 0 dB', async () => {
    const { speaker, player, over } = play([50], { duckDb: 0, reach: 'later' });
    await settle();
    player.duck();
    speaker.advance(50);
    await over;
    expect(levelsOf(speaker)).toEqual(new Array(50).fill(1));
  });

  it('holds its first sound back, until it may begin', async () => {
    const speaker = new FakeSpeaker(RATE_HZ);
    const sounds: number[] = [];
    const player = new ReplyPlayer(speaker, { ...hooks, onFirstSound: (atMs) => sounds.push(atMs) });
    expect(player.hold()).toBe(true);
    const over = player.play(reply([50, 50]), neverAborted);
    await settle();
    expect(speaker.ledger).toEqual([]);
    expect(player.heardSamples()).toBe(0);
    expect(player.heardText()).toBe('');
    player.resume();
    await over;
    expect(heardOf(speaker)).toEqual(count(0, 100));
    expect(speaker.ledger[0]?.fadeInMs).toBe(0);
    expect(sounds).toHaveLength(1);
    expect(player.hold()).toBe(false);
  });

  it('stays paused when it is let go and paused again in one breath', async () => {
    const speaker = new FakeSpeaker(RATE_HZ);
    const player = new ReplyPlayer(speaker, hooks);
    player.pause();
    const over = player.play(reply([50]), neverAborted);
    await settle();
    player.resume();
    player.pause();
    await settle();
    expect(speaker.ledger).toEqual([]);
    player.resume();
    await over;
    expect(heardOf(speaker)).toEqual(count(0, 50));
  });

  it('falls silent when its turn is aborted, paused or not', async () => {
    for (const isPaused of [false, true]) {
      const speaker = new FakeSpeaker(RATE_HZ);
      speaker.lead = 10;
      const player = new ReplyPlayer(speaker, hooks);
      const controller = new AbortController();
      const over = player.play(reply([500]), controller.signal);
      await settle();
      speaker.advance(30);
      await settle();
      if (isPaused) player.pause();
      controller.abort(new Error('barge-in'));
      await expect(over).rejects.toThrow('barge-in');
      expect(player.heardSamples()).toBe(30);
      expect(speaker.ledger.every(({ state }) => state === 'stopped')).toBe(true);
    }
  });
});
