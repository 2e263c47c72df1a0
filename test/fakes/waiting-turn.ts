/** A turn whose parts take as long as the test says, on a clock that moves only when told, and what was heard of it. */
import { createSilentSpeaker } from '../../src/audio/silent-speaker.js';
import type { Playout, Speaker } from '../../src/audio/speaker.js';
import type { SessionNews } from '../../src/pipeline/events.js';
import type { FillerSource } from '../../src/pipeline/filler.js';
import type { TurnReport } from '../../src/pipeline/report.js';
import { Turn } from '../../src/pipeline/turn.js';
import { VirtualClock } from '../audio/virtual-clock.js';

export const rateHz = 1000;
export const leadMs = 100;

/** Sound at the loudspeaker; `level` is its first sample that is not silent. */
export interface Heard {
  readonly level: number;
  readonly startMs: number;
  readonly endMs: number;
}

export interface WaitingTurnOptions {
  readonly filler?: FillerSource | undefined;
  /** What is understood; default `hello`. */
  readonly words?: string;
  /** Known for sure before the endpoint. */
  readonly stable?: string;
  /** Endpoint → final transcript. */
  readonly transcriptMs?: number;
  /** Final transcript → first sound made. */
  readonly answerMs?: number;
  readonly floor?: Promise<unknown>;
}

export interface WaitingTurn {
  readonly clock: VirtualClock;
  readonly turn: Turn;
  readonly report: Promise<TurnReport>;
  readonly news: { readonly atMs: number; readonly news: SessionNews }[];
  /** In order of their beginning. */
  heard(): Heard[];
}

/** Level of every sample of the answer, which lasts half a second. */
export const answerLevel = 0.5;
const answerSamples = 500;

export function waitingTurn(options: WaitingTurnOptions): WaitingTurn {
  const { words = 'hello', stable = '', transcriptMs = 0, answerMs = 0 } = options;
  const clock = new VirtualClock();
  const { speaker, heard } = listeningSpeaker(clock);
  const news: { atMs: number; news: SessionNews }[] = [];
  const turn = new Turn(
    {
      id: '1',
      stages: {
        recognizer: {
          name: 'stt',
          async *run(input, { signal }) {
            if (stable !== '')
              yield { kind: 'partial', revision: 1, text: stable, stable, language: 'en', atPause: false, heardMs: 0 };
            for await (const event of input) {
              if (event.kind !== 'commit') continue;
              if (transcriptMs > 0) await clock.sleep(transcriptMs, signal);
              yield { kind: 'final', text: words, language: 'en', words: [] };
            }
          },
        },
        responder: {
          name: 'response',
          async *run(input, { signal }) {
            for await (const final of input) {
              if (answerMs > 0) await clock.sleep(answerMs, signal);
              yield { text: `you said ${final.text}`, source: 'llm' };
            }
          },
        },
        splitter: {
          name: 'split',
          async *run(deltas) {
            for await (const { text } of deltas) yield { index: 0, text };
          },
        },
        synthesizer: {
          name: 'tts',
          async *run(sentences) {
            for await (const sentence of sentences) {
              const samples = new Float32Array(answerSamples).fill(answerLevel);
              yield { kind: 'audio', sentence, frame: { samples, sampleRateHz: rateHz, startSample: 0 } };
              yield { kind: 'sentence-end', sentence, samples: samples.length, wordEnds: [] };
            }
          },
        },
        ahead: 1,
      },
      limits: { maxUtteranceMs: 30_000, firstTokenTimeoutMs: 60_000 },
      ...{ speaker, clock, duckDb: 18 },
      speculation: {
        economy: { mayBegin: () => false, mayPrepare: () => false, learn: () => undefined },
        soundsComplete: () => false,
      },
      emit: (item) => news.push({ atMs: clock.now(), news: item }),
      floor: options.floor ?? Promise.resolve(),
      filler: options.filler,
    },
    'hearing',
  );
  return { clock, turn, report: turn.run(), news, heard };
}

function listeningSpeaker(clock: VirtualClock): { speaker: Speaker; heard: () => Heard[] } {
  const silent = createSilentSpeaker({ clock, sampleRateHz: rateHz, leadMs });
  const playouts: { inner: Playout; samples: number[] }[] = [];
  return {
    speaker: {
      ...{ name: 'listening', sampleRateHz: rateHz, close: () => silent.close() },
      begin: (how) => {
        const inner = silent.begin(how);
        const samples: number[] = [];
        playouts.push({ inner, samples });
        return {
          write: (more) => {
            samples.push(...more);
            return inner.write(more);
          },
          end: () => inner.end(),
          stop: () => inner.stop(),
          setGain: (gain, rampMs) => inner.setGain(gain, rampMs),
          heardSamples: () => inner.heardSamples(),
          get firstSoundAtMs() {
            return inner.firstSoundAtMs;
          },
          get underruns() {
            return inner.underruns;
          },
          get gapMs() {
            return inner.gapMs;
          },
        };
      },
    },
    heard: () =>
      playouts.flatMap(({ inner, samples }) => {
        const startMs = inner.firstSoundAtMs;
        const count = inner.heardSamples();
        if (startMs === undefined || count === 0) return [];
        const level = samples.find((sample) => sample !== 0) ?? 0;
        return [{ level, startMs, endMs: startMs + (count / rateHz) * 1000 + inner.gapMs }];
      }),
  };
}
