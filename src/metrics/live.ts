/** What an assistant does at this moment, for somebody who watches: state, level, words, the last turns, percentiles. */
import { quantileSorted } from 'simple-statistics';
import type { AttentionState } from '../pipeline/attention.js';
import type { Caption } from '../pipeline/captions.js';
import type { SessionEvent } from '../pipeline/events.js';
import type { TurnReport } from '../pipeline/report.js';
import { stageMs, stageNames } from './stage-parts.js';
import { waterfallOf, type Waterfall } from './waterfall.js';

export type LiveState = 'loading' | 'listening' | 'hearing' | 'thinking' | 'speaking';

/** One turn that is over. Holds what was said: it is for whoever may listen in anyway, and goes into no figure. */
export interface LiveTurn {
  readonly waterfall: Waterfall;
  readonly outcome: TurnReport['outcome']['kind'];
  readonly transcript: string;
  readonly reply: string;
  readonly source?: TurnReport['source'];
  readonly totalMs?: number;
  readonly draftUsed: boolean;
}

/** Of the last turns. `total` is voice to voice, the others are what each stage added to it; ms. */
export interface LiveRow {
  readonly name: string;
  readonly n: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export interface LiveView {
  readonly state: LiveState;
  readonly attention: AttentionState | undefined;
  /** dB below full scale, the loudest since the last look; undefined without a microphone. */
  readonly levelDb: number | undefined;
  /** What is being said, as far as it was understood. */
  readonly partial: { readonly text: string; readonly stable: string } | undefined;
  /** Newest last. */
  readonly turns: readonly LiveTurn[];
  readonly rows: readonly LiveRow[];
  readonly turnsSoFar: number;
  readonly failed: number;
}

/** Turns that are shown, and those that percentiles are made of. */
const SHOWN = 6;
const COUNTED = 500;
/** Silence in 16 bits. */
const QUIETEST_DB = -96;

export class Live {
  #state: LiveState = 'loading';
  #attention: AttentionState | undefined;
  #partial: LiveView['partial'];
  #peak: number | undefined;
  #turns: readonly LiveTurn[] = [];
  readonly #values = new Map<string, number[]>();
  #turnsSoFar = 0;
  #failed = 0;

  /** Somebody speaks or is answered. */
  get isBusy(): boolean {
    return this.#state === 'hearing' || this.#state === 'thinking' || this.#state === 'speaking';
  }

  take(event: SessionEvent): void {
    switch (event.type) {
      case 'listening':
      case 'turn.reopen':
        this.#state = event.type === 'listening' ? 'listening' : 'hearing';
        break;
      case 'speech.start':
        this.#state = 'hearing';
        this.#partial = undefined;
        break;
      case 'partial':
        this.#partial = { text: event.text, stable: event.stable };
        break;
      case 'transcript':
        this.#partial = { text: event.text, stable: event.text };
        break;
      case 'speech.end':
        this.#state = 'thinking';
        break;
      case 'audio.start':
        this.#state = 'speaking';
        break;
      case 'attention':
        this.#attention = event.state;
        break;
      case 'turn':
        this.#end(event, event.atMs);
        break;
      default:
    }
  }

  /** For who reads along: the caption that grows. */
  caption({ text, stable, committed }: Caption): void {
    this.#state = 'listening';
    this.#partial = committed ? undefined : { text, stable };
  }

  /** Sound of the microphone, −1…1. */
  hear(samples: Float32Array): void {
    let peak = this.#peak ?? 0;
    // Every frame passes here: an iterator would make an object of each sample.
    for (let i = 0; i < samples.length; i++) peak = Math.max(peak, Math.abs(samples[i] ?? 0));
    this.#peak = peak;
  }

  /** The level counts anew from here. */
  look(): LiveView {
    const peak = this.#peak;
    this.#peak = undefined;
    return {
      ...{ state: this.#state, attention: this.#attention, partial: this.#partial },
      levelDb: peak === undefined ? undefined : Math.max(QUIETEST_DB, 20 * Math.log10(peak)),
      ...{ turns: this.#turns, rows: this.#rows(), turnsSoFar: this.#turnsSoFar, failed: this.#failed },
    };
  }

  #end(report: TurnReport, atMs: number): void {
    this.#state = 'listening';
    this.#partial = undefined;
    // A cough opens a turn and leaves nothing.
    if (report.transcript === '' && report.reply === '') return;
    this.#turnsSoFar += 1;
    if (report.outcome.kind === 'failed') this.#failed += 1;
    const { source, timings, transcript, reply } = report;
    const turn: LiveTurn = {
      waterfall: waterfallOf(report, atMs),
      ...{ outcome: report.outcome.kind, transcript, reply, draftUsed: timings.draftUsed },
      ...(source === undefined ? {} : { source }),
      ...(timings.voiceToVoiceMs === undefined ? {} : { totalMs: timings.voiceToVoiceMs }),
    };
    this.#turns = [...this.#turns, turn].slice(-SHOWN);
    if (timings.voiceToVoiceMs !== undefined) this.#keep('total', timings.voiceToVoiceMs);
    for (const [stage, ms] of stageMs(report) ?? []) this.#keep(stage, ms);
  }

  #keep(name: string, ms: number): void {
    const values = this.#values.get(name) ?? [];
    values.push(ms);
    if (values.length > COUNTED) values.shift();
    this.#values.set(name, values);
  }

  #rows(): LiveRow[] {
    return [...stageNames, 'total'].flatMap((name) => {
      const sorted = [...(this.#values.get(name) ?? [])].sort((a, b) => a - b);
      if (sorted.length === 0) return [];
      const at = (share: number): number => quantileSorted(sorted, share);
      return [{ name, n: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) }];
    });
  }
}
