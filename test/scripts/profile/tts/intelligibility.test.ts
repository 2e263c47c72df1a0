/** What a listener understood is counted in words, whether the transcript has words or figures. */
import { describe, expect, it } from 'vitest';
import {
  judge,
  measureIntelligibility,
  readingFacts,
  type ReadingResult,
} from '../../../../scripts/profile/tts/intelligibility.js';
import type { Voice } from '../../../../scripts/profile/tts/voice.js';

const train = {
  written: 'The train leaves at 7:05.',
  spoken: 'The train leaves at seven oh five.',
};

describe('a transcript', () => {
  it.each(['The train leaves at 7:05.', 'the train leaves at seven oh five'])('is right as: %s', (text) => {
    expect(judge(train, text)).toEqual({ text, errors: 0 });
  });

  it('counts each wrong word, and silence as all of them', () => {
    expect(judge(train, 'The plane leaves at 7:05.').errors).toBe(1);
    expect(judge({ written: 'It is raining.', spoken: 'It is raining.' }, '').errors).toBe(3);
  });
});

describe('the facts of reading aloud', () => {
  const reading = (text: string, peer?: string): ReadingResult => ({
    ...{
      written: 'It is raining.',
      spoken: 'It is raining.',
      heard: judge({ written: 'It is raining.', spoken: 'It is raining.' }, text),
    },
    ...(peer === undefined ? {} : { peer: judge({ written: 'It is raining.', spoken: 'It is raining.' }, peer) }),
  });

  it('are errors over words, and the worst first', () => {
    const facts = readingFacts([reading('It is raining.'), reading('It was training.'), reading('It is draining.')]);
    expect(facts).toMatchObject({
      'wer.sentences': 3,
      'wer.words': 9,
      wer: 3 / 9,
      'wer.asSpoken': 3 / 9,
      'wer.withoutError': 1,
    });
    expect(facts).not.toHaveProperty('wer.peer');
    expect(facts['worst']).toEqual([
      { errors: 2, written: 'It is raining.', heard: 'It was training.' },
      { errors: 1, written: 'It is raining.', heard: 'It is draining.' },
    ]);
  });

  it('have the peer where it read them all', () => {
    expect(readingFacts([reading('It is raining.', 'It is.')])).toMatchObject({ wer: 0, 'wer.peer': 1 / 3 });
    expect(readingFacts([])).toEqual({});
  });
});

describe('reading aloud', () => {
  it('hands the sound of every sentence to the listener at its rate', async () => {
    const voice: Voice = {
      info: {
        ...{ engine: 'fake', voice: 'fake', sampleRateHz: 8000, provider: 'cpu', threads: 1 },
        ...{ speakers: [], notes: [] },
      },
      async *synthesize({ text }) {
        yield { kind: 'audio', samples: new Float32Array(text.length * 100) };
        yield { kind: 'audio', samples: new Float32Array(text.length * 100) };
      },
      close: () => Promise.resolve(),
    };
    const lengths: number[] = [];
    const results = await measureIntelligibility([train, { written: 'Yes.', spoken: 'Yes.' }], {
      voice,
      transcribe: (samples) => {
        lengths.push(samples.length);
        return Promise.resolve(lengths.length === 1 ? 'The train leaves at 7:05.' : 'No.');
      },
      signal: new AbortController().signal,
      onSentence: () => undefined,
    });
    expect(lengths).toEqual([train.written.length * 400, 4 * 400]);
    expect(results.map(({ heard }) => heard.errors)).toEqual([0, 1]);
  });
});
