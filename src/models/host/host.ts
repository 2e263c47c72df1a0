/** The inference host: engines in a supervised child process, seen from the main process. */
import { EngineStream } from './call.js';
import { after, hostClock, type HostClock } from './clock.js';
import type { EngineStats, HostStats, InferenceHost, InferenceHostOptions } from './contract.js';
import type { EngineCallOptions, EngineHandle, EngineSpec } from './engine.js';
import { EngineError, reasonOf } from './error.js';
import type { EngineLoading } from './loading.js';
import type { FromChild } from './protocol.js';
import { Residency } from './residency.js';
import { EngineSlot, type SlotPort } from './slot.js';
import { Supervisor } from './supervisor.js';

/** One run of a graph on a machine that has other things to do takes seconds, and cannot be interrupted. */
const HANG_MS = 15_000;

export function createInferenceHost(options: InferenceHostOptions): InferenceHost {
  return new Host(options);
}

class Host implements InferenceHost {
  readonly #options: InferenceHostOptions;
  readonly #clock: HostClock;
  readonly #supervisor: Supervisor;
  readonly #slots: Map<string, EngineSlot>;
  readonly #calls = new Map<number, EngineLoading>();
  readonly #residency: Residency;
  #state: 'new' | 'running' | 'closed' = 'new';
  #lastId = 0;
  #rssBytes = 0;
  #cores = 0;
  #lateResults = 0;

