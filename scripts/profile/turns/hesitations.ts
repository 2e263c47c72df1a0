/** Utterances with a pause for thought inside: human speech cut between two words, and unfinished phrases of a voice. */
import { join } from '../../../src/models/piper/trim.js';
import type { Word } from '../../../src/pipeline/messages.js';
import { LINE_RATE_HZ } from './live-line.js';
import type { SpokenClip } from './manifest.js';
import { seeded } from './seeded.js';
import type { Side } from './side.js';
import { energySpan } from './speech-span.js';
import { read, sayAt16k } from './voice-sound.js';
import { readUtterance, trimUtterance, type Ear, type Utterance } from './utterance.js';

/** What people begin before they know how it ends. */
const phrases: readonly (readonly [before: string, behind: string])[] = [
  ['Remind me to,', 'water the plants on Friday.'],
  ['What is the capital of,', 'Australia?'],
  ['Set an alarm for,', 'half past seven tomorrow.'],
  ['I would like to know,', 'how far away the moon is.'],
  ['Can you tell me,', 'who wrote Pride and Prejudice?'],
  ['Turn on the lights in the,', 'kitchen and the hall.'],
  ['Add milk, eggs and,', 'bread to my shopping list.'],
  ['My phone number is five five five,', 'zero one two three.'],
  ['How long does it take to,', 'boil an egg?'],
  ['Play something by,', 'the Beatles.'],
  ['What is seventeen plus,', 'twenty five?'],
  ['If it rains tomorrow then,', 'wake me at eight.'],
];

const PAUSE_MS = { from: 600, to: 900 };
/** Words on either side of a pause: nobody hesitates after the first sound of an utterance. */
const MARGIN_WORDS = 2;
/** Around a word's end, as the recogniser tells it, the quietest place is looked for. */
const REACH_MS = 120;
const DIP_MS = 20;
const FADE_MS = 8;

export interface HesitationParts {
  readonly side: Side;
  readonly ear: Ear;
  readonly signal: AbortSignal;
}

/** The voice's phrases, then as many recordings as are wanted and have enough words. */
export async function makeHesitations(
  { clips, count }: { readonly clips: readonly SpokenClip[]; readonly count: number },
  parts: HesitationParts,
): Promise<Utterance[]> {
  const random = seeded(count);
  const pauseMs = (): number => PAUSE_MS.from + Math.round(random() * (PAUSE_MS.to - PAUSE_MS.from));
  const made: Utterance[] = [];
  for (const [before, behind] of phrases.slice(0, count))
    made.push(await speakPhrase({ before, behind, pauseMs: pauseMs() }, parts));
  for (const clip of clips) {
    if (made.length >= count) break;
    const utterance = await readUtterance(clip, parts.ear);
    const { words } = await read(parts.side, utterance.samples, parts.signal);
    const spliced = splice(utterance, words, pauseMs());
    if (spliced !== undefined) made.push(spliced);
  }
  return made;
}

/** Undefined when there are too few words for a pause between them. */
export function splice(utterance: Utterance, words: readonly Word[], pauseMs: number): Utterance | undefined {
  const places = words
    .slice(MARGIN_WORDS - 1, words.length - MARGIN_WORDS)
    .filter(({ endMs }) => endMs > utterance.startMs + REACH_MS && endMs < utterance.endMs - REACH_MS)
    .map(({ endMs }) => quietest(utterance.samples, endMs));
  const [best] = places.sort((a, b) => a.level - b.level);
  if (best === undefined) return undefined;
  const { samples } = utterance;
  const pause = new Float32Array(toSamples(pauseMs));
  const first = fadeOut(samples.slice(0, best.atSample));
  const second = fadeOut(samples.slice(best.atSample).reverse()).reverse();
  const startMs = (best.atSample / LINE_RATE_HZ) * 1000;
  return {
    ...utterance,
    ...{ name: `${utterance.name}-hesitation`, kind: 'hesitation', samples: join([first, pause, second]) },
    endMs: utterance.endMs + pauseMs,
    pause: { startMs, endMs: startMs + pauseMs },
  };
}

async function speakPhrase(
  { before, behind, pauseMs }: { readonly before: string; readonly behind: string; readonly pauseMs: number },
  { side, signal }: HesitationParts,
): Promise<Utterance> {
  const [first, second] = [
    trimmed(await sayAt16k(side, before, signal)),
    trimmed(await sayAt16k(side, behind, signal)),
  ];
  const samples = join([first, new Float32Array(toSamples(pauseMs)), second]);
  const text = `${before.replace(/,$/, '')} ${behind}`;
  const startMs = (first.length / LINE_RATE_HZ) * 1000;
  const cut = trimUtterance(samples, energySpan(samples));
  return {
    ...cut,
    ...{ name: `phrase-${nameOf(text)}`, kind: 'hesitation', text },
    pause: { startMs, endMs: startMs + pauseMs },
  };
}

/** The quietest 20 ms near a moment. */
function quietest(samples: Float32Array, nearMs: number): { atSample: number; level: number } {
  const width = toSamples(DIP_MS);
  let best = { atSample: toSamples(nearMs), level: Infinity };
  for (let at = toSamples(nearMs - REACH_MS); at + width <= toSamples(nearMs + REACH_MS); at += width / 4) {
    let sum = 0;
    for (let i = at; i < at + width; i++) sum += (samples[i] ?? 0) ** 2;
    if (sum < best.level) best = { atSample: at + width / 2, level: sum };
  }
  return best;
}

function trimmed(samples: Float32Array): Float32Array {
  const { startMs, endMs } = energySpan(samples);
  return samples.slice(toSamples(startMs), toSamples(endMs));
}

/** A cut wave clicks. */
function fadeOut(samples: Float32Array): Float32Array {
  const fade = Math.min(samples.length, toSamples(FADE_MS));
  for (let i = 0; i < fade; i++) {
    const at = samples.length - 1 - i;
    samples[at] = (samples[at] ?? 0) * (i / fade);
  }
  return samples;
}

function toSamples(ms: number): number {
  return Math.round((ms / 1000) * LINE_RATE_HZ);
}

function nameOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z ]/g, '')
    .split(' ')
    .slice(0, 4)
    .join('-');
}
