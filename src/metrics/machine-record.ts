/** What a look at the machine and at the engines adds to the figures. */
import type { MachineSample } from './machine.js';
import type { Meter } from './meter.js';

export interface WatchedEngine {
  readonly state: string;
  readonly calls: number;
  /** Items that were given to it and that it has not taken. */
  readonly waiting: number;
}

/** Of the recogniser, as sums since its model was loaded. */
export interface RecognizerEffort {
  readonly encoderRuns: number;
  readonly encoderMs: number;
  readonly decoderTokens: number;
  readonly decoderMs: number;
  readonly melMs: number;
  readonly languageLooks: number;
  readonly cacheHits: number;
}

export function recordMachine(sample: MachineSample, meter: Meter): void {
  for (const { name, cpu, memoryBytes } of sample.processes) {
    meter.record('process.cpu', cpu, name);
    meter.record('process.memory', memoryBytes, name);
  }
  meter.record('machine.cpu', sample.cpuShare);
  meter.record('machine.memory', sample.memoryShare);
  for (const [queue, depth] of Object.entries(sample.queues)) meter.record('pipeline.queue', depth, queue);
  meter.record('process.loop_delay', sample.loopDelayMs.p50 / 1000, '0.5');
  meter.record('process.loop_delay', sample.loopDelayMs.p99 / 1000, '0.99');
}

export function recordEngines(engines: Readonly<Record<string, WatchedEngine>>, restarts: number, meter: Meter): void {
  meter.follow('inference.restarts', restarts);
  for (const [name, { state, calls }] of Object.entries(engines)) {
    meter.record('inference.calls', calls, name);
    meter.record('inference.resident', state === 'ready' ? 1 : 0, name);
  }
}

export function recordEffort(effort: RecognizerEffort, meter: Meter): void {
  meter.follow('whisper.encode', effort.encoderMs / 1000);
  meter.follow('whisper.encoder_runs', effort.encoderRuns);
  meter.follow('whisper.encoder_saved', effort.cacheHits);
  meter.follow('whisper.decode', effort.decoderMs / 1000);
  meter.follow('whisper.decoder_tokens', effort.decoderTokens);
  meter.follow('whisper.mel', effort.melMs / 1000);
  meter.follow('lid.looks', effort.languageLooks);
}
