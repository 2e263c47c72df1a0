/** What figures are called, and how they are written. */

/** Bars of a turn and rows of the table, in the order in which they follow one another. */
export const stages = {
  speech: { label: 'your voice', about: 'you speak' },
  endpoint: { label: 'waiting', about: 'is it a pause, or the end? (endpoint)' },
  stt: { label: 'recognition', about: 'sound becomes text (stt)' },
  nlp: { label: 'understanding', about: 'what is wanted? (nlp)' },
  response: { label: 'answer', about: 'a skill, the cache or the language model (response)' },
  split: { label: 'sentence', about: 'the first clause that can be spoken (split)' },
  tts: { label: 'synthesis', about: 'text becomes sound (tts)' },
  playout: { label: 'loudspeaker', about: 'the reply is heard (playout)' },
};

/** By state; attention says more where Parley only waits. */
const states = {
  connecting: { sign: '…', word: 'Connecting', hint: '' },
  lost: { sign: '✕', word: 'Connection lost', hint: 'What you see is old. Trying again …' },
  loading: { sign: '…', word: 'Loading', hint: 'The models are being loaded.' },
  listening: { sign: '○', word: 'Listening', hint: 'Speak whenever you like.' },
  hearing: { sign: '●', word: 'Hearing you', hint: '' },
  thinking: { sign: '◆', word: 'Thinking', hint: '' },
  speaking: { sign: '▶', word: 'Speaking', hint: '' },
  muted: { sign: '✕', word: 'Muted', hint: 'Nothing is heard until the microphone is turned on again.' },
  asleep: { sign: '–', word: 'Asleep', hint: 'Wakes up when it is told to.' },
  'waiting-for-word': { sign: '○', word: 'Waiting', hint: 'Say the wake word first.' },
  'waiting-for-key': { sign: '○', word: 'Waiting', hint: 'Press the talk key first.' },
};

/** What Parley does counts before what it waits for; muted counts before both. */
export function stateOf({ state, attention }) {
  const name = attention === 'muted' || (state === 'listening' && attention !== undefined) ? attention : state;
  return { name, ...(states[name] ?? { sign: '', word: name, hint: '' }) };
}

/** What an engine is for, where its name does not say so. */
export const engineNames = {
  stt: 'recognition',
  llm: 'language model',
  tts: 'synthesis',
  turn: 'end of your turn',
  wake: 'wake words',
  translator: 'translation',
};

export const engineStates = {
  ready: 'ready',
  resting: 'resting; loaded again when it is needed',
  loading: 'loading',
  down: 'down; it will be started again',
  failed: 'could not be loaded',
  broken: 'broken: it failed again and again',
  closed: 'closed',
};

/** Short times keep a digit: 0.3 ms is not nothing. */
export function ms(value) {
  if (value >= 10_000) return `${(value / 1000).toFixed(1)} s`;
  return `${number(value)} ms`;
}

/** ms without the unit, for tables. */
export function number(value) {
  if (value === 0) return '0';
  return value < 0.05 ? '< 0.1' : value < 10 ? value.toFixed(1) : String(Math.round(value));
}

export function percent(share) {
  return `${Math.round(100 * share)} %`;
}

export function megabytes(bytes) {
  return `${Math.round(bytes / 1e6)} MB`;
}
