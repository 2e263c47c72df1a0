/** Speech to text without a conversation: the audio is cut into segments at its pauses, and the recogniser reads each. */
import type { AudioFrame } from '../audio/frame.js';
import type { SpeechEvent, Transcript, UtteranceEvent, Word } from '../pipeline/messages.js';
import { readAhead } from '../pipeline/read-ahead.js';
import type { Scope, Stage } from '../pipeline/stage.js';
import { SegmentCutter, type Piece, type Span } from './segment-cutter.js';

/** What was said in one stretch of speech. Times count from the start of the audio. */
export type Segment =
  | { readonly kind: 'partial'; readonly text: string; readonly stable: string }
  | {
      readonly kind: 'segment';
      readonly startMs: number;
      readonly endMs: number;
      readonly text: string;
      /** Of the text. */
      readonly language: string;
      /** What was spoken, where the text is a translation of it. */
      readonly spoken?: string;
      readonly words: readonly Word[];
    };

export interface TranscriberParts {
  readonly vad: Stage<AudioFrame, SpeechEvent>;
  readonly recognizer: Stage<UtteranceEvent, Transcript>;
  readonly scope: Scope;
  readonly sampleRateHz: number;
  /** Audio kept before speech. */
  readonly paddingMs: number;
  /** Told how much of the audio is done with, in ms from its start; never goes back. */
  readonly onProgress?: ((doneMs: number) => void) | undefined;
}

/** Pieces (frames, mostly) that are cut while the recogniser works: half a minute, so that neither waits for the other. */
const AHEAD = 1024;

/** So much voice behind the last word may hold words, though detectors call some silence after it speech. */
const UNHEARD_MS = 500;

/** Reads as fast as the recogniser can, in memory that does not grow. Stretches without a voice cost only the detector. */
export async function* transcribeFrames(
  frames: AsyncIterable<AudioFrame>,
  parts: TranscriberParts,
): AsyncGenerator<Segment, void, undefined> {
  const { signal } = parts.scope;
  const pieces = readAhead(cut(frames, parts), AHEAD, signal);
  try {
    for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) {
      const piece = next.value;
      if (piece.kind === 'open') yield* recognize(piece.startSample, pieces, parts);
      else if (piece.kind === 'quiet') tell(piece.endSample, parts);
    }
  } finally {
    await pieces.return();
  }
}

async function* cut(
  frames: AsyncIterable<AudioFrame>,
  { vad, scope, sampleRateHz, paddingMs }: TranscriberParts,
): AsyncGenerator<Piece, void, undefined> {
  const cutter = new SegmentCutter({ sampleRateHz, paddingMs });
  for await (const event of vad.run(frames, scope)) yield* cutter.step(event);
  yield* cutter.finish();
}

/** A segment while it is read: what came of it so far, so that a part of it can be read again. */
interface Reading {
  readonly pieces: AsyncGenerator<Piece, void, undefined>;
  readonly frames: AudioFrame[];
  endSample: number;
  speech: readonly Span[];
  isOver: boolean;
}

async function* recognize(
  startSample: number,
  pieces: AsyncGenerator<Piece, void, undefined>,
  parts: TranscriberParts,
): AsyncGenerator<Segment, void, undefined> {
  const reading: Reading = { pieces, frames: [], endSample: startSample, speech: [], isOver: false };
  const audio = readSegment(reading);
  let last = yield* runOnce(audio, startSample, parts);
  // A recogniser may know its answer before it has read everything; its own read must be over before ours.
  await audio.return();
  while (!reading.isOver) await readAudio(reading);
  for (let from = unheardFrom(reading, last, parts); from !== undefined; from = unheardFrom(reading, last, parts)) {
    last = yield* runOnce(replay(reading.frames, from), from, parts);
  }
  tell(reading.endSample, parts);
}

/** Returns the end of the last word, or nothing when there was none. */
async function* runOnce(
  audio: AsyncIterable<UtteranceEvent>,
  startSample: number,
  { recognizer, scope, sampleRateHz }: TranscriberParts,
): AsyncGenerator<Segment, number | undefined, undefined> {
  const startMs = (startSample / sampleRateHz) * 1000;
  let lastSample: number | undefined;
  for await (const transcript of recognizer.run(audio, scope)) {
    const { kind, text } = transcript;
    if (kind === 'partial') yield { kind, text, stable: transcript.stable };
    else if (text !== '') {
      const words = transcript.words.map((word) => ({
        ...word,
        startMs: word.startMs + startMs,
        endMs: word.endMs + startMs,
      }));
      const [first, last] = [words[0], words.at(-1)];
      yield {
        ...{ kind: 'segment', startMs: first?.startMs ?? startMs, endMs: last?.endMs ?? startMs },
        ...{ text, language: transcript.language, words },
        ...(transcript.spoken === undefined ? {} : { spoken: transcript.spoken }),
      };
      lastSample = last && Math.round((last.endMs / 1000) * sampleRateHz);
    }
  }
  return lastSample;
}

/**
 * Where a voice goes on behind the last word, if it does: Whisper likes to stop after a sentence although more is said.
 * Source: the seek loop of Radford et al., Robust speech recognition via large-scale weak supervision (2022), section 4.5.
 */
function unheardFrom(
  { speech, endSample }: Reading,
  lastWordSample: number | undefined,
  { sampleRateHz }: TranscriberParts,
): number | undefined {
  if (lastWordSample === undefined) return undefined;
  const unheard = speech.reduce(
    (sum, span) => sum + Math.max(0, span.endSample - Math.max(span.startSample, lastWordSample)),
    0,
  );
  return unheard < (UNHEARD_MS / 1000) * sampleRateHz || lastWordSample >= endSample ? undefined : lastWordSample;
}

async function* replay(
  frames: readonly AudioFrame[],
  fromSample: number,
): AsyncGenerator<UtteranceEvent, void, undefined> {
  for (const frame of frames) {
    const skipped = Math.max(0, fromSample - frame.startSample);
    if (skipped >= frame.samples.length) continue;
    const samples = frame.samples.slice(skipped);
    yield { kind: 'audio', frame: { ...frame, samples, startSample: frame.startSample + skipped } };
  }
}

async function* readSegment(reading: Reading): AsyncGenerator<UtteranceEvent, void, undefined> {
  for (let event = await readAudio(reading); event !== undefined; event = await readAudio(reading)) yield event;
}

/** The segment's next audio, or nothing once its `close` was read. */
async function readAudio(reading: Reading): Promise<UtteranceEvent | undefined> {
  if (reading.isOver) return undefined;
  const next = await reading.pieces.next();
  if (next.done !== true && next.value.kind === 'audio') {
    reading.frames.push(next.value.frame);
    return next.value;
  }
  if (next.done !== true && next.value.kind === 'close') {
    reading.endSample = next.value.endSample;
    reading.speech = next.value.speech;
  }
  reading.isOver = true;
  return undefined;
}

function tell(doneSample: number, { onProgress, sampleRateHz }: TranscriberParts): void {
  onProgress?.((doneSample / sampleRateHz) * 1000);
}
