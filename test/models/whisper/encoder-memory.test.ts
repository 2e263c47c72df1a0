/** The front of a growing sound is kept as it was encoded, and nothing of it is lost or made up. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EncoderMemory } from '../../../src/models/whisper/encoder-memory.js';
import { LogMel, MelAnalysis } from '../../../src/models/whisper/log-mel.js';
import { openEnd } from './tiny-engine.js';

const width = 3;
const attentions = 4;
const sizes = {
  melBands: 80,
  width,
  encoderLayers: 1,
  decoderLayers: 1,
  encoderHeads: 1,
  decoderHeads: 1,
  vocabulary: 9,
  audioPositions: 1500,
  textPositions: 448,
};
const analysis = new MelAnalysis(sizes.melBands);
const SAMPLES = 320;
const OPEN = openEnd(sizes);

/** `count` rows for each attention; every number says which encoding, attention, position and column it belongs to. */
function ownRows(encoding: number, first: number, count: number): Float32Array[] {
  return Array.from({ length: attentions }, (_, attention) =>
    Float32Array.from({ length: count * width }, (_, i) => mark(encoding, attention, first) + i),
  );
}

/** As the encoder does: of the rows of one window, those that are settled. */
function take(memory: EncoderMemory, sound: LogMel, window: { encoding: number; first: number; count: number }): void {
  const { encoding, first } = window;
  const count = memory.settledOf(sound, window);
  if (count > 0) memory.add(ownRows(encoding, first, window.count), { first, count });
}

/** The number that `ownRows` puts at the start of a position's row. */
const mark = (encoding: number, attention: number, position: number): number =>
  ((encoding * attentions + attention) * 2000 + position) * width;

function firstColumn(rows: Float32Array | undefined, positions: number): number[] {
  return Array.from({ length: positions }, (_, position) => rows?.[position * width] ?? NaN);
}

describe('EncoderMemory', () => {
  it('knows nothing at first', () => {
    const { positions, rows } = new EncoderMemory(sizes).known;
    expect([positions, rows.length]).toEqual([0, attentions]);
  });

  it('keeps no position that has too little sound behind it', () => {
    const memory = new EncoderMemory(sizes);
    const sound = new LogMel(analysis);
    sound.append(new Float32Array(OPEN * SAMPLES + SAMPLES - 1));
    take(memory, sound, { encoding: 0, first: 0, count: OPEN + 8 });
    expect(memory.known.positions).toBe(0);
    sound.append(new Float32Array(1));
    take(memory, sound, { encoding: 1, first: 0, count: OPEN + 8 });
    expect(memory.known.positions).toBe(1);
  });

  it('grows with the sound and keeps every row as it was encoded', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 150 }), { maxLength: 12 }), (steps) => {
        const memory = new EncoderMemory(sizes);
        const sound = new LogMel(analysis);
        memory.settleGain(0);
        // Which encoding each known position is from.
        const origin: number[] = [];
        let length = 0;
        for (const [encoding, come] of steps.entries()) {
          sound.append(new Float32Array(come * SAMPLES));
          length += come;
          memory.settleGain(0.01);
          const { positions: first } = memory.known;
          const count = length + 8 - first;
          take(memory, sound, { encoding, first, count });
          for (let position = first; position < length - OPEN; position++) origin[position] = encoding;
          const { positions, rows } = memory.known;
          expect(positions).toBe(origin.length);
          rows.forEach((kept, attention) => {
            const wanted = origin.map((from, position) => Math.fround(mark(from, attention, position)));
            expect(firstColumn(kept, positions)).toEqual(wanted);
          });
        }
        expect(origin.length).toBe(Math.max(0, length - OPEN));
      }),
      { numRuns: 100 },
    );
  });

  it('takes no more than the window had', () => {
    const memory = new EncoderMemory(sizes);
    const sound = new LogMel(analysis);
    sound.append(new Float32Array(300 * SAMPLES));
    take(memory, sound, { encoding: 0, first: 0, count: 40 });
    expect(memory.known.positions).toBe(40);
  });

  it('keeps its gain while the wanted one is near, and forgets with the gain', () => {
    const memory = new EncoderMemory(sizes);
    const sound = new LogMel(analysis);
    sound.append(new Float32Array((OPEN + 25) * SAMPLES));
    expect(memory.settleGain(2)).toBe(2);
    take(memory, sound, { encoding: 0, first: 0, count: OPEN + 32 });
    // Against the gain that the rows were made with, not against the one wanted last.
    for (const wanted of [2.03, 1.97, 2.04]) expect(memory.settleGain(wanted)).toBe(2);
    expect(memory.known.positions).toBe(25);
    expect(memory.settleGain(0.5)).toBe(0.5);
    expect(memory.known.positions).toBe(0);
    take(memory, sound, { encoding: 1, first: 0, count: OPEN + 32 });
    const { positions, rows } = memory.known;
    expect(firstColumn(rows[3], positions)).toEqual(Array.from({ length: 25 }, (_, i) => mark(1, 3, i)));
  });
});
