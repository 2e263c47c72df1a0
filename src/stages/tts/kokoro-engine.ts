/** The engine module of Kokoro: written text in, sound clause by clause and the ends of its words out. */
import { z } from 'zod';
import { Espeak } from '../../models/espeak/espeak.js';
import type { Engine, EngineCall } from '../../models/host/engine.js';
import { kokoroRateHz } from '../../models/kokoro/model.js';
import { readVerdict, writeVerdict } from '../../models/kokoro/verdict.js';
import { KokoroVoice } from '../../models/kokoro/voice.js';
import { drain } from '../../pipeline/streams.js';
import { checked } from './check.js';
import { clauseRuns } from './clause-runs.js';
import { goesOn, scaled, tailAfter, trimmedSound, WordEnds } from './sounding.js';
import { spokenText, type SpokenWord } from './spoken-text.js';
import { groupSentences, soundsOf, type SpokenSounds } from './utterance.js';
import { synthesizeSchema, type SynthesizeRequest, type VoiceInfo, type VoiceOutput } from './voice-engine.js';

const optionsSchema = z.strictObject({
  /** A folder with one `.onnx` file and a file `NAME.bin` for every voice. */
  modelFolder: z.string().min(1),
  /** E.g. `af_heart`. */
  voice: z.string().min(1),
  threads: z.number().int().min(1).max(64),
  providers: z.array(z.string().min(1)).min(1),
  /** Most seconds of work for a second of speech. */
  slowestRtf: z.number().min(0.1).max(10),
});

export type KokoroEngineOptions = z.input<typeof optionsSchema>;

/** Said at load to measure the machine: as long as a sentence of a reply. */
const trialText = 'I can help you with that today.';
/** Measured runs at most. */
const trialRuns = 3;

/** Throws one line when the machine is slower than `slowestRtf`, with what was measured. */
export async function createEngine(given: unknown): Promise<Engine> {
  const options = checked(optionsSchema, given, 'voice options');
  const setup = { threads: options.threads, provider: options.providers[0] ?? '' };
  const known = await readVerdict(options.modelFolder, setup, Date.now());
  if (known !== undefined && known > options.slowestRtf) throw new Error(refusal(known, options.slowestRtf));
  const voice = await KokoroVoice.load(options);
  const espeak = await Espeak.load(voice.accent === 'british' ? 'en-gb' : 'en-us');
  const rtf = await measureRtf(voice, espeak, options.slowestRtf);
  if (rtf > options.slowestRtf) {
    await writeVerdict(options.modelFolder, setup, { rtf, nowMs: Date.now() });
    await voice.close();
    throw new Error(refusal(rtf, options.slowestRtf));
  }
  const parts: Parts = { voice, espeak, threads: options.threads, rtf };
  return {
    methods: {
      synthesize: (args, call) => synthesize(parts, checked(synthesizeSchema, args, 'synthesize'), call),
      warmUp: async function* (_args, call) {
        // The trial at load was the first run; this one also warms what lies around the network.
        await drain(synthesize(parts, synthesizeSchema.parse({ text: 'Ready.', index: 0 }), call));
      },
      info: async function* () {
        yield infoOf(parts);
      },
    },
    close: () => voice.close(),
  };
}

interface Parts {
  readonly voice: KokoroVoice;
  readonly espeak: Espeak;
  readonly threads: number;
  readonly rtf: number;
}

/** Two digits are what such a measurement is worth. */
function refusal(rtf: number, wanted: number): string {
  const got = rtf.toFixed(2);
  return `kokoro: one second of speech takes ${got} s of work here (RTF ${got}, wanted at most ${wanted}); use piper, or raise tts.kokoro.slowest_rtf`;
}

/**
 * Work for a second of what is heard, the silence that is trimmed not counted. The first run is not: it pays for all
 * first times. A run that seems too slow has another chance, since other engines load at the same time.
 */
