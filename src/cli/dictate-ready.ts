/** Tells when dictation is ready: the talk key is followed and the microphone is heard. */
import type { AudioFrame } from '../audio/frame.js';
import type { Settings } from '../config/schema.js';
import type { DictationEvent } from '../modes/dictation-event.js';

type Ready = Extract<DictationEvent, { type: 'ready' }>;

/** @param hasHotkey false where the desktop gives none */
export function describeReady({ mode, hotkey }: Settings['dictation'], hasHotkey: boolean): Ready {
  const key = hasHotkey ? hotkey : '`parley dictate toggle`';
  const text = {
    hold: hasHotkey ? `Hold ${hotkey} and speak.` : `${key} begins and ends.`,
    toggle: `${key} begins and ends.`,
    'hands-free': `It listens and cuts by itself; ${key} switches it off and on.`,
  }[mode];
  return { type: 'ready', text, machineMs: Number(process.hrtime.bigint()) / 1e6, atMs: performance.now() };
}

/** Passes frames on, and tells of the first. */
export async function* withFirst(
  frames: AsyncIterable<AudioFrame>,
  onFirst: () => void,
): AsyncGenerator<AudioFrame, void, undefined> {
  let isFirst = true;
  for await (const frame of frames) {
    if (isFirst) onFirst();
    isFirst = false;
    yield frame;
  }
}
