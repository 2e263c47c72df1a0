/** The bars of a turn lie where its marks say. */
import { describe, expect, it } from 'vitest';
import { traceHead, traceTurn } from '../../src/metrics/chrome-trace.js';
import { turnFacts } from '../../src/metrics/turn-facts.js';
import { waterfallOf } from '../../src/metrics/waterfall.js';
import { turnOf } from './report.js';

describe('a waterfall', () => {
  const waterfall = waterfallOf(turnOf(), 15_000);
  const bar = (name: string) => waterfall.bars.find((one) => one.name === name);

  it('begins with the voice and ends with the turn', () => {
    expect(waterfall).toMatchObject({ turn: '1', startMs: 12_000, endMs: 15_000, voiceEndMs: 13_000 });
    expect(bar('speech')).toEqual({ name: 'speech', startMs: 12_000, endMs: 13_000 });
    expect(bar('endpoint')).toEqual({ name: 'endpoint', startMs: 13_000, endMs: 13_300 });
    expect(bar('playout')).toEqual({ name: 'playout', startMs: 13_313, endMs: 15_000 });
  });

  it('ends recognition with the final text and understanding with its result, however long the streams stay open', () => {
    expect(bar('stt')).toEqual({ name: 'stt', startMs: 12_000, firstMs: 12_550, endMs: 13_304 });
    expect(bar('nlp')).toMatchObject({ startMs: 13_086, endMs: 13_087 });
  });

  it('tells what was begun before the turn was taken', () => {
    expect(bar('tts')).toEqual({ name: 'tts', startMs: 13_092, firstMs: 13_173, endMs: 13_397, isDraft: true });
    const { marks } = turnOf();
    const late = { ...marks, 'tts.first-in': 13_310, 'tts.first-out': 13_390 };
    const after = waterfallOf(turnOf({ marks: late }), 15_000);
    expect(after.bars.find(({ name }) => name === 'tts')).not.toHaveProperty('isDraft');
  });

  it('has the moments that matter', () => {
    expect(waterfall.moments).toEqual({ 'voice-end': 13_000, endpoint: 13_300, 'first-sound': 13_313 });
  });

  it('of an announcement has no voice', () => {
    const marks = {
      'split.first-in': 5,
      'split.first-out': 6,
      'tts.first-in': 6,
      'tts.first-out': 50,
      'first-sound': 60,
    };
    const rings = waterfallOf(turnOf({ marks, timings: { draftUsed: false, cacheHit: false } }), 900);
    expect(rings.bars.map(({ name }) => name)).toEqual(['split', 'tts', 'playout']);
    expect(rings).toMatchObject({ startMs: 5, endMs: 900 });
    expect(rings).not.toHaveProperty('voiceEndMs');
  });

  it('of a turn that came to nothing is empty and breaks nothing', () => {
    const none = turnOf({ marks: {}, timings: { draftUsed: false, cacheHit: false } });
    expect(waterfallOf(none, 7)).toEqual({ turn: '1', startMs: 7, endMs: 7, bars: [], moments: {} });
  });

  it('goes into a trace of complete events in µs, each in the row of its stage', () => {
    const rows = new Map(traceHead().map(({ tid, args }) => [tid, args?.['name']]));
    const events = traceTurn(waterfall, turnFacts(turnOf()));
    const tts = events.find(({ cat }) => cat === 'tts');
    expect(tts).toMatchObject({ name: 'tts (draft)', ph: 'X', ts: 13_092_000, dur: 305_000 });
    expect(rows.get(tts?.tid ?? -1)).toBe('tts');
    expect(events.filter(({ ph }) => ph === 'i').map(({ name }) => name)).toEqual([
      'voice-end',
      'endpoint',
      'first-sound',
    ]);
  });

  it('and its facts hold nothing that anybody said', () => {
    const told = JSON.stringify([waterfall, traceTurn(waterfall, turnFacts(turnOf()))]).toLowerCase();
    for (const word of ['lisbon', 'half past', 'three']) expect(told).not.toContain(word);
  });
});
