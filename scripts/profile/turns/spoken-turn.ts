/** The plainest scene: something is said, and everybody waits until the answer is over. */
import type { SceneRecord, Stage } from './scene.js';
import type { Utterance } from './utterance.js';

/** A scene, and where its speech lies on its time line, in ms. */
export interface SpokenTurn {
  readonly utterance: Utterance;
  readonly record: SceneRecord;
  readonly speechStartMs: number;
  readonly speechEndMs: number;
}

export interface Patience {
  /** Leave so long after the first sound of the answer; undefined to hear it out. */
  readonly hearMs?: number | undefined;
}

/** An answer is over when nothing has happened for so long: longer than a turn may be taken back. */
const QUIET_MS = 1400;
/** Nobody waits longer for an answer that does not begin. */
const GIVE_UP_MS = 10_000;
/** Nobody listens longer. */
const LONGEST_MS = 60_000;
const POLL_MS = 20;

/** Says it at once. Resolves, when the answer is over, with the place of the utterance's first sample in ms. */
export async function sayAndWait(stage: Stage, utterance: Utterance, patience: Patience): Promise<number> {
  const placedMs = stage.line.place(utterance.samples);
  const endMs = placedMs + utterance.endMs;
  const startMs = stage.line.nowMs;
  // Long replies may be left; a reply that began too early must be seen to stop.
  let quietSinceMs = stage.line.nowMs;
  for (;;) {
    await stage.sleep(POLL_MS);
    const nowMs = stage.line.nowMs;
    if (stage.busy() || nowMs < endMs) quietSinceMs = nowMs;
    const soundMs = firstSoundMs(stage, nowMs - endMs);
    if (soundMs === undefined && nowMs > endMs + GIVE_UP_MS) break;
    if (soundMs !== undefined && patience.hearMs !== undefined && soundMs > patience.hearMs) break;
    const waitMs = soundMs === undefined ? Math.max(QUIET_MS, 3500) : QUIET_MS;
    if (nowMs - quietSinceMs > waitMs || nowMs - startMs > LONGEST_MS) break;
  }
  return placedMs;
}

/** How long ago an answer began that stands: one after the end of the speech. `sinceEndMs`: how long ago that was. */
function firstSoundMs({ events, line }: Stage, sinceEndMs: number): number | undefined {
  if (sinceEndMs < 0) return undefined;
  const starts = events.filter(({ type }) => type === 'audio.start');
  const last = starts.at(-1);
  if (last === undefined) return undefined;
  // The stage's events still carry the session's clock: the line knows both.
  const agoMs = line.nowMs - line.toLineMs(last.atMs);
  return agoMs <= sinceEndMs + 300 ? agoMs : undefined;
}
