/** Captions are append-only, whatever a recogniser that keeps its promises says. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Caption } from '../../../src/pipeline/captions.js';
import type { FinalTranscript, PartialTranscript, Transcript, Word } from '../../../src/pipeline/messages.js';
import { Committer, type CaptionLimits } from '../../../src/stages/captions/committer.js';
import type { CutReason } from '../../../src/stages/captions/segment-cutter.js';

const WORD_MS = 300;

/** Words of `text`, one every 300 ms; `de:` in front of a word is its language. */
function wordsOf(text: string): Word[] {
  return text
    .split(' ')
    .filter((word) => word !== '')
    .map((word, i) => {
      const [language, bare] = /^[a-z]{2}:/.test(word) ? [word.slice(0, 2), word.slice(3)] : [undefined, word];
      const times = { startMs: i * WORD_MS, endMs: (i + 1) * WORD_MS - 50 };
      return { text: bare, ...times, ...(language === undefined ? {} : { language }) };
    });
}

function textOf(words: readonly Word[]): string {
  return words.map(({ text }) => text).join(' ');
}

/** `stable words | the rest` */
function partial(text: string): PartialTranscript {
  const [front = '', rest = ''] = text.split('|');
  const stable = textOf(wordsOf(front));
  const words = wordsOf(`${front} ${rest}`);
  return {
    kind: 'partial',
    revision: 0,
    text: textOf(words),
    stable,
    language: 'en',
    atPause: false,
    heardMs: 0,
    words,
  };
}

function final(text: string): FinalTranscript {
  const words = wordsOf(text);
  return { kind: 'final', text: textOf(words), language: 'en', words };
}

function committedOf(captions: readonly Caption[]): string[] {
  return captions.filter(({ committed }) => committed).map(({ text, end = '' }) => `${text} (${end})`);
}

describe('the committer', () => {
  it('commits a sentence as soon as the word behind it is stable, and the speaker goes on', () => {
    const committer = new Committer();
    expect(committedOf(committer.hear(partial('I am | here. You'), 0))).toEqual([]);
    expect(committedOf(committer.hear(partial('I am here | . You are'), 0))).toEqual([]);
    expect(committedOf(committer.hear(partial('I am here. You | are there'), 0))).toEqual(['I am here. (sentence)']);
    expect(committer.hear(partial('I am here. You are | there now.'), 0)).toMatchObject([
      { id: 1, text: 'You are there now.', stable: 'You are', startMs: 900, committed: false },
    ]);
    committer.hear(final('I am here. You are there'), 0);
    expect(committedOf(committer.close('pause'))).toEqual(['You are there (pause)']);
  });

  it('waits where a full stop ends no sentence', () => {
    const committer = new Committer();
    const captions = committer.hear(partial('Mr. Smith and J. R. Jones paid approx. 3.5 million, e.g. Monday | to'), 0);
    expect(committedOf(captions)).toEqual([]);
    const told = committer.hear(final('Mr. Smith and then... he went. Off'), 0);
    expect(committedOf(told)).toEqual(['Mr. Smith and then... he went. (sentence)']);
  });

  it('ends a caption where the language changes, though nobody paused', () => {
    const committer = new Committer();
    const captions = committer.hear(partial('en:so en:it en:is | de:das de:ist'), 0);
    expect(captions).toMatchObject([
      { id: 0, text: 'so it is', language: 'en', committed: true, end: 'language' },
      { id: 1, text: 'das ist', language: 'de', committed: false, stable: '' },
    ]);
  });

  it('parts speech without an end at a comma, once it is too long', () => {
    const committer = new Committer({ longestChars: 30, longestMs: 60_000 });
    const said = 'one, two three four five, six seven eight nine ten | eleven';
    expect(committedOf(committer.hear(partial(said), 0))).toEqual(['one, two three four five, (length)']);
    const short = new Committer({ longestChars: 500, longestMs: 1500 });
    expect(committedOf(short.hear(partial('a b c d e f g h | i'), 0))).toEqual(['a b c d e f (length)']);
  });

  it('takes a caption back that nobody was promised, and gives its id to the next', () => {
    const committer = new Committer();
    expect(committer.hear(partial('| Thank you'), 0)).toMatchObject([{ id: 0, text: 'Thank you', stable: '' }]);
    expect(committer.hear(final(''), 0)).toMatchObject([{ id: 0, text: '', committed: false }]);
    expect(committer.close('pause')).toEqual([]);
    committer.hear(final('Hello'), 5000);
    expect(committer.close('end')).toMatchObject([{ id: 0, text: 'Hello', committed: true, end: 'end' }]);
  });

  it('joins the runs of a passage without a seam', () => {
    const committer = new Committer();
    committer.hear(final('I went to'), 0);
    committer.hear(partial('the | house'), 900);
    committer.hear(final('the house'), 900);
    const [caption] = committer.close('pause');
    expect(caption).toMatchObject({ text: 'I went to the house', startMs: 0, endMs: 1450 });
  });

  it('joins scripts without spaces without one', () => {
    const committer = new Committer();
    const chinese = (text: string): FinalTranscript => ({
      ...{ kind: 'final', text, language: 'zh' },
      words: Array.from(text, (character, i) => ({ text: character, startMs: 100 * i, endMs: 100 * i + 100 })),
    });
    committer.hear(chinese('广州市'), 0);
    expect(committedOf(committer.hear(chinese('房地产。中介'), 300))).toEqual(['广州市房地产。 (sentence)']);
    expect(committedOf(committer.close('end'))).toEqual(['中介 (end)']);
  });

  it('counts promises that were broken, and neither repeats nor changes what is committed', () => {
    const committer = new Committer();
    committer.hear(partial('I am here. You are | there'), 0);
    const captions = [...committer.hear(final('It was here. You are there'), 0), ...committer.close('end')];
    expect(committer.retractions).toBeGreaterThan(0);
    expect(committedOf(captions)).toEqual(['You are there (end)']);
  });
});

