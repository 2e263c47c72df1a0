/** `bench dictation`: phrases with spoken marks and commands, said by our voices, heard, and what is typed for them. */
import type { LoadedConfig } from '../../../src/config/load.js';
import { join } from '../../../src/models/piper/trim.js';
import { dictationHints, type DictationHints } from '../../../src/stages/dictation/hints.js';
import { DictationWriter } from '../../../src/stages/dictation/writer.js';
import type { DictationText } from '../../../src/config/dictation-text.js';
import { describeMachine, summarise, type Report, type Row } from '../summary.js';
import type { Half } from '../nlp/table.js';
import { openRecognizer, type Recognizer } from '../stt/recognizer.js';
import type { Voice } from '../tts/voice.js';
import { toUnits } from '../wer/english.js';
import { countErrors } from '../wer/errors.js';
import { openSpeaker, speechOf, type Speaker } from './speakers.js';
import { readMentions, readPhrases, type SpokenPhrase } from './table.js';

const RATE_HZ = 16_000;
/** Silence around an utterance, as the voice detector leaves it. */
const PAD_SAMPLES = 0.4 * RATE_HZ;

export interface DictationBenchOptions {
  readonly version: string;
  readonly config: LoadedConfig;
  readonly voices: readonly Speaker[];
  /** Folder of a model id. */
  readonly folderOf: (id: string) => string;
  readonly model: string;
  readonly limit?: number | undefined;
  readonly signal: AbortSignal;
  readonly onPhrase: (result: DictatedPhrase) => void;
}

export interface DictatedPhrase {
  readonly voice: Speaker;
  readonly half: Half;
  readonly said: readonly string[];
  readonly heard: readonly string[];
  readonly typed: string;
  /** Each of them is right. */
  readonly wanted: readonly string[];
  readonly isRight: boolean;
  /** The recogniser heard all that was said, word by word: what is wrong then is wrong in the writing. */
  readonly isHeard: boolean;
  /** The same sound without hints for the recogniser. */
  readonly unhinted: { readonly heard: readonly string[]; readonly isRight: boolean };
}

export interface DictationBench {
  readonly report: Report;
  readonly details: { readonly phrases: readonly DictatedPhrase[]; readonly mentions: readonly JudgedMention[] };
}

interface JudgedMention {
  readonly heard: string;
  readonly typed: string;
  readonly wanted: string;
  readonly half: Half;
  readonly isRight: boolean;
}

export async function benchDictation(options: DictationBenchOptions): Promise<DictationBench> {
  const { dictation } = options.config.settings;
  const recognizer = await openRecognizer(
    { modelFolder: options.folderOf(options.model), threads: 2, language: 'en' },
    'here',
    options.signal,
  );
  const times: Times = { recognise: [], write: [] };
  const phrases: DictatedPhrase[] = [];
  try {
    for (const name of options.voices) phrases.push(...(await sayAll(name, { recognizer, times }, options)));
  } finally {
    await recognizer.close();
  }
  const mentions = readMentions().map((row) => judgeMention(row, dictation));
  const rows = [summarise('utterance-to-text', 'ms', times.recognise), summarise('write', 'µs', times.write)];
  return {
    report: {
      ...{ bench: 'dictation', version: options.version, machine: describeMachine() },
      settings: { voices: options.voices.join(' '), model: options.model, punctuation: dictation.punctuation },
      rows: rows.filter((row): row is Row => row !== undefined),
      facts: { ...phraseFacts(phrases), ...mentionFacts(mentions) },
    },
    details: { phrases, mentions },
  };
}

interface Times {
  readonly recognise: number[];
  readonly write: number[];
}

interface Equipment {
  readonly recognizer: Recognizer;
  readonly times: Times;
}

