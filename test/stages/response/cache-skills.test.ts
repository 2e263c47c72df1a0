/** Answers of skills that may be given again for a while. */
import { describe, expect, it } from 'vitest';
import { openCertainty } from '../../../src/pipeline/certainty.js';
import type { AnySkill, SkillReply } from '../../../src/skills/skill.js';
import { SkillAnswers, type SkillAsked } from '../../../src/stages/response/cache/skill-answers.js';
import { collect, stream } from '../../fakes/scope.js';
import { FakeClock, fakeScope } from './fakes.js';

const skill = (more: Partial<AnySkill> = {}): AnySkill => ({
  ...{ name: 'rainfall', about: 'tells how much it rains', examples: ['how wet is Bergen'], keepMs: 1000 },
  ...{ answer: () => 'Very wet.', ...more },
});

function bench(): { clock: FakeClock; answers: SkillAnswers } {
  const clock = new FakeClock();
  return { clock, answers: new SkillAnswers(clock) };
}

const about = (slots: object, of = skill(), language = 'en'): SkillAsked => ({ skill: of, slots, language });

describe('the answer of a skill', () => {
  it('is given again for as long as the skill says, to the same slots in the same language', async () => {
    const { clock, answers } = bench();
    const rain = skill();
    const asked = about({ place: 'bergen', days: 2 }, rain);
    const replies: SkillReply[] = ['Wet.', { text: 'Very wet.', result: 12 }];
    expect(answers.find(asked)).toBeUndefined();
    expect(await collect(answers.keep(stream(...replies), asked, fakeScope(clock)))).toEqual(replies);
    expect(answers.find(about({ place: 'bergen', days: 2 }, rain))).toEqual(replies);
    expect(answers.find(about({ place: 'bergen', days: 3 }, rain))).toBeUndefined();
    expect(answers.find(about({ place: 'oslo', days: 2 }, rain))).toBeUndefined();
    expect(answers.find(about({ place: 'bergen', days: 2 }, rain, 'no'))).toBeUndefined();
    // Read again from its file it is another skill, even under the same name.
    expect(answers.find(about({ place: 'bergen', days: 2 }, skill()))).toBeUndefined();
    await clock.advance(1001);
    expect(answers.find(asked)).toBeUndefined();
  });
  it.each<readonly [string, AnySkill, readonly SkillReply[], object]>([
    ['where the skill does not say so', skill({ keepMs: 0 }), ['Wet.'], {}],
    ['of a skill that changes something', skill({ runs: 'certain' }), ['Wet.'], {}],
    ['with a consequence', skill(), [{ text: 'Wet.', effect: () => undefined }], {}],
    ['that asks something', skill(), [{ text: 'Where?', expects: () => undefined }], {}],
    ['without a word', skill(), [''], {}],
    ['about what cannot be compared', skill(), ['Wet.'], { read: () => 1 }],
  ])('is not kept %s', async (_what, of, replies, slots) => {
    const { clock, answers } = bench();
    await collect(answers.keep(stream(...replies), about(slots, of), fakeScope(clock)));
    expect(answers.find(about(slots, of))).toBeUndefined();
  });
  it('is not kept when it failed, was left, was aborted or taken back', async () => {
    const { clock, answers } = bench();
    const asked = about({});
    const broken = async function* (): AsyncGenerator<SkillReply> {
      yield 'Wet';
      throw new Error('gone');
    };
    await expect(collect(answers.keep(broken(), asked, fakeScope(clock)))).rejects.toThrow('gone');
    for await (const piece of answers.keep(stream('Wet,', 'very.'), asked, fakeScope(clock))) if (piece !== '') break;
    const aborted = fakeScope(clock);
    aborted.controller.abort(new Error('enough'));
    await collect(answers.keep(stream('Wet.'), asked, aborted));
    const dropped = fakeScope(clock);
    const certainty = openCertainty(dropped);
    await collect(answers.keep(stream('Wet.'), asked, dropped));
    certainty.drop();
    expect(answers.find(asked)).toBeUndefined();
    await collect(answers.keep(stream('Wet.'), asked, fakeScope(clock)));
    expect(answers.find(asked)).toEqual(['Wet.']);
    answers.clear();
    expect(answers.find(asked)).toBeUndefined();
  });
});
