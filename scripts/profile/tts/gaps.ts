/** Plays replies in real time, as a turn does, and counts how often the loudspeaker would have run dry. */
import { quantile } from 'simple-statistics';
import type { Settings } from '../../../src/config/schema.js';
import { systemClock } from '../../../src/pipeline/clock.js';
import { ReplyPlayer } from '../../../src/pipeline/player.js';
import type { ReplyDelta } from '../../../src/pipeline/messages.js';
import type { TurnStages } from '../../../src/pipeline/turn-options.js';
import { summarise, type Row } from '../summary.js';
import { benchScope, openStages, speakReply, type VoicePlan } from './assistant-way.js';
import { GapSpeaker } from './gap-speaker.js';
import { spinCores, talk, type Load } from './load.js';
import { longReplies } from './replies.js';
import { openHosted, type HostedVoice } from './voice.js';

/** What else the machine does while the replies play. */
export const loads = ['quiet', 'busy', 'llm', 'busy+llm'] as const;
export type LoadName = (typeof loads)[number];

export interface GapsOptions {
  readonly plan: VoicePlan;
  /** Sound played under each load. */
  readonly seconds: number;
  readonly loads: readonly LoadName[];
  readonly signal: AbortSignal;
  readonly onLoad: (result: LoadResult) => void;
}

export interface LoadResult {
  readonly load: LoadName;
  readonly seconds: number;
  readonly replies: number;
  readonly gapsMs: readonly number[];
  /** From the first word of each reply to its first audible sample at the loudspeaker. */
  readonly firstSoundsMs: readonly number[];
  /** Of the language model's answers meanwhile; undefined where it was silent. */
  readonly deltasPerSecond: number | undefined;
}

/** A small language model streams about this fast. */
const WORD_MS = 40;

/** One engine for all loads; the language model is in its process too, as in the assistant. */
export async function measureGaps(options: GapsOptions): Promise<LoadResult[]> {
  const { plan, signal } = options;
  const { settings } = plan.config;
  const specs = { ...Object.fromEntries(plan.specs), tts: plan.tts };
  const voice = await openHosted(specs, signal, settings.inference.nice);
  try {
    const stages = await openStages(plan, voice.host, signal);
    const results: LoadResult[] = [];
    for (const load of options.loads) {
      const result = await playUnder(load, { voice, stages, settings }, options);
      results.push(result);
      options.onLoad(result);
    }
    return results;
  } finally {
    await voice.close();
  }
}

interface Parts {
  readonly voice: HostedVoice;
  readonly stages: TurnStages;
  readonly settings: Settings;
}

async function playUnder(load: LoadName, parts: Parts, { seconds, signal }: GapsOptions): Promise<LoadResult> {
  const { voice, settings } = parts;
  const talking = load.endsWith('llm') ? talk(voice.host, settings.llm) : undefined;
  // The model comes last: only its end may fail, and nothing else must go on then.
  const on: Load[] = [...(load.startsWith('busy') ? [spinCores()] : []), ...(talking === undefined ? [] : [talking])];
  const startMs = performance.now();
  try {
    const played = await play(parts, seconds, signal);
    const tookSeconds = (performance.now() - startMs) / 1000;
    return { load, ...played, deltasPerSecond: talking && talking.deltas / tookSeconds };
  } finally {
    for (const one of on) await one.stop();
  }
}

/** Reply after reply, each from its first word on, until so much sound was heard. */
async function play(
  { voice, stages, settings }: Parts,
  seconds: number,
  signal: AbortSignal,
): Promise<Omit<LoadResult, 'load' | 'deltasPerSecond'>> {
  const { sampleRateHz } = voice.info;
  const speaker = new GapSpeaker({ clock: systemClock, sampleRateHz, leadMs: settings.audio.output.lead_ms });
  const firstSoundsMs: number[] = [];
  let replies = 0;
  for (; speaker.seconds < seconds; replies++) {
    const startMs = systemClock.now();
    const player = new ReplyPlayer(speaker, {
      onFirstSound: (atMs) => firstSoundsMs.push(atMs - startMs),
      onProgress: () => undefined,
    });
    const text = longReplies[replies % longReplies.length] ?? '';
    await player.play(speakReply(wordByWord(text, signal), stages, benchScope(signal)), signal);
    if (player.heardSamples() === 0) throw new Error(`the voice said nothing for: ${text}`);
  }
  await speaker.close();
  return { seconds: speaker.seconds, replies, gapsMs: speaker.gapsMs, firstSoundsMs };
}

async function* wordByWord(text: string, signal: AbortSignal): AsyncGenerator<ReplyDelta, void, undefined> {
  for (const word of text.split(/(?<= )/)) {
    yield { text: word, source: 'llm' };
    await systemClock.sleep(WORD_MS, signal);
  }
}

export function gapRows(results: readonly LoadResult[]): Row[] {
  const suffix = ({ load }: LoadResult): string => (load === 'quiet' ? '' : `-${load}`);
  return results
    .flatMap((result) => [
      summarise(`gap${suffix(result)}`, 'ms', result.gapsMs),
      summarise(`reply-first-sound${suffix(result)}`, 'ms', result.firstSoundsMs),
    ])
    .filter((row) => row !== undefined);
}

export function gapFacts(results: readonly LoadResult[]): Record<string, unknown> {
  const counts = results.map(({ load, gapsMs }) => [load === 'quiet' ? 'gaps' : `gaps.${load}`, gapsMs.length]);
  const playout = results.map(({ load, seconds, replies, gapsMs, firstSoundsMs, deltasPerSecond }) => ({
    ...{ load, seconds, replies, gaps: gapsMs.length, gapMs: gapsMs.reduce((sum, ms) => sum + ms, 0) },
    longestGapMs: Math.max(0, ...gapsMs),
    firstSoundP50Ms: firstSoundsMs.length === 0 ? undefined : quantile([...firstSoundsMs], 0.5),
    llmDeltasPerSecond: deltasPerSecond,
  }));
  return { ...(Object.fromEntries(counts) as Record<string, unknown>), playout };
}
