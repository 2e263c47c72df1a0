/** `bench turns --echo`: does a session that keeps speaking hear itself, and does it still hear others? */
import { chooseModels } from '../../../../src/assistant/models.js';
import type { LoadedConfig } from '../../../../src/config/load.js';
import { systemClock } from '../../../../src/pipeline/clock.js';
import { describeMachine, summarise, type Report } from '../../summary.js';
import { readClip } from '../../stt/clips.js';
import { openRecognizer, type Recognizer } from '../../stt/recognizer.js';
import type { SpokenClip } from '../manifest.js';
import { seeded } from '../seeded.js';
import { openSide, type SideParts } from '../side.js';
import { speechSpan } from '../speech-span.js';
import { figuresOf } from './loop-figures.js';
import { loopAnswer, loopTexts } from './loop-texts.js';
import { describeStops, judgeUsers, placeUsers, voiceLevelDb } from './loop-users.js';
import { recordReply, type LoopReply } from './loop-voice.js';
import { runLoop, type LoopOptions, type LoopRun } from './loop.js';
import type { RoomSpeech } from './run.js';

export interface EchoLoopOptions extends SideParts {
  readonly version: string;
  readonly config: LoadedConfig;
  /** Of each room. */
  readonly seconds: number;
  /** Who speaks over the replies. */
  readonly commands: readonly SpokenClip[];
  readonly onProgress: (line: string) => void;
}

type Cells = Readonly<Record<string, string | number>>;

/** Of the echo against what is played. */
const gainsDb = [-6, -12, -20] as const;
/** From the loudspeaker to the microphone. */
const delaysMs = [20, 80, 250] as const;
/** The middle one, where not all of them are heard. */
const usualDelayMs = 80;
/** A user's voice over the echo of ours, at the microphone. */
const oversDb = [6, 0] as const;
/** A player begins so much sooner or later than it says. */
const jitterMs = 40;
const samplesPerMs = 16;

export async function benchEchoLoop(options: EchoLoopOptions): Promise<{ readonly report: Report }> {
  const { replies, answer, modelFolder } = await prepare(options);
  const recognizer = await openRecognizer({ modelFolder, threads: 1, language: 'en' }, 'here', options.signal);
  try {
    const loop = new EchoLoops(options, { replies, answer, recognizer });
    const alone = await loop.alone(
      'canceller',
      gainsDb.flatMap((gainDb) => delaysMs.map((delayMs) => [gainDb, delayMs] as const)),
    );
    const words = await loop.alone(
      'text',
      gainsDb.map((gainDb) => [gainDb, usualDelayMs] as const),
    );
    const { cells, stopMs } = await loop.withUsers();
    const row = summarise('echo-user-stop', 'ms', stopMs);
    const sum = (list: readonly Cells[], key: string): number =>
      list.reduce((total, one) => total + Number(one[key]), 0);
    const facts = {
      turnsStarted: sum(alone, 'turns'),
      selfInterruptions: sum(alone, 'ducks') + sum(alone, 'pauses'),
      ...{ echoLoop: alone, echoLoopByWordsAlone: words, usersOverReplies: cells },
    };
    const settings = { preset: options.config.preset, part: 'echo', secondsPerRoom: options.seconds, jitterMs };
    const head = { bench: 'turns', version: options.version, machine: describeMachine(), settings };
    return { report: { ...head, rows: row === undefined ? [] : [row], facts } };
  } finally {
    await recognizer.close();
  }
}

/** The voice is heard once; the loops play from memory. */
async function prepare(
  options: EchoLoopOptions,
): Promise<{ replies: LoopReply[]; answer: LoopReply; modelFolder: string }> {
  const side = await openSide({ name: '', config: options.config, engines: ['tts'] }, options);
  try {
    const record = (text: string): Promise<LoopReply> => recordReply(text, side.assistant.say(text, options.signal));
    const replies: LoopReply[] = [];
    for (const text of loopTexts) replies.push(await record(text));
    const { store, signal, onFetch, onNotice } = options;
    const sources = { store, signal, onEvent: onFetch, onNotice };
    const { models } = await chooseModels(options.config.settings, ['stt'], sources);
    const modelFolder = models.get('stt')?.folder;
    if (modelFolder === undefined) throw new Error('no recogniser was chosen');
    return { replies, answer: await record(loopAnswer), modelFolder };
  } finally {
    await side.assistant.close();
  }
}

