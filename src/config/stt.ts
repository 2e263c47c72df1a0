/** The keys of `stt`: which recogniser, how often it tells what it heard, and what it is to expect. */
import { z } from 'zod';

export const sttSchema = z.strictObject({
  /** One model, or several in order of preference: the first that is present is used. */
  model: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]),
  /** Decode while the user speaks, or once at the end. */
  streaming: z.boolean(),
  /** Whether partial transcripts are handed on. */
  partial_results: z.boolean(),
  /** Wished time between partials; stretched under load. */
  partial_interval_ms: z.number().int().min(100).max(5000),
  /** ISO 639-1 code, or `auto`. */
  language: z
    .string()
    .regex(/^(auto|[a-z]{2,3})$/)
    .describe('auto or a language code of two or three letters'),
  /** `translate` writes English whatever is spoken; needs a multilingual model. */
  task: z.enum(['transcribe', 'translate']),
  /** Words and names that win over what sounds like them. */
  hints: z.array(z.string().min(1).max(80)).max(500),
  optimization: z.strictObject({
    device: z.enum(['auto', 'cpu', 'cuda', 'coreml', 'dml', 'webgpu']),
    compute_type: z.enum(['auto', 'int8', 'float32']),
    /** Threads of the recogniser's graph. */
    num_workers: z.number().int().min(1).max(64),
  }),
});
