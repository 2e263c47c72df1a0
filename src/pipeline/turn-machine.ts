/** What may happen in a turn, what is taken back, and when it is over: a pure state machine with one terminal event. */
import type { AbortKind } from './abort.js';

/** Where a turn stands. `speaking` begins with the first sound of the reply. */
export type TurnPhase = 'hearing' | 'transcribing' | 'thinking' | 'speaking' | 'ended';

export type TurnOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'aborted'; readonly reason: AbortKind }
  | { readonly kind: 'failed'; readonly stage: string; readonly message: string };

export type TurnEvent =
  | { readonly kind: 'endpoint' }
  /** The user goes on: they had not finished. */
  | { readonly kind: 'reopen' }
  | { readonly kind: 'transcribed' }
  | { readonly kind: 'first-sound' }
  | { readonly kind: 'played' }
  | { readonly kind: 'abort'; readonly reason: AbortKind }
  | { readonly kind: 'fail'; readonly stage: string; readonly message: string };

export interface TurnState {
  readonly phase: TurnPhase;
  /** Set once, when the phase becomes `ended`. */
  readonly outcome?: TurnOutcome;
}

/** A turn begins with speech, an announcement (a timer that rings) begins with its text. */
export function openTurn(phase: 'hearing' | 'thinking'): TurnState {
  return { phase };
}

/** The next state. An event that does not fit changes nothing: late results of a turn that is over are no news. */
export function stepTurn(state: TurnState, event: TurnEvent): TurnState {
  if (state.phase === 'ended') return state;
  switch (event.kind) {
    case 'endpoint':
      return state.phase === 'hearing' ? { phase: 'transcribing' } : state;
    case 'reopen':
      return { phase: 'hearing' };
    case 'transcribed':
      return state.phase === 'transcribing' ? { phase: 'thinking' } : state;
    case 'first-sound':
      return state.phase === 'thinking' ? { phase: 'speaking' } : state;
    case 'played':
      return { phase: 'ended', outcome: { kind: 'done' } };
    case 'abort':
      return { phase: 'ended', outcome: { kind: 'aborted', reason: event.reason } };
    case 'fail':
      return { phase: 'ended', outcome: { kind: 'failed', stage: event.stage, message: event.message } };
  }
}

export interface TurnLimits {
  readonly maxUtteranceMs: number;
  /** The longest the responder itself waits before it apologises. */
  readonly firstTokenTimeoutMs: number;
}

/** The longest a phase may last without progress; after it the turn is aborted with `timeout`. */
export function deadlineMs(phase: TurnPhase, limits: TurnLimits, audioMs: number): number {
  switch (phase) {
    case 'hearing':
      return limits.maxUtteranceMs + 10_000;
    case 'transcribing':
      return 5000 + 2 * audioMs;
    case 'thinking':
      return limits.firstTokenTimeoutMs + 15_000;
    case 'speaking':
      return 15_000;
    case 'ended':
      return Infinity;
  }
}
