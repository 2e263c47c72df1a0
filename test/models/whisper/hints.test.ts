/** Hints become tokens to follow; whole phrases count, beginnings do not. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { takeLikelier, isWorthHints } from '../../../src/models/whisper/hinted-look.js';
import { Hints } from '../../../src/models/whisper/hints.js';
import type { Hypothesis } from '../../../src/models/whisper/hypothesis.js';
import { choose } from '../../../src/models/whisper/scores.js';
import { Vocabulary } from '../../../src/models/whisper/vocabulary.js';

/** Bytes first, as in Whisper's; ids from 3000 on are rare enough to begin a phrase. */
const letters = Array.from('ĠabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.,');
const filler = Array.from({ length: 3000 - letters.length - 1 }, (_, i) => `<${i}>`);
const pairs = ['Ġt', 'Ġto', 'Ma', 'ĠMa', 'ĠMad', 'ri', 'rid', 'ĠS', 'no', 'ĠSno', 'oz', 'oze', 'Ġdr', 'id', 'ĠMadrid'];
const special = ['<|endoftext|>', '<|startoftranscript|>', '<|en|>', '<|translate|>', '<|transcribe|>'];
const rest = ['<|startoflm|>', '<|startofprev|>', '<|nospeech|>', '<|notimestamps|>', '<|0.00|>'];
// "Ġto" is common: it stands before them.
const vocabulary = new Vocabulary(
  [...letters, 'Ġto', ...filler, ...pairs.filter((p) => p !== 'Ġto'), ...special, ...rest],
  true,
);

const spell = (tokens: readonly number[]): string => vocabulary.decode(tokens);
const hintsOf = (...words: string[]): Hints => new Hints({ language: 'en', context: [], words }, vocabulary);

describe('Vocabulary.encode', () => {
  it('joins pairs in the order of their ids', () => {
    expect(vocabulary.encode(' Mad').map((token) => spell([token]))).toEqual([' Mad']);
    expect(vocabulary.encode(' Snooze').map((token) => spell([token]))).toEqual([' Sno', 'oze']);
    expect(vocabulary.encode(' to')).toEqual([letters.length]);
  });

  it('is undone by decode, and never gives a special token', () => {
    const text = fc.string({ unit: fc.constantFrom(...Array.from('abc MNS ad.ri'), '<|endoftext|>'), maxLength: 30 });
    const known = /^[ a-zA-Z.,]*$/;
    fc.assert(
      fc.property(text, (written) => {
        const tokens = vocabulary.encode(written);
        expect(tokens.every((token) => vocabulary.isText(token))).toBe(true);
        if (known.test(written)) expect(vocabulary.decode(tokens)).toBe(written);
      }),
    );
  });
});

describe('Hints', () => {
  it('favours what begins a phrase or goes on with it', () => {
    const hints = hintsOf('snooze');
    const trail = hints.follow();
    const favoured = (): string[] => [...trail.favours().keys()].map((token) => spell([token])).sort();
    expect(favoured()).toContain(' Sno');
    expect(favoured()).not.toContain('oze');
    for (const token of vocabulary.encode(' Sno')) trail.push(token);
    expect(favoured()).toContain('oze');
    trail.push(vocabulary.encode('.')[0] ?? -1);
    expect(favoured()).not.toContain('oze');
  });

  it('lets nothing begin with a token that is everywhere', () => {
    const trail = hintsOf('to', 'to Mad').follow();
    expect(trail.favours().size).toBe(0);
    trail.push(vocabulary.encode(' to')[0] ?? -1);
    expect([...trail.favours().keys()].map((token) => spell([token]))).toEqual([' Mad']);
  });

  it('counts whole phrases, and no beginnings', () => {
    const hints = hintsOf('Snooze');
    expect(hints.favourOf(vocabulary.encode(' Snooze'))).toBe(2);
    expect(hints.favourOf(vocabulary.encode(' Snooze Snooze.'))).toBe(4);
    expect(hints.favourOf(vocabulary.encode(' Sno dri'))).toBe(0);
    expect(hints.favourOf([])).toBe(0);
  });

  it('gives its context to the language that it is written in', () => {
    const hints = new Hints({ language: 'en', context: ['Snooze', 'Mad.'], words: [] }, vocabulary);
    expect(spell(hints.contextIn('en'))).toBe(' Snooze. Mad.');
    expect(hints.contextIn('de')).toEqual([]);
  });

  it('gives no more context than there is room for, the first phrases first', () => {
    const long = 'x'.repeat(60);
    const hints = new Hints({ language: 'en', context: [long, long, 'Mad'], words: [] }, vocabulary);
    expect(spell(hints.contextIn('en'))).toBe(` ${long}. Mad.`);
  });
});

