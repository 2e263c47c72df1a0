/** Words taken back, stable words that were wrong, delays, loops. */
import { describe, expect, it } from 'vitest';
import {
  countRetractions,
  countStableErrors,
  firstPartialMs,
  isLoop,
  wordDelays,
} from '../../../../scripts/profile/stt/judge.js';
import type { Hearing } from '../../../../scripts/profile/stt/hearing.js';

/** Partials as [ms, stable, rest], then the final text with half a second for each word. */
function hearing(partials: readonly [number, string, string][], final: string, finalAtMs = 5000): Hearing {
  const words = final.split(' ').map((text, i) => ({ text, startMs: i * 500, endMs: (i + 1) * 500 }));
  return {
    partials: partials.map(([atMs, stable, rest], revision) => ({
      message: {
        kind: 'partial',
        revision,
        stable,
        text: `${stable}${rest}`,
        language: 'en',
        atPause: false,
        heardMs: 0,
      },
      atMs,
    })),
    final: { message: { kind: 'final', text: final, language: 'en', words }, atMs: finalAtMs },
    finalMs: 0,
  };
}

describe('retractions', () => {
  it('are none where stable words stay, whatever becomes of the rest', () => {
    const calm = hearing(
      [
        [300, '', 'turn of'],
        [600, 'Turn', ' on the'],
        [900, 'turn on', ' the lamb'],
      ],
      'Turn on the lamp.',
    );
    expect(countRetractions(calm)).toBe(0);
  });

  it('count each stable word that changes or goes, once', () => {
    expect(countRetractions(hearing([[300, 'turn on', ' the']], 'turn off the lamp'))).toBe(1);
    expect(countRetractions(hearing([[300, 'turn on the', '']], 'turn'))).toBe(2);
    expect(
      countRetractions(
        hearing(
          [
            [300, 'turn of', ''],
            [600, 'turn on', ''],
            [900, 'turn on', ' the'],
          ],
          'turn on the',
        ),
      ),
    ).toBe(1);
  });
});

describe('stable words', () => {
  it('are wrong only where the free text differs', () => {
    const heard = hearing([[300, 'Turn on the lamb', '']], 'turn on the lamb please');
    expect(countStableErrors(heard, 'Turn on the lamp, please.', 'en')).toBe(1);
    expect(countStableErrors(hearing([[300, 'turn on', ' x']], 'turn on'), 'Turn on the lamp.', 'en')).toBe(0);
    expect(countStableErrors(hearing([], 'stop'), 'Stop.', 'en')).toBe(0);
  });

  it('become so when the message with them comes, at the latest with the final', () => {
    const heard = hearing(
      [
        [700, '', 'What time'],
        [1300, 'What', ' time is'],
        [2100, 'What time is', ' it'],
      ],
      'What time is it?',
      2300,
    );
    expect(wordDelays(heard)).toEqual({ delaysMs: [800, 1100, 600, 300], early: 3 });
  });
});

describe('the first partial', () => {
  it('is the first with a word, from the onset', () => {
    const heard = hearing(
      [
        [300, '', ' '],
        [650, '', 'What'],
      ],
      'What time',
    );
    expect(firstPartialMs(heard, 250)).toBe(400);
    expect(firstPartialMs(hearing([], 'Stop'), 0)).toBeUndefined();
  });
});

describe('a loop', () => {
  const words = (text: string): string[] => text.split(' ');
  it('is four times the same, of one word or of several', () => {
    expect(isLoop(words('no no no no'))).toBe(true);
    expect(isLoop(words('well the end of the end of the end of the end of'))).toBe(true);
    expect(isLoop(words('no no no'))).toBe(false);
    expect(isLoop([])).toBe(false);
  });

  it('is none where it was said', () => {
    expect(isLoop(words('zero zero zero zero one'), words('zero zero zero zero one'))).toBe(false);
    expect(isLoop(words('zero zero zero zero zero zero'), words('zero zero zero zero one'))).toBe(true);
  });
});
