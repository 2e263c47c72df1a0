import { describe, expect, it } from 'vitest';
import { transcribeFrames, type Segment } from '../../src/assistant/transcriber.js';
import type { AudioFrame } from '../../src/audio/frame.js';
import type { SpeechEvent, Transcript, UtteranceEvent, Word } from '../../src/pipeline/messages.js';
import type { Scope, Stage } from '../../src/pipeline/stage.js';
import { detect, rateHz } from '../stages/captions/detect.js';

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
