/** `bench answers`: recordings played to the whole voice loop, and what each of them was answered, for people to judge. */
import { describeWav } from '../../../src/audio/wav.js';
import type { Report } from '../summary.js';
import { benchTurns, type TurnsBenchOptions } from '../turns/bench.js';
import { assemble } from '../turns/cast.js';
import { readSpeech, type SpokenClip } from '../turns/manifest.js';
import type { SideOptions } from '../turns/side.js';
import type { TurnFigures } from '../turns/turn-figures.js';

export interface AnswersBenchOptions extends Omit<TurnsBenchOptions, 'sides' | 'utterances' | 'runs'> {
  readonly config: SideOptions['config'];
  readonly clips: readonly SpokenClip[];
}

/** One recording. */
export interface Answered {
  readonly n: number;
  readonly kind: string;
  readonly clip: string;
  /** As the manifest has it; empty where nobody wrote it down. */
  readonly said: string;
  readonly heard: string;
  readonly answered: string;
  /** `skill`, `cache`, `llm`, `fallback`, or `none` for no answer. */
  readonly source: string;
  /** From the last sample of the voice to the first audible one of the answer; undefined without an answer. */
  readonly voiceToVoiceMs: number | undefined;
}

export interface AnswersBench {
  readonly report: Report;
  readonly details: readonly Answered[];
}

export interface ClipChoice {
  readonly kinds: readonly string[];
  /** Of the clips in this order, the number of the first, from 1 on, and how many. */
  readonly from: number;
  readonly limit: number;
  /** Longer recordings are left out. */
  readonly longestSeconds: number;
}

/** Kind by kind, in the order of the manifest. Throws AudioError for a line or a file that is none. */
export async function chooseClips(manifest: string, choice: ClipChoice): Promise<readonly SpokenClip[]> {
  const { kinds, from, limit, longestSeconds } = choice;
  const chosen: SpokenClip[] = [];
  for (const kind of kinds) {
    for (const clip of readSpeech(manifest, { language: 'en', kinds: [kind] })) {
      if (chosen.length === from - 1 + limit) break;
      const { totalSamples, sampleRateHz } = await describeWav(clip.path);
      if (totalSamples / sampleRateHz <= longestSeconds) chosen.push(clip);
    }
  }
  return chosen.slice(from - 1);
}

/** Throws what `createAssistant` throws. */
export async function benchAnswers({ config, clips, ...options }: AnswersBenchOptions): Promise<AnswersBench> {
  const { report, details } = await benchTurns({
    ...options,
    sides: [{ name: '', config }],
    runs: 1,
    utterances: (side) => assemble({ clips }, side, options.signal),
  });
  const answered = details.turns.map(answeredOf);
  const rows = report.rows.filter(({ name }) => name === 'voice-to-voice');
  return { report: { ...report, bench: 'answers', rows, facts: factsOf(answered) }, details: answered };
}

function answeredOf({ name, kind, wanted, transcript, reply, source, delays }: TurnFigures, index: number): Answered {
  return {
    ...{ n: index + 1, kind, clip: name, said: wanted ?? '', heard: transcript, answered: reply },
    ...{ source: source ?? 'none', voiceToVoiceMs: delays.voiceToVoice && Math.round(delays.voiceToVoice) },
  };
}

function factsOf(answered: readonly Answered[]): Readonly<Record<string, unknown>> {
  const sources = new Map<string, number>();
  for (const { source } of answered) sources.set(source, (sources.get(source) ?? 0) + 1);
  return {
    clips: answered.length,
    ...Object.fromEntries([...sources].map(([source, count]) => [`source.${source}`, count])),
    answers: answered,
  };
}
