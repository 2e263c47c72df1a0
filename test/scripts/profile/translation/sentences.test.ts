/** Where the time of a sentence goes: each step from the end of its last word. */
import { describe, expect, it } from 'vitest';
import { Record } from '../../../../scripts/profile/translation/record.js';
import { sentenceLags, sentenceRows } from '../../../../scripts/profile/translation/sentences.js';
import type { Caption } from '../../../../src/pipeline/captions.js';

function caption(id: number, texts: readonly string[], told: Partial<Caption>): Caption {
  const words = texts.map((text, i) => ({ text, startMs: 1000 * id + 200 * i, endMs: 1000 * id + 200 * (i + 1) }));
  const endMs = words.at(-1)?.endMs ?? 0;
  const text = texts.join(' ');
  return { id, text, stable: '', language: 'de', committed: false, startMs: 1000 * id, endMs, words, ...told };
}

describe('sentenceLags', () => {
  it('counts each step from the end of the last word', () => {
    const record = new Record();
    const words = ['Guten', 'Tag.'];
    record.take({ kind: 'caption', caption: caption(0, words, {}) }, 500);
    record.take({ kind: 'caption', caption: caption(0, words, { stable: 'Guten Tag' }) }, 700);
    record.take({ kind: 'caption', caption: caption(0, words, { stable: 'Guten Tag.', committed: true }) }, 900);
    const translation = { text: 'Good day.', language: 'en', source: 'whisper' } as const;
    record.take({ kind: 'translation', id: 0, translation }, 1600);
    const calls = new Map([[0, { begunMs: 10_950, doneMs: 11_550 }]]);
    const lags = sentenceLags(record.shown, record.words.lags, { calls, startMs: 10_000 });
    expect(lags).toMatchObject([
      { id: 0, spokenMs: 400, shown: 100, stable: 300, committed: 500, begun: 550, done: 1150, told: 1200 },
    ]);
    const rows = new Map(sentenceRows(lags).map(({ name, p50 }) => [name, p50]));
    expect(rows.get('sentence-queued')).toBe(50);
    expect(rows.get('sentence-translated')).toBe(600);
    expect(rows.get('sentence-lag')).toBe(1200);
  });

  it('leaves out of the rows what was not translated', () => {
    const record = new Record();
    record.take({ kind: 'caption', caption: caption(0, ['Hm.'], { stable: 'Hm.', committed: true }) }, 900);
    record.take({ kind: 'untranslated', id: 0, reason: 'whisper: gave no words' }, 1000);
    const lags = sentenceLags(record.shown, record.words.lags, { calls: new Map(), startMs: 0 });
    expect(lags).toMatchObject([{ committed: 700, begun: undefined, told: undefined }]);
    expect(sentenceRows(lags)).toEqual([]);
  });
});
