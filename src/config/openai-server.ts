/** The keys of every server that speaks OpenAI's protocol, whatever it is asked for. */
import { z } from 'zod';

export const openaiServerKeys = {
  /** Address up to and including the version, e.g. `http://127.0.0.1:11434/v1`. */
  base_url: z.url({ protocol: /^https?$/ }).describe('an address that begins with http:// or https://'),
  model: z.string().min(1),
  /** Name of the environment variable that holds the key; without such a variable no key is sent. */
  api_key_env: z
    .string()
    .regex(/^[A-Za-z_]\w*$/)
    .describe('the name of an environment variable'),
};
