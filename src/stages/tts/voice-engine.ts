/** What every voice engine is asked and what it answers, whichever program or network makes the sound. */
import { z } from 'zod';

/** The methods of a voice engine: `info` yields one `VoiceInfo`, `warmUp` yields nothing, `synthesize` yields `VoiceOutput`. */
export const synthesizeSchema = z.strictObject({
  /** As written; the engine itself puts numbers, signs and markup into words. */
  text: z.string(),
  /** Number of the sentence within the reply. */
  index: z.number().int().min(0),
  /** Speaking rate; 1 is the voice's own, 2 is twice as fast. */
  speed: z.number().min(0.25).max(4).default(1),
  /** Factor on every sample. */
  volume: z.number().min(0).max(4).default(1),
  /** Liveliness of pitch and rhythm; 1 is the voice's own, 0 is flat. Engines that cannot vary it leave it alone. */
  variation: z.number().min(0).max(2).default(1),
  /** Which speaker of a voice with several, by number or by name; absent for the voice's first. */
  speaker: z.union([z.number().int().min(0), z.string().min(1)]).optional(),
  /** How words of this text are said: other words, or IPA between slashes. The keys are in lower case. */
  lexicon: z.record(z.string(), z.string()).default({}),
});

export type SynthesizeArgs = z.input<typeof synthesizeSchema>;
/** The same with every default filled in. */
export type SynthesizeRequest = z.output<typeof synthesizeSchema>;

const samples = z.custom<Float32Array>((value) => value instanceof Float32Array, 'wanted a Float32Array');
export const voiceOutputSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('audio'), samples }),
  /** After the first sound of each run: the word ends as planned, far beyond all sound for words not yet planned. */
  z.object({ kind: z.literal('words'), wordEnds: z.array(z.number()) }),
  /** `wordEnds`: one for each word of the text as written, never falling, the last equal to `samples`. */
  z.object({ kind: z.literal('end'), samples: z.number().int().min(0), wordEnds: z.array(z.number()) }),
]);

/** Mono sound at `VoiceInfo.sampleRateHz` in order, then one end. Samples count from the start of the sentence's sound. */
export type VoiceOutput = z.output<typeof voiceOutputSchema>;

export const voiceInfoSchema = z.object({
  /** As in `tts.engine`. */
  engine: z.string(),
  voice: z.string(),
  /** Rate of all its sound, in Hz. */
  sampleRateHz: z.number().int().min(1),
  /** An execution provider (`cpu`), or what else makes the sound: `wasm`, `http`, a program's name. */
  provider: z.string(),
  threads: z.number(),
  /** Names of the speakers of a voice that has several, by number; else empty. */
  speakers: z.array(z.string()),
  /** One line for everything that is not as it could be: a voice that cannot be cut. */
  notes: z.array(z.string()),
});

export type VoiceInfo = z.output<typeof voiceInfoSchema>;
