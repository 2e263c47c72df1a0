/** A scene with a disturbance: a question, and while its answer sounds somebody else is heard. */
import type { SessionEvent } from '../../../src/pipeline/events.js';
import type { Word } from '../../../src/pipeline/messages.js';
import { toUnits } from '../wer/english.js';
import { countErrors } from '../wer/errors.js';
import type { Intruder } from './intruders.js';
import { soundOfDisturbance, type DisturbanceSound } from './interruption-sound.js';
import { soundSpans } from './loudness.js';
import { playScene, type SceneOptions, type SceneRecord, type Stage } from './scene.js';
import type { Told } from './turn-figures.js';
import type { Utterance } from './utterance.js';

/** A question with a long answer, and how that answer sounds when nobody disturbs it. */
export interface LongAnswer {
  readonly question: Utterance;
  readonly reference: Float32Array;
  /** What a recogniser reads in it. */
  readonly words: readonly Word[];
}

export interface BargeFigures {
  readonly name: string;
  readonly kind: Intruder['kind'];
  readonly side: string;
  /** False when there was no answer to disturb, or another one than before. */
  readonly isValid: boolean;
  readonly sound: DisturbanceSound | undefined;
  /** The reply was given up, as the assistant tells it. */
  readonly isStopped: boolean;
  /** The turn was reopened: its history is that of the answer that followed. */
  readonly isTakenBack: boolean;
  /** What was heard of the intruder, where that became a turn of its own. */
  readonly transcript: string;
  /** Words that the assistant takes for heard. */
  readonly heard: string;
  /** Words that a recogniser reads in the part of the reply that the loudspeaker played. */
  readonly sounded: string;
  readonly wordErrors: number;
}

const WATCH_MS = 3200;
const ANSWER_MS = 15_000;
const POLL_MS = 10;
const BREATH_MS = 500;
const WORD_SLACK_MS = 40;

export interface BargePlan {
  readonly answer: LongAnswer;
  readonly intruder: Intruder;
  /** From the first sound of the reply. */
  readonly offsetMs: number;
}

export async function playBargeIn(plan: BargePlan, options: SceneOptions): Promise<BargeFigures> {
  const { intruder, answer, offsetMs } = plan;
  let userMs: number | undefined;
  let replyTurn: string | undefined;
  const record = await playScene(options, async (stage) => {
    stage.line.place(answer.question.samples);
    const start = await firstReply(stage);
    if (start === undefined) return;
    replyTurn = start.turn;
    await stage.sleep(Math.max(0, stage.line.toLineMs(start.atMs) + offsetMs - stage.line.nowMs));
    userMs = stage.line.place(intruder.samples);
    await stage.sleep((intruder.samples.length / 16_000) * 1000 + WATCH_MS);
  });
  return judge({ plan, record, userMs, replyTurn });
}

/** The answer alone, from its first audible sample on; undefined when there is none. */
export async function hearAnswer(
  question: Utterance,
  options: SceneOptions,
  longestMs: number,
): Promise<Float32Array | undefined> {
  const record = await playScene(options, async (stage) => {
    stage.line.place(question.samples);
    if ((await firstReply(stage)) === undefined) return;
    const fromMs = stage.line.nowMs;
    while (stage.busy() && stage.line.nowMs < fromMs + longestMs) await stage.sleep(POLL_MS);
  });
  const fromMs = replyStartMs(record);
  return fromMs === undefined ? undefined : record.output.slice(Math.round((fromMs / 1000) * record.outputRateHz));
}

async function firstReply(stage: Stage): Promise<Extract<SessionEvent, { type: 'audio.start' }> | undefined> {
  const untilMs = stage.line.nowMs + ANSWER_MS;
  while (stage.line.nowMs < untilMs) {
    const start = stage.events.find((event) => event.type === 'audio.start');
    if (start !== undefined) return start;
    await stage.sleep(POLL_MS);
  }
  return undefined;
}

/** Where the first reply begins to sound in the recording. */
function replyStartMs({ events, output, outputRateHz }: SceneRecord): number | undefined {
  const start = events.find((event) => event.type === 'audio.start');
  if (start === undefined) return undefined;
  const span = soundSpans(output, outputRateHz, BREATH_MS).find(({ endMs }) => endMs >= start.atMs - 100);
  return span === undefined ? undefined : Math.max(span.startMs, start.atMs - 250);
}

interface Disturbed {
  readonly plan: BargePlan;
  readonly record: SceneRecord;
  readonly userMs: number | undefined;
  readonly replyTurn: string | undefined;
}

function judge({ plan, record, userMs, replyTurn }: Disturbed): BargeFigures {
  const { name, kind } = plan.intruder;
  const replyMs = replyStartMs(record);
  const { output, outputRateHz: rateHz } = record;
  const sound =
    replyMs === undefined || userMs === undefined
      ? undefined
      : soundOfDisturbance({ output, reference: plan.answer.reference, rateHz, replyMs, userMs });
  const reports = record.events.filter((event): event is Told & SessionEvent => event.type === 'turn');
  const reply = reports.find(({ turn }) => turn === replyTurn);
  const heard = reply?.heard ?? '';
  const isBrokenOff = reply?.outcome.kind === 'aborted' && reply.outcome.reason === 'barge-in';
  // Who speaks soon after the turn was taken goes on with the same turn: the reply is taken back.
  const isTakenBack = (reply?.reopened ?? 0) > 0;
  const isStopped = isBrokenOff || isTakenBack;
  const playedMs = (userMs ?? 0) - (replyMs ?? 0) + (sound?.silenceMs ?? 0);
  const sounded = isBrokenOff && !isTakenBack ? wordsWithin(plan.answer.words, playedMs) : '';
  return {
    ...{ name, kind, side: record.side, isValid: sound !== undefined, sound, isStopped, isTakenBack, heard, sounded },
    transcript: reports
      .filter(({ turn }) => isTakenBack || turn !== replyTurn)
      .map((report) => report.transcript)
      .join(' '),
    wordErrors: isBrokenOff && !isTakenBack ? countErrors(toUnits(heard, 'en'), toUnits(sounded, 'en')) : 0,
  };
}

/** A recogniser places the end of a word a little before or after it. */
function wordsWithin(words: readonly Word[], playedMs: number): string {
  return words
    .filter(({ endMs }) => endMs <= playedMs + WORD_SLACK_MS)
    .map(({ text }) => text.trim())
    .join(' ');
}
