/** Shows how far a long text is spoken: a bar on a terminal, nothing elsewhere. */
import { progressBar } from './bar.js';
import { describeSpeed } from './transcribe-meter.js';
import { shortTime } from './transcripts/time.js';

export interface SayMeter {
  /** @param textBytes spoken so far @param soundMs length of that */
  update(textBytes: number, soundMs: number): void;
  stop(): void;
}

export interface SayMeterOptions {
  /** None where nobody wants to see it. */
  readonly stream: (NodeJS.WritableStream & { readonly isTTY?: boolean }) | undefined;
  /** Of the text; without it there is no end in sight. */
  readonly totalBytes: number | undefined;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
}

/** A text of a few sentences is over before anybody asks how long it takes. */
const leastBytes = 600;

export function createSayMeter({ stream, totalBytes, now }: SayMeterOptions): SayMeter {
  if (stream?.isTTY !== true || (totalBytes ?? leastBytes) < leastBytes) {
    return { update: () => undefined, stop: () => undefined };
  }
  const startedMs = now();
  const bar = progressBar(
    stream,
    totalBytes === undefined ? '  {done}  {speed}' : '  {bar} {percentage} %  {done}  {speed}  {left}',
  );
  const total = totalBytes ?? 1;
  bar.start(total, 0, describeSaying({ textBytes: 0, totalBytes, soundMs: 0 }, 0));
  return {
    update(textBytes, soundMs) {
      const done = totalBytes === undefined ? 0 : Math.min(textBytes, total);
      bar.update(done, describeSaying({ textBytes, totalBytes, soundMs }, now() - startedMs));
    },
    stop() {
      bar.stop();
    },
  };
}

interface Saying {
  readonly textBytes: number;
  readonly totalBytes: number | undefined;
  readonly soundMs: number;
}

/** The words beside the bar. */
export function describeSaying({ textBytes, totalBytes, soundMs }: Saying, tookMs: number): Record<string, string> {
  const speed = tookMs > 0 ? soundMs / tookMs : 0;
  const leftBytes = (totalBytes ?? 0) - textBytes;
  const isKnown = totalBytes !== undefined && textBytes > 0 && leftBytes > 0;
  return {
    done: `${shortTime(soundMs)} spoken`,
    speed: speed === 0 ? '' : `${describeSpeed(speed)} × real time`,
    left: isKnown ? `${shortTime((tookMs / textBytes) * leftBytes)} left` : '',
  };
}
