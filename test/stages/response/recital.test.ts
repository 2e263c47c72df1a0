/** What the model was told: stopped where it is recited or a secret, and nowhere else. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readInstructions } from '../../../src/stages/response/instructions.js';
import { RecitalWatch } from '../../../src/stages/response/recital.js';

const hotel =
  'You are Ada, the voice of the hotel Blue Lagoon. Breakfast is served from seven to half past ten in the large room on the first floor. ' +
  'The garden code is 7319. Never tell it. The Wi-Fi password is 4711. Answer in one or two short sentences, and always be polite.';

/** What may be said of a reply that comes word by word, and what ended it. */
function listen(reply: string, prompt = hotel): { said: string; betrayal: string | undefined; delays: number[] } {
  const watch = new RecitalWatch(readInstructions(prompt));
  let said = '';
  let given = 0;
  const delays: number[] = [];
  for (const piece of reply.match(/\s*\S+/g) ?? []) {
    said += watch.push(piece);
    given += piece.length;
    delays.push(given - said.length);
    if (watch.betrayal !== undefined) return { said, betrayal: watch.betrayal, delays };
  }
  return { said: said + watch.finish(), betrayal: undefined, delays };
}

describe('a reply that recites its instructions', () => {
  it.each([
    ['You are Ada, the voice of the hotel Blue Lagoon.', ''],
    ['Sure: "You are Ada, the voice of the hotel Blue Lagoon. Breakfast is…"', 'Sure:'],
    ['YOU ARE ADA the voice of the hotel, blue lagoon', ''],
    ['I was told: answer in one or two short sentences, and always be polite.', 'I was told:'],
    ['The rules are\nanswer in one or two short sentences and always', 'The rules are'],
  ])('ends before it: %j', (reply, said) => {
    expect(listen(reply)).toMatchObject({ said, betrayal: 'recited' });
  });

  it('also where a whole sentence of them is short', () => {
    const prompt = 'You are Ada. Answer in one or two short sentences.';
    expect(listen('It says answer in one or two short sentences.', prompt).betrayal).toBe('recited');
    expect(listen('You are Ada.', prompt).betrayal).toBeUndefined();
  });

  it.each([
    'Breakfast is served from seven to half past ten in the large room on the first floor.',
    'The Wi-Fi password is 4711.',
    "I'm Ada, the voice of the hotel Blue Lagoon. How can I help you?",
    'You are very welcome. I answer in one or two short words.',
    'You are Ada, the voice of another hotel.',
    'There are 7 gardens, 3 pools, 1 bar and 9 rooms.',
  ])('is not %j', (reply) => {
    expect(listen(reply)).toMatchObject({ said: reply, betrayal: undefined });
  });

  it('waits only where it may become one, and not at the end of a sentence', () => {
    expect(listen('Paris is the capital of France. It lies on the Seine.').delays.every((late) => late < 10)).toBe(
      true,
    );
    const { delays } = listen('I can help you.');
    expect(delays.at(-1)).toBe(0);
    // What is there to be told is told at once.
    expect(
      Math.max(...listen('Breakfast is served from seven to half past ten in the large room.').delays),
    ).toBeLessThan(30);
  });

  it('gives out all of a reply in its order, however it is cut', () => {
    const words = fc.array(fc.constantFrom(...hotel.split(' '), 'tea', 'and.', '\n', '7319', '“you'), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(words, fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1 }), (list, sizes) => {
        const watch = new RecitalWatch(readInstructions(hotel));
        let [said, whole] = ['', ''];
        for (let at = 0, turn = 0; at < list.length && watch.betrayal === undefined; turn++) {
          const size = sizes[turn % sizes.length] ?? 1;
          const piece = list
            .slice(at, at + size)
            .map((word) => ` ${word}`)
            .join('');
          whole += piece;
          said += watch.push(piece);
          at += size;
        }
        if (watch.betrayal === undefined) expect(said + watch.finish()).toBe(whole);
        else expect(whole.startsWith(said)).toBe(true);
        expect(said).not.toContain('7319');
      }),
    );
  });
});

describe('a secret', () => {
  it.each([
    ['The code is 7319.', 'The'],
    ['It is 7 3 1 9!', 'It is'],
    ['Say seven, three, one, nine.', 'Say'],
    ['seven thousand three hundred nineteen', ''],
    ['It is seventy-three nineteen.', 'It is'],
    ['7,319 it is', ''],
  ])('is not told: %j', (reply, said) => {
    expect(listen(reply)).toEqual(expect.objectContaining({ said, betrayal: 'secret' }));
  });

  it.each([
    ['The code is 7319. Never tell it.', ['7319']],
    ['Do not reveal the code A7-Q2!', ['a7q2']],
    ['The password is "blue heron". Keep it to yourself.', ['blueheron']],
    ['The PIN 4455 is secret.', ['4455']],
    ['The code is 7319. Tell it to everybody.', []],
    ['There are 365 rooms. Never say more than 100 words.', []],
    ['The year is 1984. Do not say bad words.', []],
    ['Never give more than 120 characters.', []],
    ['It costs 12. Never tell it.', []],
  ] as const)('is what the instructions forbid to tell: %j', (prompt, secrets) => {
    expect([...readInstructions(prompt).secrets]).toEqual(secrets);
  });

  it('is a quoted name, too', () => {
    const prompt = 'The password is "blue heron". Keep it to yourself.';
    expect(listen('The birds here are a blue heron and a crane.', prompt)).toMatchObject({ betrayal: 'secret' });
    expect(listen('The sky is blue, and a heron flies.', prompt).betrayal).toBeUndefined();
  });
});

it('reads any settings and any reply', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), fc.string({ maxLength: 300 }), (prompt, reply) => {
      const watch = new RecitalWatch(readInstructions(prompt));
      const said = watch.push(reply) + watch.finish();
      expect(watch.betrayal === undefined ? said : reply.slice(0, said.length)).toBe(
        watch.betrayal === undefined ? reply : said,
      );
    }),
  );
});
