/** Speech to text without a conversation: the audio is cut into passages at its pauses, and the recogniser reads each. */
import type { AudioFrame } from '../../audio/frame.js';
import type { SpeechEvent, Transcript, UtteranceEvent } from '../../pipeline/messages.js';
import type { Scope, Stage } from '../../pipeline/stage.js';
import { queuePieces, type PieceQueue } from './piece-queue.js';
import type { RecentSound } from './recent-sound.js';
import { forAccuracy, SegmentCutter, type CutPlaces, type CutReason, type Piece, type Span } from './segment-cutter.js';

/** What is heard, in order. A passage is read in one run of the recogniser, or in several, one behind the other. */
export type Heard =
  /** Times in it count from `startMs`; its run ends with the final. */
  | { readonly kind: 'transcript'; readonly startMs: number; readonly transcript: Transcript }
  /** The passage is over: all of it was read. */
  | { readonly kind: 'over'; readonly endMs: number; readonly reason: CutReason };

export interface PassageParts {
  readonly vad: Stage<AudioFrame, SpeechEvent>;
  readonly recognizer: Stage<UtteranceEvent, Transcript>;
  readonly scope: Scope;
  readonly sampleRateHz: number;
  /** Audio kept before speech. */
  readonly paddingMs: number;
  /** Where passages end; `forAccuracy` unless told. */
  readonly places?: CutPlaces | undefined;
  /** Frames that wait for the recogniser before whoever sends them has to wait; half a minute of them unless told. */
  readonly waiting?: number | undefined;
  /** Keeps what the recogniser is given. */
  readonly sound?: RecentSound | undefined;
  /** Told how much of the audio is done with, in ms from its start; never goes back. */
  readonly onProgress?: ((doneMs: number) => void) | undefined;
}

/** Pieces (frames, mostly) that are cut while the recogniser works: half a minute, so that neither waits for the other. */
const AHEAD = 1024;

/** Reads as fast as the recogniser can, in memory that does not grow. Stretches without a voice cost only the detector. */
export async function* hearPassages(
  frames: AsyncIterable<AudioFrame>,
  parts: PassageParts,
): AsyncGenerator<Heard, void, undefined> {
  const { signal } = parts.scope;
  const pieces = queuePieces(cut(frames, parts), parts.waiting ?? AHEAD, signal);
  try {
    for (let piece = await pieces.next(); piece !== undefined; piece = await pieces.next()) {
      if (piece.kind === 'open') yield* recognize(piece.startSample, pieces, parts);
      else if (piece.kind === 'quiet') tell(piece.endSample, parts);
    }
  } finally {
    await pieces.close();
  }
}

async function* cut(
  frames: AsyncIterable<AudioFrame>,
  { vad, scope, sampleRateHz, paddingMs, places }: PassageParts,
): AsyncGenerator<Piece, void, undefined> {
  const cutter = new SegmentCutter({ sampleRateHz, paddingMs, places });
  for await (const event of vad.run(frames, scope)) yield* cutter.step(event);
  yield* cutter.finish();
}

/** A passage while it is read: what came of it so far, so that a part of it can be read again. */
interface Reading {
  readonly pieces: PieceQueue;
  readonly sound: RecentSound | undefined;
  readonly frames: AudioFrame[];
  endSample: number;
  speech: readonly Span[];
  reason: CutReason | undefined;
}

async function* recognize(
  startSample: number,
  pieces: PieceQueue,
  parts: PassageParts,
): AsyncGenerator<Heard, void, undefined> {
  const { sound, sampleRateHz } = parts;
  const reading: Reading = { pieces, sound, frames: [], endSample: startSample, speech: [], reason: undefined };
  const audio = readSegment(reading);
  let last = yield* runOnce(audio, startSample, parts);
  // A recogniser may know its answer before it has read everything; its own read must be over before ours.
  await audio.return();
  while (reading.reason === undefined) await readPiece(reading);
  for (let from = unheardFrom(reading, last, parts); from !== undefined; from = unheardFrom(reading, last, parts)) {
    last = yield* runOnce(replay(reading.frames, from), from, parts);
  }
  yield { kind: 'over', endMs: (reading.endSample / sampleRateHz) * 1000, reason: reading.reason };
  tell(reading.endSample, parts);
}

/** Returns the end of the last word, or nothing when there was none. */
async function* runOnce(
  audio: AsyncIterable<UtteranceEvent>,
  startSample: number,
  { recognizer, scope, sampleRateHz }: PassageParts,
): AsyncGenerator<Heard, number | undefined, undefined> {
  const startMs = (startSample / sampleRateHz) * 1000;
  let lastSample: number | undefined;
  for await (const transcript of recognizer.run(audio, scope)) {
    yield { kind: 'transcript', startMs, transcript };
    const last = transcript.kind === 'final' ? transcript.words.at(-1) : undefined;
    if (last !== undefined) lastSample = Math.round(((startMs + last.endMs) / 1000) * sampleRateHz);
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
  { sampleRateHz, places = forAccuracy }: PassageParts,
): number | undefined {
  if (lastWordSample === undefined) return undefined;
  const unheard = speech.reduce(
    (sum, span) => sum + Math.max(0, span.endSample - Math.max(span.startSample, lastWordSample)),
    0,
  );
  return unheard < (places.unheardMs / 1000) * sampleRateHz || lastWordSample >= endSample ? undefined : lastWordSample;
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
  for (let event = await readPiece(reading); event !== undefined; event = await readPiece(reading)) yield event;
}

/** What comes next of the passage, or nothing once its `close` was read. */
async function readPiece(reading: Reading): Promise<UtteranceEvent | undefined> {
  if (reading.reason !== undefined) return undefined;
  const piece = await reading.pieces.next();
  if (piece?.kind === 'audio') {
    reading.frames.push(piece.frame);
    reading.sound?.write(piece.frame);
    return piece;
  }
  if (piece?.kind === 'pause') return piece;
  reading.reason = 'end';
  if (piece?.kind === 'close') {
    reading.endSample = piece.endSample;
    reading.speech = piece.speech;
    reading.reason = piece.reason;
  }
  return undefined;
}

function tell(doneSample: number, { onProgress, sampleRateHz }: PassageParts): void {
  onProgress?.((doneSample / sampleRateHz) * 1000);
}