describe('choose with favours', () => {
  const scores = Float32Array.of(0, 3, 2.5, 1);
  const all = Uint8Array.of(1, 1, 1, 1);

  it('takes the favoured token that is near enough, and says how likely it was without favour', () => {
    const plain = choose(scores, all);
    const favoured = choose(scores, all, new Map([[2, 1]]));
    expect([plain.token, favoured.token]).toEqual([1, 2]);
    expect(favoured.logProb).toBeCloseTo(plain.logProb - 0.5, 6);
    expect(choose(scores, all, new Map([[3, 1]]))).toEqual(plain);
    expect(choose(scores, Uint8Array.of(1, 1, 0, 1), new Map([[2, 1]])).token).toBe(1);
    expect(choose(scores, all, new Map())).toEqual(plain);
  });
});

describe('the second look', () => {
  function heard(text: string, averageLogProb: number, more: Partial<Hypothesis> = {}): Hypothesis {
    const tokens = vocabulary.encode(text);
    const trace = tokens.map((token) => ({ token, position: 1, silentShare: 0, logProb: averageLogProb }));
    const decoded = { trace, averageLogProb, noSpeechProb: 0, ended: 'end' as const, passes: 1 };
    return { text: text.trim(), language: 'en', words: [], tokens, complete: true, decoded, ...more };
  }
  const hints = hintsOf('Snooze');
  const none = hintsOf();

  it('is for doubtful text only, and never for none', () => {
    expect(isWorthHints(heard(' dri', -0.5))).toBe(true);
    expect(isWorthHints(heard(' dri', -0.05))).toBe(false);
    expect(isWorthHints(heard('', -0.5))).toBe(false);
    expect(isWorthHints(heard(' dri', -0.5, { complete: false }))).toBe(false);
    expect(isWorthHints({ ...heard(' dri', -0.5), decoded: undefined })).toBe(false);
  });

  it('stands where it is likelier, as a whole and by the token', () => {
    const [first, likelier, lessLikely] = [heard(' Mad', -0.6), heard(' Ma', -0.3), heard(' Ma', -0.9)];
    expect(takeLikelier(first, likelier, none)).toBe(likelier);
    expect(takeLikelier(first, lessLikely, none)).toBe(first);
    // Likelier by the token, but only because it says more.
    expect(takeLikelier(first, heard(' dri dri dri dri', -0.5), none)).toBe(first);
  });

  it('may be a little less likely where whole hints are in it', () => {
    const snooze = heard(' Snooze', -0.9);
    expect(takeLikelier(heard(' Mad', -0.6), snooze, none).text).toBe('Mad');
    expect(takeLikelier(heard(' Mad', -0.6), snooze, hints)).toBe(snooze);
    expect(takeLikelier(snooze, heard(' Mad', -0.6), hints)).toBe(snooze);
  });

  it('never takes a text that did not come to its end, or none', () => {
    const first = heard(' Mad', -3);
    expect(takeLikelier(first, heard('', -0.1), none)).toBe(first);
    const other = heard(' Ma', -0.1);
    const circles = { ...other, decoded: { ...other.decoded, ended: 'loop' } } as Hypothesis;
    expect(takeLikelier(first, circles, none)).toBe(first);
  });
});
