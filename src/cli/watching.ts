/** Who is told what a running Parley does: the listener for figures and the live page, traces, alerts. */
import { systemClock } from '../assistant/clock.js';
import type { Settings } from '../config/schema.js';
import type { Alert } from '../metrics/alerts.js';
import { openTraceFile, type TraceFile } from '../metrics/trace-file.js';
import type { OtlpTraces } from '../metrics/otlp.js';
import type { Watch } from '../metrics/watch.js';
import { createWebhook } from '../metrics/webhook.js';
import type { SessionEvent } from '../pipeline/events.js';
import { ListenerError } from '../server/listener-error.js';
import { startMetricsServer, type MetricsServer } from '../server/metrics-server.js';

export interface WatchingOptions {
  readonly settings: Settings['metrics'];
  readonly version: string;
  /** Of `--trace`. */
  readonly traceFile?: string | undefined;
  readonly onNotice: (line: string) => void;
}

export interface Watching {
  /** What the user should know of it. */
  readonly lines: readonly string[];
  /** The models are loaded: from here on there is something to see. */
  follow(watch: Watch): void;
  take(event: SessionEvent): void;
  close(): Promise<void>;
}

/**
 * Throws in one line when the trace cannot be written, or the address needs a token that is not there. A port that is
 * taken is told and left: another Parley may run, and this one can do without.
 */
export async function openWatching(options: WatchingOptions): Promise<Watching> {
  const { settings, onNotice } = options;
  const trace = options.traceFile === undefined ? undefined : await openTraceFile(options.traceFile);
  const followed: { watch?: Watch } = {};
  const server = await openServer(settings, () => followed.watch, onNotice);
  const otlp = await openTraces(options);
  const ending = new AbortController();
  let looking: Promise<void> = Promise.resolve();
  return {
    lines: server === undefined ? [] : [`watch: ${server.url}${server.needsToken ? '?token=…' : ''}`],
    follow: (watch) => {
      followed.watch = watch;
      watch.onAlert(tellAlert(settings.alerts.webhook, onNotice));
      if (server === undefined && !hasLimits(settings)) return;
      looking = watch.run(ending.signal).catch((error: unknown) => {
        onNotice(`this machine is not watched any more: ${error instanceof Error ? error.message : String(error)}`);
      });
    },
    take: (event) => {
      if (event.type === 'turn') writeTurn(event, { trace, otlp });
    },
    close: async () => {
      ending.abort(new Error('closed'));
      await looking;
      await Promise.all([server?.close(), otlp?.close()]);
      await trace?.close();
    },
  };
}

/** Without any, nobody would see what a look at the machine finds. */
function hasLimits({ alerts }: Settings['metrics']): boolean {
  const { total_ms, error_share, cpu_share, memory_share, queue_growth } = alerts;
  return [total_ms, error_share, cpu_share, memory_share, queue_growth].some((limit) => limit !== 'off');
}

async function openServer(
  settings: Settings['metrics'],
  watch: () => Watch | undefined,
  onNotice: (line: string) => void,
): Promise<MetricsServer | undefined> {
  try {
    return await startMetricsServer({ settings, clock: systemClock, watch });
  } catch (error) {
    if (!(error instanceof ListenerError) || error.cause === undefined) throw error;
    onNotice(`${error.message}; going on without figures`);
    return undefined;
  }
}

/** The library is large: who sends no traces does not load it. */
async function openTraces({ settings, version, onNotice }: WatchingOptions): Promise<OtlpTraces | undefined> {
  if (settings.otlp_url === '') return undefined;
  const { openOtlp } = await import('../metrics/otlp.js');
  const epochMs = Date.now() - systemClock.now();
  return openOtlp({ url: settings.otlp_url, version, epochMs, onFault: onNotice });
}

function tellAlert(webhook: string, onNotice: (line: string) => void): (alert: Alert) => void {
  const post = webhook === '' ? undefined : createWebhook(webhook, onNotice);
  return (alert) => {
    onNotice(alert.kind === 'raised' ? `alert: ${alert.text}` : alert.text);
    post?.(alert);
  };
}

function writeTurn(
  event: Extract<SessionEvent, { type: 'turn' }>,
  { trace, otlp }: { readonly trace: TraceFile | undefined; readonly otlp: OtlpTraces | undefined },
): void {
  // A cough opens a turn and leaves nothing.
  if (event.transcript === '' && event.reply === '') return;
  trace?.write(event, event.atMs);
  otlp?.send(event, event.atMs);
}
