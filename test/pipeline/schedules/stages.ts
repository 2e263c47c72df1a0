/** Stages that do what a schedule says, and write down what they did. */
import type { FinalTranscript, ReplyDelta, Sentence, SpokenAudio } from '../../../src/pipeline/messages.js';
import { whenCertain } from '../../../src/pipeline/certainty.js';
import type { Scope } from '../../../src/pipeline/stage.js';
import type { TurnStages } from '../../../src/pipeline/turn-options.js';
import { Call, type Child } from './call.js';
import { Ears } from './ears.js';
import { codeSample, RATE_HZ } from './ledger-speaker.js';
import type { Microphone } from './microphone.js';
import { recognize } from './recognizer.js';
import type { ResponderScript, Schedule, SttScript, TtsScript } from './script.js';
import type { StepClock } from '../../../scripts/profile/step-clock.js';

export const WORD_SAMPLES = 100;

/** One run of the responder. */
export interface Asked {
  readonly turn: string;
  readonly text: string;
  readonly atMs: number;
  /** All that it would say. */
  readonly reply: string;
  /** When its effect happened; more than once is a fault. */
  readonly effects: number[];
}

/** One run of the synthesiser. */
export interface Spoken {
  readonly turn: string;
  /** Words in the order in which they sound. */
  readonly words: string[];
  samples: number;
  /** It ended as it should. */
  isWhole: boolean;
}

export interface Records {
  readonly ears: Ears[];
  readonly asked: Asked[];
  readonly spoken: Spoken[];
}

export interface World extends Records {
  readonly clock: StepClock;
  readonly child: Child;
  readonly microphone: Microphone;
  /** Samples of a run of the synthesiser that were heard. */
  readonly heardOf: (run: number) => number;
  /** What the stages saw that must not be. */
  readonly faults: string[];
  /** From here on nothing fails. */
  isKind: boolean;
}

const kindStt: SttScript = { final: 'good', partials: 'steady', lagMs: 30, obeys: true };
const kindResponder: ResponderScript = { kind: 'good', lagMs: 50, sentences: [3], obeys: true };
const kindTts: TtsScript = { kind: 'good', lagMs: 20, chunk: 40, obeys: true };

export function scriptedStages(schedule: Schedule, world: World): Omit<TurnStages, 'ahead'> {
  const call = (scope: Scope, obeys: boolean): Call =>
    new Call({ child: world.child, clock: world.clock, signal: scope.signal, obeys });
  return {
    recognizer: {
      name: 'stt',
      run: (input, scope) => {
        const script = world.isKind ? kindStt : pick(schedule.stt, world.ears.length);
        const ears = new Ears(scope.id, world.microphone);
        world.ears.push(ears);
        return recognize(input, { ...{ script, ears }, call: call(scope, script.obeys), clock: world.clock });
      },
    },
    responder: {
      name: 'response',
      run: (input, scope) => {
        const script = world.isKind ? kindResponder : pick(schedule.responder, world.asked.length);
        if (script.kind === 'throw-sync') throw new Error('no answer at all');
        return respond(input, { script, scope, world, call: call(scope, script.obeys) });
      },
    },
    splitter: {
      name: 'split',
      async *run(deltas): AsyncGenerator<Sentence, void, undefined> {
        let index = 0;
        for await (const delta of deltas) yield { index: index++, text: delta.text };
      },
    },
    synthesizer: {
      name: 'tts',
      run: (sentences, scope) => {
        const script = world.isKind ? kindTts : pick(schedule.tts, world.spoken.length);
        const run = world.spoken.length;
        const spoken: Spoken = { turn: scope.id, words: [], samples: 0, isWhole: false };
        world.spoken.push(spoken);
        return synthesize(sentences, { ...{ script, run, spoken, world }, call: call(scope, script.obeys) });
      },
    },
  };
}

function pick<T>(scripts: readonly T[], index: number): T {
  const script = scripts[index % scripts.length];
  if (script === undefined) throw new Error('a schedule needs at least one script of each kind');
  return script;
}

// ── responder ────────────────────────────────────────────────────────────────────────────────────────────────────

interface Response {
  readonly script: ResponderScript;
  readonly scope: Scope;
  readonly world: World;
  readonly call: Call;
}

