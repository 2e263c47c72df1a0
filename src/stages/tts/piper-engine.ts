/** The engine module of Piper voices: written text in, windows of sound and the ends of its words out. */
import { z } from 'zod';
import type { Engine, EngineCall } from '../../models/host/engine.js';
import { Espeak } from '../../models/espeak/espeak.js';
import { Pace } from '../../models/piper/pace.js';
import { streamSound } from '../../models/piper/streamed.js';
import { SilenceTrim } from '../../models/piper/trim.js';
import { PiperVoice, type Utterance } from '../../models/piper/voice.js';
import { checked } from './check.js';
import { drain } from '../../pipeline/streams.js';
import { spokenText, writtenWords } from './spoken-text.js';
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
/** Silence left before the first sound. */
const leadMs = 10;
/** Silence begins below this, in full scale: about −44 dB. */
const silenceThreshold = 0.006;
/** Frames before the first phoneme that may carry its beginning. */
const onsetFrames = 3;
/** Silence behind a run by its last mark; none means that the text was cut in the middle of a breath. */
const tailMs: Readonly<Record<string, number>> = { '': 30, ',': 100, ';': 150, ':': 150, '.': 220, '!': 220, '?': 220 };

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
  const wordEnds = new Array<number>(writtenWords(args.text).length).fill(0);
  let samples = 0;
  const language = parts.voice.config.espeakVoice.startsWith('en') ? 'english' : 'plain';
  const runs = groupSentences(spokenText(args.text, language, args.lexicon));
  for (const [index, words] of runs.entries()) {
    if (call.cancelled()) return;
    // White space behind the last word: the sentence goes on in the next text, so the voice must not fall.
    const isOpen = index < runs.length - 1 || /\S\s+$/.test(args.text);
    const run = phonemize(words, isOpen ? ',' : '.', { espeak: parts.espeak, config: parts.voice.config });
    if (run === undefined) continue;
    const speaker = speakerNumber(parts.voice, args.speaker);
    const sound = await parts.voice.speak(run.phonemes.ids, { speed: args.speed, variation: args.variation, speaker });
    const mark = words.at(-1)?.after ?? '';
    const tail = mark === '' && !isOpen ? (tailMs['.'] ?? 0) : (tailMs[mark] ?? 0);
    const start = samples;
    const trim = newTrim(parts);
    const from = silentFrames(run, sound);
    const skipped = (): number => trim.skippedSamples + from * sound.hopSamples;
    for await (const piece of trimmed(parts, sound, { trim, from, tailMs: tail / args.speed, call })) {
      samples += piece.length;
      if (piece.length === 0) continue;
      const isFirst = samples === start + piece.length;
      yield { kind: 'audio', samples: scaled(piece, args.volume) };
      // The silence in front is cut by now, so every word of this run has its place; those of later runs are far off.
      if (isFirst) yield { kind: 'words', wordEnds: plannedEnds(wordEnds, run, { sound, start, skipped: skipped() }) };
    }
    if (call.cancelled()) return;
    noteWordEnds(wordEnds, run, { sound, start, skipped: skipped(), end: samples });
  }
  yield { kind: 'end', samples, wordEnds: rising(wordEnds, samples) };
}

/** Throws one line that names the speakers there are. */
function speakerNumber({ name, config }: PiperVoice, wanted: number | string = 0): number {
  const found = typeof wanted === 'number' ? wanted : config.speakerNames.indexOf(wanted);
  if (found >= 0 && found < config.speakers) return found;
  const choice = config.speakerNames.length > 0 ? ` or one of ${config.speakerNames.slice(0, 12).join(', ')}` : '';
  throw new Error(`tts.speaker: got ${wanted}, wanted a number from 0 to ${config.speakers - 1}${choice} for ${name}`);
}

function newTrim({ voice }: Parts): SilenceTrim {
  const leadSamples = Math.round((leadMs / 1000) * voice.config.sampleRateHz);
  return new SilenceTrim({ leadSamples, threshold: silenceThreshold });
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
    const samples = streamSound(sound, { from: how.from, sampleRateHz, pace, cancelled });
    for await (const piece of samples) yield how.trim.push(piece);
  } else if (!cancelled()) {
    yield how.trim.push(await sound.decode({ from: how.from, to: sound.frames }));
  }
  if (!cancelled()) yield how.trim.end(Math.round((how.tailMs / 1000) * sampleRateHz));
}

/** The voices breathe in before the first phoneme; what is only silence need not be made. */
function silentFrames({ phonemes }: PhonemeRun, { durations = [] }: Utterance): number {
  const before = durations.slice(0, phonemes.spans[0]?.from ?? 0).reduce((sum, frames) => sum + frames, 0);
  return Math.max(0, before - onsetFrames);
}

/** Several spoken words may come from one written word: the last of them ends it. */
function noteWordEnds(
  wordEnds: number[],
  run: PhonemeRun,
  at: { sound: Utterance; start: number; skipped: number; end: number },
): void {
  for (const [index, sample] of wordEndSamples(run, at.sound).entries()) {
    const written = run.words[index]?.written ?? 0;
    const heard = Math.min(at.end, Math.max(at.start, at.start + sample - at.skipped));
    wordEnds[written] = Math.max(wordEnds[written] ?? 0, heard);
  }
}

/** The ends of the words up to this run, before its sound is made; words of later runs end beyond all sound. */
function plannedEnds(
  known: readonly number[],
  run: PhonemeRun,
  at: { sound: Utterance; start: number; skipped: number },
): number[] {
  const planned = [...known];
  noteWordEnds(planned, run, { ...at, end: Number.MAX_SAFE_INTEGER });
  const lastSpoken = planned.findLastIndex((end) => end > 0);
  return rising(
    planned.map((end, index) => (index > lastSpoken ? Number.MAX_SAFE_INTEGER : end)),
    Number.MAX_SAFE_INTEGER,
  );
}

/** Words without a sound of their own end with the word before; the last word ends with the sound. */
function rising(wordEnds: readonly number[], samples: number): number[] {
  let highest = 0;
  return wordEnds.map((end, index) => {
    highest = Math.max(highest, end);
    return index === wordEnds.length - 1 ? samples : highest;
  });
}

function scaled(samples: Float32Array, volume: number): Float32Array {
  if (volume === 1) return samples;
  return samples.map((sample) => Math.min(1, Math.max(-1, sample * volume)));
}
