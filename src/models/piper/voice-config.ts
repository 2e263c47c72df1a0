/** Reads the description that lies beside a Piper voice (`X.onnx.json`) and refuses what cannot be spoken with. */
import { z } from 'zod';

/** What synthesis needs to know of a voice. */
export interface VoiceConfig {
  readonly sampleRateHz: number;
  /** Name of the espeak-ng voice that the phonemes come from, e.g. `en-us`. */
  readonly espeakVoice: string;
  /** Randomness of the sound, of the voice's own training: about 0.667. */
  readonly noiseScale: number;
  /** Length of every phoneme; 1 is the voice's own pace, larger is slower. */
  readonly lengthScale: number;
  /** Randomness of the phonemes' lengths: about 0.8. */
  readonly noiseWidth: number;
  readonly speakers: number;
  /** Their names by number; empty for a voice with one, or without names. */
  readonly speakerNames: readonly string[];
  /** One Unicode code point → the numbers the network knows it by. */
  readonly phonemeIds: ReadonlyMap<string, readonly number[]>;
  /** Code points to be replaced before the look-up. */
  readonly phonemeMap: ReadonlyMap<string, readonly string[]>;
}

const scale = z.number().min(0).max(10);

/** Only the keys that are used; voices carry many more. */
const fileSchema = z.object({
  audio: z.object({ sample_rate: z.number().int().min(8000).max(96_000) }),
  espeak: z.object({ voice: z.string().min(1) }),
  inference: z
    .object({
      noise_scale: scale.default(0.667),
      length_scale: scale.min(0.01).default(1),
      noise_w: scale.default(0.8),
    })
    .prefault({}),
  phoneme_type: z.literal('espeak').default('espeak'),
  phoneme_map: z.record(z.string(), z.array(z.string())).default({}),
  phoneme_id_map: z.record(z.string(), z.array(z.number().int().min(0)).min(1)),
  num_speakers: z.number().int().min(1).default(1),
  speaker_id_map: z.record(z.string(), z.number().int().min(0)).default({}),
});

/** Begin, filler and end: without them the network does not know where an utterance lies. */
export const beginMark = '^';
export const padMark = '_';
export const endMark = '$';

/** Parses the text of `path`. Throws one line that names the file, the key, what is wanted and the way out. */
export function readVoiceConfig(text: string, path: string): VoiceConfig {
  const parsed = fileSchema.safeParse(parseJson(text, path));
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'file'}: ${issue.message}`).join('; ');
    throw new Error(`${path}: not the description of a Piper espeak voice (${wrong}); fetch the voice again`);
  }
  const file = parsed.data;
  const phonemeIds = new Map(Object.entries(file.phoneme_id_map));
  const missing = [beginMark, padMark, endMark].filter((mark) => !phonemeIds.has(mark));
  if (missing.length > 0) {
    throw new Error(`${path}: phoneme_id_map lacks ${missing.join(' ')}; wanted an id for each; fetch the voice again`);
  }
  return {
    sampleRateHz: file.audio.sample_rate,
    espeakVoice: file.espeak.voice,
    noiseScale: file.inference.noise_scale,
    lengthScale: file.inference.length_scale,
    noiseWidth: file.inference.noise_w,
    speakers: file.num_speakers,
    speakerNames: namesByNumber(file.speaker_id_map, file.num_speakers),
    phonemeIds,
    phonemeMap: new Map(Object.entries(file.phoneme_map)),
  };
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${path}: not JSON (${(error as Error).message}); fetch the voice again`, { cause: error });
  }
}

function namesByNumber(numbers: Readonly<Record<string, number>>, speakers: number): string[] {
  if (speakers < 2 || Object.keys(numbers).length === 0) return [];
  const names = Array.from({ length: speakers }, (_, index) => String(index));
  for (const [name, number] of Object.entries(numbers)) if (number < speakers) names[number] = name;
  return names;
}
