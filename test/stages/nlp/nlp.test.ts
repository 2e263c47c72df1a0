/** The stage: contract and language. */
import { describe, expect, it } from 'vitest';
import type { FinalTranscript } from '../../../src/pipeline/messages.js';
import type { Scope } from '../../../src/pipeline/stage.js';
import { TurnAborted } from '../../../src/pipeline/abort.js';
import type { Understood } from '../../../src/pipeline/intent.js';
import { builtInSkills } from '../../../src/skills/built-in/index.js';
import { createNlpStage } from '../../../src/stages/nlp/nlp.js';
import { createUnderstanding } from '../../../src/stages/nlp/understanding.js';

const final = (text: string, language = 'en'): FinalTranscript => ({ kind: 'final', text, language, words: [] });

function scopeOf(signal: AbortSignal): Scope {
  return {
    id: '1',
    signal,
    clock: { now: () => 0, sleep: () => Promise.resolve() },
    probe: { mark: () => undefined, count: () => undefined },
  };
}

async function* feed(...transcripts: FinalTranscript[]): AsyncGenerator<FinalTranscript> {
  yield* transcripts;
}

async function collect(stream: AsyncIterable<Understood>): Promise<Understood[]> {
  const all: Understood[] = [];
  for await (const item of stream) all.push(item);
  return all;
}

describe('the nlp stage', () => {
  const stage = createNlpStage({
    understanding: createUnderstanding({ names: ['Parley'], skills: builtInSkills }),
    context: () => ({ now: new Date('2026-11-21T10:00:00Z'), timeZone: 'UTC' }),
  });
  const scope = scopeOf(new AbortController().signal);

  it('normalises and matches', async () => {
    await stage.warmUp?.(scope.signal);
    const [understood] = await collect(stage.run(feed(final('Hey Parley, what time is it?')), scope));
    expect(understood).toMatchObject({ normalised: 'what time is it', intent: { name: 'time', confidence: 1 } });
  });
  it('takes its bare name for a greeting', async () => {
    const [understood] = await collect(stage.run(feed(final('Parley?')), scope));
    expect(understood?.intent?.name).toBe('greeting');
  });
  it('passes on other languages without an intent', async () => {
    const [understood] = await collect(stage.run(feed(final('Stop!', 'de')), scope));
    expect(understood?.intent).toBeUndefined();
    expect(understood?.normalised).toBe('stop');
  });
  it('passes on empty text, and nothing for no input', async () => {
    expect((await collect(stage.run(feed(final('')), scope)))[0]?.intent).toBeUndefined();
    expect(await collect(stage.run(feed(), scope))).toEqual([]);
  });
  it('throws the signal’s reason when aborted before or during', async () => {
    const controller = new AbortController();
    const reason = new TurnAborted('barge-in');
    const run = stage.run(feed(final('one'), final('two')), scopeOf(controller.signal));
    const seen: string[] = [];
    const reading = (async () => {
      for await (const item of run) {
        seen.push(item.transcript.text);
        controller.abort(reason);
      }
    })();
    await expect(reading).rejects.toBe(reason);
    expect(seen).toEqual(['one']);
  });
  it('leaves its input when its reader leaves, and throws what its input throws', async () => {
    let left = false;
    const input = (async function* () {
      try {
        yield final('one');
        yield final('two');
      } finally {
        left = true;
      }
    })();
    for await (const item of stage.run(input, scope)) {
      expect(item.transcript.text).toBe('one');
      break;
    }
    expect(left).toBe(true);
    const broken = (async function* (): AsyncGenerator<FinalTranscript> {
      yield final('one');
      throw new Error('recogniser fell over');
    })();
    await expect(collect(stage.run(broken, scope))).rejects.toThrow('recogniser fell over');
  });
});
