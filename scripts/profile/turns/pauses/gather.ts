/** Gathers the evidence of every silence in a set of recordings and in sentences of the assistant's own voice. */
import type { Settings } from '../../../../src/config/schema.js';
import { SmartTurn } from '../../../../src/models/smart-turn/model.js';
import { createSileroStage } from '../../../../src/stages/vad/silero.js';
import { readClip, type Clip } from '../../stt/clips.js';
import { openRecognizer, type Recognizer } from '../../stt/recognizer.js';
import { gatherEvidence, type Ears, type Evidence } from './evidence.js';
import { madeMoments, ownMoments, pauseAt, type Detector, type Moment } from './moments.js';
import { phrases } from './phrases.js';

export interface GatherOptions {
  readonly settings: Settings;
  /** Recognisers by name, with their folders; the first one finds the words between which pauses are put. */
  readonly recognizers: Readonly<Record<string, string>>;
  /** The turn model's file. */
  readonly turnModel: string;
  /** Speaks a sentence at 16 kHz and tells where each word ends, in ms; without it there are recordings alone. */
  readonly speak?: ((text: string) => Promise<{ samples: Float32Array; wordEndsMs: readonly number[] }>) | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: (line: string) => void;
}

/** Kinds of recordings in which one person says one thing. */
const KINDS = ['question', 'command', 'read', 'conversation', 'digits'];
/** Of pauses in sentences of the voice, one after the other. */
const VOICE_PAUSES_MS = [600, 750, 900] as const;

export async function gatherAll(clips: readonly Clip[], options: GatherOptions): Promise<Evidence[]> {
  const { settings, signal } = options;
  const vad = { ...settings.vad, max_utterance_ms: settings.turn.max_utterance_ms };
  const detector = createSileroStage(() => vad);
  const open: { close(): Promise<unknown> | undefined }[] = [{ close: () => detector.close?.() }];
  try {
    const recognizers: Record<string, Recognizer> = {};
    for (const [name, modelFolder] of Object.entries(options.recognizers)) {
      const recognizer = await openRecognizer({ modelFolder, threads: 1, language: 'en' }, 'here', signal);
      recognizers[name] = recognizer;
      open.push(recognizer);
    }
    const turnModel = await SmartTurn.load(options.turnModel, { providers: ['cpu'], threads: 1 });
    open.push(turnModel);
    return await gather(clips, { ...options, ears: { recognizers, turnModel }, detector });
  } finally {
    for (const one of open) await one.close();
  }
}

interface Work extends GatherOptions {
  readonly ears: Ears;
  readonly detector: Detector;
}

async function gather(clips: readonly Clip[], work: Work): Promise<Evidence[]> {
  const found: Evidence[] = [];
  const keep = async (name: string, moments: readonly (Moment | undefined)[]): Promise<void> => {
    work.signal.throwIfAborted();
    for (const moment of moments) if (moment !== undefined) found.push(await gatherEvidence(moment, work.ears));
    work.onProgress(`${name}: ${moments.length} silences`);
  };
  for (const clip of clips.filter(({ kind, lang }) => lang === 'en' && KINDS.includes(kind)))
    await keep(clip.file, await clipMoments(clip, work));
  for (const [index, phrase] of (work.speak === undefined ? [] : phrases).entries())
    await keep(phrase, await phraseMoments(phrase, index, work));
  return found;
}

async function clipMoments(clip: Clip, { ears, detector }: Work): Promise<(Moment | undefined)[]> {
  const spoken = { name: clip.file.replace(/\.wav$/, ''), group: clip.kind, samples: await readClip(clip) };
  const own = await ownMoments(spoken, detector);
  const [finder] = Object.values(ears.recognizers);
  // What is read off digit by digit has its own pauses, and is one word after another.
  if (finder === undefined || clip.kind === 'digits') return own;
  const { words } = await finder.transcribe(spoken.samples, 'en');
  return [...own, ...(await madeMoments(spoken, words, detector))];
}

async function phraseMoments(
  phrase: string,
  index: number,
  { speak, detector }: Work,
): Promise<(Moment | undefined)[]> {
  if (speak === undefined) return [];
  const [before = ''] = phrase.split('|');
  const { samples, wordEndsMs } = await speak(phrase.replace('| ', ''));
  const spoken = { name: phrase.slice(0, 40), group: 'voice', samples };
  const atMs = wordEndsMs[before.trim().split(/\s+/).length - 1];
  const lengthMs = VOICE_PAUSES_MS[index % VOICE_PAUSES_MS.length] ?? VOICE_PAUSES_MS[0];
  const own = await ownMoments(spoken, detector);
  if (atMs === undefined) return own;
  return [...own, await pauseAt(spoken, { kind: 'link', atMs, lengthMs }, detector)];
}
