import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SegmentCutter, type Piece } from '../../src/assistant/segment-cutter.js';
import { transcribeFrames, type Segment } from '../../src/assistant/transcriber.js';
import type { AudioFrame } from '../../src/audio/frame.js';
import type { SpeechEvent, Transcript, UtteranceEvent, Word } from '../../src/pipeline/messages.js';
import type { Scope, Stage } from '../../src/pipeline/stage.js';
import { SpeechTracker } from '../../src/stages/vad/speech-tracker.js';

const rateHz = 16_000;
const frameSamples = 512;

/** Each sample holds its own position, so that what arrives tells where it came from. */
function frameAt(index: number): AudioFrame {
  const startSample = index * frameSamples;
  return {
    samples: Float32Array.from({ length: frameSamples }, (_, i) => startSample + i),
    sampleRateHz: rateHz,
    startSample,
  };
}

/** What a detector says of frames that hold a voice where `voiced` is true: 9 frames of silence end the speech. */
function detect(voiced: readonly boolean[], longestFrames = 900): SpeechEvent[] {
  const tracker = new SpeechTracker({
    positive: 0.5,
    negative: 0.35,
    minSpeechFrames: 8,
    maxSpeechFrames: longestFrames,
  });
  const events: SpeechEvent[] = [];
  let speaking = false;
  let silent = 0;
  for (const [i, isVoice] of voiced.entries()) {
    const frame = frameAt(i);
    const probability = isVoice ? 1 : 0;
    let message: string | undefined;
    silent = isVoice ? 0 : silent + 1;
    if (isVoice && !speaking) message = 'SPEECH_START';
    if (!isVoice && speaking && silent >= 9) message = 'SPEECH_END';
    events.push({ kind: 'frame', frame, speechProbability: probability });
    const found = tracker.step(frame, probability, message);
    events.push(...found);
    speaking = tracker.speaking;
  }
  return events;
}

function cutAll(events: readonly SpeechEvent[]): Piece[] {
  const cutter = new SegmentCutter({ sampleRateHz: rateHz, paddingMs: 300 });
  return [...events.flatMap((event) => cutter.step(event)), ...cutter.finish()];
}

/** Runs of voice and silence, in frames of 32 ms. */
const speechPattern = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 700 }), fc.integer({ min: 1, max: 60 })), { minLength: 1, maxLength: 12 })
  .map((runs) =>
    runs.flatMap(([voice, silence]) => [...Array<boolean>(voice).fill(true), ...Array<boolean>(silence).fill(false)]),
  );

