/** Silences of which it is known whether the speaker had finished: ends of clips, pauses in them, pauses put into them. */
import type { AudioFrame } from '../../../../src/audio/frame.js';
import { systemClock } from '../../../../src/pipeline/clock.js';
import type { SpeechEvent, Word } from '../../../../src/pipeline/messages.js';
import type { Stage } from '../../../../src/pipeline/stage.js';
import { voiceEnd } from '../../../../src/pipeline/voice-end.js';
import { vadThresholds } from '../../../../src/stages/vad/thresholds.js';
import { seeded } from '../seeded.js';
import { withPause, withRoom } from './room.js';

const RATE_HZ = 16_000;
const FRAME_SAMPLES = 512;
const PRE_ROLL_SAMPLES = 0.3 * RATE_HZ;
const TAIL_SAMPLES = 1.5 * RATE_HZ;
/** Shorter silences end no turn; longer ones part two turns. */
const SHORTEST_MS = 200;
const LONGEST_MS = 2000;
const HESITATIONS_MS = [600, 750, 900] as const;
/** Speech that stands on both sides of a pause that is put in. */
const LEAST_SPEECH_MS = 350;

/** Words behind which people pause in search of the next one. */
const LINKS = new Set(
  (
    'a an the of to in on at by for from with and or but so that if as than my your his her its our their ' +
    'is are was were be do does did can will would could should i you he she it we they what how which not ' +
    'mister about into over under between'
  ).split(' '),
);

/** What is spoken, as the detector and the recogniser hear it. */
export interface Spoken {
  readonly name: string;
  /** Kind of the recording: `question`, `command`, `read`, `conversation`, `voice` for a synthetic one. */
  readonly group: string;
  readonly samples: Float32Array;
}

export interface Moment {
  readonly name: string;
  readonly group: string;
  /** `inside`: a pause of the speaker's own. `link` and `word`: one put in, behind a linking word or behind any. */
  readonly kind: 'end' | 'inside' | 'link' | 'word';
  /** The turn from its pre-roll on, the silence included. */
  readonly samples: Float32Array;
  /** End of the last frame that was a voice. */
  readonly silenceFrom: number;
  /** How long the silence lasts; undefined where nothing follows. */
  readonly silenceMs: number | undefined;
  readonly speechMs: number;
  /** From the last audible sound to the end of the last frame that was a voice. */
  readonly lagMs: number;
}

export type Detector = Stage<AudioFrame, SpeechEvent>;

/** The end of what is spoken, and the pauses that the speaker made in it. */
export async function ownMoments(spoken: Spoken, detector: Detector): Promise<Moment[]> {
  const samples = withRoom(spoken.samples, TAIL_SAMPLES);
  const voiced = await voicedFrames(detector, samples);
  const silences = silencesOf(voiced).filter(({ ms }) => ms === undefined || ms <= LONGEST_MS);
  return silences.map(({ from, ms }) =>
    moment(spoken, samples, { voiced, from, ms, kind: ms === undefined ? 'end' : 'inside' }),
  );
}

/** Pauses put in behind a linking word and behind any other word, one of each where there is one. */
export async function madeMoments(spoken: Spoken, words: readonly Word[], detector: Detector): Promise<Moment[]> {
  const places = words.slice(0, -1).filter(({ text, endMs }) => {
    const isInside = endMs > LEAST_SPEECH_MS && endMs < (words.at(-1)?.endMs ?? 0) - LEAST_SPEECH_MS;
    return isInside && !/[.,;:!?…-]$/.test(text.trim());
  });
  const random = seeded(Array.from(spoken.name).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7));
  const pick = (from: readonly Word[]): Word | undefined => from[Math.floor(random() * from.length)];
  const isLink = ({ text }: Word): boolean => LINKS.has(text.toLowerCase().replaceAll(/[^a-z']/g, ''));
  const made: Moment[] = [];
  for (const [kind, word] of [
    ['link', pick(places.filter(isLink))],
    ['word', pick(places.filter((place) => !isLink(place)))],
  ] as const) {
    if (word === undefined) continue;
    const lengthMs = HESITATIONS_MS[Math.floor(random() * HESITATIONS_MS.length)] ?? HESITATIONS_MS[0];
    const found = await pauseAt(spoken, { kind, atMs: word.endMs, lengthMs }, detector);
    if (found !== undefined) made.push(found);
  }
  return made;
}

/** One pause put in at a known place; undefined where the detector does not hear it. */
export async function pauseAt(
  spoken: Spoken,
  { kind, atMs, lengthMs }: { readonly kind: 'link' | 'word'; readonly atMs: number; readonly lengthMs: number },
  detector: Detector,
): Promise<Moment | undefined> {
  const length = (lengthMs * RATE_HZ) / 1000;
  const { samples, cut } = withPause(spoken.samples, (atMs * RATE_HZ) / 1000, length);
  const voiced = await voicedFrames(detector, samples);
  const middle = cut + length / 2;
  const silence = silencesOf(voiced).find(
    ({ from, ms }) => ms !== undefined && from < middle && from + (ms * RATE_HZ) / 1000 > middle,
  );
  return silence && moment(spoken, samples, { voiced, ...silence, kind });
}

interface Silence {
  /** Sample. */
  readonly from: number;
  readonly ms: number | undefined;
}

function moment(
  { name, group }: Spoken,
  samples: Float32Array,
  { voiced, from, ms, kind }: Silence & { readonly voiced: readonly boolean[]; readonly kind: Moment['kind'] },
): Moment {
  const start = Math.max(0, voiced.indexOf(true) * FRAME_SAMPLES - PRE_ROLL_SAMPLES);
  const end = ms === undefined ? samples.length : from + (ms * RATE_HZ) / 1000;
  const turn = samples.slice(start, end);
  const lastSound = voiceEnd(turn.subarray(0, from - start), RATE_HZ);
  return {
    ...{ name: `${name}@${Math.round((from * 1000) / RATE_HZ)}`, group, kind, samples: turn, silenceMs: ms },
    silenceFrom: from - start,
    speechMs: ((from - start - PRE_ROLL_SAMPLES) * 1000) / RATE_HZ,
    lagMs: ((from - start - lastSound) * 1000) / RATE_HZ,
  };
}

/** Runs of frames without a voice, the last of them open. */
function silencesOf(voiced: readonly boolean[]): Silence[] {
  const spoken = voiced.flatMap((isVoice, index) => (isVoice ? [index] : []));
  return spoken.flatMap((frame, index): Silence[] => {
    const next = spoken[index + 1];
    const from = (frame + 1) * FRAME_SAMPLES;
    if (next === undefined) return [{ from, ms: undefined }];
    const ms = ((next - frame - 1) * FRAME_SAMPLES * 1000) / RATE_HZ;
    return ms >= SHORTEST_MS ? [{ from, ms }] : [];
  });
}

async function voicedFrames(detector: Detector, samples: Float32Array): Promise<boolean[]> {
  const probe = { mark: () => undefined, count: () => undefined };
  const scope = { id: 'bench', signal: new AbortController().signal, clock: systemClock, probe };
  const { positive } = vadThresholds(2);
  const voiced: boolean[] = [];
  for await (const event of detector.run(frames(samples), scope))
    if (event.kind === 'frame') voiced.push(event.speechProbability >= positive);
  return voiced;
}

async function* frames(samples: Float32Array): AsyncGenerator<AudioFrame, void, undefined> {
  for (let at = 0; at + FRAME_SAMPLES <= samples.length; at += FRAME_SAMPLES)
    yield { samples: samples.slice(at, at + FRAME_SAMPLES), sampleRateHz: RATE_HZ, startSample: at };
}
