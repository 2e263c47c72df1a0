/** What recognisers and the turn model make of each silence: all that a decision may rest on, kept as plain data. */
import type { SmartTurn } from '../../../../src/models/smart-turn/model.js';
import type { Recognizer } from '../../stt/recognizer.js';
import type { Moment } from './moments.js';

const RATE_HZ = 16_000;
/** The detector needs so much silence to call it a pause; so much the recogniser has heard of it. */
const HEARD_PAUSE_MS = 96;

/** Silences at which the turn model is asked. */
export const asksMs = [32, 64, 96, 128, 192, 256, 320, 416, 512, 640] as const;

export interface Evidence extends Omit<Moment, 'samples' | 'silenceFrom' | 'silenceMs'> {
  /** null where nothing follows. */
  readonly silenceMs: number | null;
  /** By recogniser: the words up to the silence. */
  readonly texts: Readonly<Record<string, string>>;
  /** For each silence asked about within the pause. */
  readonly sounds: readonly { readonly silenceMs: number; readonly finished: number }[];
}

export interface Ears {
  /** By name. */
  readonly recognizers: Readonly<Record<string, Recognizer>>;
  readonly turnModel: Pick<SmartTurn, 'judge'>;
}

export async function gatherEvidence(moment: Moment, { recognizers, turnModel }: Ears): Promise<Evidence> {
  const { samples, silenceFrom, silenceMs, ...about } = moment;
  const until = (ms: number): Float32Array => samples.slice(0, silenceFrom + Math.round((ms * RATE_HZ) / 1000));
  const texts: Record<string, string> = {};
  for (const [name, recognizer] of Object.entries(recognizers))
    texts[name] = (await recognizer.transcribe(until(HEARD_PAUSE_MS), 'en')).text;
  const sounds: { silenceMs: number; finished: number }[] = [];
  for (const ask of asksMs.filter((ms) => silenceMs === undefined || ms < silenceMs))
    sounds.push({ silenceMs: ask, finished: await turnModel.judge(until(ask)) });
  return { ...about, silenceMs: silenceMs ?? null, texts, sounds };
}
