/** `bench turns --barge-in`: replies that are spoken over: how fast they yield, and whether a cough lets them go on. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoadedConfig } from '../../../src/config/load.js';
import { describeMachine, type Report } from '../summary.js';
import { bargeFacts, bargeRows } from './barge-rows.js';
import { hearAnswer, playBargeIn, type BargeFigures, type LongAnswer } from './barge-scene.js';
import { earOf } from './cast.js';
import { makeIntruders, type Intruder } from './intruders.js';
import type { SpokenClip } from './manifest.js';
import type { SceneOptions } from './scene.js';
import { seeded } from './seeded.js';
import { openSide, type Side, type SideParts } from './side.js';
import { energySpan } from './speech-span.js';
import { trimUtterance, type Utterance } from './utterance.js';
import { read, sayAt16k, to16k } from './voice-sound.js';

export interface BargeBenchOptions extends SideParts {
  readonly version: string;
  readonly config: LoadedConfig;
  /** Settings of other people's voices, by name. */
  readonly voices: readonly { readonly name: string; readonly config: LoadedConfig }[];
  readonly commands: readonly SpokenClip[];
  readonly noises: readonly SpokenClip[];
  /** At most so many intruders of each kind. */
  readonly limit?: number | undefined;
  readonly keep?: string | undefined;
  readonly onProgress: (line: string) => void;
}

export interface BargeBench {
  readonly report: Report;
  readonly details: readonly BargeFigures[];
}

/** Whoever asks so gets a long answer. */
const questions = [
  'Tell me a short story about a dog.',
  'Why is the sky blue?',
  'How do airplanes stay in the air?',
  'What can you tell me about the history of London?',
];
const OFFSET_MS = { from: 600, to: 1800 };
/** An answer must last until everything about a disturbance was seen. */
const SHORTEST_MS = 6500;
const LONGEST_MS = 9000;

export async function benchBargeIn(options: BargeBenchOptions): Promise<BargeBench> {
  const folder = options.keep ?? (await mkdtemp(join(tmpdir(), 'parley-bench-')));
  await mkdir(folder, { recursive: true });
  const side = await openSide({ name: '', config: options.config }, options);
  try {
    const intruders = limited(await gather(side, options), options.limit);
    const answers = await findAnswers({ side, folder }, options);
    const figures = await disturbAll({ side, folder, intruders, answers }, options);
    const head = { bench: 'turns', version: options.version, machine: describeMachine() };
    const { turn } = options.config.settings;
    const settings = {
      preset: options.config.preset,
      part: 'barge-in',
      duckDb: turn.duck_db,
      questions: answers.length,
    };
    return { report: { ...head, settings, rows: bargeRows(figures), facts: bargeFacts(figures) }, details: figures };
  } finally {
    await side.assistant.close();
    if (options.keep === undefined) await rm(folder, { recursive: true, force: true });
  }
}

/** The voices of others are loaded only while they speak. */
async function gather(side: Side, options: BargeBenchOptions): Promise<Intruder[]> {
  const { signal, commands, noises } = options;
  const voices: Side[] = [];
  try {
    for (const voice of options.voices) voices.push(await openSide({ ...voice, engines: ['tts'] }, options));
    return await makeIntruders({ voices, commands, noises, ear: earOf(side, signal), signal });
  } finally {
    for (const { assistant } of voices) await assistant.close();
  }
}

function limited(intruders: readonly Intruder[], limit = Infinity): Intruder[] {
  const counts = new Map<string, number>();
  return intruders.filter(({ kind }) => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return count <= limit;
  });
}

interface Place {
  readonly side: Side;
  readonly folder: string;
}

/** Each question is asked twice: the second answer comes from the caches, as those that are disturbed will. */
async function findAnswers({ side, folder }: Place, options: BargeBenchOptions): Promise<LongAnswer[]> {
  const answers: LongAnswer[] = [];
  const rateHz = options.config.settings.audio.output.sample_rate;
  for (const [index, text] of questions.entries()) {
    const spoken = await sayAt16k(side, text, options.signal);
    const question: Utterance = {
      name: `question-${index}`,
      kind: 'question',
      text,
      ...trimUtterance(spoken, energySpan(spoken)),
    };
    const scene: SceneOptions = {
      side,
      path: join(folder, `answer-${index}.wav`),
      seed: index,
      signal: options.signal,
    };
    const first = await hearAnswer(question, scene, 2 * LONGEST_MS);
    const lasts = first === undefined ? 0 : (first.length / rateHz) * 1000;
    options.onProgress(
      `${text} ${lasts < SHORTEST_MS ? 'too short an answer' : 'a long answer'}: ${Math.round(lasts)} ms`,
    );
    if (lasts < SHORTEST_MS) continue;
    const reference = await hearAnswer(question, scene, LONGEST_MS);
    if (reference === undefined) continue;
    const { words } = await read(side, await to16k(reference, rateHz), options.signal);
    answers.push({ question, reference, words });
  }
  if (answers.length === 0) throw new Error('no question got an answer long enough to be disturbed');
  return answers;
}

async function disturbAll(
  { side, folder, intruders, answers }: Place & { intruders: readonly Intruder[]; answers: readonly LongAnswer[] },
  options: BargeBenchOptions,
): Promise<BargeFigures[]> {
  const random = seeded(intruders.length);
  const figures: BargeFigures[] = [];
  for (const [index, intruder] of intruders.entries()) {
    const answer = answers[index % answers.length];
    if (answer === undefined) continue;
    const offsetMs = OFFSET_MS.from + random() * (OFFSET_MS.to - OFFSET_MS.from);
    const path = join(folder, `${index}-${intruder.name}.wav`);
    const found = await playBargeIn(
      { answer, intruder, offsetMs },
      { side, path, seed: index, signal: options.signal },
    );
    figures.push(found);
    options.onProgress(`${index + 1}/${intruders.length} ${describe(found)}`);
  }
  return figures;
}

function describe({ name, isValid, sound, isStopped }: BargeFigures): string {
  if (!isValid || sound === undefined) return `${name}: no reply that could be compared`;
  const { duckMs, silenceMs, wentOn, jumpSamples } = sound;
  const times = `quieter after ${String(duckMs ?? '–')} ms, silent after ${String(silenceMs ?? '–')} ms`;
  const end = isStopped ? 'stopped' : wentOn ? `went on (${String(jumpSamples ?? 0)} samples off)` : 'did not go on';
  return `${name}: ${times}, ${end}`;
}
