/** The incremental encoder gives what a whole run gives, as far as the rows it was handed are those of a whole run. */
import * as ort from 'onnxruntime-node';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEffort, type Effort } from '../../../src/models/whisper/effort.js';
import { EncoderMemory } from '../../../src/models/whisper/encoder-memory.js';
import {
  attentionCount,
  computeSilence,
  Encoder,
  FRAMES_PER_POSITION,
  TAIL_STRIDE,
  tailRows,
  type EncodedAudio,
} from '../../../src/models/whisper/encoder.js';
import type { LogMel } from '../../../src/models/whisper/log-mel.js';
import type { Dimensions } from '../../../src/models/whisper/weights.js';
import {
  appendSound,
  distance,
  floatsOf,
  openEncoder,
  openEnd,
  randomFloats,
  soundOf,
  tiny,
  tinyWeights,
  type SessionRun,
} from './tiny-engine.js';

const EXACT = 1e-4;

interface Bench {
  readonly encoder: Encoder;
  readonly session: ort.InferenceSession;
  readonly runs: readonly SessionRun[];
  readonly effort: Effort;
  readonly dimensions: Dimensions;
  readonly memory: EncoderMemory;
  /** Positions at the end of a sound that are not kept. */
  readonly open: number;
}

async function openBench(): Promise<Bench> {
  const weights = tinyWeights();
  const { dimensions } = weights;
  const { session, runs } = await openEncoder(weights);
  const tail = await computeSilence(session, dimensions);
  const effort = createEffort();
  const encoder = new Encoder(session, { dimensions, tail, effort });
  return {
    encoder,
    session,
    runs,
    effort,
    dimensions,
    memory: new EncoderMemory(dimensions),
    open: openEnd(dimensions),
  };
}

/** The largest difference between what the decoder would attend to. */
function difference(a: EncodedAudio, b: EncodedAudio): number {
  expect(Object.keys(a.feeds).sort()).toEqual(Object.keys(b.feeds).sort());
  const all = Object.keys(a.feeds).map((name) => distance(floatsOf(a.feeds[name]), floatsOf(b.feeds[name])));
  return Math.max(...all, distance(a.bias, b.bias));
}

/** Positions that the last run was told, and those that it computed. */
function lastSeam({ runs }: Bench): { known: number; skip: number; fresh: number } {
  const { feeds } = runs.at(-1) as SessionRun;
  const integer = (name: string): number => Number((feeds[name] as ort.Tensor).data[0]);
  const known = integer('first');
  for (let i = 0; i < 2 * (tiny.encoderLayers + tiny.decoderLayers); i++) {
    expect((feeds[`known_${i}`] as ort.Tensor).dims).toEqual([known, tiny.width]);
  }
  const frames = (feeds['mel'] as ort.Tensor).dims[2] ?? 0;
  return { known, skip: integer('skip'), fresh: (frames - 1) / FRAMES_PER_POSITION - integer('skip') };
}

