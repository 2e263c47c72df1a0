/** The keys of `metrics`: who may read the figures of a running Parley, and when they are worth an alert. */
import { z } from 'zod';
import { listenerKeys } from './listener.js';

const share = z.union([z.literal('off'), z.number().min(0.01).max(1)]);

export const metricsSchema = z.strictObject({
  /** Of figures, health and the live page. */
  ...listenerKeys,
  /** A collector that takes traces by OTLP over HTTP; '' for none. */
  otlp_url: z
    .union([z.literal(''), z.url({ protocol: /^https?$/ })])
    .describe("an address such as http://127.0.0.1:4318/v1/traces, or ''"),
  alerts: z.strictObject({
    /** Voice to voice, as the median of the last ten turns. */
    total_ms: z.union([z.literal('off'), z.number().int().min(50).max(60_000)]),
    /** Of the last twenty turns. */
    error_share: share,
    /** Of all cores, as the mean of half a minute, for ten seconds. */
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
