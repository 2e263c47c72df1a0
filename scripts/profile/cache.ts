/** What a kept answer costs: microseconds from the words of a question to its reply, with nothing else around it. */
import type { Understood } from '../../src/pipeline/intent.js';
import type { Scope } from '../../src/pipeline/stage.js';
import { systemClock } from '../../src/pipeline/clock.js';
import { cached, ReplyCache } from '../../src/stages/response/cache.js';
import { questionOf } from '../../src/stages/response/cache/question.js';
import { summarise, type Row } from './summary.js';

/** Things to ask about, none of them a word that says what an answer depends on. */
const SUBJECTS = ['France', 'Japan', 'Peru', 'Kenya', 'Norway', 'Cuba', 'Chile', 'Nepal', 'Ghana', 'Laos'];
const WARM_UP = 300;

export interface CacheRun {
  /** Questions of each kind. */
  readonly count: number;
}

/**
 * Rows in µs: `cache-key` (words to question), `cache-hit` (the same words again), `cache-near-hit` (other words for the
 * same), `cache-miss` (a new question, answered in no time and kept). Whole turns, without a pipeline around them.
 */
export async function cacheRows({ count }: CacheRun): Promise<Row[]> {
  const { cache, ask } = openAnswers();
  const rows: (Row | undefined)[] = [];
  const measure = async (name: string, task: (index: number) => Promise<void> | void): Promise<void> => {
    for (let index = 0; index < WARM_UP; index++) await task(index);
    const taken: number[] = [];
    for (let index = WARM_UP; index < WARM_UP + count; index++) {
      const startMs = performance.now();
      await task(index);
      taken.push((performance.now() - startMs) * 1000);
    }
    rows.push(summarise(name, 'µs', taken));
  };
  await measure('cache-key', (index) => void questionOf(understood(plainly(index)), { ...keyed, context: 'bench' }));
  await measure('cache-miss', (index) => ask(plainly(index)));
  await measure('cache-hit', (index) => ask(plainly(index)));
  await measure('cache-near-hit', (index) => ask(otherwise(index)));
  const { misses, exactHits, nearHits } = cache.stats;
  const each = WARM_UP + count;
  if (misses !== each || exactHits !== each || nearHits !== each)
    throw new Error(`wanted ${each} of each, got ${misses} misses, ${exactHits} exact hits, ${nearHits} near hits`);
  return rows.filter((row) => row !== undefined);
}

const keyed = { near: true, names: ['parley'] };

/** Answers that are kept: `ask` resolves when the whole reply is there. */
export interface KeptAnswers {
  readonly cache: ReplyCache;
  readonly ask: (text: string) => Promise<void>;
}

/** A cache with a model behind it that answers in no time. */
export function openAnswers(): KeptAnswers {
  const cache = new ReplyCache(systemClock, { size: 100_000, ttlMs: 3_600_000, sizeBytes: 64_000_000 });
  const run = cached(
    async function* () {
      yield { text: 'It is a large city by a river.', source: 'llm' };
    },
    { ...keyed, cache, context: () => 'bench', hasHistory: () => false, usedTools: () => false },
  );
  const ask = async (text: string): Promise<void> => {
    for await (const delta of run(understood(text), scope)) if (delta.text === '') throw new Error('an empty reply');
  };
  return { cache, ask };
}

const scope: Scope = {
  id: 'bench',
  signal: new AbortController().signal,
  clock: systemClock,
  probe: { mark: () => undefined, count: () => undefined },
};

function understood(text: string): Understood {
  return { transcript: { kind: 'final', text, language: 'en', words: [] }, normalised: text };
}

const subjectOf = (index: number): string => `${SUBJECTS[index % SUBJECTS.length] ?? ''} number ${index}`;
const plainly = (index: number): string => `What is the capital of ${subjectOf(index)}?`;
const otherwise = (index: number): string => `um, can you tell me what the capital of ${subjectOf(index)} is, please?`;
