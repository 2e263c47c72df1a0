/** Turns as traces of OpenTelemetry, sent to a collector by OTLP over HTTP. */
import { context, SpanStatusCode, trace, type Tracer } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace-base';
import type { TurnReport } from '../pipeline/report.js';
import { turnFacts } from './turn-facts.js';
import { waterfallOf, type Bar } from './waterfall.js';

export interface OtlpOptions {
  /** Such as `http://127.0.0.1:4318/v1/traces`. */
  readonly url: string;
  readonly version: string;
  /** Wall-clock time in ms, of 0 on the session's clock. */
  readonly epochMs: number;
  /** One line, once, when the collector does not take them. */
  readonly onFault: (line: string) => void;
}

export interface OtlpTraces {
  send(report: TurnReport, endedMs: number): void;
  /** Sends what waits, as far as somebody takes it soon. */
  close(): Promise<void>;
}

/** One try and its repetitions; also how long the end may take. */
const LIMIT_MS = 2000;
/** A collector that is gone holds at most so many spans here: some hundred turns. */
const QUEUE = 2048;

export function openOtlp({ url, version, epochMs, onFault }: OtlpOptions): OtlpTraces {
  const exporter = telling(new OTLPTraceExporter({ url, timeoutMillis: LIMIT_MS }), (why) => {
    onFault(`metrics.otlp_url: ${url} does not take traces (${why}); is a collector running there?`);
  });
  const processor = new BatchSpanProcessor(exporter, { maxQueueSize: QUEUE, exportTimeoutMillis: LIMIT_MS });
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'parley', 'service.version': version }),
    spanProcessors: [processor],
  });
  const tracer = provider.getTracer('parley', version);
  return {
    send: (report, endedMs) => {
      sendTurn(tracer, report, { endedMs, epochMs });
    },
    close: async () => {
      await provider.shutdown().catch(() => undefined);
    },
  };
}

/** The library keeps faults to itself. */
function telling(exporter: SpanExporter, tell: (why: string) => void): SpanExporter {
  let isTold = false;
  return {
    export: (spans, done) => {
      exporter.export(spans, (result) => {
        if (result.error !== undefined && !isTold) tell(result.error.message);
        isTold ||= result.error !== undefined;
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
  };
}

function sendTurn(
  tracer: Tracer,
  report: TurnReport,
  { endedMs, epochMs }: { readonly endedMs: number; readonly epochMs: number },
): void {
  const { startMs, endMs, bars, moments } = waterfallOf(report, endedMs);
  const at = (ms: number): Date => new Date(epochMs + ms);
  const root = tracer.startSpan('turn', { startTime: at(startMs), attributes: turnFacts(report), root: true });
  if (report.outcome.kind === 'failed') root.setStatus({ code: SpanStatusCode.ERROR, message: report.outcome.stage });
  for (const [name, atMs] of Object.entries(moments)) root.addEvent(name, at(atMs));
  const inside = trace.setSpan(context.active(), root);
  for (const bar of bars) {
    const options = { startTime: at(bar.startMs), attributes: barFacts(bar) };
    tracer.startSpan(bar.name, options, inside).end(at(bar.endMs));
  }
  root.end(at(endMs));
}

function barFacts({ firstMs, startMs, isDraft = false }: Bar): Record<string, number | boolean> {
  return { draft: isDraft, ...(firstMs === undefined ? {} : { firstAfterMs: firstMs - startMs }) };
}