const vocabulary = [
  'so',
  'it',
  'was',
  'far.',
  'Then',
  'we',
  'left,',
  'all',
  'of',
  'us!',
  'Why?',
  'Mr.',
  'Day',
  'de:und',
  'de:Ja.',
];
const word = fc.constantFrom(...vocabulary);

interface Said {
  readonly runs: readonly { readonly told: readonly Transcript[]; readonly startMs: number }[];
  readonly reason: CutReason;
}

/** A run of a recogniser that keeps its promises: what is stable grows, the rest is anything. */
const run = fc
  .record({
    words: fc.array(word, { maxLength: 25 }),
    steps: fc.array(fc.tuple(fc.nat(6), fc.array(word, { maxLength: 4 }), fc.constantFrom('', ',', '.')), {
      maxLength: 8,
    }),
  })
  .map(({ words, steps }): Transcript[] => {
    let stable = 0;
    const partials = steps.map(([more, loose, mark]) => {
      stable = Math.min(words.length, stable + more);
      const last = words[stable - 1]?.replace(/[.,!?]$/, '');
      const front = last === undefined ? [] : [...words.slice(0, stable - 1), last];
      // A language begins behind settled words only; so what is loose goes on in that of the last promise.
      const prefix = /^[a-z]{2}:/.exec(last ?? '')?.[0] ?? '';
      const rest = loose.map((text) => prefix + text.replace(/^[a-z]{2}:/, ''));
      // The punctuation of the last stable word is open.
      const told = partial(`${front.join(' ')} | ${rest.join(' ')}`);
      const marked = last === undefined ? [] : [...front.slice(0, -1), last + mark];
      const all = wordsOf([...marked, ...rest].join(' '));
      return { ...told, text: textOf(all), words: all };
    });
    return [...partials, final(words.join(' '))];
  });

const stream: fc.Arbitrary<Said[]> = fc
  .array(
    fc.record({
      runs: fc.array(run, { minLength: 1, maxLength: 3 }),
      reason: fc.constantFrom<CutReason>('pause', 'length'),
    }),
    {
      maxLength: 5,
    },
  )
  .map((passages) => {
    let startMs = 0;
    return passages.map(({ runs, reason }) => ({
      reason,
      runs: runs.map((told) => {
        const at = startMs;
        startMs += ((told.at(-1)?.words?.length ?? 0) + 1) * WORD_MS;
        return { told, startMs: at };
      }),
    }));
  });

function tellAll(passages: readonly Said[], limits: CaptionLimits): { told: Caption[]; retractions: number } {
  const committer = new Committer(limits);
  const told: Caption[] = [];
  for (const { runs, reason } of passages) {
    for (const { told: transcripts, startMs } of runs)
      for (const transcript of transcripts) told.push(...committer.hear(transcript, startMs));
    told.push(...committer.close(reason));
  }
  return { told, retractions: committer.retractions };
}

const limits = fc.record({
  longestChars: fc.integer({ min: 5, max: 80 }),
  longestMs: fc.integer({ min: 300, max: 6000 }),
});

describe('captions of any stream', () => {
  it('are numbered one by one, change only until they are committed, and are committed once', () => {
    fc.assert(
      fc.property(stream, limits, (passages, most) => {
        const { told, retractions } = tellAll(passages, most);
        expect(retractions).toBe(0);
        let id = 0;
        let stable = '';
        for (const caption of told) {
          expect(caption.id).toBe(id);
          expect(caption.text.startsWith(caption.stable)).toBe(true);
          expect(caption.stable.startsWith(stable)).toBe(true);
          expect(caption.end !== undefined).toBe(caption.committed);
          if (caption.committed) expect(caption.stable).toBe(caption.text);
          stable = caption.committed ? '' : caption.stable;
          if (caption.committed) id += 1;
        }
      }),
      { numRuns: 200 },
    );
  });

  it('are together what the recogniser said, word for word, in order of time', () => {
    fc.assert(
      fc.property(stream, limits, (passages, most) => {
        const captions = tellAll(passages, most).told.filter(({ committed }) => committed);
        const said = passages.flatMap(({ runs }) => runs.flatMap(({ told }) => told.at(-1)?.text ?? ''));
        expect(captions.map(({ text }) => text).join(' ')).toBe(said.filter((text) => text !== '').join(' '));
        const words = captions.flatMap((caption) => caption.words);
        const times = words.flatMap(({ startMs, endMs }) => [startMs, endMs]);
        expect(times).toEqual([...times].sort((a, b) => a - b));
        for (const caption of captions) {
          expect(textOf(caption.words)).toBe(caption.text);
          expect([caption.startMs, caption.endMs]).toEqual([caption.words[0]?.startMs, caption.words.at(-1)?.endMs]);
          expect(new Set(caption.words.map(({ language }) => language)).size).toBe(1);
        }
      }),
      { numRuns: 200 },
    );
  });
});
