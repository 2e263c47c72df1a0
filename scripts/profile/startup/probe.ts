/** Loaded in front of `parley`: tells whoever started it of the steps of its start, as they are marked in the program. */
import { PerformanceObserver } from 'node:perf_hooks';

const PREFIX = 'parley.';

function tell(name: string, atMs: number): void {
  process.send?.({ name, atMs: performance.timeOrigin + atMs }, undefined, undefined, () => undefined);
}

tell('process', performance.now());
new PerformanceObserver((list) => {
  for (const { name, startTime } of list.getEntries()) {
    if (name.startsWith(PREFIX)) tell(name.slice(PREFIX.length), startTime);
  }
}).observe({ type: 'mark' });
// The program ends when it is done, whoever listens.
process.channel?.unref();
