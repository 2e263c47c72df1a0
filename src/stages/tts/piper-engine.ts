/** The engine module of Piper voices: written text in, windows of sound and the ends of its words out. */
import { z } from 'zod';
import type { Engine, EngineCall } from '../../models/host/engine.js';
import { Espeak } from '../../models/espeak/espeak.js';
import { Pace } from '../../models/piper/pace.js';
import { streamSound } from '../../models/piper/streamed.js';
import type { SilenceTrim } from '../../models/piper/trim.js';
import { PiperVoice, type Utterance } from '../../models/piper/voice.js';
import { checked } from './check.js';
import { drain } from '../../pipeline/streams.js';
import { goesOn, newTrim, scaled, tailAfter, toSamples, WordEnds } from './sounding.js';
import { spokenText } from './spoken-text.js';
import { synthesizeSchema, type SynthesizeRequest, type VoiceInfo, type VoiceOutput } from './voice-engine.js';
import { groupSentences, phonemize, wordEndSamples, type PhonemeRun } from './utterance.js';

const optionsSchema = z.strictObject({
  /** A folder with `X.onnx` and `X.onnx.json`, or that file's path; the cut graphs are kept there under `graphs/`. */
  modelFolder: z.string().min(1),
  threads: z.number().int().min(1).max(64),
  providers: z.array(z.string().min(1)).min(1),
  /** Hand the sound out in windows while the rest is being made. */
  streaming: z.boolean(),
  /** Number format of the text part; `auto` is int8 on a CPU. */
  computeType: z.enum(['auto', 'int8', 'float32']).default('float32'),
});

export type PiperEngineOptions = z.input<typeof optionsSchema>;
/** Frames before the first phoneme that may carry its beginning. */
const onsetFrames = 2;

export async function createEngine(given: unknown): Promise<Engine> {
  const options = checked(optionsSchema, given, 'voice options');
  const isCpu = options.providers[0] === 'cpu';
  const computeType = options.computeType === 'auto' ? (isCpu ? 'int8' : 'float32') : options.computeType;
  const voice = await PiperVoice.load({ ...options, computeType });
  const parts: Parts = { voice, espeak: await Espeak.load(voice.config.espeakVoice), pace: new Pace(), options };
  return {
    methods: {
      synthesize: (args, call) => synthesize(parts, checked(synthesizeSchema, args, 'synthesize'), call),
      warmUp: async function* (_args, call) {
        const args = synthesizeSchema.parse({ text: 'I am ready to talk.', index: 0 });
        await drain(synthesize(parts, args, call));
      },
      info: async function* () {
        yield infoOf(parts);
      },
    },
    close: () => voice.close(),
  };
}

interface Parts {
  readonly voice: PiperVoice;
  readonly espeak: Espeak;
  readonly pace: Pace;
  readonly options: z.output<typeof optionsSchema>;
}

function infoOf({ voice, options }: Parts): VoiceInfo {
  const { uncutReason } = voice;
  return {
    engine: 'piper',
    voice: voice.name,
    sampleRateHz: voice.config.sampleRateHz,
    provider: voice.provider,
    threads: options.threads,
    speakers: [...voice.config.speakerNames],
    notes: uncutReason === undefined ? [] : [`the voice runs whole, so it starts later: ${uncutReason}`],
  };
}

async function* synthesize(
  parts: Parts,
  args: SynthesizeRequest,
  call: EngineCall,
): AsyncGenerator<VoiceOutput, void, undefined> {
  const wordEnds = new WordEnds(args.text);
  let samples = 0;
  const language = parts.voice.config.espeakVoice.startsWith('en') ? 'english' : 'plain';
  const runs = groupSentences(spokenText(args.text, language, args.lexicon));
  for (const [index, words] of runs.entries()) {
    if (call.cancelled()) return;
    const isOpen = index < runs.length - 1 || goesOn(args.text);
    const run = phonemize(words, isOpen ? ',' : '.', { espeak: parts.espeak, config: parts.voice.config });
    if (run === undefined) continue;
    const speaker = speakerNumber(parts.voice, args.speaker);
    const sound = await parts.voice.speak(run.phonemes.ids, { speed: args.speed, variation: args.variation, speaker });
    const tailMs = tailAfter(words.at(-1)?.after ?? '', isOpen) / args.speed;
    const start = samples;
    const trim = newTrim(parts.voice.config.sampleRateHz);
    const from = silentFrames(run, sound);
    const skipped = (): number => trim.skippedSamples + from * sound.hopSamples;
    for await (const piece of trimmed(parts, sound, { trim, from, tailMs, call })) {
      samples += piece.length;
      if (piece.length === 0) continue;
      const isFirst = samples === start + piece.length;
      yield { kind: 'audio', samples: scaled(piece, args.volume) };
      // The silence in front is cut by now, so every word of this run has its place; those of later runs are far off.
      if (isFirst) {
        const planned = endsIn(run, { sound, start, skipped: skipped(), end: Number.MAX_SAFE_INTEGER });
        yield { kind: 'words', wordEnds: wordEnds.planned(planned) };
      }
    }
    if (call.cancelled()) return;
    const made = endsIn(run, { sound, start, skipped: skipped(), end: samples });
    for (const { written, sample } of made) wordEnds.note(written, sample);
  }
  yield { kind: 'end', samples, wordEnds: wordEnds.whole(samples) };
}

/** Throws one line that names the speakers there are. */
function speakerNumber({ name, config }: PiperVoice, wanted: number | string = 0): number {
  const found = typeof wanted === 'number' ? wanted : config.speakerNames.indexOf(wanted);
  if (found >= 0 && found < config.speakers) return found;
  const choice = config.speakerNames.length > 0 ? ` or one of ${config.speakerNames.slice(0, 12).join(', ')}` : '';
  throw new Error(`tts.speaker: got ${wanted}, wanted a number from 0 to ${config.speakers - 1}${choice} for ${name}`);
}

async function* trimmed(
  { voice, options, pace }: Parts,
  sound: Utterance,
  how: { trim: SilenceTrim; from: number; tailMs: number; call: EngineCall },
): AsyncGenerator<Float32Array, void, undefined> {
  const { sampleRateHz } = voice.config;
  const isWindowed = options.streaming && voice.uncutReason === undefined;
  const cancelled = (): boolean => how.call.cancelled();
  if (isWindowed) {
    yield* streamSound(sound, { from: how.from, sampleRateHz, pace, trim: how.trim, cancelled });
  } else if (!cancelled()) {
    yield how.trim.push(await sound.decode({ from: how.from, to: sound.frames }));
  }
  if (!cancelled()) yield how.trim.end(toSamples(how.tailMs, sampleRateHz));
}

/** The voices breathe in before the first phoneme; what is only silence need not be made. */
function silentFrames({ phonemes }: PhonemeRun, { durations = [] }: Utterance): number {
  const before = durations.slice(0, phonemes.spans[0]?.from ?? 0).reduce((sum, frames) => sum + frames, 0);
  return Math.max(0, before - onsetFrames);
}

/** Where the written words of a run end, in samples of the sentence's sound. */
function endsIn(
  run: PhonemeRun,
  at: { sound: Utterance; start: number; skipped: number; end: number },
): { written: number; sample: number }[] {
  return wordEndSamples(run, at.sound).map((sample, index) => ({
    written: run.words[index]?.written ?? 0,
    sample: Math.min(at.end, Math.max(at.start, at.start + sample - at.skipped)),
  }));
}
