/** A scope for running a stage on its own, and small stream makers. */
import type { Scope } from '../../src/pipeline/stage.js';

export interface TestScope extends Scope {
  readonly controller: AbortController;
  readonly marks: string[];
  readonly counts: Map<string, number>;
}

export function testScope(): TestScope {
  const controller = new AbortController();
  const marks: string[] = [];
  const counts = new Map<string, number>();
  let ticks = 0;
  return {
    id: 'test',
    controller,
    signal: controller.signal,
    clock: {
      now: () => (ticks += 1),
      sleep: () => new Promise(() => undefined),
    },
    marks,
    counts,
    probe: {
      mark: (name) => {
        marks.push(name);
      },
      count: (name, by = 1) => {
        counts.set(name, (counts.get(name) ?? 0) + by);
      },
    },
  };
}

export async function* stream<T>(...items: T[]): AsyncGenerator<T, void, undefined> {
  yield* items;
}

export async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}

/** Lets every promise that can settle do so. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
