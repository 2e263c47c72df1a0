/** The answering stage on a scripted model: who answers, what is kept, and the contract of every stage. */
import { describe, expect, it } from 'vitest';
import { TurnAborted } from '../../../src/pipeline/abort.js';
import { openCertainty, type Certainty } from '../../../src/pipeline/certainty.js';
import type { FinalTranscript, ReplyDelta } from '../../../src/pipeline/messages.js';
import { collect, settle, stream } from '../../fakes/scope.js';
import {
  answeringSettings,
  openAnswering,
  sourcesOf,
  textOf,
  type Answering,
  type AnsweringOptions,
} from './answering.js';
import { fakeScope, heard } from './fakes.js';

const bench = openAnswering;
const CAPITAL = 'What is the capital of France?';
const RIVER = 'What is the longest river of France?';

describe('who answers', () => {
  it('a skill where the intent is clear, without the model', async () => {
    const { ask, llm } = bench();
    const reply = await ask('What time is it?');
    expect(reply).toEqual([{ text: "It's 3:05 PM.", source: 'skill' }]);
    expect(llm.asked).toEqual([]);
  });
  it('the model for the rest, word by word, with the words as they were said', async () => {
    const { ask, llm } = bench({ answer: () => ['Par', 'is is', ' the *capital*', '.'] });
    const reply = await ask(CAPITAL);
    expect(textOf(reply)).toBe('Paris is the capital.');
    expect(reply.length).toBeGreaterThan(1);
    expect(sourcesOf(reply)).toEqual(['llm']);
    expect(llm.asked).toMatchObject([
      {
        system: expect.stringMatching(/^Be brief\./) as string,
        messages: [{ role: 'user', text: CAPITAL }],
        maxTokens: 40,
        temperature: 0,
      },
    ]);
  });
  it('nobody when nothing was said', async () => {
    const { ask } = bench();
    expect(await ask('')).toEqual([]);
    expect(await ask('[BLANK_AUDIO]')).toEqual([]);
    expect(await ask('Um, uh.')).toEqual([]);
  });
  it('an honest line without a model, and skills all the same', async () => {
    const { ask } = bench({ model: { engine: undefined } });
    expect(sourcesOf(await ask(CAPITAL))).toEqual(['fallback']);
    expect(textOf(await ask('What is 12 times 7?'))).toBe('12 times 7 is 84.');
  });
});

describe('when the model fails', () => {
  it('apologises, reports the fault, and answers the next question', async () => {
    let times = 0;
    const { ask, faults, conversation } = bench({
      answer: () => (times++ === 0 ? [new Error('out of memory')] : ['Fine.']),
    });
    expect(sourcesOf(await ask(CAPITAL))).toEqual(['fallback']);
    expect(faults.map((fault) => fault.message)).toEqual(['out of memory']);
    conversation.recordHeard('1', 'Sorry …');
    expect(conversation.history()).toEqual([]);
    expect(textOf(await ask(CAPITAL))).toBe('Fine.');
  });
  it('says that it lost its thread when it fails in the middle', async () => {
    const { ask } = bench({ answer: () => ['It is ', new Error('gone')] });
    expect(textOf(await ask(CAPITAL))).toBe('It is. Sorry, I lost my thread.');
  });
  it('says so when no first token comes in time, and gives the model up', async () => {
    const { ask, llm, clock, faults } = bench({ answer: () => ['hang', 'Paris.'] });
    const reply = ask(CAPITAL);
    await settle();
    await clock.advance(1000);
    expect(sourcesOf(await reply)).toEqual(['fallback']);
    expect(llm.abandoned).toBe(1);
    expect(faults[0]?.message).toBe('no first token within 1000 ms');
  });
  it('does not hurry a model that has begun', async () => {
    const { ask, clock } = bench({ answer: () => ['Paris ', 'is it.'] });
    expect(sourcesOf(await ask(CAPITAL))).toEqual(['llm']);
    expect(clock.sleeping).toBe(0);
  });
  it('has something to say when the model has nothing', async () => {
    const { ask } = bench({ answer: () => [] });
    expect(sourcesOf(await ask(CAPITAL))).toEqual(['fallback']);
  });
});

