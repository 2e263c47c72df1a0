/** What dictation, captions and translation should cost, in ms; the medians are held against it. */
import type { Targets } from '../targets.js';

/** Of 32 ms of sound, in every mode. */
const frontEnd: Targets = { audio: { ms: 10, acceptableMs: 20 }, vad: { ms: 5, stretchMs: 2, acceptableMs: 10 } };

/** tiny within 100 ms for a second of speech, base within 300 ms; three seconds have no target of their own. */
export function dictationTargets(model: string): Targets {
  const toText = model.includes('tiny') ? { ms: 100, stretchMs: 50 } : { ms: 300, stretchMs: 200 };
  return {
    ...frontEnd,
    chunk: { ms: 5, stretchMs: 2 },
    ...{ 'speech-end-to-text': toText, 'speech-end-to-text-1s': toText },
    'speech-end-to-text-3s': { ms: 300, stretchMs: 200 },
    ...{ whole: { ms: 350, stretchMs: 200 }, 'whole-1s': { ms: 350, stretchMs: 200 } },
    'whole-3s': { ms: 350, stretchMs: 200 },
  };
}

/** The key and the window: only at a desk. */
export const deskTargets: Targets = {
  'hotkey-to-capture': { ms: 10, stretchMs: 5 },
  'text-to-window': { ms: 20, stretchMs: 10 },
};

/** Recognised within half a second, and read within two; the stretch is what a desktop processor of 12 cores does. */
export const captionTargets: Targets = {
  ...frontEnd,
  'word-to-shown': { ms: 500, stretchMs: 150 },
  'word-to-committed': { ms: 2000 },
};

export const translationTargets: Targets = {
  ...frontEnd,
  'word-to-caption': { ms: 500, stretchMs: 150 },
  translate: { ms: 300, stretchMs: 180 },
  'word-to-translation': { ms: 2000, stretchMs: 330 },
};
