/** Everything that is measured on one clip: streamed, as a turn, all at once, in Whisper's own window, by a peer. */
import type { AudioFrame } from '../../../src/audio/frame.js';
import type { Settings } from '../../../src/config/schema.js';
import type { Effort } from '../../../src/models/whisper/effort.js';
import type { SpeechEvent } from '../../../src/pipeline/messages.js';
import type { Stage } from '../../../src/pipeline/stage.js';
import { readClip, RATE_HZ, type Clip } from './clips.js';
import { hear, type Hearing, type Pace } from './hearing.js';
import type { Peer, PeerAnswer } from './peer.js';
import { effortBetween, type RecognizeArgs, type Recognizer } from './recognizer.js';
import { formsOf, type Utterance } from './utterance.js';

/** Engines that hear each clip once: none finds in its memory what another run left there. */
export interface Engines {
  readonly streamed: Recognizer;
  readonly cut: Recognizer;
  readonly turn: Recognizer;
  readonly offline: Recognizer;
  /** Whisper's whole window, nothing saved; absent when not wanted. */
  readonly full?: Recognizer;
  readonly peer?: Peer;
}

export interface RunSettings {
  readonly args: RecognizeArgs;
  readonly settings: Settings;
  readonly detector: Stage<AudioFrame, SpeechEvent>;
  readonly pace: Pace;
  readonly signal: AbortSignal;
}

/** A streamed run and what it cost. */
export interface Streamed {
  readonly utterance: Utterance;
  readonly hearing: Hearing;
  readonly effort: Effort;
}

export interface ClipResult {
  readonly clip: Clip;
  readonly seconds: number;
  /** The clip as it is. */
  readonly whole: Streamed;
  /** The clip up to the end of the voice: not a moment to get ready in. */
  readonly cut: Streamed;
  /** Absent when the detector heard no speech. */
  readonly turn?: Streamed;
  readonly offline: { readonly text: string; readonly ms: number };
  readonly full?: { readonly text: string; readonly ms: number };
  readonly peer?: PeerAnswer;
}

/** Ours and the peer's take turns, so that what else the machine does hits both. */
export async function runClip(clip: Clip, engines: Engines, run: RunSettings): Promise<ClipResult> {
  const samples = await readClip(clip);
  const forms = await formsOf(run.detector, samples, run.settings);
  const whole = await stream(engines.streamed, forms.whole, run);
  const cut = await stream(engines.cut, forms.cut, run);
  const peer = await engines.peer?.transcribe(clip.path);
  const turn = forms.turn === undefined ? undefined : await stream(engines.turn, forms.turn, run);
  const offline = await transcribe(engines.offline, samples, run.args.language);
  const full = engines.full === undefined ? undefined : await transcribe(engines.full, samples, run.args.language);
  return {
    ...{ clip, seconds: samples.length / RATE_HZ, whole, cut, offline },
    ...(turn === undefined ? {} : { turn }),
    ...(full === undefined ? {} : { full }),
    ...(peer === undefined ? {} : { peer }),
  };
}

export async function stream(recognizer: Recognizer, utterance: Utterance, run: RunSettings): Promise<Streamed> {
  const before = await recognizer.effort();
  const hearing = await hear(recognizer, utterance, run.args, run);
  return { utterance, hearing, effort: effortBetween(before, await recognizer.effort()) };
}

async function transcribe(
  recognizer: Recognizer,
  samples: Float32Array,
  language: string,
): Promise<{ text: string; ms: number }> {
  const startMs = performance.now();
  const { text } = await recognizer.transcribe(samples, language);
  return { text, ms: performance.now() - startMs };
}
