/** What figures are called on a terminal, and how they are written. */
import type { LiveView } from '../../metrics/live.js';
import type { Style } from './line.js';

export interface StageWords {
  readonly label: string;
  readonly style: Style;
}

/** Bars of a turn, in the order in which they follow one another. */
export const stageWords: Readonly<Record<string, StageWords>> = {
  speech: { label: 'your voice', style: 'gray' },
  endpoint: { label: 'waiting', style: 'yellow' },
  stt: { label: 'recognition', style: 'blueBright' },
  nlp: { label: 'understanding', style: 'cyan' },
  response: { label: 'answer', style: 'magentaBright' },
  split: { label: 'sentence', style: 'redBright' },
  tts: { label: 'synthesis', style: 'green' },
  playout: { label: 'loudspeaker', style: 'white' },
};

export interface StateWords {
  readonly sign: string;
  readonly word: string;
  readonly style: Style;
}

const states: Readonly<Record<string, StateWords>> = {
  lost: { sign: '✕', word: 'connection lost, trying again', style: 'red' },
  loading: { sign: '…', word: 'loading the models', style: 'gray' },
  listening: { sign: '○', word: 'listening', style: 'green' },
  hearing: { sign: '●', word: 'hearing you', style: 'blueBright' },
  thinking: { sign: '◆', word: 'thinking', style: 'yellow' },
  speaking: { sign: '▶', word: 'speaking', style: 'magentaBright' },
  muted: { sign: '✕', word: 'muted', style: 'red' },
  asleep: { sign: '–', word: 'asleep', style: 'gray' },
  'waiting-for-word': { sign: '○', word: 'waits for the wake word', style: 'gray' },
  'waiting-for-key': { sign: '○', word: 'waits for the talk key', style: 'gray' },
};

/** Who gave a reply. */
export const sourceWords = {
  skill: 'a skill',
  cache: 'given before',
  llm: 'the language model',
  fallback: 'an apology',
} as const;

export type ShownState = LiveView['state'] | 'lost';

/** What Parley does counts before what it waits for; muted counts before both. */
export function stateWords(state: ShownState, attention: LiveView['attention']): StateWords {
  const isWaiting = state === 'listening' && attention !== undefined;
  const name = state !== 'lost' && attention === 'muted' ? attention : isWaiting ? attention : state;
  return states[name] ?? { sign: '?', word: name, style: 'gray' };
}

/** Short times keep a digit: 0.3 ms is not nothing. */
export function msNumber(value: number): string {
  if (value === 0) return '0';
  return value < 0.05 ? '<0.1' : value < 10 ? value.toFixed(1) : String(Math.round(value));
}

export function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
