/** What is done with words: a reply is cut into sentences, a kept one found again, a turn moved on, a figure recorded. */
import { Meter } from '../../../src/metrics/meter.js';
import { openTurn, stepTurn } from '../../../src/pipeline/turn-machine.js';
import { SentenceSplitter } from '../../../src/stages/tts/sentence-splitter.js';
import { openAnswers } from '../cache.js';
import type { Operation } from './operation.js';

/** As a language model would say it: numbers, an abbreviation, a quotation, clauses. */
const REPLY =
  'Mount Everest is 8,848.86 metres high, as Dr. Sharma measured in 2020. Climbers call it "the roof of the world", ' +
  'and most of them, about 600 a year, go up in May; the rest of the year the wind is too strong. Would you like to ' +
  'know more about it?';

function cut(pieces: Iterable<string>): number {
  const splitter = new SentenceSplitter();
  let count = 0;
  for (const piece of pieces) count += splitter.push(piece).length;
  return count + splitter.flush().length;
}

export const wordOperations: readonly Operation[] = [
  {
    ...{ name: 'splitter-character', unit: 'ns', each: REPLY.length },
    open: async () => ({ run: () => cut(REPLY) }),
  },
  { ...{ name: 'splitter-reply', unit: 'µs' }, open: async () => ({ run: () => cut([REPLY]) }) },
  {
    ...{ name: 'cache-hit', unit: 'µs' },
    open: async () => {
      const answers = openAnswers();
      await answers.ask('What is the capital of France?');
      return { run: () => answers.ask('What is the capital of France?') };
    },
  },
  {
    // From the endpoint to the last sound.
    ...{ name: 'turn-step', unit: 'ns', runsPerSample: 100, each: 4 },
    open: async () => ({
      run: () => {
        let state = openTurn('hearing');
        for (const kind of ['endpoint', 'transcribed', 'first-sound', 'played'] as const)
          state = stepTurn(state, { kind });
        return state.outcome;
      },
    }),
  },
  {
    ...{ name: 'metric-record', unit: 'ns', target: 1000, runsPerSample: 100 },
    open: async () => {
      const meter = new Meter();
      let ms = 0;
      return {
        run: () => {
          ms = (ms + 1) % 1000;
          meter.record('pipeline.stage', ms, 'tts');
        },
      };
    },
  },
];
