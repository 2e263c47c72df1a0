/** Replays a silence to a policy frame by frame, with evidence as late as it comes in a running turn. */
import type { EndpointPolicy, SoundVerdict } from '../../../../src/pipeline/endpointing.js';
import type { Evidence } from './evidence.js';

const FRAME_MS = 32;

/** What of the evidence the policy is shown, and when. */
export interface Lateness {
  /** Silence at which the recogniser has read all words; undefined where it is not asked. */
  readonly textAtMs: number | undefined;
  /** From a question to the turn model to its answer; undefined where there is none. */
  readonly soundMs: number | undefined;
}

export interface Commit {
  /** Silence at which the policy had waited long enough. */
  readonly atMs: number;
  readonly reasons: readonly string[];
}

/** When the policy takes the turn, if nobody speaks again. @param recognizer whose words it is shown */
export function replay(
  evidence: Evidence,
  policy: EndpointPolicy,
  { recognizer, lateness }: { readonly recognizer: string; readonly lateness: Lateness },
): Commit {
  const { textAtMs, soundMs } = lateness;
  for (let silenceMs = FRAME_MS; ; silenceMs += FRAME_MS) {
    const isRead = textAtMs !== undefined && silenceMs >= textAtMs;
    const wait = policy.decide({
      ...{ silenceMs, language: 'en', speechMs: evidence.speechMs },
      text: isRead ? evidence.texts[recognizer] : undefined,
      sounds: soundMs === undefined ? [] : heardBy(silenceMs - soundMs, evidence, policy),
    });
    if (wait.ms <= silenceMs) return { atMs: silenceMs, reasons: wait.reasons };
  }
}

/** Of the questions that the policy wants asked, those asked no later than at this silence. */
function heardBy(ms: number, { sounds }: Evidence, { askSoundAtMs }: EndpointPolicy): SoundVerdict[] {
  return askSoundAtMs
    .filter((ask) => ask <= ms)
    .flatMap((ask) => sounds.filter(({ silenceMs }) => silenceMs <= ask).slice(-1));
}
