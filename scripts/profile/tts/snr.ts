/** How like the streamed sound is to a run of the voice's one graph, and whether the seams of its windows can be told. */
import { Tensor, type InferenceSession } from 'onnxruntime-node';
import { quantile } from 'simple-statistics';
import { Espeak } from '../../../src/models/espeak/espeak.js';
import { openSession } from '../../../src/models/onnx/session.js';
import { PiperVoice } from '../../../src/models/piper/voice.js';
import { join } from '../../../src/models/piper/trim.js';
import { readVoiceFolder } from '../../../src/models/piper/voice-folder.js';
import { planWindows } from '../../../src/models/piper/windows.js';
import { spokenText } from '../../../src/stages/tts/spoken-text.js';
import { groupSentences, phonemize } from '../../../src/stages/tts/utterance.js';
import { soundOf } from './saying.js';
import { alignedSnrDb, seamAt, snrDb, type Seam } from './signal.js';
import type { Voice } from './voice.js';

export interface SnrOptions {
  readonly modelFolder: string;
  readonly threads: number;
  /** The engine, streaming and in one piece; their outputs are compared as they are handed out. */
  readonly streamed: Voice;
  readonly whole: Voice;
  readonly signal: AbortSignal;
  readonly onSentence: (result: SnrResult, count: number) => void;
}

export interface SnrResult {
  readonly text: string;
  /** Windows against the voice's own graph, run once. Nothing is trimmed. */
  readonly snrDb: number;
  /** The engine's sound against the engine's sound without streaming: silence trimmed by each. */
  readonly trimmedSnrDb: number;
  readonly seams: readonly Seam[];
}

/** A trim looks at the level of single samples: noise may move it by this much. */
const TRIM_SAMPLES = 8;

/**
 * With the text part in float32, whatever the settings say: whole numbers change some lengths, and two sounds of other
 * lengths cannot be subtracted. The voice's own randomness is off: two runs of it would differ however they are made.
 */
export async function measureSnr(texts: readonly string[], options: SnrOptions): Promise<SnrResult[]> {
  const { modelFolder, threads } = options;
  const folder = await readVoiceFolder(modelFolder);
  const espeak = await Espeak.load(folder.config.espeakVoice);
  const voice = await PiperVoice.load({ modelFolder, threads, providers: ['cpu'] });
  const { session } = await openSession(folder.path, { providers: ['cpu'], threads });
  try {
    const results: SnrResult[] = [];
    for (const text of texts) {
      options.signal.throwIfAborted();
      const phonemes = idsOf(text, voice, espeak);
      results.push(await compare({ text, ids: phonemes, voice, session }, options));
      options.onSentence(results.at(-1) as SnrResult, results.length);
    }
    return results;
  } finally {
    await voice.close();
    await session.release();
  }
}

/** The first run of the text, as the engine makes it. */
function idsOf(text: string, { config }: PiperVoice, espeak: Espeak): readonly number[] {
  const language = config.espeakVoice.startsWith('en') ? 'english' : 'plain';
  const [words = []] = groupSentences(spokenText(text, language));
  return phonemize(words, '.', { espeak, config })?.phonemes.ids ?? [];
}

interface Case {
  readonly text: string;
  readonly ids: readonly number[];
  readonly voice: PiperVoice;
  readonly session: InferenceSession;
}

async function compare({ text, ids, voice, session }: Case, options: SnrOptions): Promise<SnrResult> {
  const sound = await voice.speak(ids, { speed: 1, variation: 0, speaker: 0 });
  const frameMs = (sound.hopSamples / voice.config.sampleRateHz) * 1000;
  const windows = planWindows({ from: 0, frames: sound.frames, frameMs }, 1);
  const parts: Float32Array[] = [];
  // A window may be a view of memory that the next run uses again.
  for (const window of windows) parts.push((await sound.decode(window)).slice());
  const streamed = join(parts);
  const whole = await runWhole(session, ids, voice.config.lengthScale);
  const borders = windows.slice(0, -1).map(({ to }) => to * sound.hopSamples);
  const trimmed = await soundOf(options.streamed, text, { variation: 0 });
  const trimmedWhole = await soundOf(options.whole, text, { variation: 0 });
  return {
    text,
    snrDb: snrDb(whole, streamed),
    trimmedSnrDb: alignedSnrDb(trimmedWhole, trimmed, TRIM_SAMPLES),
    seams: borders.map((border) => seamAt(streamed, whole, border, voice.config.sampleRateHz)),
  };
}

/** The graph as its file has it. Inputs and outputs: piper, `piper_train/export_onnx.py`. */
async function runWhole(session: InferenceSession, ids: readonly number[], lengthScale: number): Promise<Float32Array> {
  const outputs = await session.run({
    input: new Tensor('int64', BigInt64Array.from(ids.map(BigInt)), [1, ids.length]),
    input_lengths: new Tensor('int64', BigInt64Array.of(BigInt(ids.length)), [1]),
    scales: new Tensor('float32', Float32Array.of(0, lengthScale, 0), [3]),
    ...(session.inputNames.includes('sid') ? { sid: new Tensor('int64', BigInt64Array.of(0n), [1]) } : {}),
  });
  const [audio] = Object.values(outputs);
  if (audio?.data instanceof Float32Array) return audio.data;
  throw new Error('the voice has no sound as its first output');
}

export function snrFacts(results: readonly SnrResult[]): Record<string, unknown> {
  if (results.length === 0) return {};
  const untrimmed = results.map((result) => result.snrDb);
  const trimmed = results.map((result) => result.trimmedSnrDb);
  const seams = results.flatMap((result) => result.seams);
  const pitch = seams.map(({ pitchCents }) => pitchCents).filter((cents) => cents !== undefined);
  return {
    'snr.sentences': results.length,
    snrMinDb: Math.min(...untrimmed),
    snrMedianDb: quantile(untrimmed, 0.5),
    'snrMinDb.trimmed': Math.min(...trimmed),
    'snrMedianDb.trimmed': quantile(trimmed, 0.5),
    seams: seams.length,
    ...(seams.length === 0
      ? {}
      : {
          'seams.biggestStep': Math.max(...seams.map(({ step }) => step)),
          'seams.biggestStepWhole': Math.max(...seams.map(({ wholeStep }) => wholeStep)),
          'seams.loudnessMaxDb': Math.max(...seams.map(({ loudnessDb }) => loudnessDb)),
        }),
    ...(pitch.length === 0 ? {} : { 'seams.voiced': pitch.length, 'seams.pitchMaxCents': Math.max(...pitch) }),
  };
}
