/** One question asked, its answer streamed, and a record of what answered and how fast. */
import { performance } from 'node:perf_hooks';
import type { LoadedConfig } from '../config/load.js';
import type { ReplyDelta, ReplySource } from '../pipeline/messages.js';
import { printable } from './io.js';

/** The assistant, as far as questions in writing reach. */
export interface Answerer {
  readonly config: Pick<LoadedConfig, 'preset' | 'presets' | 'settings'>;
  /** Every skill there is at this moment. */
  skills(): readonly AnswererSkill[];
  /** Timers, alarms and reminders that are to ring. */
  waiting(): number;
  ask(text: string, signal: AbortSignal): AsyncIterable<ReplyDelta>;
  /** What the words would be understood to mean just now; changes nothing. */
  understand(text: string): AnswererMeaning;
  /** Forgets what was said in this conversation. */
  forget(): void;
  switchPreset(name: string, signal: AbortSignal): Promise<void>;
}

export interface AnswererSkill {
  readonly name: string;
  readonly about: string;
  readonly examples: readonly [string, ...string[]];
}

export interface AnswererMeaning {
  readonly intent?: { readonly name: string; readonly confidence: number };
  readonly suggestion?: { readonly text: string; readonly intent: { readonly confidence: number } };
}

/** What `--json` prints for each question. */
export interface Answered {
  readonly text: string;
  readonly reply: string;
  /** Absent where nothing was answered: noise, or an answer that was stopped before its first word. */
  readonly source?: ReplySource;
  /** The skill that was asked; absent where the words fit none, as "yes" does. */
  readonly intent?: string;
  /** 1 for words that fit as they stand … 0. */
  readonly confidence?: number;
  /** Until the reply was whole. */
  readonly ms: number;
  /** Until its first text. */
  readonly firstMs?: number;
  /** Present where it was given up before its end. */
  readonly stopped?: true;
}

export interface AskOnceOptions {
  readonly signal: AbortSignal;
  /** Gets the reply as it is made, safe to print. */
  readonly onText: (text: string) => void;
}

/** Longer than anybody says; a file that was piped in by mistake has longer lines. */
export const LONGEST_QUESTION = 8000;

/** Where the signal fires, what was answered until then; any other fault is thrown. */
export async function askOnce(answerer: Answerer, text: string, { signal, onText }: AskOnceOptions): Promise<Answered> {
  const startMs = performance.now();
  const sinceStart = (): number => Math.round((performance.now() - startMs) * 10) / 10;
  // Before the answer changes what "it" and "again" mean.
  const { intent } = answerer.understand(text);
  let reply = '';
  let source: ReplySource | undefined;
  let firstMs: number | undefined;
  try {
    for await (const delta of answerer.ask(text, signal)) {
      firstMs ??= sinceStart();
      // An apology behind half an answer tells how it ended.
      source = delta.source === 'fallback' ? 'fallback' : (source ?? delta.source);
      reply += delta.text;
      onText(printable(delta.text));
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  const bySkill = intent !== undefined && (source === 'skill' || source === 'fallback');
  return {
    ...{ text, reply },
    ...(source === undefined ? {} : { source }),
    ...(bySkill ? { intent: intent.name, confidence: Math.round(intent.confidence * 100) / 100 } : {}),
    ms: sinceStart(),
    ...(firstMs === undefined ? {} : { firstMs }),
    ...(signal.aborted ? { stopped: true as const } : {}),
  };
}

/** Which source answered and how fast, for a person: the answer of `/why`. */
export function explainAnswer({ source, intent, confidence, ms, firstMs, stopped }: Answered): string {
  const by: Readonly<Record<ReplySource, string>> = {
    skill: intent === undefined ? 'a skill that had asked back' : `the skill ${intent}`,
    cache: 'the answer that was kept from before',
    llm: 'the language model',
    fallback: intent === undefined ? 'an apology for a fault' : `an apology for a fault of the skill ${intent}`,
  };
  return [
    source === undefined ? 'nothing was answered' : `by ${by[source]}`,
    ...(confidence === undefined ? [] : [`confidence ${confidence}`]),
    ...(firstMs === undefined ? [] : [`first text after ${firstMs} ms`]),
    `${stopped === true ? 'stopped' : 'done'} after ${ms} ms`,
  ].join(', ');
}