async function* respond(input: AsyncIterable<FinalTranscript>, run: Response): AsyncGenerator<ReplyDelta> {
  const { script, scope, world, call } = run;
  try {
    for await (const { text } of input) {
      const sentences = script.kind === 'empty' ? [''] : script.sentences.map(replyWords);
      const reply = sentences.join('');
      const asked: Asked = { turn: scope.id, text, atMs: world.clock.now(), reply, effects: [] };
      world.asked.push(asked);
      whenCertain(scope, () => asked.effects.push(world.clock.now()));
      await call.sleep(script.lagMs);
      if (script.kind === 'hang') await call.hang();
      if (script.kind === 'throw') throw new Error('no answer');
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- an engine may throw anything
      if (script.kind === 'throw-string') throw 'no answer, and no error either';
      if (script.kind === 'nothing') return;
      for (const sentence of sentences) {
        yield { text: sentence, source: 'llm' };
        if (script.kind === 'throw-later') throw new Error('half an answer');
        await call.sleep(script.lagMs);
      }
    }
  } finally {
    call.close();
  }
}

/** Words that nobody else says, so that each is found again. */
let made = 0;

export function forgetWords(): void {
  made = 0;
}

/** The letters of the user and those of the assistant: not even a careless ear takes one for the other. */
const LETTERS = { k: 'bcdfgjl', z: 'pqrtvwx' };

export function makeWord(first: keyof typeof LETTERS): string {
  const letters = LETTERS[first];
  let rest = made;
  made += 1;
  let word: string = first;
  for (let i = 0; i < 4; i += 1) {
    word += letters.charAt(rest % letters.length).repeat(2);
    rest = Math.floor(rest / letters.length);
  }
  return word;
}

function replyWords(count: number): string {
  return Array.from({ length: count }, () => `${makeWord('z')} `).join('');
}

// ── synthesiser ──────────────────────────────────────────────────────────────────────────────────────────────────

interface Synthesis {
  readonly script: TtsScript;
  readonly run: number;
  readonly spoken: Spoken;
  readonly world: World;
  readonly call: Call;
}

/** Sentences that may lie ready, and for each of them eight messages of sound, twice where a draft holds them. */
const MOST_AHEAD = 2;
const MESSAGES = 2 * 8 * MOST_AHEAD + 4;
const LEAD_SAMPLES = 120;

async function* synthesize(sentences: AsyncIterable<Sentence>, synthesis: Synthesis): AsyncGenerator<SpokenAudio> {
  const { script, spoken, call } = synthesis;
  try {
    for await (const sentence of sentences) {
      await call.sleep(script.lagMs);
      if (script.kind === 'hang') await call.hang();
      if (script.kind === 'throw') throw new Error('no sound');
      const words = script.kind === 'mute' ? [] : sentence.text.split(/\s+/).filter((word) => word !== '');
      spoken.words.push(...words);
      const wordEnds = words.map((_, i) => (i + 1) * WORD_SAMPLES);
      if (script.kind !== 'mute') yield { kind: 'words', sentence, wordEnds };
      yield* sound(sentence, words.length * WORD_SAMPLES, synthesis);
      yield { kind: 'sentence-end', sentence, samples: words.length * WORD_SAMPLES, wordEnds };
    }
    spoken.isWhole = true;
  } finally {
    call.close();
  }
}

async function* sound(sentence: Sentence, count: number, synthesis: Synthesis): AsyncGenerator<SpokenAudio> {
  const { script, run, spoken, call } = synthesis;
  const longest = Math.min(script.chunk, 6 * WORD_SAMPLES);
  for (let at = 0; at < count; at += script.chunk) {
    const startSample = spoken.samples;
    const length = Math.min(script.chunk, count - at);
    const samples = Float32Array.from({ length }, (_, i) => codeSample(run, startSample + i));
    spoken.samples += length;
    const ready = spoken.samples - synthesis.world.heardOf(run);
    if (ready > LEAD_SAMPLES + MESSAGES * longest) synthesis.world.faults.push(`${ready} samples are made ahead`);
    yield { kind: 'audio', sentence, frame: { samples, sampleRateHz: RATE_HZ, startSample } };
    if (script.kind === 'throw-later') throw new Error('half a sound');
    if (script.chunk >= WORD_SAMPLES) await call.sleep(script.lagMs);
  }
}
