/** Shows a fetch: a bar on a terminal, a line for every tenth elsewhere. */
import type { SingleBar } from 'cli-progress';
import { progressBar } from './bar.js';
import type { FetchEvent } from '../models/fetch-events.js';
import { formatBytes } from '../models/model-error.js';
import type { Io } from './io.js';

export interface ProgressReporter {
  readonly onEvent: (event: FetchEvent) => void;
  /** Takes the bar away; call it when the fetch is over, well or ill. */
  readonly stop: () => void;
}

interface Meter {
  start(totalBytes: number, model: string): void;
  update(bytes: number): void;
  stop(): void;
}

/** A reporter that writes to `io.stderr`: what is fetched, how much, under which licence, and how far it is. */
export function createProgressReporter(io: Io): ProgressReporter {
  const say = (line: string): void => {
    io.stderr.write(`${line}\n`);
  };
  const meter = io.isTTY ? barMeter(io) : lineMeter(say);
  const onEvent = (event: FetchEvent): void => {
    if (event.kind === 'progress') {
      meter.start(event.totalBytes, event.model);
      meter.update(event.bytes);
      return;
    }
    if (event.kind === 'verified') return;
    meter.stop();
    say(describe(event));
  };
  return { onEvent, stop: meter.stop.bind(meter) };
}

function describe(event: Exclude<FetchEvent, { kind: 'progress' | 'verified' }>): string {
  switch (event.kind) {
    case 'start': {
      const what = `${event.description} ${formatBytes(event.totalBytes)}, licence ${event.licence}`;
      return `${event.model}: fetching into ${event.folder}\n  ${what}`;
    }
    case 'waiting':
      return `${event.model}: another process is fetching it, waiting`;
    case 'source':
      return `  from ${event.source}`;
    case 'source-failed':
      return `  ${event.source}: ${event.reason}`;
    case 'damaged':
      return `${event.model}: ${event.problem}; moved to ${event.movedTo}`;
    case 'done':
      return `${event.model}: complete and verified, ${formatBytes(event.totalBytes)}`;
  }
}

function barMeter(io: Io): Meter {
  let bar: SingleBar | undefined;
  return {
    start(totalBytes, model) {
      if (bar) return;
      bar = progressBar(io.stderr, '  {bar} {percentage} %  {done} of {size}  {model}', 30);
      bar.start(totalBytes, 0, { model, size: formatBytes(totalBytes), done: formatBytes(0) });
    },
    update(bytes) {
      bar?.update(bytes, { done: formatBytes(bytes) });
    },
    stop() {
      bar?.stop();
      bar = undefined;
    },
  };
}

function lineMeter(say: (line: string) => void): Meter {
  let total = 0;
  let name = '';
  let told = 0;
  return {
    start(totalBytes, model) {
      if (totalBytes === total && model === name) return;
      [total, name, told] = [totalBytes, model, 0];
    },
    update(bytes) {
      const tenth = Math.floor((10 * bytes) / total);
      if (tenth <= told) return;
      told = tenth;
      say(`  ${tenth * 10} % of ${formatBytes(total)}`);
    },
    stop() {
      total = 0;
    },
  };
}
