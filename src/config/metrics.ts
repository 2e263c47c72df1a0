/** The keys of `metrics`: who may read the figures of a running Parley, and when they are worth an alert. */
import { z } from 'zod';

const share = z.union([z.literal('off'), z.number().min(0.01).max(1)]);

export const metricsSchema = z.strictObject({
  /** Where figures, health and the live page are offered; 0 leaves the choice to the system, `off` offers none. */
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
  /** A collector that takes traces by OTLP over HTTP; '' for none. */
  otlp_url: z
    .union([z.literal(''), z.url({ protocol: /^https?$/ })])
    .describe("an address such as http://127.0.0.1:4318/v1/traces, or ''"),
  alerts: z.strictObject({
    /** Voice to voice, as the median of the last ten turns. */
    total_ms: z.union([z.literal('off'), z.number().int().min(50).max(60_000)]),
    /** Of the last twenty turns. */
    error_share: share,
    /** Of all cores, for ten seconds. */
    cpu_share: share,
    /** Of the machine's memory, for ten seconds. */
    memory_share: share,
    /** Items that wait for an engine, more than half a minute before. */
    queue_growth: z.union([z.literal('off'), z.number().int().min(1).max(100_000)]),
    /** Address that alerts are sent to; '' for none. */
    webhook: z
      .union([z.literal(''), z.url({ protocol: /^https?$/ })])
      .describe("an address such as http://127.0.0.1:8080/alert, or ''"),
  }),
});

export type MetricsSettings = z.infer<typeof metricsSchema>;
