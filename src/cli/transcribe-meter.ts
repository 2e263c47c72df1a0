/** Shows how far a file is transcribed: a bar on a terminal, nothing elsewhere. */
import type { SingleBar } from 'cli-progress';
import { progressBar } from './bar.js';
import { printable } from './io.js';
import { shortTime } from './transcripts/time.js';

export interface Meter {
  /** @param totalMs length of the file, where it is known */
  start(name: string, totalMs: number | undefined): void;
  readonly update: (doneMs: number) => void;
  /** Takes the bar away while `write` prints, so that lines and bar do not mix. */
  aside(write: () => unknown): void;
  stop(): void;
}

export interface MeterOptions {
  readonly stream: NodeJS.WritableStream & { readonly isTTY?: boolean };
  /** Milliseconds, monotonic. */
  readonly now: () => number;
}

export function createMeter({ stream, now }: MeterOptions): Meter {
  if (stream.isTTY !== true) {
    return { start: () => undefined, update: () => undefined, aside: (write) => void write(), stop: () => undefined };
  }
  let bar: SingleBar | undefined;
  let shown = { name: '', totalMs: undefined as number | undefined, doneMs: 0, startedMs: 0 };
  const draw = (): void => {
    const { name, totalMs, doneMs, startedMs } = shown;
    bar = progressBar(
      stream,
      totalMs === undefined ? '  {name}  {done}  {speed}' : '  {bar} {percentage} %  {name}  {done}  {speed}  {left}',
    );
    bar.start(
      totalMs ?? 1,
      Math.min(doneMs, totalMs ?? 0),
      describeProgress({ name, totalMs, doneMs }, now() - startedMs),
    );
  };
  return {
    start(name, totalMs) {
      shown = { name: printable(name), totalMs, doneMs: 0, startedMs: now() };
      draw();
    },
    update(doneMs) {
      shown = { ...shown, doneMs };
      const { totalMs, startedMs } = shown;
      bar?.update(Math.min(doneMs, totalMs ?? 0), describeProgress(shown, now() - startedMs));
    },
    aside(write) {
      const isShown = bar !== undefined;
      bar?.stop();
      write();
      if (isShown) draw();
    },
    stop() {
      bar?.stop();
      bar = undefined;
    },
  };
}

interface Progress {
  readonly name: string;
  readonly totalMs: number | undefined;
  readonly doneMs: number;
}

/** The words beside the bar. */
export function describeProgress({ name, totalMs, doneMs }: Progress, tookMs: number): Record<string, string> {
  const speed = tookMs > 0 ? doneMs / tookMs : 0;
  return {
    name,
    done: totalMs === undefined ? `${shortTime(doneMs)} done` : `${shortTime(doneMs)} of ${shortTime(totalMs)}`,
    speed: speed === 0 ? '' : `${describeSpeed(speed)} × real time`,
    left: speed === 0 || totalMs === undefined ? '' : `${shortTime((totalMs - doneMs) / speed)} left`,
  };
}

/** Two digits are enough for a speed. */
export function describeSpeed(speed: number): string {
  return speed < 10 ? speed.toFixed(1) : speed.toFixed(0);
}