  constructor(options: InferenceHostOptions) {
    this.#options = options;
    this.#clock = options.clock ?? hostClock;
    this.#residency = new Residency(options.residency ?? {});
    this.#supervisor = this.#supervise();
    this.#slots = new Map(
      Object.entries(options.engines).map(([name, spec]) => [name, new EngineSlot(name, spec, this.#slotPort(name))]),
    );
  }

  start(): void {
    if (this.#state !== 'new') return;
    this.#state = 'running';
    try {
      this.#supervisor.start();
    } catch (error) {
      this.#state = 'new';
      throw error;
    }
  }

  engine(name: string): EngineHandle {
    const slot = this.#slot(name);
    const use = (): void => {
      this.#residency.used(name, this.#clock.now());
    };
    return {
      call: (method, args, options: EngineCallOptions) =>
        new EngineStream({
          id: ++this.#lastId,
          engine: name,
          method,
          args,
          options,
          ...(this.#options.onWork === undefined ? {} : { onWork: this.#options.onWork }),
          whenReady: (waiter) => {
            if (options.isLook !== true) use();
            return slot.wait(waiter);
          },
        }),
      ready: (signal) => {
        use();
        return waitReady(slot, signal);
      },
    };
  }

  async replace(name: string, spec: EngineSpec): Promise<void> {
    const known = this.#slots.get(name);
    if (known !== undefined) return known.replace(spec);
    const added = new EngineSlot(name, spec, this.#slotPort(name));
    this.#slots.set(name, added);
    try {
      await added.replace(spec);
    } catch (error) {
      this.#slots.delete(name);
      added.close();
      throw error;
    }
  }

  stats(): HostStats {
    const { pid, restarts, breaker } = this.#supervisor;
    const engines = Object.fromEntries([...this.#slots].map(([name, slot]) => [name, slotStats(slot)]));
    const [rssBytes, cores] = pid === undefined ? [0, 0] : [this.#rssBytes, this.#cores];
    return { pid, rssBytes, cores, restarts, breaker, lateResults: this.#lateResults, engines };
  }

  async close(): Promise<void> {
    if (this.#state !== 'closed') {
      this.#state = 'closed';
      for (const slot of this.#slots.values()) slot.close();
    }
    await this.#supervisor.close();
  }

  #slot(name: string): EngineSlot {
    const slot = this.#slots.get(name);
    if (slot !== undefined) return slot;
    const message = `no engine "${name}": there are ${[...this.#slots.keys()].join(', ') || 'none'}`;
    throw new EngineError({ engine: name, code: 'invalid', message });
  }

  #supervise(): Supervisor {
    const { nice, random } = this.#options;
    return new Supervisor({
      nice,
      clock: this.#clock,
      ...(random === undefined ? {} : { random }),
      events: {
        message: (message) => {
          this.#receive(message);
        },
        line: (line) => this.#options.onEvent?.({ type: 'line', line }),
        died: (reason, lastLines) => {
          for (const slot of this.#slots.values()) slot.died(reason, lastLines);
          this.#options.onEvent?.({ type: 'died', reason, lastLines });
        },
        planned: (inMs, open) => {
          if (open) for (const slot of this.#slots.values()) slot.broken(inMs);
          this.#options.onEvent?.({ type: 'restart', inMs, open });
        },
        recover: (fresh) => {
          if (fresh) this.#options.onEvent?.({ type: 'started', pid: this.#supervisor.pid });
          for (const slot of this.#slots.values()) slot.recover(fresh);
        },
      },
    });
  }

  #slotPort(engine: string): SlotPort {
    return {
      send: (message) => {
        this.#supervisor.send(message);
      },
      opened: (call, loading) => this.#calls.set(call, loading),
      ended: (call) => this.#calls.delete(call),
      watch: (call) =>
        after(this.#clock, this.#options.hangMs ?? HANG_MS, () => {
          this.#supervisor.kill(`${engine}.${call.method} did not stop when told to`);
        }),
      nextId: () => ++this.#lastId,
      child: () => {
        if (this.#state !== 'running') return 'none';
        if (this.#supervisor.isAsleep) return 'asleep';
        return this.#supervisor.pid === undefined ? 'dead' : 'running';
      },
      recoverNow: () => {
        this.#supervisor.recoverNow();
      },
      lost: () => {
        this.#supervisor.lost();
      },
      loaded: () => this.#options.onEvent?.({ type: 'loaded', engine }),
      loadFailed: (error) => this.#options.onEvent?.({ type: 'load-failed', engine, error }),
    };
  }

  #receive(message: FromChild): void {
    if (message.kind === 'pulse') this.#weigh(message);
    else if ('call' in message) this.#deliver(message);
    else for (const slot of this.#slots.values()) this.#tell(slot, message);
  }

  #tell(slot: EngineSlot, message: Extract<FromChild, { engine: number }>): void {
    if (message.kind === 'loaded') slot.loaded(message.engine);
    else if (message.kind === 'load-failed') slot.loadFailed(message.engine, message.error);
    else if (slot.lost(message.engine, message.error)) {
      this.#options.onEvent?.({ type: 'lost', engine: slot.name, reason: message.error.message });
    }
  }

  #deliver(message: Extract<FromChild, { call: number }>): void {
    const inTime = this.#calls.get(message.call)?.receive(message) ?? message.kind !== 'output';
    if (!inTime) this.#lateResults++;
  }

  #restIdle(): void {
    const loaded = [...this.#slots.values()].filter(({ state }) => state === 'ready');
    const residents = loaded.map(({ name, users }) => ({ name, calls: users }));
    for (const name of this.#residency.choose(residents, this.#rssBytes, this.#clock.now())) {
      if (this.#slot(name).rest()) this.#options.onEvent?.({ type: 'rested', engine: name });
    }
    const slots = [...this.#slots.values()];
    if (slots.length > 0 && slots.every(({ state }) => state === 'resting')) this.#supervisor.sleep();
  }

  #weigh({ rssBytes, cores }: Extract<FromChild, { kind: 'pulse' }>): void {
    this.#rssBytes = rssBytes;
    this.#cores = cores;
    this.#restIdle();
    const { maxRssBytes } = this.#options;
    if (maxRssBytes === undefined || rssBytes <= maxRssBytes) return;
    const [has, may] = [rssBytes, maxRssBytes].map((bytes) => Math.round(bytes / 2 ** 20));
    this.#supervisor.kill(`it took ${has ?? 0} MB of memory, allowed are ${may ?? 0} MB`);
  }
}

function waitReady(slot: EngineSlot, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(reasonOf(signal));
      return;
    }
    const onAbort = (): void => {
      stop();
      reject(reasonOf(signal));
    };
    signal.addEventListener('abort', onAbort, { once: true });
    const stop = slot.wait({
      ready: () => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      },
      failed: (error) => {
        signal.removeEventListener('abort', onAbort);
        reject(error);
      },
    });
  });
}

function slotStats(slot: EngineSlot): EngineStats {
  const calls = slot.loadings.flatMap((loading) => loading.calls);
  const sum = { inputItems: 0, inputBytes: 0, outputItems: 0 };
  for (const { depths } of calls) {
    sum.inputItems += depths.inputItems;
    sum.inputBytes += depths.inputBytes;
    sum.outputItems += depths.outputItems;
  }
  return { state: slot.state, calls: calls.length, ...sum };
}
