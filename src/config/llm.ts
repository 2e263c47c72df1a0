/** The keys of `llm`: which language models answer, and how. */
import { z } from 'zod';
import { openaiServerKeys } from './openai-server.js';

const milliseconds = (max: number) => z.number().int().min(0).max(max);

/** Everything that can answer. */
export const llmEngineNames = ['llama', 'openai'] as const;
const llmEngine = z.enum(llmEngineNames);

/** A server that speaks OpenAI's protocol. */
const openai = z.strictObject({
  ...openaiServerKeys,
  /** Without any more of an answer for this long it is broken off. */
  timeout_ms: milliseconds(120_000).min(200),
  /** Without a first word after this long the next engine answers; `auto` leaves that one half of the time. */
  first_token_timeout_ms: z.union([z.literal('auto'), milliseconds(60_000).min(200)]),
  /** Tries after the first one, before the first word and while there is time. */
  retries: z.number().int().min(0).max(5),
  /** Further fields of each request, as this server wants them. */
  extra: z
    .record(z.string().min(1), z.json())
    .describe('a group of fields with their values, as { reasoning_effort: none }'),
});

export const llmSchema = z.strictObject({
  /** One engine, or several in order of preference: the first that answers is used. */
  engine: z.union([llmEngine, z.array(llmEngine).min(1)]),
  /** Model ids or paths of GGUF files in order of preference. */
  model: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]),
  max_tokens: z.number().int().min(1).max(4096),
  temperature: z.number().min(0).max(2),
  /** Only the likeliest tokens that together are this probable. */
  top_p: z.number().min(0.01).max(1),
  /** Only so many of the likeliest tokens; 0 for all. */
  top_k: z.number().int().min(0).max(1000),
  /** Only tokens this likely, measured by the likeliest. */
  min_p: z.number().min(0).max(1),
  /** How much less likely a token becomes that was said just before. */
  repeat_penalty: z.number().min(1).max(2),
  /** `auto` is another one every time. */
  seed: z.union([z.literal('auto'), z.number().int().min(0).max(2_147_483_647)]),
  /** Context window in tokens. */
  context_tokens: z.number().int().min(256).max(131_072),
  /** Conversations whose prompts are kept side by side. */
  sessions: z.number().int().min(1).max(16),
  threads: z.number().int().min(1).max(64),
  /** After this long without a first token, the user hears an honest line. */
  first_token_timeout_ms: milliseconds(60_000).min(200),
  /** Whether the model may ask for tools; `auto` by its size. */
  tools: z.enum(['auto', 'on', 'off']),
  /** What the model can answer in; `auto` by its file. */
  languages: z.union([
    z.literal('auto'),
    z
      .array(
        z
          .string()
          .regex(/^[a-z]{2,3}$/)
          .describe('a language code of two or three letters'),
      )
      .min(1)
      .max(200),
  ]),
  /** Said to the model before the conversation. */
  system_prompt: z.string().max(8000),
  openai,
});
