/** What is counted instead of timed: the same on every machine, however busy. */
import type { Counter } from './counters.js';
import { countDependencies, countPackage, countRecognition, countStartFiles, factsOf } from './counters.js';

export interface Gauge {
  readonly name: string;
  readonly better: 'less' | 'more';
  /** Share of the old value by which it may be worse, and how much besides. */
  readonly share: number;
  readonly besides: number;
}

/** Gauges that one run gives. */
export interface Source {
  readonly name: string;
  readonly count: Counter;
  readonly gauges: readonly Gauge[];
}

/** What must not be worse at all. */
const exact = { share: 0, besides: 0 } as const;
/** V8 packs the same objects a little differently from run to run. */
const bytes = { better: 'less', share: 0.2, besides: 64 } as const;
const inOperation = [
  ...['ring-write', 'resample-100ms', 'mel-frame', 'splitter-reply', 'cache-hit', 'turn-step', 'metric-record'],
] as const;

/** The sample conversation and its words. */
const speech = 'assets/sample/manifest.jsonl';

/** In the order of their cost. */
export const sources: readonly Source[] = [
  {
    name: 'dependencies',
    count: countDependencies,
    gauges: [
      { name: 'dependencies.direct', better: 'less', ...exact },
      { name: 'dependencies.installed', better: 'less', ...exact },
    ],
  },
  {
    name: 'package',
    count: countPackage,
    gauges: [
      { name: 'package.files', better: 'less', share: 0.1, besides: 0 },
      { name: 'package.bytes', better: 'less', share: 0.1, besides: 0 },
    ],
  },
  { name: 'start', count: countStartFiles, gauges: [{ name: 'start.files', better: 'less', share: 0, besides: 2 }] },
  {
    name: 'nlp',
    count: factsOf(['bench', 'nlp', '--failures', '1']),
    gauges: [
      { name: 'nlp.accuracy.clean', better: 'more', share: 0, besides: 0.003 },
      { name: 'nlp.accuracy.noisy', better: 'more', share: 0, besides: 0.005 },
      { name: 'nlp.slots.clean', better: 'more', share: 0, besides: 0.003 },
      { name: 'nlp.withoutLlm', better: 'more', share: 0, besides: 0.005 },
      { name: 'nlp.falseActions', better: 'less', ...exact },
      { name: 'nlp.wrongSkill', better: 'less', ...exact },
    ],
  },
  {
    name: 'micro',
    count: factsOf(['bench', 'micro', '--time', '20', '--only', ...inOperation]),
    gauges: inOperation.map((name) => ({ name: `micro.bytes.${name}`, ...bytes })),
  },
  {
    name: 'stt',
    count: countRecognition(['--no-reference', '--manifest', speech, '--model', 'whisper-tiny.en']),
    gauges: [
      // One word more of seventeen.
      { name: 'stt.wer.fast', better: 'less', share: 0, besides: 0.06 },
      { name: 'stt.retractions', better: 'less', ...exact },
      { name: 'stt.loops', better: 'less', ...exact },
      { name: 'stt.fullWindows', better: 'less', ...exact },
      // Partials come by the clock: a busy machine asks for fewer.
      { name: 'stt.encoderRunsPerSecond', better: 'less', share: 0.3, besides: 0 },
      { name: 'stt.encoderPositionsPerSecond', better: 'less', share: 0.3, besides: 0 },
      { name: 'stt.decoderTokensPerSecond', better: 'less', share: 0.3, besides: 0 },
      { name: 'stt.draftAccepted', better: 'more', share: 0.5, besides: 0 },
    ],
  },
  {
    name: 'turns',
    count: factsOf(['bench', 'turns', speech, '--virtual', '--kind', 'question']),
    gauges: [
      { name: 'turns.answered', better: 'more', ...exact },
      { name: 'turns.falseCutOffs', better: 'less', ...exact },
      { name: 'turns.missedEnds', better: 'less', ...exact },
      { name: 'turns.falseInterruptions', better: 'less', ...exact },
    ],
  },
];