describe('the segment cutter', () => {
  it('gives every voiced sample to exactly one segment, in order and without holes', () => {
    fc.assert(
      fc.property(speechPattern, (voiced) => {
        const given = new Set<number>();
        let last = -1;
        let at: number | undefined;
        for (const piece of cutAll(detect(voiced))) {
          if (piece.kind === 'open') {
            expect(at).toBeUndefined();
            expect(piece.startSample).toBeGreaterThan(last);
            at = piece.startSample;
          } else if (piece.kind === 'audio') {
            if (piece.frame.startSample !== at || piece.frame.samples[0] !== at)
              expect(piece.frame.startSample).toBe(at);
            at = piece.frame.startSample + piece.frame.samples.length;
            for (let s = piece.frame.startSample; s < at; s += 128) given.add(Math.floor(s / frameSamples));
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
});

function scope(signal = new AbortController().signal): Scope {
  const clock = { now: () => 0, sleep: () => Promise.resolve() };
  return { id: 'test', signal, clock, probe: { mark: () => undefined, count: () => undefined } };
}

function vadOf(events: readonly SpeechEvent[]): Stage<AudioFrame, SpeechEvent> {
  return {
    name: 'vad',
    async *run() {
      yield* events;
    },
  };
}

async function* none(): AsyncGenerator<AudioFrame> {
  // The detector above knows what it heard.
}

/** Says one word for each second of audio that it was given, but no more than `most` at a time. */
function countingRecognizer(most: number, runs: number[][]): Stage<UtteranceEvent, Transcript> {
  return {
    name: 'stt',
    async *run(input) {
      const frames: AudioFrame[] = [];
      for await (const event of input) if (event.kind === 'audio') frames.push(event.frame);
      const samples = frames.reduce((sum, frame) => sum + frame.samples.length, 0);
      runs.push([frames[0]?.startSample ?? -1, samples]);
      const words: Word[] = [];
      for (let i = 0; i < Math.min(most, Math.floor(samples / rateHz)); i++) {
        words.push({ text: `w${i}`, startMs: 1000 * i, endMs: 1000 * (i + 1) });
      }
      yield { kind: 'final', text: words.map(({ text }) => text).join(' '), language: 'en', words };
    },
  };
}

async function collect(
  events: readonly SpeechEvent[],
  recognizer: Stage<UtteranceEvent, Transcript>,
): Promise<Segment[]> {
  const segments: Segment[] = [];
  const parts = { vad: vadOf(events), recognizer, scope: scope(), sampleRateHz: rateHz, paddingMs: 300 };
  for await (const segment of transcribeFrames(none(), parts)) segments.push(segment);
  return segments;
}

describe('the transcriber', () => {
  const tenSeconds = detect([...Array<boolean>(312).fill(true), ...Array<boolean>(40).fill(false)]);

  it('reads on behind the last word where the voice goes on', async () => {
    const runs: number[][] = [];
    const segments = await collect(tenSeconds, countingRecognizer(4, runs));
    expect(runs.map(([start]) => start)).toEqual([0, 4 * rateHz, 8 * rateHz]);
    const words = segments.flatMap((segment) => (segment.kind === 'segment' ? segment.words : []));
    expect(words.map(({ startMs }) => startMs)).toEqual(Array.from({ length: 10 }, (_, i) => 1000 * i));
  });

  it('reads a segment once when its words reach its end, and when there are none', async () => {
    const runs: number[][] = [];
    await collect(tenSeconds, countingRecognizer(100, runs));
    expect(runs).toHaveLength(1);
    expect(await collect(tenSeconds, countingRecognizer(0, runs))).toEqual([]);
    expect(runs).toHaveLength(2);
  });

  it('goes on with the next segment when a recogniser answers before the end', async () => {
    const hasty: Stage<UtteranceEvent, Transcript> = {
      name: 'stt',
      async *run(input) {
        for await (const event of input) {
          if (event.kind === 'audio') break;
        }
        yield { kind: 'final', text: 'hm', language: 'en', words: [{ text: 'hm', startMs: 0, endMs: 9000 }] };
      },
    };
    const voice = Array<boolean>(250).fill(true);
    const silence = Array<boolean>(60).fill(false);
    const segments = await collect(detect([...voice, ...silence, ...voice, ...silence]), hasty);
    expect(segments.map((segment) => segment.kind === 'segment' && segment.startMs)).toEqual([0, 310 * 32 - 300]);
  });

  it('tells its progress in order, up to the end', async () => {
    const done: number[] = [];
    const parts = {
      vad: vadOf(tenSeconds),
      recognizer: countingRecognizer(4, []),
      scope: scope(),
      sampleRateHz: rateHz,
    };
    for await (const segment of transcribeFrames(none(), {
      ...parts,
      paddingMs: 300,
      onProgress: (ms) => done.push(ms),
    })) {
      expect(segment.kind).toBe('segment');
    }
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(done.at(-1)).toBe(352 * 32);
  });

  it('throws what the recogniser throws, and ends with its reader', async () => {
    const broken: Stage<UtteranceEvent, Transcript> = {
      name: 'stt',
      async *run() {
        throw new Error('no more memory');
      },
    };
    await expect(collect(tenSeconds, broken)).rejects.toThrow('no more memory');
    const parts = {
      vad: vadOf(tenSeconds),
      recognizer: countingRecognizer(4, []),
      scope: scope(),
      sampleRateHz: rateHz,
    };
    for await (const segment of transcribeFrames(none(), { ...parts, paddingMs: 300 })) {
      expect(segment.kind).toBe('segment');
      break;
    }
  });
});