type Room = readonly [gainDb: number, delayMs: number];

class EchoLoops {
  readonly #options: EchoLoopOptions;
  readonly #parts: {
    readonly replies: readonly LoopReply[];
    readonly answer: LoopReply;
    readonly recognizer: Recognizer;
  };

  constructor(
    options: EchoLoopOptions,
    parts: { replies: readonly LoopReply[]; answer: LoopReply; recognizer: Recognizer },
  ) {
    this.#options = options;
    this.#parts = parts;
  }

  /** Nobody is in the room. */
  async alone(guard: LoopOptions['guard'], rooms: readonly Room[]): Promise<Cells[]> {
    const rows: Cells[] = [];
    for (const [gainDb, delayMs] of rooms) {
      const run = await this.#run(guard, [gainDb, delayMs]);
      const { earlyDb, worstDb, steadyDb, ...counts } = figuresOf(run, delayMs);
      const levels = {
        'ERLE first 2 s dB': round(earlyDb),
        'worst reply dB': round(worstDb),
        'ERLE steady dB': round(steadyDb),
      };
      rows.push({ gainDb, delayMs, ...counts, ...(guard === 'canceller' ? levels : {}) });
      const erle = guard === 'canceller' ? `, ERLE ${round(steadyDb)} dB (${round(earlyDb)} in the first 2 s)` : '';
      this.#options.onProgress(
        `${guard}, ${describe([gainDb, delayMs])}: ${counts.turns} turns, ${counts.voices} voices${erle}`,
      );
    }
    return rows;
  }

  async withUsers(): Promise<{ cells: Cells[]; stopMs: number[] }> {
    const { commands, seconds } = this.#options;
    const voices: Float32Array[] = [];
    for (const clip of commands) voices.push(await this.#voiceOf(clip));
    const level = voiceLevelDb(this.#parts.replies);
    const cells: Cells[] = [];
    const all: number[] = [];
    for (const gainDb of gainsDb) {
      for (const overDb of oversDb) {
        const speech = placeUsers({ voices, echoDb: level + gainDb, overDb, seconds });
        const run = await this.#run('canceller', [gainDb, usualDelayMs], speech);
        const { stopMs, ...counts } = judgeUsers(run, speech);
        cells.push({ gainDb, delayMs: usualDelayMs, overDb, ...counts, 'stop P50 / P95 ms': describeStops(stopMs) });
        all.push(...stopMs);
        this.#options.onProgress(
          `users ${overDb} dB over the echo, ${describe([gainDb, usualDelayMs])}: ${counts.stopped} of ${counts.users}`,
        );
      }
    }
    return { cells, stopMs: all };
  }

  /** From the first sound of the voice to the last, without the noise around it. */
  async #voiceOf(clip: SpokenClip): Promise<Float32Array> {
    const samples = await readClip(clip);
    const { vad, turn } = this.#options.config.settings;
    const probe = { mark: () => undefined, count: () => undefined };
    const scope = { id: 'bench', signal: this.#options.signal, clock: systemClock, probe };
    const span = await speechSpan(samples, { ...vad, max_utterance_ms: turn.max_utterance_ms }, scope);
    return samples.slice(Math.round(span.startMs * samplesPerMs), Math.round(span.endMs * samplesPerMs));
  }

  #run(guard: LoopOptions['guard'], [gainDb, delayMs]: Room, speech: readonly RoomSpeech[] = []): Promise<LoopRun> {
    const { config, seconds, signal } = this.#options;
    const { recognizer, replies, answer } = this.#parts;
    signal.throwIfAborted();
    const random = seeded(3);
    const lateMs = (): number => Math.round(2 * jitterMs * random() - jitterMs);
    return runLoop({
      ...{ settings: config.settings, shape: { gainDb, delayMs, lateMs }, replies, answer, seconds, guard, speech },
      transcribe: (samples) => recognizer.transcribe(samples, 'en'),
    });
  }
}

function describe([gainDb, delayMs]: Room): string {
  return `${gainDb} dB after ${delayMs} ms`;
}

function round(value: number): number {
  return Math.round(10 * value) / 10;
}