describe('encode', () => {
  it('gives the same with an empty memory as with none', async () => {
    const bench = await openBench();
    const sound = soundOf(60);
    const alone = await bench.encoder.encode(sound, { positions: 80 });
    expect(lastSeam(bench)).toEqual({ known: 0, skip: 0, fresh: 80 });
    const first = await bench.encoder.encode(sound, { positions: 80, memory: bench.memory });
    expect(lastSeam(bench)).toEqual({ known: 0, skip: 0, fresh: 80 });
    expect(difference(first, alone)).toBe(0);
    expect(alone.keys).toBe(80 + tailRows(bench.dimensions.audioPositions));
    expect(alone.feeds['cross_key_1']?.dims).toEqual([tiny.heads, tiny.width / tiny.heads, alone.keys]);
    expect(alone.feeds['cross_value_1']?.dims).toEqual([tiny.heads, alone.keys, tiny.width / tiny.heads]);
  });

  it.each([1, 2, 3, 25, 100])('again, with %i positions known, changes nothing', async (settled) => {
    const bench = await openBench();
    const { encoder, memory, effort } = bench;
    const length = bench.open + settled;
    const sound = soundOf(length);
    const positions = encoder.positionsFor(FRAMES_PER_POSITION * (length + 10));
    const first = await encoder.encode(sound, { positions, memory });
    const { encoderPositions } = effort;
    const again = await encoder.encode(sound, { positions, memory });
    const { known, skip, fresh } = lastSeam(bench);
    expect([known, skip, fresh]).toEqual([settled, Math.min(2, settled), positions - settled]);
    expect(difference(again, first)).toBeLessThan(EXACT);
    // The sound is not so dull that any other rows would do.
    expect(difference(await encoder.encode(soundOf(length, 0.001), { positions }), first)).toBeGreaterThan(0.1);
    expect(effort).toMatchObject({ encoderRuns: 3, encoderPositions: encoderPositions + fresh + skip + positions });
  });

  it('of the model’s own window again changes nothing either, and needs no silence', async () => {
    const bench = await openBench();
    const { encoder, memory } = bench;
    const { audioPositions } = bench.dimensions;
    const sound = soundOf(200);
    const first = await encoder.encode(sound, { positions: audioPositions, memory });
    const again = await encoder.encode(sound, { positions: audioPositions, memory });
    expect(lastSeam(bench).known).toBe(200 - bench.open);
    expect(first.keys).toBe(audioPositions);
    expect(first.bias).toEqual(new Float32Array(audioPositions));
    expect(difference(again, first)).toBeLessThan(EXACT);
  });

  it('keeps what a whole run made of the settled positions, and goes on from there', async () => {
    const bench = await openBench();
    const { encoder, memory, open } = bench;
    const sound = soundOf(open + 25);
    const positions = encoder.positionsFor(FRAMES_PER_POSITION * (open + 35));
    await encoder.encode(sound, { positions, memory });
    const { results } = bench.runs.at(-1) as SessionRun;
    const { known } = memory;
    expect(known.positions).toBe(25);
    known.rows.forEach((kept, i) => {
      const own = floatsOf(results[`own_${i}`]);
      expect(kept.slice(0, 25 * tiny.width)).toEqual(own.slice(0, 25 * tiny.width));
    });
    appendSound(sound, 60);
    await encoder.encode(sound, { positions: positions + 64, memory });
    expect(lastSeam(bench)).toEqual({ known: 25, skip: 2, fresh: positions + 39 });
    expect(memory.known.positions).toBe(85);
  });

  it('forgets when the sound gets louder than its gain allows, and not before', async () => {
    const bench = await openBench();
    const { encoder, memory, open } = bench;
    const sound = soundOf(open + 25, 0.1);
    const positions = encoder.positionsFor(FRAMES_PER_POSITION * (open + 65));
    await encoder.encode(sound, { positions, memory });
    appendSound(sound, 20, 0.05);
    await encoder.encode(sound, { positions, memory });
    expect(lastSeam(bench).known).toBe(25);
    // Ten times the amplitude is 2 in log10 power.
    appendSound(sound, 20, 1);
    const louder = await encoder.encode(sound, { positions, memory });
    expect(lastSeam(bench)).toEqual({ known: 0, skip: 0, fresh: positions });
    expect(difference(louder, await encoder.encode(sound, { positions }))).toBe(0);
  });
});

