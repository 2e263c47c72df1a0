/** The keys of `translation`: into which language captions are translated, by whom, and which words are settled. */
import { z } from 'zod';
import { openaiServerKeys } from './openai-server.js';

/** Everything that can translate. */
export const translationEngineNames = ['whisper', 'openai', 'llama'] as const;
const translationEngine = z.enum(translationEngineNames);

const milliseconds = (max: number) => z.number().int().min(0).max(max);

/** A server that speaks OpenAI's protocol. */
const openai = z.strictObject({
  ...openaiServerKeys,
  /** Without a whole translation after this long, the next engine is asked. */
  timeout_ms: milliseconds(120_000).min(200),
  /** Tries after the first one, while there is time. */
  retries: z.number().int().min(0).max(5),
});

export const translationSchema = z.strictObject({
  enabled: z.boolean(),
  /** ISO 639-1 code of the language that is wanted. */
  to: z
    .string()
    .regex(/^[a-z]{2,3}$/)
    .describe('a language code of two or three letters'),
  /** One engine, or several in order of preference: the first that can do a pair of languages is used for it. */
  engine: z.union([translationEngine, z.array(translationEngine).min(1)]),
  /** Model ids or paths of GGUF files for `llama`, in order of preference. */
  model: z.union([z.string().min(1), z.array(z.string().min(1))]),
  /** A language model with fewer weights than this, in billions, is refused. */
  least_billions: z.number().min(0).max(1000),
  openai,
  /** Terms and how they are translated. */
  glossary: z
    .record(z.string().min(1).max(80), z.string().min(1).max(200))
    .describe('a list of terms with how each is translated, as { Rechnung: invoice }'),
  /** Names that stay as they are. */
  keep: z.array(z.string().min(1).max(80)).max(500),
  cache: z.strictObject({
    /** Sentences. */
    size: z.number().int().min(0).max(100_000),
    /** Seconds. */
    ttl: z.number().int().min(1).max(31_536_000),
  }),
  /** Whether translations are spoken. */
  speak: z.boolean(),
  /** How much quieter the original is while a translation is spoken. */
  duck_db: z.number().min(0).max(60),
});

export type TranslationSettings = z.infer<typeof translationSchema>;
