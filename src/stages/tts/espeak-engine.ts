/** The engine module of espeak-ng's own voices: no weights, little memory, a hundred languages. */
import { z } from 'zod';
import { drain } from '../../pipeline/streams.js';
import type { Engine, EngineCall } from '../../models/host/engine.js';
import { EspeakSynthesizer } from '../../models/espeak/synthesizer.js';
import { checked } from './check.js';
import { goesOn, scaled, tailAfter, trimmedSound, WordEnds } from './sounding.js';
import { spokenText, type SpokenWord } from './spoken-text.js';
import { synthesizeSchema, type SynthesizeRequest, type VoiceInfo, type VoiceOutput } from './voice-engine.js';

const optionsSchema = z.strictObject({
  /** One of espeak-ng's voices or a language, with or without a variant: `en-us`, `zh`, `de+f2`. */
  voice: z.string().min(1),
});

export type EspeakEngineOptions = z.input<typeof optionsSchema>;

/** A clause is made in one go: longer ones would keep the first sound and a cancel waiting. */
const longestWords = 30;

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
  const wordEnds = new WordEnds(args.text);
  const spoken = spokenText(args.text, espeak.voice.startsWith('en') ? 'english' : 'plain', args.lexicon);
  const isOpen = goesOn(args.text);
  let samples = 0;
  for (const words of clausesOf(spoken)) {
    const written = words.at(-1)?.after ?? '';
    const mark = words.at(-1) === spoken.at(-1) && written === '' && !isOpen ? '.' : written;
    const clause = { words, mark: mark === '' ? ',' : mark };
    const sound = espeak.speak({ ...clause, speed: args.speed, variation: args.variation }, () => call.cancelled());
    if (sound === undefined) return;
    const { heard, skipped } = trimmedSound(sound.samples, espeak.sampleRateHz, tailAfter(mark, true) / args.speed);
    if (heard.length === 0) continue;
    yield { kind: 'audio', samples: scaled(heard, args.volume) };
    for (const [index, { written }] of words.entries()) {
      const end = samples + Math.max(0, (sound.wordEnds[index] ?? 0) - skipped);
      wordEnds.note(written, Math.min(end, samples + heard.length));
    }
    samples += heard.length;
    yield { kind: 'words', wordEnds: wordEnds.planned() };
    if (call.cancelled()) return;
  }
  yield { kind: 'end', samples, wordEnds: wordEnds.whole(samples) };
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
