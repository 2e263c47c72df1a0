/** Stages that hear and say the same every time, in virtual time: all that is left in memory is the turn engine's. */
import type { ReplyDelta, Sentence, SpokenAudio, Transcript } from '../../../src/pipeline/messages.js';
import type { TurnStages } from '../../../src/pipeline/turn-options.js';
import type { StepClock } from '../step-clock.js';
// At one sample a millisecond, milliseconds are samples.
import { RATE_HZ } from './user.js';

/** How the responder behaves in the turns to come. */
export type Mood = 'answers' | 'fails' | 'hangs';

export interface World {
  readonly clock: StepClock;
  mood: Mood;
  /** What the user says at the moment. */
  said: string;
  /** Of each sentence of the replies. */
  sentenceMs: number;
}

const PARTIAL_FRAMES = 3;
const HEARING_MS = 30;
const THINKING_MS = 50;
const SPEAKING_MS = 20;
const SENTENCES = ['It is half past nine. ', 'The sun is out.'];
const CHUNK_SAMPLES = 100;

export function steadyStages(world: World): TurnStages {
  return {
    recognizer: { name: 'stt', run: (input, { signal }) => recognize(input, world, signal) },
    responder: { name: 'response', run: (input, { signal }) => respond(input, world, signal) },
    splitter: { name: 'split', run: split },
    synthesizer: { name: 'tts', run: (input, { signal }) => synthesize(input, world, signal) },
    ahead: 1,
  };
}

type Run<Name extends 'recognizer' | 'responder' | 'synthesizer'> = Parameters<TurnStages[Name]['run']>[0];

async function* recognize(
  input: Run<'recognizer'>,
  { clock, said: text }: World,
  signal: AbortSignal,
): AsyncGenerator<Transcript, void, undefined> {
  let frames = 0;
  let revision = 0;
  let isOwed = true;
  const partial = (atPause: boolean): Transcript => {
    revision += 1;
    return { kind: 'partial', revision, text, stable: text, language: 'en', atPause, heardMs: frames * 40 };
  };
  const final: Transcript = { kind: 'final', text, language: 'en', words: [] };
  for await (const event of input) {
    if (event.kind === 'audio') {
      frames += 1;
      isOwed = true;
      if (frames % PARTIAL_FRAMES === 0) yield partial(false);
    } else if (event.kind === 'pause') yield partial(true);
    else if (event.kind === 'commit') {
      await clock.wait(HEARING_MS, signal);
      isOwed = false;
      yield final;
    }
  }
  if (isOwed) yield final;
}

async function* respond(
  input: Run<'responder'>,
  { clock, mood }: World,
  signal: AbortSignal,
): AsyncGenerator<ReplyDelta, void, undefined> {
  for await (const { text } of input) {
    if (text === '') continue;
    await clock.wait(mood === 'hangs' ? 1e9 : THINKING_MS, signal);
    if (mood === 'fails') throw new Error('no answer');
    for (const sentence of SENTENCES) yield { text: sentence, source: 'llm' };
  }
}

async function* split(deltas: AsyncIterable<ReplyDelta>): AsyncGenerator<Sentence, void, undefined> {
  let index = 0;
  for await (const { text } of deltas) yield { index: index++, text };
}

async function* synthesize(
  sentences: Run<'synthesizer'>,
  { clock, sentenceMs: samples }: World,
  signal: AbortSignal,
): AsyncGenerator<SpokenAudio, void, undefined> {
  let startSample = 0;
  for await (const sentence of sentences) {
    await clock.wait(SPEAKING_MS, signal);
    const words = sentence.text.trim().split(' ').length;
    const wordEnds = Array.from({ length: words }, (_, i) => Math.round(((i + 1) * samples) / words));
    for (let made = 0; made < samples; made += CHUNK_SAMPLES) {
      const sound = new Float32Array(CHUNK_SAMPLES).fill(0.1);
      yield { kind: 'audio', sentence, frame: { samples: sound, sampleRateHz: RATE_HZ, startSample } };
      startSample += CHUNK_SAMPLES;
    }
    yield { kind: 'sentence-end', sentence, samples, wordEnds };
  }
}
