/** The engine module of espeak-ng's own voices: no weights, little memory, a hundred languages. */
import { z } from 'zod';
import { drain } from '../../pipeline/streams.js';
import type { Engine, EngineCall } from '../../models/host/engine.js';
import { EspeakSynthesizer } from '../../models/espeak/synthesizer.js';
import { join, SilenceTrim } from '../../models/piper/trim.js';
import { checked } from './check.js';
import { spokenText, writtenWords, type SpokenWord } from './spoken-text.js';
import { synthesizeSchema, type SynthesizeRequest, type VoiceInfo, type VoiceOutput } from './voice-engine.js';

const optionsSchema = z.strictObject({
  /** One of espeak-ng's voices or a language, with or without a variant: `en-us`, `zh`, `de+f2`. */
  voice: z.string().min(1),
});

export type EspeakEngineOptions = z.input<typeof optionsSchema>;

/** Silence left before the first sound. */
const leadMs = 10;
/** Silence begins below this, in full scale: about −44 dB. */
const silenceThreshold = 0.006;
/** Silence behind a clause by its mark. */
const tailMs: Readonly<Record<string, number>> = { '': 30, ',': 120, ';': 160, ':': 160, '.': 220, '!': 220, '?': 220 };
/** A clause is made in one go: longer ones would keep the first sound and a cancel waiting. */
const longestWords = 30;
/** The end of a word that has not been made, beyond all sound. */
const notYet = Number.MAX_SAFE_INTEGER;

/** espeak's voices have one speaker each, so `speaker` is left alone; other speakers are variants of the voice. */
export async function createEngine(given: unknown): Promise<Engine> {
  const { voice } = checked(optionsSchema, given, 'voice options');
  const espeak = await EspeakSynthesizer.load(voice);
  return {
    methods: {
      synthesize: (args, call) => synthesize(espeak, checked(synthesizeSchema, args, 'synthesize'), call),
      warmUp: async function* (_args, call) {
        await drain(synthesize(espeak, synthesizeSchema.parse({ text: '1, 2, 3.', index: 0 }), call));
      },
      info: async function* () {
        yield infoOf(espeak);
      },
    },
  };
}

function infoOf({ voice, sampleRateHz }: EspeakSynthesizer): VoiceInfo {
  const kana = 'espeak-ng reads kana only: of kanji it says that they are some';
  return {
    ...{ engine: 'espeak', voice, sampleRateHz, provider: 'wasm', threads: 1, speakers: [] },
    notes: voice.startsWith('ja') ? [kana] : [],
  };
}

/** Clause by clause: the first is heard while the next is made. */
async function* synthesize(
  espeak: EspeakSynthesizer,
  args: SynthesizeRequest,
  call: EngineCall,
): AsyncGenerator<VoiceOutput, void, undefined> {
  const wordEnds = new Array<number>(writtenWords(args.text).length).fill(0);
  const spoken = spokenText(args.text, espeak.voice.startsWith('en') ? 'english' : 'plain', args.lexicon);
  // White space behind the last word: the sentence goes on in the next text, so the voice must not fall.
  const isOpen = /\S\s+$/.test(args.text);
  let samples = 0;
  for (const words of clausesOf(spoken)) {
    const written = words.at(-1)?.after ?? '';
    const mark = words.at(-1) === spoken.at(-1) && written === '' && !isOpen ? '.' : written;
    const clause = { words, mark: mark === '' ? ',' : mark };
    const sound = espeak.speak({ ...clause, speed: args.speed, variation: args.variation }, () => call.cancelled());
    if (sound === undefined) return;
    const { heard, skipped } = trimmed(sound.samples, espeak.sampleRateHz, (tailMs[mark] ?? 0) / args.speed);
    if (heard.length === 0) continue;
    yield { kind: 'audio', samples: scaled(heard, args.volume) };
    for (const [index, { written }] of words.entries()) {
      const end = samples + Math.max(0, (sound.wordEnds[index] ?? 0) - skipped);
      wordEnds[written] = Math.max(wordEnds[written] ?? 0, Math.min(end, samples + heard.length));
    }
    samples += heard.length;
    yield { kind: 'words', wordEnds: planned(wordEnds, words.at(-1)?.written ?? 0) };
    if (call.cancelled()) return;
  }
  yield { kind: 'end', samples, wordEnds: [...rising(wordEnds).slice(0, -1), samples].slice(0, wordEnds.length) };
}

function clausesOf(words: readonly SpokenWord[]): SpokenWord[][] {
  const clauses: SpokenWord[][] = [];
  let open: SpokenWord[] = [];
  for (const word of words) {
    open.push(word);
    if (word.after === '' && open.length < longestWords) continue;
    clauses.push(open);
    open = [];
  }
  return open.length > 0 ? [...clauses, open] : clauses;
}

function trimmed(
  samples: Float32Array,
  sampleRateHz: number,
  silenceMs: number,
): { heard: Float32Array; skipped: number } {
  const toSamples = (ms: number): number => Math.round((ms / 1000) * sampleRateHz);
  const trim = new SilenceTrim({ leadSamples: toSamples(leadMs), threshold: silenceThreshold });
  const heard = join([trim.push(samples), trim.end(toSamples(silenceMs))]);
  return { heard, skipped: trim.skippedSamples };
}

/** The ends so far; those of the words behind are not known yet. */
function planned(wordEnds: readonly number[], lastSpoken: number): number[] {
  return rising(wordEnds).map((end, index) => (index > lastSpoken ? notYet : end));
}

/** Words without a sound of their own end with the word before. */
function rising(wordEnds: readonly number[]): number[] {
  let highest = 0;
  return wordEnds.map((end) => (highest = Math.max(highest, end)));
}

function scaled(samples: Float32Array, volume: number): Float32Array {
  if (volume === 1) return samples;
  return samples.map((sample) => Math.min(1, Math.max(-1, sample * volume)));
}