async function measureRtf(voice: KokoroVoice, espeak: Espeak, slowestRtf: number): Promise<number> {
  const sounds = soundsOf(spokenText(trialText), '.', espeak);
  if (sounds === undefined) throw new Error('kokoro: espeak-ng found no sounds in a plain sentence');
  await voice.speak(sounds.tokens, 1);
  let best = Infinity;
  for (let run = 0; run < trialRuns && best > slowestRtf; run += 1) {
    const from = performance.now();
    const { samples } = await voice.speak(sounds.tokens, 1);
    const workMs = performance.now() - from;
    best = Math.min(best, workMs / ((trimmedSound(samples, kokoroRateHz, 0).heard.length / kokoroRateHz) * 1000));
  }
  return best;
}

function infoOf({ voice, threads, rtf }: Parts): VoiceInfo {
  return {
    ...{ engine: 'kokoro', voice: voice.name, sampleRateHz: kokoroRateHz, provider: voice.provider, threads },
    speakers: [],
    notes: [
      `every clause is made whole before it is heard (RTF ${rtf.toFixed(2)}), so it starts later than with piper`,
    ],
  };
}

async function* synthesize(
  parts: Parts,
  args: SynthesizeRequest,
  call: EngineCall,
): AsyncGenerator<VoiceOutput, void, undefined> {
  const wordEnds = new WordEnds(args.text);
  let samples = 0;
  const spoken = spokenText(args.text, 'english', args.lexicon);
  for (const word of spoken) checkSayable(word, parts.voice);
  const runs = runsOf(parts, spoken);
  for (const [index, words] of runs.entries()) {
    if (call.cancelled()) return;
    const isOpen = index < runs.length - 1 || goesOn(args.text);
    const sounds = soundsOf(words, isOpen ? ',' : '.', parts.espeak);
    if (sounds === undefined) continue;
    const run = await parts.voice.speak(sounds.tokens, args.speed);
    if (call.cancelled()) return;
    const tailMs = tailAfter(words.at(-1)?.after ?? '', isOpen);
    const { heard, skipped } = trimmedSound(run.samples, kokoroRateHz, tailMs / args.speed);
    if (heard.length === 0) continue;
    yield { kind: 'audio', samples: scaled(heard, args.volume) };
    noteWordEnds(wordEnds, sounds, { spans: run.spans, start: samples, skipped, end: samples + heard.length });
    samples += heard.length;
    yield { kind: 'words', wordEnds: wordEnds.planned() };
  }
  yield { kind: 'end', samples, wordEnds: wordEnds.whole(samples) };
}

function checkSayable({ text, ipa = '' }: SpokenWord, voice: KokoroVoice): void {
  const unknown = voice.unknownIn(ipa);
  if (unknown.length === 0) return;
  throw new Error(
    `tts.lexicon: "${text}" is said /${ipa}/, but Kokoro has no sound for ${unknown.join(' ')}; ` +
      `wanted IPA of English, or plain words without slashes`,
  );
}

/** Sentences, cut at their clauses, cut again where a clause is longer than one run can be. */
function runsOf(parts: Parts, spoken: readonly SpokenWord[]): SpokenWord[][] {
  const halve = (words: SpokenWord[]): SpokenWord[][] => {
    const tokens = soundsOf(words, '.', parts.espeak)?.tokens ?? [];
    if (words.length < 2 || !parts.voice.isTooLong(tokens)) return [words];
    const middle = Math.ceil(words.length / 2);
    return [...halve(words.slice(0, middle)), ...halve(words.slice(middle))];
  };
  return groupSentences(spoken).flatMap(clauseRuns).flatMap(halve);
}

function noteWordEnds(
  wordEnds: WordEnds,
  { words }: SpokenSounds,
  at: { spans: readonly { from: number; to: number }[]; start: number; skipped: number; end: number },
): void {
  for (const { written, place } of words) {
    const span = at.spans[place.token] ?? { from: 0, to: 0 };
    const said = span.from + (span.to - span.from) * place.fraction - at.skipped;
    wordEnds.note(written, Math.min(at.end, Math.max(at.start, at.start + Math.round(said))));
  }
}
