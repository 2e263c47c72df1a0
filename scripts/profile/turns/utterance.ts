/** What is spoken to the assistant: recordings from a manifest, made equally loud, and where their voice ends. */
import { readWav } from '../../../src/audio/wav.js';
import type { Scope } from '../../../src/pipeline/stage.js';
import type { VadSettings } from '../../../src/stages/vad/silero.js';
import { LINE_RATE_HZ } from './live-line.js';
import type { SpokenClip } from './manifest.js';
import { speechSpan, type SpeechSpan } from './speech-span.js';

/** One thing to say, at 16 kHz. */
export interface Utterance extends SpeechSpan {
  readonly name: string;
  readonly kind: string;
  /** What is said; undefined where nobody wrote it down. */
  readonly text: string | undefined;
  readonly samples: Float32Array;
  /** Silence inside it that was put there, in ms from its first sample. */
  readonly pause?: SpeechSpan;
}

/** Loudest sample of every recording: none is answered worse for its microphone. */
const PEAK = 0.6;
/** Kept before the voice, and after it: the last of it fades, so that a recording's noise does not end like a word. */
const BEFORE_MS = 500;
const AFTER_MS = 200;
const FADE_MS = 100;

/** What finds where the voice of a recording ends. */
export interface Ear {
  readonly vad: VadSettings;
  readonly scope: Scope;
}

/** Throws AudioError for a file that is no WAV. */
export async function readUtterance(clip: SpokenClip, { vad, scope }: Ear): Promise<Utterance> {
  const { samples } = await readWav(clip.path, LINE_RATE_HZ);
  const about = { name: clip.file.replace(/\.wav$/, ''), kind: clip.kind, text: clip.text ?? undefined };
  const span = await speechSpan(samples, vad, scope);
  // Whoever says where the voice ends has cut the recording as it should be.
  if (clip.eos_ms !== undefined) return { ...about, samples, startMs: span.startMs, endMs: clip.eos_ms };
  return { ...about, ...trimUtterance(samples, span) };
}

/** Cuts a recording to its voice and some room around it, and brings it to the common loudness. */
export function trimUtterance(
  samples: Float32Array,
  span: SpeechSpan,
): Pick<Utterance, 'samples' | 'startMs' | 'endMs'> {
  const toSample = (ms: number): number => Math.round((ms / 1000) * LINE_RATE_HZ);
  const from = Math.max(0, toSample(span.startMs - BEFORE_MS));
  const to = Math.min(samples.length, toSample(span.endMs + AFTER_MS));
  const cut = samples.slice(from, to);
  const loudest = cut.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  const gain = loudest === 0 ? 1 : PEAK / loudest;
  const fade = Math.min(toSample(FADE_MS), Math.max(0, to - toSample(span.endMs)));
  const faded = cut.map((sample, index) => {
    const left = cut.length - index;
    return sample * gain * (left < fade ? left / fade : 1);
  });
  const offsetMs = (from / LINE_RATE_HZ) * 1000;
  return { samples: faded, startMs: span.startMs - offsetMs, endMs: span.endMs - offsetMs };
}
