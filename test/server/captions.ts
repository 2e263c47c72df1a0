/** Captions and settings for the tests of those who show them. */
import type { CaptionsSettings } from '../../src/config/captions.js';
import type { Caption, CaptionEvent, Translation } from '../../src/pipeline/captions.js';

export function captionSettings(wanted: Partial<CaptionsSettings> = {}): CaptionsSettings {
  return {
    ...{ port: 0, host: '127.0.0.1', token_env: '', origins: [], show: 'original', srt: '', vtt: '', text_file: '' },
    ...{ lines: 2, line_chars: 42, hold_seconds: 6, partial: true, history: 50 },
    ...{ longest_chars: 200, longest_seconds: 15, bridged_ms: 200, enough_ms: 3000 },
    ...wanted,
  };
}

export function caption(id: number, text: string, more: Partial<Caption> = {}): CaptionEvent {
  const times = { startMs: id * 3000, endMs: id * 3000 + 2500 };
  const common = { language: 'en', committed: true, words: [], stable: text };
  return { kind: 'caption', caption: { id, text, ...common, ...times, ...more } };
}

export function growing(id: number, text: string, stable = '', more: Partial<Caption> = {}): CaptionEvent {
  return caption(id, text, { committed: false, stable, ...more });
}

export function translation(id: number, text: string, more: Partial<Translation> = {}): CaptionEvent {
  return { kind: 'translation', id, translation: { text, language: 'en', source: 'llama', ...more } };
}

/** Tries until it holds, for what a process or a disk does in its own time. */
export async function until(check: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 1000; tries++) {
    if (await check()) return;
    await new Promise((resolve) => (tries < 500 ? setImmediate(resolve) : setTimeout(resolve, 20)));
  }
  throw new Error('this did not come about within ten seconds');
}
