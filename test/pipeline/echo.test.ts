/** What comes back of a reply is known however it is misheard; what a person says gets through. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { soundsLikeEcho } from '../../src/pipeline/echo.js';

const reply = 'The weather tomorrow will be sunny and warm. You can set timers or stop me.';
const long =
  'Okay, pasta timer, 8 minutes and 30 seconds, starting now. The train to Berlin leaves at 11:45 from platform 7, ' +
  'and the grapefruit on the table costs about 84 cents. Do you want me to remind you ten minutes earlier?';

describe('soundsLikeEcho', () => {
  it.each([
    ...['weather tomorrow will', 'The weather, tomorrow!', 'set timer', 'sunny and worm', 'you can', 'Weather.'],
    ...[
      'the weather tomorrow will be sunny and',
      'other tomorrow will be sun',
      'tomorrow we be sunny and warm you can',
    ],
    ...['stop me', 'be sunny warm you can set', 'whether tomorrow will be sunny'],
  ])('knows its own words: %s', (heard) => {
    expect(soundsLikeEcho(heard, reply)).toBe(true);
  });

  it.each([
    ...[
      'eight minutes and thirty seconds',
      'Okay, past a timer, 8 minutes',
      'leaves at eleven forty-five from platform',
    ],
    ...[
      'the grape fruit on the table',
      'costs about eighty four cents',
      'remind you 10 minutes earlier',
      'platform seven',
    ],
  ])('knows numbers, joined and parted words: %s', (heard) => {
    expect(soundsLikeEcho(heard, long)).toBe(true);
  });

  it('says numbers in the language of the reply', () => {
    const german = 'Der Zug fährt um 11:45 von Gleis 7, in 21 Minuten.';
    expect(soundsLikeEcho('von Gleis sieben in einundzwanzig Minuten', german, 'de')).toBe(true);
    expect(soundsLikeEcho('faehrt um elf fünfundvierzig von', german, 'de')).toBe(true);
    expect(soundsLikeEcho('von Gleis acht oder neun', german, 'de')).toBe(false);
    expect(soundsLikeEcho('プラットフォーム', '電車はプラットフォーム', 'ja')).toBe(true);
  });

  it.each([
    ...['no I meant on Friday', 'what time is it', 'stop', 'please stop', 'Wait.', '', '...', 'the', 'you', 'will it'],
    ...['what will the weather be on Friday', 'the weather on Friday', 'will it rain', 'set a timer for ten minutes'],
    ...[
      'is it warm or sunny tomorrow',
      'warm and sunny',
      'can you stop the music',
      'me or you',
      'tomorrow the weather',
    ],
    ...['will it be warm on Sunday', 'how warm will it be tomorrow', 'sunny and warm no wait what about Friday'],
    ...['and what about the weather in Berlin tomorrow'],
  ])('lets a person through: %j', (heard) => {
    expect(soundsLikeEcho(heard, reply)).toBe(false);
  });

  const replies = [
    reply,
    long,
    'The capital of France is Paris, which has been the most visited city in the world for many years.',
    'You have a pasta timer with 8 minutes left and a timer for 10 minutes with 9 minutes and 58 seconds left.',
    "I don't know who won the game last night, but I can tell you how the rules work if you like.",
  ];
  const words = (text: string): string[] => text.match(/[\p{L}\p{N}':]+/gu) ?? [];

  it('knows every stretch of five words and more, whatever single word of it was misheard', () => {
    const cut = fc.record({
      text: fc.constantFrom(...replies),
      from: fc.nat(),
      length: fc.integer({ min: 5, max: 12 }),
    });
    fc.assert(
      fc.property(cut, fc.nat(), fc.constantFrom('drop', 'blur', 'none'), ({ text, from, length }, at, fault) => {
        const all = words(text);
        const start = from % (all.length - 4);
        const said = all.slice(start, start + length);
        const place = at % said.length;
        const hit = said[place] ?? '';
        if (fault === 'drop') said.splice(place, 1);
        if (fault === 'blur' && /^\p{L}{4,}$/u.test(hit)) said[place] = `${hit.slice(0, -1)}x`;
        expect(soundsLikeEcho(said.join(' '), text)).toBe(true);
      }),
    );
  });

  it('knows the beginning of a word at its end, and the end of one at its beginning', () => {
    fc.assert(
      fc.property(fc.constantFrom(...replies), fc.nat(), fc.nat(), (text, from, cut) => {
        const all = words(text);
        const start = from % (all.length - 4);
        const [first = '', ...rest] = all.slice(start, start + 5);
        const last = rest.pop() ?? '';
        // Half a number in figures is another number.
        const isWord = (part: string): boolean => !/\d/.test(part);
        const head = isWord(first) ? first.slice(cut % Math.max(1, first.length - 2)) : first;
        const tail = isWord(last) ? last.slice(0, Math.max(3, last.length - (cut % 4))) : last;
        expect(soundsLikeEcho([head, ...rest, tail].join(' '), text)).toBe(true);
      }),
    );
  });

  it('never swallows what has the words of the reply in another order, or a person behind them', () => {
    fc.assert(
      fc.property(fc.constantFrom(...replies), fc.nat(), (text, from) => {
        const all = words(text);
        const start = from % (all.length - 7);
        const said = all.slice(start, start + 7);
        expect(soundsLikeEcho([...said, 'but', 'how', 'about', 'Friday'].join(' '), text)).toBe(false);
        expect(soundsLikeEcho([...said, 'hold', 'on'].join(' '), text)).toBe(false);
      }),
    );
  });

  it('keeps the questions of one reply apart from another reply', () => {
    const questions = [
      ...['what is the capital of France', 'how much time is left on my timer'],
      ...['set a timer for ten minutes', 'when does the train to Berlin leave', 'what do you mean by that'],
      ...['can you tell me a joke', 'what can you do'],
    ];
    for (const question of questions) {
      for (const text of replies) expect([question, soundsLikeEcho(question, text)]).toEqual([question, false]);
    }
  });
});
