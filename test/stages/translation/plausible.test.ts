import { describe, expect, it } from 'vitest';
import { countWords, findFault } from '../../../src/stages/translation/plausible.js';

describe('a translation that cannot be one', () => {
  it.each([
    [
      'Eso es lo que estoy viendo.',
      "I'm not going to say anything, I'm not going to say anything, I'm not going to say",
      'went in circles',
    ],
    ['Emparedado Leo pardo', 'the Lord, the Lord, the Lord', 'went in circles'],
    ['Sí.', "and don't forget to subscribe to the channel for more", 'said far more than was said'],
    ['vuole procedere ora al pagamento.', 'the procedure', 'left most of it out'],
    ['Die Damen waren längst ausgestiegen.', 'The', 'left most of it out'],
    ['今日はいい天気だから散歩に行きましょう', 'Today', 'left most of it out'],
    ['Guten Tag.', '', 'gave no words'],
    ['Guten Tag.', ' … ', 'gave no words'],
    ['Ich gehe morgen nach Hause.', 'Ich gehe morgen nach Hause', 'repeated the words instead of translating them'],
  ])('%j → %j', (text, translation, fault) => {
    expect(findFault(text, translation)).toBe(fault);
  });
});

describe('a translation that can be one', () => {
  it.each([
    ['No, no, no. Preferirei rivedere la bolletta.', 'No, no, no. I prefer to see the bill.'],
    ['Ja.', 'Yes.'],
    ['Ist das denn nicht wahr?', 'Is it not?'],
    ['Herzlichen Glückwunsch zum Geburtstag.', 'Happy birthday.'],
    ['Taxi Hotel Restaurant', 'Taxi Hotel Restaurant'],
    ['Manzana', 'Apple'],
    ['今日はいい天気だ', "It's nice weather today."],
    ['네 명이 숙박할 호텔을 예약하고 싶습니다', 'I would like to book a hotel for four people.'],
    ['Sehr, sehr, sehr gut!', 'Very, very, very good!'],
    ['Die Straßenverkehrsordnung gilt.', 'The road traffic regulations apply.'],
  ])('%j → %j', (text, translation) => {
    expect(findFault(text, translation)).toBeUndefined();
  });

  it('counts words of any script', () => {
    expect(countWords('eins zwei, drei!')).toBe(3);
    expect(countWords('今日は')).toBe(2);
    expect(countWords('')).toBe(0);
  });
});