async function sayAll(name: Speaker, equipment: Equipment, options: DictationBenchOptions): Promise<DictatedPhrase[]> {
  const voice = await openSpeaker(name, options.folderOf, options.signal);
  const results: DictatedPhrase[] = [];
  try {
    for (const phrase of readPhrases().slice(0, options.limit)) {
      options.signal.throwIfAborted();
      const result = await dictate(phrase, { name, voice, ...equipment }, options.config.settings.dictation);
      options.onPhrase(result);
      results.push(result);
    }
  } finally {
    await voice.close();
  }
  return results;
}

async function dictate(
  { said, typed: wanted, half }: SpokenPhrase,
  { name, voice, recognizer, times }: Equipment & { readonly name: Speaker; readonly voice: Voice },
  settings: DictationText,
): Promise<DictatedPhrase> {
  const sounds: Float32Array[] = [];
  for (const text of said) sounds.push(await speechOf(voice, text));
  const { heard, typed } = await write(sounds, { recognizer, times, settings, hints: dictationHints(settings, 'en') });
  const plain = await write(sounds, { recognizer, times: { recognise: [], write: [] }, settings, hints: undefined });
  const isHeard = said.every((text, at) => countErrors(toUnits(text, 'en'), toUnits(heard[at] ?? '', 'en')) === 0);
  return {
    ...{ voice: name, half, said, heard, typed, wanted, isHeard, isRight: wanted.includes(typed) },
    unhinted: { heard: plain.heard, isRight: wanted.includes(plain.typed) },
  };
}

interface Writing {
  readonly recognizer: Recognizer;
  readonly times: Times;
  readonly settings: DictationText;
  readonly hints: DictationHints | undefined;
}

/** What becomes of utterances that follow one another. */
async function write(
  sounds: readonly Float32Array[],
  { recognizer, times, settings, hints }: Writing,
): Promise<{ readonly heard: readonly string[]; readonly typed: string }> {
  const writer = new DictationWriter(settings);
  const heard: string[] = [];
  const silence = new Float32Array(PAD_SAMPLES);
  for (const sound of sounds) {
    const before = performance.now();
    const final = await recognizer.transcribe(join([silence, sound, silence]), 'en', hints);
    const between = performance.now();
    writer.write({ text: final.text.trim(), words: final.words, language: final.language });
    times.recognise.push(between - before);
    times.write.push((performance.now() - between) * 1000);
    heard.push(final.text.trim());
  }
  return { heard, typed: writer.text };
}

function judgeMention(
  { heard, typed: wanted, half }: ReturnType<typeof readMentions>[number],
  settings: DictationText,
): JudgedMention {
  const writer = new DictationWriter(settings);
  writer.write({ text: heard, language: 'en' });
  return { heard, typed: writer.text, wanted, half, isRight: writer.text === wanted };
}

function phraseFacts(phrases: readonly DictatedPhrase[]): Record<string, unknown> {
  const facts: Record<string, unknown> = { phrases: phrases.length };
  for (const voice of new Set(phrases.map((one) => one.voice)))
    for (const half of ['dev', 'held'] as const) {
      const these = phrases.filter((one) => one.voice === voice && one.half === half);
      facts[`exact.${voice}.${half}`] = share(these);
      facts[`unhinted.${voice}.${half}`] = share(these.map(({ unhinted }) => unhinted));
      facts[`exactWhereHeard.${voice}.${half}`] = share(these.filter(({ isHeard }) => isHeard));
    }
  const unhinted = share(phrases.map((one) => one.unhinted));
  return {
    ...facts,
    exact: share(phrases),
    unhinted,
    exactWhereHeard: share(phrases.filter(({ isHeard }) => isHeard)),
  };
}

function mentionFacts(mentions: readonly JudgedMention[]): Record<string, unknown> {
  return {
    'mentions.dev': share(mentions.filter(({ half }) => half === 'dev')),
    'mentions.held': share(mentions.filter(({ half }) => half === 'held')),
  };
}

function share(results: readonly { readonly isRight: boolean }[]): string {
  return `${results.filter(({ isRight }) => isRight).length}/${results.length}`;
}
