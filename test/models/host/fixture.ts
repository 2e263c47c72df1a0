/** Hosts with test engines, and what tests ask of them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { HostEvent, InferenceHost, InferenceHostOptions } from '../../../src/models/host/contract.js';
import type { EngineSpec } from '../../../src/models/host/engine.js';
import { EngineError } from '../../../src/models/host/error.js';
import { createInferenceHost } from '../../../src/models/host/host.js';

export const never = new AbortController().signal;

export function spec(name: 'streams' | 'busy' | 'crash' | 'load' | 'thread', options: unknown = {}): EngineSpec {
  return { module: new URL(`../../fixtures/engines/${name}.mjs`, import.meta.url).href, options };
}

export interface TestHost {
  readonly host: InferenceHost;
  readonly events: HostEvent[];
  /** Resolves at the first event, past or future, that fits. */
  readonly seen: (fits: (event: HostEvent) => boolean) => Promise<HostEvent>;
}

/** A started host that is closed when the test ends. */
export function startHost(options: Partial<InferenceHostOptions> & Pick<InferenceHostOptions, 'engines'>): TestHost {
  const events: HostEvent[] = [];
  const waiting = new Set<() => void>();
  const host = createInferenceHost({
    nice: 0,
    onEvent: (event) => {
      events.push(event);
      for (const look of waiting) look();
    },
    ...options,
  });
  onTestFinished(() => host.close());
  host.start();
  const seen = (fits: (event: HostEvent) => boolean): Promise<HostEvent> =>
    new Promise((resolve) => {
      const look = (): void => {
        const event = events.find(fits);
        if (event === undefined) return;
        waiting.delete(look);
        resolve(event);
      };
      waiting.add(look);
      look();
    });
  return { host, events, seen };
}

export async function readAll(stream: AsyncIterable<unknown>): Promise<unknown[]> {
  const items: unknown[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

/** The EngineError that `promise` must reject with. */
export async function faultOf(promise: Promise<unknown>): Promise<EngineError> {
  const outcome: unknown = await promise.then(
    (value) => `resolved with ${JSON.stringify(value)}`,
    (error: unknown) => error,
  );
  if (outcome instanceof EngineError) return outcome;
  throw new Error(`wanted an EngineError, got ${String(outcome)}`);
}

/** A promise and its handle, for inputs that tests hold back. */
export function gate(): { opened: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** Waits, in real time, until `holds` does; the test's own timeout is the bound. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** An empty folder that is gone when the test ends. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'host-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  return folder;
}
