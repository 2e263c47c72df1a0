/** The keys of every section that opens a door: where it listens, and who may come in. */
import { z } from 'zod';

export const listenerKeys = {
  /** 0 leaves the choice to the system, `off` offers nothing. */
  port: z.union([z.literal('off'), z.number().int().min(0).max(65_535)]),
  /** Address listened at; any but this machine's own needs a token. */
  host: z
    .string()
    .regex(/^[\w.:-]+$/)
    .describe('an address such as 127.0.0.1, or a host name'),
  /** Name of the environment variable that holds the token; '' for none. */
  token_env: z
    .string()
    .regex(/^([A-Za-z_]\w*)?$/)
    .describe("the name of an environment variable, or ''"),
};
