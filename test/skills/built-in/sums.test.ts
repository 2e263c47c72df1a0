/** Sums and units: from the words asked to the words answered, and what goes on from a result. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { loadCalculator, sayNumber } from '../../../src/skills/language/calculator.js';
import { openAnswering } from '../../stages/response/answering.js';

describe('sums and units', () => {
  it.each([
    ['What is twelve times seven?', '12 times 7 is 84.'],
    ['What is 15 percent of 80?', '15 percent of 80 is 12.'],
    ['What is the square root of 2?', 'The square root of 2 is about 1.4142.'],
    ['What is 0.1 plus 0.2?', '0.1 plus 0.2 is 0.3.'],
    ['What is five minus eight?', '5 minus 8 is minus 3.'],
    ['What is one divided by zero?', '1 divided by 0 has no answer that I could say.'],
    ['What is 2 to the power of 100?', '2 to the power of 100 is about 1.27 times 10 to the power of 30.'],
    ['Subtract 5 from 12', '12 minus 5 is 7.'],
    ['How many centimeters in five feet?', '5 feet are 152.4 centimeters.'],
    ['20 Celsius in Fahrenheit', '20 degrees Celsius are 68 degrees Fahrenheit.'],
    ['How many ounces are in a pound?', '1 pound is 16 ounces.'],
    ['What is five foot ten in centimeters?', '5 feet 10 inches are 177.8 centimeters.'],
    ['How many meters in a pound?', "I can't turn pounds into meters."],
    ['Convert 3 miles to kilometers', '3 miles are about 4.828 kilometers.'],
  ])('%s → %s', async (asked, wanted) => {
    expect(await openAnswering().talk(asked, '1')).toBe(wanted);
  });
  it('computes nothing but arithmetic', () => {
    const { evaluate } = loadCalculator();
    for (const code of ['import({a:1})', 'x=1', '"a"', 'createUnit("foo")', 'evaluate("1")', '[1,2]', '1;2', 'e'])
      expect(() => evaluate(code), code).toThrow('not arithmetic');
  });
  it('says every number without an exponent, close to its value', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e14, max: 1e14 }), (value) => {
        const { text, rounded } = sayNumber(value);
        expect(text).not.toMatch(/\de/);
        if (!text.includes('power')) {
          const said = Number(text.replace('minus ', '-'));
          expect(Math.abs(said - value)).toBeLessThanOrEqual(Math.max(0.005, Math.abs(value) * 1e-6));
          if (!rounded) expect(Math.abs(said - value)).toBeLessThanOrEqual(Math.abs(value) * 1e-9);
        }
      }),
    );
  });
});

describe('what goes on from a result', () => {
  it.each([
    [['What is 6 times 7?', 'Double that.', 'and minus 4', 'divided by two'], '80 divided by 2 is 40.'],
    [['What is 5 minus 8?', 'plus ten'], 'Minus 3 plus 10 is 7.'],
    [['What is 12 squared?', 'and the square root of that'], 'The square root of 144 is 12.'],
    [['What is 80 plus 120?', 'What is 15 percent of that?'], '15 percent of 200 is 30.'],
    [['Convert 3 miles to kilometers', 'and in meters?'], '3 miles are about 4828.03 meters.'],
  ])('%s', async (asked, wanted) => {
    const { talk } = openAnswering();
    let reply = '';
    for (const [turn, text] of asked.entries()) reply = await talk(text, String(turn));
    expect(reply).toBe(wanted);
  });
  it('is nothing after something else was said', async () => {
    const { talk, llm } = openAnswering();
    await talk('What is 6 times 7?', '1');
    await talk('Who painted the Mona Lisa?', '2');
    await talk('Double that.', '3');
    expect(llm.asked).toHaveLength(2);
  });
});