describe('history', () => {
  it('goes to the model with what was heard, not with what was said', async () => {
    const { ask, llm, conversation } = bench();
    await ask('Why is the grass so green?', '1');
    conversation.recordHeard('1', 'You asked: why');
    await ask('And in autumn?', '2');
    expect(llm.asked[1]?.messages).toEqual([
      { role: 'user', text: 'Why is the grass so green?' },
      { role: 'assistant', text: 'You asked: why' },
      { role: 'user', text: 'And in autumn?' },
    ]);
  });
  it('leaves small talk out, and forgets after the timeout', async () => {
    const { talk, llm, clock } = bench();
    await talk('Hello.', '1');
    await talk('Who painted the Mona Lisa?', '2');
    await clock.advance(300_001);
    await talk('Where does it hang?', '3');
    expect(llm.asked.map((args) => args.messages.length)).toEqual([1, 1]);
  });
  it('repeats what was heard last', async () => {
    const { talk } = bench();
    expect(await talk('Say that again.', '1')).toContain("haven't said anything");
    await talk('What is 12 times 7?', '2');
    expect(await talk('Could you repeat that?', '3')).toBe('12 times 7 is 84.');
    expect(await talk('Again.', '4')).toBe('12 times 7 is 84.');
  });
});

describe('the cache', () => {
  const bench = (options: AnsweringOptions = {}): Answering =>
    openAnswering({ answer: (question) => ['Paris ', `it is, ${question.length}.`], ...options });

  it('answers the same question again, however it is put, without the model', async () => {
    const { talk, ask, llm } = bench();
    const first = await talk(CAPITAL, '1');
    const again = await ask('um, what’s the capital of France, please', '2');
    expect(again).toEqual([{ text: first, source: 'cache' }]);
    expect(llm.asked).toHaveLength(1);
  });
  it('forgets after its time to live', async () => {
    const { talk, llm, clock } = bench();
    await talk(CAPITAL, '1');
    await clock.advance(60_001);
    await talk(CAPITAL, '2');
    expect(llm.asked).toHaveLength(2);
  });
  it.each([
    'What is the weather in Paris today?',
    'Tell me a joke about cats.',
    'Why did I say that?',
    'Why is that so?',
  ])('never keeps an answer to "%s"', async (question) => {
    const { ask, llm } = bench();
    await ask(question);
    await ask(question);
    expect(llm.asked).toHaveLength(2);
  });
  it('keeps nothing that the model made with a history before it', async () => {
    const { talk, ask, llm } = bench();
    await talk('Who painted the Mona Lisa?', '1');
    await ask(CAPITAL, '2');
    await ask(CAPITAL, '3');
    expect(llm.asked).toHaveLength(3);
  });
  it('keeps no apology and nothing cut off', async () => {
    let times = 0;
    const { ask, stage, clock, llm } = bench({
      answer: () => (times++ === 0 ? ['It ', new Error('gone')] : ['It ', 'is ', 'Paris.']),
    });
    await ask(CAPITAL);
    for await (const delta of stage.run(stream(heard(CAPITAL)), fakeScope(clock))) if (delta.text !== '') break;
    expect(llm.abandoned).toBe(2);
    expect(sourcesOf(await ask(CAPITAL))).toEqual(['llm']);
    expect(sourcesOf(await ask(CAPITAL))).toEqual(['cache']);
  });
  it('is off when the settings say so', async () => {
    const { cache } = answeringSettings.response_generation;
    const off = { ...answeringSettings, response_generation: { cache: { ...cache, enabled: false } } };
    const { ask, llm } = bench({ settings: off });
    await ask(CAPITAL);
    await ask(CAPITAL);
    expect(llm.asked).toHaveLength(2);
  });
});

describe('drafts', () => {
  const TIMER = 'Set a timer for ten minutes.';
  interface Drafted extends Answering {
    readonly certainty: Certainty;
    readonly draft: (text: string) => Promise<ReplyDelta[]>;
  }
  function drafted(): Drafted {
    const parts = bench({ answer: () => ['Paris ', 'it is.'] });
    const scope = fakeScope(parts.clock, 'draft');
    const draft = (text: string): Promise<ReplyDelta[]> => collect(parts.stage.run(stream(heard(text)), scope));
    return { ...parts, certainty: openCertainty(scope), draft };
  }
  it('speak at once and set exactly one timer when the turn is certain', async () => {
    const { draft, alarms, certainty } = drafted();
    expect(sourcesOf(await draft(TIMER))).toEqual(['skill']);
    expect(alarms.find({})).toEqual([]);
    certainty.settle();
    certainty.settle();
    expect(alarms.find({})).toHaveLength(1);
  });
  it('set none at all when they are thrown away', async () => {
    const { draft, alarms, certainty, clock } = drafted();
    await draft(TIMER);
    certainty.drop();
    certainty.settle();
    await draft(TIMER);
    expect(alarms.find({})).toEqual([]);
    expect(clock.sleeping).toBe(0);
  });
  it('cancel nothing when they are thrown away', async () => {
    const { ask, draft, alarms, certainty } = drafted();
    await ask(TIMER);
    expect(textOf(await draft('Cancel the timer.'))).toContain('cancelled');
    certainty.drop();
    expect(alarms.find({})).toHaveLength(1);
  });
  it('tell of an effect that failed after the words were said', async () => {
    const { draft, alarms, certainty, faults } = drafted();
    await draft(TIMER);
    while (!alarms.isFull) alarms.plan({ kind: 'timer', durationMs: 60_000, atMs: 0 })();
    certainty.settle();
    expect(faults.map(({ message }) => message)).toEqual(["I can't keep more than that. Cancel one first."]);
  });
  it('keep their answer only once they are certain', async () => {
    const { ask, draft, certainty, llm } = drafted();
    await draft(CAPITAL);
    await ask(CAPITAL, '2');
    expect(llm.asked).toHaveLength(2);
    expect(sourcesOf(await ask(CAPITAL, '3'))).toEqual(['cache']);
    await draft(RIVER);
    certainty.settle();
    expect(sourcesOf(await ask(RIVER, '4'))).toEqual(['cache']);
  });
  it('keep no answer when they are thrown away', async () => {
    const { ask, draft, certainty } = drafted();
    await draft(CAPITAL);
    certainty.drop();
    expect(sourcesOf(await ask(CAPITAL, '2'))).toEqual(['llm']);
  });
});

