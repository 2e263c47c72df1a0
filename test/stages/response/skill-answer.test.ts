/** Answers by skills: when they run, what they ask first, how a question is answered, and what becomes of a fault. */
import { describe, expect, it } from 'vitest';
import { openCertainty } from '../../../src/pipeline/certainty.js';
import { defineSkill, type AnySkill } from '../../../src/skills/skill.js';
import { yesOrNo } from '../../../src/skills/dialogue.js';
import { collect, settle, stream } from '../../fakes/scope.js';
import { openAnswering, sourcesOf, textOf, type Answering } from './answering.js';
import { fakeScope, heard } from './fakes.js';

/** A garden with a pump: each way in which a skill may run. */
function garden(log: string[]): readonly AnySkill[] {
  return [
    defineSkill({
      name: 'water',
      about: 'waters the garden',
      examples: ['water the garden'],
      phrases: ['water the garden'],
      runs: 'certain',
      answer: () => {
        log.push('water');
        return 'The garden is watered.';
      },
    }),
    defineSkill({
      name: 'measure',
      about: 'tells how wet the garden is',
      examples: ['how wet is the garden'],
      phrases: ['how wet is the garden'],
      runs: 'taken',
      answer: () => {
        log.push('measure');
        return 'Wet.';
      },
    }),
    defineSkill({
      name: 'flood',
      about: 'floods the garden',
      examples: ['flood the garden'],
      phrases: ['flood the garden'],
      runs: 'certain',
      confirm: () => 'Shall I really flood the garden?',
      answer: () => {
        log.push('flood');
        return 'It is a lake now.';
      },
    }),
    defineSkill({
      name: 'slow',
      about: 'tells of something slowly',
      examples: ['inspect the pump'],
      phrases: ['inspect the pump'],
      async *answer() {
        yield 'One moment.';
        yield { text: 'The pump is fine.', effect: () => log.push('inspected') };
      },
    }),
    defineSkill({
      name: 'broken',
      about: 'fails',
      examples: ['start the pump'],
      phrases: ['start the pump'],
      answer: () => Promise.reject(new Error('no power')),
    }),
    defineSkill({
      name: 'asks',
      about: 'asks back',
      examples: ['trim the hedge'],
      phrases: ['trim the hedge'],
      answer: () => ({
        text: 'Both sides?',
        expects: yesOrNo(
          () => ({ text: 'Both, then.', effect: () => log.push('both') }),
          () => 'Only this one.',
        ),
      }),
    }),
  ];
}

function bench(): Answering & { readonly log: string[] } {
  const log: string[] = [];
  return { ...openAnswering({ skills: garden(log), answer: () => ['The ', 'model.'] }), log };
}

describe('a skill', () => {
  it('that changes the world runs when its turn is certain, and never in one that is taken back', async () => {
    const { stage, clock, log } = bench();
    const scope = fakeScope(clock, 'draft');
    const certainty = openCertainty(scope);
    const reply = collect(stage.run(stream(heard('Water the garden.')), scope));
    await settle();
    certainty.take();
    await settle();
    expect([log, certainty.isAwaited]).toEqual([[], true]);
    certainty.settle();
    expect(textOf(await reply)).toBe('The garden is watered.');
    const other = fakeScope(clock, 'dropped');
    const dropped = openCertainty(other);
    const never = collect(stage.run(stream(heard('Water the garden.')), other));
    await settle();
    dropped.drop();
    await expect(never).rejects.toThrow('superseded');
    expect(log).toEqual(['water']);
  });

  it('that only looks at the world runs when its turn is taken', async () => {
    const { stage, clock, log } = bench();
    const scope = fakeScope(clock);
    const certainty = openCertainty(scope);
    const reply = collect(stage.run(stream(heard('How wet is the garden?')), scope));
    await settle();
    expect(log).toEqual([]);
    certainty.take();
    expect(textOf(await reply)).toBe('Wet.');
  });

  it('speaks in pieces, and does what comes with them', async () => {
    const { ask, log } = bench();
    expect(await ask('Inspect the pump.')).toEqual([
      { text: 'One moment. ', source: 'skill' },
      { text: 'The pump is fine. ', source: 'skill' },
    ]);
    expect(log).toEqual(['inspected']);
  });

  it('that fails is apologised for, and the fault is told', async () => {
    const { ask, faults } = bench();
    expect(await ask('Start the pump.')).toEqual([{ text: 'Sorry, that did not work.', source: 'fallback' }]);
    expect(faults.map(({ message }) => message)).toEqual(['no power']);
  });
});

describe('a risky skill', () => {
  it('asks first, and runs after a yes', async () => {
    const { talk, log } = bench();
    expect(await talk('Flood the garden.', '1')).toBe('Shall I really flood the garden?');
    expect(log).toEqual([]);
    expect(await talk('Yes, please.', '2')).toBe('It is a lake now.');
    expect(log).toEqual(['flood']);
    await talk('Yes.', '3');
    expect(log).toEqual(['flood']);
  });

  it.each(['No.', 'What time is it?', 'Flood the garden.', 'Who painted the Mona Lisa?'])(
    'does not run after "%s"',
    async (answer) => {
      const { talk, log } = bench();
      await talk('Flood the garden.', '1');
      await talk(answer, '2');
      expect(log).toEqual([]);
    },
  );

  it('does not run after a yes that comes late', async () => {
    const { talk, clock, log } = bench();
    await talk('Flood the garden.', '1');
    await clock.advance(300_001);
    await talk('Yes.', '2');
    expect(log).toEqual([]);
  });

  it('waits until the turn of the yes is certain', async () => {
    const { talk, stage, clock, log } = bench();
    await talk('Flood the garden.', '1');
    const scope = fakeScope(clock, '2');
    const certainty = openCertainty(scope);
    const reply = collect(stage.run(stream(heard('Yes.')), scope));
    await settle();
    expect(log).toEqual([]);
    certainty.settle();
    await reply;
    expect(log).toEqual(['flood']);
  });
});

describe('a question of a skill', () => {
  it('is answered in the next turn', async () => {
    const { talk, log } = bench();
    expect(await talk('Trim the hedge.', '1')).toBe('Both sides?');
    expect(await talk('Yeah, sure.', '2')).toBe('Both, then.');
    expect(log).toEqual(['both']);
    await talk('Trim the hedge.', '3');
    expect(await talk('Nope.', '4')).toBe('Only this one.');
  });

  it('is forgotten when something else is asked', async () => {
    const { talk, log } = bench();
    await talk('Trim the hedge.', '1');
    expect(await talk('What is 6 times 7?', '2')).toBe('6 times 7 is 42.');
    expect(await talk('Yes.', '3')).not.toBe('Both, then.');
    expect(log).toEqual([]);
  });
});

describe('what was perhaps meant', () => {
  it('is asked about, done after a yes, and left after a no', async () => {
    const { talk, log } = bench();
    const guess = await talk('Water my gardenia.', '1');
    expect(guess).toBe('Did you mean: water the garden?');
    expect(log).toEqual([]);
    expect(await talk('Yes.', '2')).toBe('The garden is watered.');
    await talk('Water my gardenia.', '3');
    expect(await talk('No.', '4')).toContain('other words');
    expect(log).toEqual(['water']);
  });

  it('is the model’s where nothing comes near', async () => {
    const { ask } = bench();
    expect(sourcesOf(await ask('Why do gardens need water?'))).toEqual(['llm']);
  });
});
