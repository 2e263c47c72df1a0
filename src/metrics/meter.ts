/** Keeps every figure, cheaply, and tells them in Prometheus's form. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { exposedName, instruments, type Instrument, type InstrumentName } from './instruments.js';

type Child = (value: number) => void;

/** In seconds: from a frame of the detector to an answer of a slow language model. */
const DURATION_BUCKETS = [
  ...[0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1],
  ...[0.2, 0.3, 0.5, 0.75, 1, 1.5, 2.5, 5, 10, 30],
];
const RATIO_BUCKETS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2.5, 5];

/**
 * One for a process. Recording looks up one entry of a map and adds a number: below a microsecond
 * (`parley bench micro`, `metric-record`).
 */
export class Meter {
  readonly #registry = new Registry();
  /** By name, then by label: no key is put together while something is recorded. */
  readonly #children = new Map<InstrumentName, Map<string, Child>>();
  readonly #makers = new Map<InstrumentName, (label: string) => Child>();
  readonly #counted = new Map<string, number>();
  readonly contentType = Registry.PROMETHEUS_CONTENT_TYPE;

  constructor() {
    for (const name of Object.keys(instruments) as InstrumentName[]) {
      this.#makers.set(name, this.#make(name));
      this.#children.set(name, new Map());
    }
  }

  /** @param value ms of a duration, a plain number of a ratio; a gauge takes its value, a counter what is added */
  record(name: InstrumentName, value: number, label = ''): void {
    const child = this.#children.get(name)?.get(label) ?? this.#open(name, label);
    child(value);
  }

  /** A counter that somebody else keeps, as a sum since its start; it may begin anew at 0. */
  follow(name: InstrumentName, sum: number, label = ''): void {
    const key = `${name} ${label}`;
    const before = this.#counted.get(key) ?? 0;
    this.#counted.set(key, sum);
    const by = sum >= before ? sum - before : sum;
    if (by > 0) this.record(name, by, label);
  }

  /** The text of `/metrics`. */
  expose(): Promise<string> {
    return this.#registry.metrics();
  }

  #open(name: InstrumentName, label: string): Child {
    const child = this.#makers.get(name)?.(label) ?? ((): void => undefined);
    this.#children.get(name)?.set(label, child);
    return child;
  }

  #make(name: InstrumentName): (label: string) => Child {
    const { kind, label, help }: Instrument = instruments[name];
    const labelNames = label === undefined ? [] : [label];
    const base = { name: exposedName(name), help, labelNames, registers: [this.#registry] };
    const labelled = (value: string): Record<string, string> => (label === undefined ? {} : { [label]: value });
    switch (kind) {
      case 'duration':
      case 'ratio': {
        const scale = kind === 'duration' ? 1000 : 1;
        const histogram = new Histogram({ ...base, buckets: kind === 'duration' ? DURATION_BUCKETS : RATIO_BUCKETS });
        return (value) => {
          const child = histogram.labels(labelled(value));
          return (amount) => {
            child.observe(amount / scale);
          };
        };
      }
      case 'counter': {
        const counter = new Counter(base);
        return (value) => {
          const child = counter.labels(labelled(value));
          return (amount) => {
            child.inc(amount);
          };
        };
      }
      case 'gauge': {
        const gauge = new Gauge(base);
        return (value) => {
          const child = gauge.labels(labelled(value));
          return (amount) => {
            child.set(amount);
          };
        };
      }
    }
  }
}
