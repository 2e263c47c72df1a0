/** Segments hold all of the speech, whichever pauses part them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SpeechEvent } from '../../../src/pipeline/messages.js';
import { forReadersAlong } from '../../../src/stages/captions/captions.js';
import { forAccuracy, SegmentCutter, type CutPlaces, type Piece } from '../../../src/stages/captions/segment-cutter.js';
import { detect, frameSamples, rateHz } from './detect.js';

function cutAll(events: readonly SpeechEvent[], places?: CutPlaces): Piece[] {
  const cutter = new SegmentCutter({ sampleRateHz: rateHz, paddingMs: 300, places });
  return [...events.flatMap((event) => cutter.step(event)), ...cutter.finish()];
}

/** Runs of voice and silence, in frames of 32 ms. */
const speechPattern = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 700 }), fc.integer({ min: 1, max: 60 })), { minLength: 1, maxLength: 12 })
  .map((runs) =>
    runs.flatMap(([voice, silence]) => [...Array<boolean>(voice).fill(true), ...Array<boolean>(silence).fill(false)]),
  );

describe('the segment cutter', () => {
  const places = fc.constantFrom(forAccuracy, forReadersAlong, { ...forReadersAlong, bridgedMs: 0, enoughMs: 0 });

  it('gives every voiced sample to exactly one segment, in order and without holes', () => {
    fc.assert(
      fc.property(speechPattern, places, (voiced, chosen) => {
        const given = new Set<number>();
        let last = -1;
        let at: number | undefined;
        for (const piece of cutAll(detect(voiced), chosen)) {
          if (piece.kind === 'open') {
            expect(at).toBeUndefined();
            expect(piece.startSample).toBeGreaterThan(last);
            at = piece.startSample;
          } else if (piece.kind === 'audio') {
            if (piece.frame.startSample !== at || piece.frame.samples[0] !== at)
              expect(piece.frame.startSample).toBe(at);
            at = piece.frame.startSample + piece.frame.samples.length;
            for (let s = piece.frame.startSample; s < at; s += 128) given.add(Math.floor(s / frameSamples));
          } else if (piece.kind === 'pause') {
            expect(at).toBeDefined();
          } else if (piece.kind === 'close') {
            expect(piece.endSample).toBe(at);
            last = piece.endSample - 1;
            at = undefined;
          }
        }
        expect(at).toBeUndefined();
        expect(voiced.flatMap((isVoice, i) => (isVoice && !given.has(i) ? [i] : []))).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('ends long speech at its first pause, and speech without any pause in bounded time', () => {
    const spans = (voiced: readonly boolean[]): number[] => {
      const pieces = cutAll(detect(voiced));
      const opens = pieces.flatMap((piece) => (piece.kind === 'open' ? [piece.startSample] : []));
      const closes = pieces.flatMap((piece) => (piece.kind === 'close' ? [piece.endSample] : []));
      return closes.map((end, i) => (end - (opens[i] ?? 0)) / rateHz);
    };
    const talk = (frames: number): boolean[] => Array<boolean>(frames).fill(true);
    expect(spans([...talk(700), false, ...talk(100)])).toHaveLength(2);
    expect(spans([...talk(100), false, ...talk(100)])).toHaveLength(1);
    const endless = spans(talk(3 * 60 * 31));
    expect(endless.length).toBeGreaterThan(1);
    expect(Math.max(...endless)).toBeLessThan(150);
  });

  it('ends a segment soon after a pause for readers along, and tells pauses before', () => {
    const voice = (frames: number): boolean[] => Array<boolean>(frames).fill(true);
    const silence = (frames: number): boolean[] => Array<boolean>(frames).fill(false);
    const events = detect([...voice(100), ...silence(12), ...voice(20), ...silence(30)]);
    const told = cutAll(events, forReadersAlong).filter(({ kind }) => kind !== 'audio' && kind !== 'quiet');
    expect(told.map(({ kind }) => kind)).toEqual(['open', 'pause', 'close', 'open', 'pause', 'close']);
    const [, , close] = told;
    // 100 frames of voice, and nine until the detector calls it an end.
    expect(close).toMatchObject({ reason: 'pause', endSample: 109 * frameSamples });
    const patient = cutAll(events).filter(({ kind }) => kind !== 'audio' && kind !== 'quiet');
    expect(patient.map(({ kind }) => kind)).toEqual(['open', 'close']);
    expect(cutAll(detect(voice(100))).at(-1)).toMatchObject({ kind: 'close', reason: 'end' });
  });
});