describe('the window', () => {
  it('is as long as the sound needs in whole rows of the tail, and no longer than the model’s', async () => {
    const { encoder } = await openBench();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4000 }), (frames) => {
        const positions = encoder.positionsFor(frames);
        expect(positions).toBeGreaterThanOrEqual(Math.min(1500, Math.max(1, frames / FRAMES_PER_POSITION)));
        expect(positions).toBeLessThanOrEqual(1500);
        if (positions < 1500) {
          expect(positions % TAIL_STRIDE).toBe(0);
          expect(positions - frames / FRAMES_PER_POSITION).toBeLessThan(positions > TAIL_STRIDE ? TAIL_STRIDE : 9);
        }
      }),
    );
  });

  it('and the silence behind it count as often as the model’s own window has positions', async () => {
    const { encoder } = await openBench();
    const sound = soundOf(3);
    for (const positions of [8, 16, 504, 1496, 1500]) {
      const { bias, keys } = await encoder.encode(sound, { positions });
      expect(bias).toHaveLength(keys);
      expect(bias.reduce((sum, score) => sum + Math.exp(score), 0)).toBeCloseTo(1500, 2);
    }
  });

  it('ends in silence at the fixed floor, the model’s own one in zeros', async () => {
    const bench = await openBench();
    const lastFrame = (): number[] => {
      const mel = (bench.runs.at(-1) as SessionRun).feeds['mel'] as ort.Tensor;
      const frames = mel.dims[2] ?? 0;
      return [...floatsOf(mel)].filter((_, i) => (i + 1) % frames === 0);
    };
    await bench.encoder.encode(soundOf(20), { positions: 40 });
    const floor = new Set(lastFrame());
    expect([...floor]).toEqual([Math.fround((1.5 - 8 + 4) / 4)]);
    await bench.encoder.encode(soundOf(20), { positions: 1500 });
    expect(new Set(lastFrame())).toEqual(new Set([0]));
  });
});

describe('the seam of the convolutions', () => {
  /** Positions `first`…`first + fresh` with `skip` positions of context before them, and all keys and values known. */
  async function rowsFrom(bench: Bench, mel: Float32Array, at: { first: number; skip: number; fresh: number }) {
    const { first, skip, fresh } = at;
    const attentions = attentionCount(bench.dimensions);
    const frames = FRAMES_PER_POSITION * (skip + fresh) + 1;
    const whole = mel.length / tiny.melBands;
    const from = FRAMES_PER_POSITION * (first - skip);
    const part = Array.from({ length: tiny.melBands }, (_, band) => {
      return [...mel.subarray(band * whole + from, band * whole + from + frames)];
    });
    const known = new Float32Array(first * tiny.width);
    const feeds: Record<string, ort.Tensor> = {
      mel: new ort.Tensor('float32', Float32Array.from(part.flat()), [1, tiny.melBands, frames]),
      skip: new ort.Tensor('int64', BigInt64Array.of(BigInt(skip)), [1]),
      first: new ort.Tensor('int64', BigInt64Array.of(BigInt(first)), [1]),
      bias: new ort.Tensor('float32', new Float32Array(first + fresh), [first + fresh]),
      tail: new ort.Tensor('float32', new Float32Array(0), [attentions, 0, tiny.width]),
    };
    for (let i = 0; i < attentions; i++) feeds[`known_${i}`] = new ort.Tensor('float32', known, [first, tiny.width]);
    const names = Array.from({ length: attentions }, (_, i) => `own_${i}`);
    const results = await bench.session.run(feeds, names);
    return Float32Array.from(names.flatMap((name) => [...floatsOf(results[name])]));
  }

  it('is exact with a context of two positions, and would not be with none', async () => {
    const bench = await openBench();
    const mel = randomFloats(tiny.melBands * (FRAMES_PER_POSITION * 40 + 1), 7);
    const far = await rowsFrom(bench, mel, { first: 20, skip: 20, fresh: 20 });
    expect(distance(await rowsFrom(bench, mel, { first: 20, skip: 2, fresh: 20 }), far)).toBeLessThan(EXACT);
    expect(distance(await rowsFrom(bench, mel, { first: 20, skip: 0, fresh: 20 }), far)).toBeGreaterThan(0.01);
  });
});

it('a sound that a window does not hold is encoded up to the window’s end', async () => {
  const bench = await openBench();
  const encode = (sound: LogMel) => bench.encoder.encode(sound, { positions: 40 });
  const long = soundOf(60);
  const short = soundOf(0);
  // One frame more than the window: its last position sees what follows.
  short.append(long.samples.slice(0, 160 * 81 + 200));
  expect(difference(await encode(long), await encode(short))).toBe(0);
});
