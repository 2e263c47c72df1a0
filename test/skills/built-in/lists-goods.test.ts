/** Where one thing on a list ends and the next begins. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { goodsName, isShopped, splitItems } from '../../../src/skills/built-in/lists-goods.js';

describe('what was said to be put on a list', () => {
  it.each([
    ['milk', ['milk']],
    ['some milk', ['milk']],
    ['milk eggs and 2 loaves of bread', ['milk', 'eggs', '2 loaves of bread']],
    ['milk and eggs and butter', ['milk', 'eggs', 'butter']],
    ['apples bananas orange juice and peanut butter', ['apples', 'bananas', 'orange juice', 'peanut butter']],
    ['oranges juice', ['oranges', 'juice']],
    ['chicken soup', ['chicken soup']],
    ['milk 2 apples a bottle of wine', ['milk', '2 apples', 'a bottle of wine']],
    ['mac and cheese and milk', ['mac and cheese', 'milk']],
    ['size 12 shoes', ['size 12 shoes']],
    ['olive oil toilet paper', ['olive oil', 'toilet paper']],
    ['an umbrella', ['umbrella']],
    ['call mom and dad', ['call mom and dad']],
    ['call mom and dad and pay the rent', ['call mom and dad', 'pay the rent']],
    ['buy milk and eggs and call the plumber', ['buy milk and eggs', 'call the plumber']],
    ['socks shirts and a toothbrush', ['socks shirts', 'toothbrush']],
  ])('"%s" → %j', (said, wanted) => {
    expect(splitItems(said)).toEqual(wanted);
  });
  it('loses no word but those that join', () => {
    const word = fc.constantFrom('milk', 'eggs', 'orange', 'juice', '2', 'red', 'call', 'and', 'bread', 'of', 'mom');
    fc.assert(
      fc.property(fc.array(word, { maxLength: 9 }), (said) => {
        const left = splitItems(said.join(' ')).flatMap((item) => item.split(' '));
        expect(left.filter((each) => each !== 'and')).toEqual(said.filter((each) => each !== 'and'));
      }),
    );
  });
});

describe('what a thing is', () => {
  it.each([
    ['2 loaves of bread', 'bread'],
    ['a dozen eggs', 'egg'],
    ['the tomatoes', 'tomato'],
    ['strawberries', 'strawberry'],
    ['3 cookies', 'cookie'],
    ['toilet paper', 'toilet paper'],
    ['a', 'a'],
  ])('"%s" is %s', (said, wanted) => {
    expect(goodsName(said)).toBe(wanted);
  });
  it('is known to be shopped or not', () => {
    for (const text of ['milk', '2 loaves of white bread', 'batteries', 'a dozen eggs', 'dish soap'])
      expect(isShopped(text), text).toBe(true);
    for (const text of ['help', 'a doctor', 'to talk', 'a new president', 'more time', 'a timer'])
      expect(isShopped(text), text).toBe(false);
  });
});
