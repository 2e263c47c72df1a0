/** The turns of a session in a file: for Chrome's viewer, or one waterfall a line. */
import { createWriteStream, type WriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { TurnReport } from '../pipeline/report.js';
import { traceHead, traceTurn } from './chrome-trace.js';
import { turnFacts } from './turn-facts.js';
import { waterfallOf } from './waterfall.js';

export interface TraceFile {
  /** @param endedMs on the session's clock */
  write(report: TurnReport, endedMs: number): void;
  /** The file is whole then. Throws when it could not be written. */
  close(): Promise<void>;
}

/**
 * `.jsonl`: one object a line, `{ turn, startMs, endMs, voiceEndMs, bars, moments, facts }`, in ms. Any other name: Trace
 * Event Format, which chrome://tracing and ui.perfetto.dev open, even where the program was killed in the middle.
 * Overwrites the file. Throws, in one line, when it cannot be opened.
 */
export async function openTraceFile(path: string): Promise<TraceFile> {
  const stream = createWriteStream(path);
  try {
    await once(stream, 'open');
  } catch (error) {
    throw new Error(`--trace: ${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  return path.endsWith('.jsonl') ? new WaterfallLines(stream) : new ChromeTrace(stream);
}

class Lines {
  protected readonly stream: WriteStream;
  /** What went wrong is told when the file is closed: a full disk ends no conversation. */
  protected fault: Error | undefined;

  constructor(stream: WriteStream) {
    this.stream = stream;
    stream.on('error', (error) => {
      this.fault ??= error;
    });
  }

  protected async end(last: string): Promise<void> {
    this.stream.end(last);
    await finished(this.stream).catch((error: unknown) => {
      this.fault ??= error instanceof Error ? error : new Error(String(error));
    });
    if (this.fault !== undefined) throw new Error(`--trace: ${this.fault.message}; the trace is not whole`);
  }
}

class WaterfallLines extends Lines implements TraceFile {
  write(report: TurnReport, endedMs: number): void {
    this.stream.write(`${JSON.stringify({ ...waterfallOf(report, endedMs), facts: turnFacts(report) })}\n`);
  }

  close(): Promise<void> {
    return this.end('');
  }
}

class ChromeTrace extends Lines implements TraceFile {
  constructor(stream: WriteStream) {
    super(stream);
    this.stream.write(`[${traceHead().map(asLine).join(',')}`);
  }

  write(report: TurnReport, endedMs: number): void {
    for (const event of traceTurn(waterfallOf(report, endedMs), turnFacts(report))) {
      this.stream.write(`,${asLine(event)}`);
    }
  }

  close(): Promise<void> {
    return this.end('\n]\n');
  }
}

function asLine(event: unknown): string {
  return `\n${JSON.stringify(event)}`;
}