describe('the contract of a stage', () => {
  it('warms the model up with the system prompt, and with the conversation when there is one', async () => {
    const { stage, llm, talk } = bench();
    await stage.warmUp?.(new AbortController().signal);
    expect(llm.warmed).toMatchObject([{ messages: [] }]);
    await talk(CAPITAL, '1');
    await stage.warmUp?.(new AbortController().signal);
    expect(llm.warmed[1]).toMatchObject({ messages: [{ role: 'user', text: CAPITAL }, { role: 'assistant' }] });
  });
  it('lets the model read along while the user speaks, but nothing that a skill answers', async () => {
    const { stage, clock, llm } = bench();
    await stage.prepare?.(stream(heard('What time is it?'), heard('')), fakeScope(clock));
    expect(llm.warmed).toEqual([]);
    await stage.prepare?.(stream(heard('What is the capital')), fakeScope(clock));
    expect(llm.warmed).toMatchObject([{ messages: [], beginning: 'What is the capital' }]);
    expect(llm.asked).toEqual([]);
  });
  it('ends with its input, and gives nothing for nothing', async () => {
    const { stage, clock } = bench();
    expect(await collect(stage.run(stream(), fakeScope(clock)))).toEqual([]);
  });
  it('throws the reason when aborted before', async () => {
    const { stage, clock, llm } = bench();
    const scope = fakeScope(clock);
    const reason = new TurnAborted('barge-in');
    scope.controller.abort(reason);
    await expect(collect(stage.run(stream(heard(CAPITAL)), scope))).rejects.toBe(reason);
    expect(llm.asked).toEqual([]);
  });
  it('throws the reason when aborted during, stops the model, and apologises to nobody', async () => {
    const { stage, clock, llm, faults } = bench({ answer: () => ['It ', 'is ', 'hang'] });
    const scope = fakeScope(clock);
    const reason = new TurnAborted('barge-in');
    const said: string[] = [];
    const reading = (async () => {
      for await (const delta of stage.run(stream(heard(CAPITAL)), scope)) said.push(delta.text);
    })();
    await settle();
    scope.controller.abort(reason);
    await expect(reading).rejects.toBe(reason);
    expect(said).toEqual(['It', ' is']);
    expect(llm.abandoned).toBe(1);
    expect(faults).toEqual([]);
    expect(clock.sleeping).toBe(0);
  });
  it('is untouched by an abort after its end', async () => {
    const { stage, clock } = bench();
    const scope = fakeScope(clock);
    const reply = await collect(stage.run(stream(heard(CAPITAL)), scope));
    scope.controller.abort(new TurnAborted('shutdown'));
    await settle();
    expect(sourcesOf(reply)).toEqual(['llm']);
  });
  it('lets the model go when its reader leaves', async () => {
    const { stage, clock, llm } = bench({ answer: () => ['one ', 'two ', 'three '] });
    for await (const delta of stage.run(stream(heard(CAPITAL)), fakeScope(clock))) if (delta.text !== '') break;
    expect(llm.abandoned).toBe(1);
    expect(clock.sleeping).toBe(0);
  });
  it('throws what its input throws', async () => {
    const { stage, clock } = bench();
    const broken = (async function* (): AsyncGenerator<FinalTranscript> {
      yield heard('Hello.');
      throw new Error('nlp fell over');
    })();
    await expect(collect(stage.run(broken, fakeScope(clock)))).rejects.toThrow('nlp fell over');
  });
  it('may be closed any number of times', async () => {
    const { stage } = bench();
    await stage.close?.();
    await stage.close?.();
  });
});
