/** The rules as a set: none is hidden behind its group's first characters, and work grows with the text's length alone. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spokenText } from '../../../../src/stages/tts/spoken-text.js';
import { abbreviationRules } from '../../../../src/stages/tts/spoken/abbreviation.js';
import { acronymRules } from '../../../../src/stages/tts/spoken/acronym.js';
import { amountRules } from '../../../../src/stages/tts/spoken/amount.js';
import { clockRules } from '../../../../src/stages/tts/spoken/clock.js';
import { dateRules, weekdayRules } from '../../../../src/stages/tts/spoken/date.js';
import { durationRules } from '../../../../src/stages/tts/spoken/duration.js';
import { fractionRules } from '../../../../src/stages/tts/spoken/fraction.js';
import { markupRules } from '../../../../src/stages/tts/spoken/markup.js';
import { moneyRules } from '../../../../src/stages/tts/spoken/money.js';
import { plainRules } from '../../../../src/stages/tts/spoken/plain.js';
import { romanRules } from '../../../../src/stages/tts/spoken/roman.js';
import { signRules } from '../../../../src/stages/tts/spoken/sign.js';
import { telephoneRules } from '../../../../src/stages/tts/spoken/telephone.js';
import { unitRules } from '../../../../src/stages/tts/spoken/unit.js';
import { webRules } from '../../../../src/stages/tts/spoken/web.js';
import { decadeRules, yearRules } from '../../../../src/stages/tts/spoken/year.js';
import { readAloudSentences } from '../../../fixtures/read-aloud.js';
import { spokenNumbers } from '../../../fixtures/spoken-numbers.js';
import { spokenSigns } from '../../../fixtures/spoken-signs.js';

const groups = Object.entries({
  ...{
    abbreviationRules,
    acronymRules,
    amountRules,
    clockRules,
    dateRules,
    weekdayRules,
    durationRules,
    fractionRules,
  },
  ...{
    markupRules,
    moneyRules,
    plainRules,
    romanRules,
    signRules,
    telephoneRules,
    unitRules,
    webRules,
    decadeRules,
    yearRules,
  },
});
const written = [
  ...readAloudSentences.map((sentence) => sentence.written),
  ...[spokenNumbers, spokenSigns].flatMap((kinds) =>
    Object.values(kinds).flatMap((rows) => rows.map(([text]) => text)),
  ),
];

/** Where a rule of the group matches although the text goes on with none of its first characters. */
function hidden(text: string, { starts, rules }: (typeof groups)[number][1]): string[] {
  return Array.from(text.matchAll(/[^]/gu)).flatMap(({ 0: first, index }) => {
    if (starts.test(first)) return [];
    return rules.flatMap(({ pattern }) => {
      pattern.lastIndex = index;
      const found = pattern.exec(text)?.[0] ?? '';
      return found === '' ? [] : [`${found} in ${text}`];
    });
  });
}

describe.each(groups)('%s', (_name, group) => {
  it('match nothing that begins otherwise', () => {
    expect(hidden(written.join('\n'), group)).toEqual([]);
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => hidden(text, group).length === 0),
      { numRuns: 50 },
    );
  });
});

const longestLook = 1000;

/** How often a pattern was tried, and how often on more of the text than a window. */
function countAttempts(work: () => void): { attempts: number; overWhole: number } {
  const count = { attempts: 0, overWhole: 0 };
  const exec: (this: RegExp, text: string) => RegExpExecArray | null = Reflect.get(RegExp.prototype, 'exec');
  RegExp.prototype.exec = function (this: RegExp, text: string) {
    count.attempts += 1;
    if (text.length > longestLook) count.overWhole += 1;
    return exec.call(this, text);
  };
  try {
    work();
  } finally {
    RegExp.prototype.exec = exec;
  }
  return count;
}

describe('a text without end', () => {
  const characters = 100_000;
  /** More than there are rules, so that only a second loop over the text can break it. */
  const attemptsPerCharacter = 200;

  it.each(['a_', '.', '$5.50 and 12/3 at 10:30, Dr. A. '])(
    'is read in steps that grow with its length: %j…',
    (unit) => {
      const text = unit.repeat(characters / unit.length);
      const { attempts, overWhole } = countAttempts(() => spokenText(text, 'english', { nowhere: '/noʊ/' }));
      expect(attempts).toBeLessThan(characters * attemptsPerCharacter);
      // The first pass alone goes over the whole text, at least one character further each time.
      expect(overWhole).toBeLessThanOrEqual(characters + 1);
    },
  );
});
