/** What the speech engine's methods take: checked, since it comes from another process. */
import { z } from 'zod';
import { hintsSchema } from './hint-shelf.js';

export const languageSchema = z.string().regex(/^(auto|[a-z]{2,3})$/, 'wanted an ISO 639-1 code or auto');

const taskSchema = z.enum(['transcribe', 'translate']).default('transcribe');

export const recognizeSchema = z.strictObject({
  language: languageSchema,
  task: taskSchema,
  partials: z.boolean(),
  /** Wished time between partials. */
  partialIntervalMs: z.number().positive(),
  /** Decode while the user speaks, or once at the end. */
  streaming: z.boolean(),
  /** Decode at every pause, and tell what was read, whatever else is wanted. */
  pauses: z.boolean().default(false),
  /** Language of what was said before; where `language` is `auto` it decides what a word alone does not tell. */
  expected: languageSchema.optional(),
  /** What is likely to be said. */
  hints: hintsSchema.optional(),
});

export const transcribeSchema = z.strictObject({
  /** 16 kHz mono, any length. */
  samples: z.instanceof(Float32Array),
  language: languageSchema,
  task: taskSchema,
  hints: hintsSchema.optional(),
});
