/** What is heard over a reply: people who mean it, people who only listen, and noises. */
import { readWav } from '../../../src/audio/wav.js';
import { LINE_RATE_HZ } from './live-line.js';
import type { SpokenClip } from './manifest.js';
import { click, cough, knock, toPeak } from './noises.js';
import type { Side } from './side.js';
import { energySpan } from './speech-span.js';
import { readUtterance, type Ear } from './utterance.js';
import { sayAt16k } from './voice-sound.js';

export interface Intruder {
  readonly name: string;
  readonly kind: 'command' | 'backchannel' | 'noise';
  /** At 16 kHz, from its first sound to its last. */
  readonly samples: Float32Array;
}

/** Said by listeners who want the speaker to go on, with their sounds where letters would mislead a voice. */
const backchannels: readonly (readonly [text: string, ipa?: string])[] = [
  ['mm-hm', 'mhm'],
  ['uh-huh', 'ʌˈhʌ'],
  ['mm', 'mː'],
  ['yeah'],
  ['right'],
  ['okay'],
  ['I see'],
];
const COUGHS = 14;
const OTHERS = 3;
/** Commands longer than this are no interruption but a speech. */
const LONGEST_COMMAND_MS = 3200;
const NOISE_MS = 900;

export interface IntruderParts {
  /** Voices of people other than the assistant. */
  readonly voices: readonly Pick<Side, 'name' | 'assistant'>[];
  readonly commands: readonly SpokenClip[];
  /** Recordings without speech; short pieces of them are used. */
  readonly noises: readonly SpokenClip[];
  readonly ear: Ear;
  readonly signal: AbortSignal;
}

export async function makeIntruders(parts: IntruderParts): Promise<Intruder[]> {
  const noises = [
    ...numbered('cough', COUGHS, cough),
    ...numbered('click', OTHERS, click),
    ...numbered('knock', OTHERS, knock),
    ...(await recordedNoises(parts.noises)),
  ];
  return [...(await commandsOf(parts)), ...(await backchannelsOf(parts)), ...noises];
}

async function commandsOf({ commands, ear }: IntruderParts): Promise<Intruder[]> {
  const made: Intruder[] = [];
  for (const clip of commands) {
    const { name, samples, startMs, endMs, text } = await readUtterance(clip, ear);
    if (text === undefined || endMs - startMs > LONGEST_COMMAND_MS) continue;
    made.push({ name, kind: 'command', samples: samples.slice(toSamples(startMs), toSamples(endMs)) });
  }
  return made;
}

async function backchannelsOf({ voices, signal }: IntruderParts): Promise<Intruder[]> {
  const made: Intruder[] = [];
  for (const voice of voices) {
    for (const [text, ipa] of backchannels) {
      const delivery = ipa === undefined ? {} : { lexicon: { [text]: `/${ipa}/` } };
      const samples = toPeak(voiced(await sayAt16k(voice, text, signal, delivery)), 0.4);
      if (samples.length > 0)
        made.push({ name: `${text.replace(' ', '-')}-${voice.name}`, kind: 'backchannel', samples });
    }
  }
  return made;
}

/** The loudest stretch of each recording. */
async function recordedNoises(clips: readonly SpokenClip[]): Promise<Intruder[]> {
  const made: Intruder[] = [];
  for (const clip of clips) {
    const { samples } = await readWav(clip.path, LINE_RATE_HZ);
    const loudest = samples.reduce(
      (best, sample, at) => (Math.abs(sample) > Math.abs(samples[best] ?? 0) ? at : best),
      0,
    );
    const from = Math.max(0, loudest - toSamples(NOISE_MS / 3));
    const piece = voiced(toPeak(samples.slice(from, from + toSamples(NOISE_MS)), 0.4));
    made.push({ name: clip.file.replace(/\.wav$/, ''), kind: 'noise', samples: piece });
  }
  return made;
}

function numbered(name: string, count: number, make: (seed: number) => Float32Array): Intruder[] {
  return Array.from({ length: count }, (_, i) => ({
    name: `${name}-${i + 1}`,
    kind: 'noise',
    samples: voiced(make(i + 1)),
  }));
}

function voiced(samples: Float32Array): Float32Array {
  const { startMs, endMs } = energySpan(samples);
  return samples.slice(toSamples(startMs), toSamples(endMs));
}

function toSamples(ms: number): number {
  return Math.round((ms / 1000) * LINE_RATE_HZ);
}
