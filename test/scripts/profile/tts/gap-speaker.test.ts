/** The speaker that listens for silence: every time it runs dry inside a reply is there, with its length. */
import { describe, expect, it } from 'vitest';
import { GapSpeaker } from '../../../../scripts/profile/tts/gap-speaker.js';
import { gapFacts, gapRows, type LoadResult } from '../../../../scripts/profile/tts/gaps.js';

const rateHz = 1000;

/** Time goes on only while somebody sleeps, or when a test says so. */
class Clock {
  ms = 0;

  now(): number {
    return this.ms;
  }

  async sleep(ms: number): Promise<void> {
    this.ms += ms;
  }
}

function open(): { clock: Clock; speaker: GapSpeaker } {
  const clock = new Clock();
  return { clock, speaker: new GapSpeaker({ clock, sampleRateHz: rateHz, leadMs: 100 }) };
}

describe('a speaker that counts gaps', () => {
  it('has none while sound comes in time', async () => {
    const { clock, speaker } = open();
    const playout = speaker.begin();
    for (let i = 0; i < 10; i++) {
      await playout.write(new Float32Array(200));
      clock.ms += 90;
    }
    await playout.end();
    expect(speaker.gapsMs).toEqual([]);
    expect(speaker.seconds).toBe(2);
    expect(playout.underruns).toBe(0);
  });

  it('tells how long each silence was', async () => {
    const { clock, speaker } = open();
    const playout = speaker.begin();
    await playout.write(new Float32Array(500));
    // 100 ms are still to be heard.
    clock.ms += 130;
    await playout.write(new Float32Array(300));
    clock.ms += 350;
    await playout.write(new Float32Array(100));
    await playout.end();
    expect(speaker.gapsMs).toEqual([30, 250]);
    expect(playout.underruns).toBe(2);
    expect(clock.ms).toBe(900 + 280);
  });

  it('counts no silence between two replies', async () => {
    const { clock, speaker } = open();
    for (let i = 0; i < 2; i++) {
      const playout = speaker.begin();
      await playout.write(new Float32Array(300));
      await playout.end();
      clock.ms += 5000;
    }
    expect(speaker.gapsMs).toEqual([]);
    expect(speaker.seconds).toBe(0.6);
  });
});

describe('the facts of gaps', () => {
  const result = (load: LoadResult['load'], gapsMs: number[]): LoadResult => ({
    ...{ load, gapsMs, seconds: 60, replies: 5, firstSoundsMs: [50, 60, 70] },
    deltasPerSecond: load.endsWith('llm') ? 20 : undefined,
  });
  const results = [result('quiet', []), result('busy', [10, 30]), result('busy+llm', [5])];

  it('have a count for each load, and a table of it', () => {
    const facts = gapFacts(results);
    expect(facts).toMatchObject({ gaps: 0, 'gaps.busy': 2, 'gaps.busy+llm': 1 });
    expect(facts['playout']).toMatchObject([
      { load: 'quiet', gaps: 0, gapMs: 0, longestGapMs: 0, firstSoundP50Ms: 60 },
      { load: 'busy', gaps: 2, gapMs: 40, longestGapMs: 30 },
      { load: 'busy+llm', gaps: 1, gapMs: 5, longestGapMs: 5, llmDeltasPerSecond: 20 },
    ]);
  });

  it('have no row of gaps where there was none', () => {
    expect(gapRows(results).map(({ name, n }) => [name, n])).toEqual([
      ['reply-first-sound', 3],
      ['gap-busy', 2],
      ['reply-first-sound-busy', 3],
      ['gap-busy+llm', 1],
      ['reply-first-sound-busy+llm', 3],
    ]);
  });
});
