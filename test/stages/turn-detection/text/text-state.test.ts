/** What words say about whether more is to come. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readText, type TextKind } from '../../../../src/stages/turn-detection/text/text-state.js';

const understood = new Set([
  'What time is it?',
  'Set a timer for 10 minutes.',
  'What is 5 plus 7?',
  'Cancel the timer.',
]);
const english = { language: 'en', names: ['parley'], understands: (text: string) => understood.has(text) };
const kindOf = (text: string, language = 'en'): TextKind => readText(text, { ...english, language }).kind;

const cases: Readonly<Partial<Record<TextKind, readonly string[]>>> = {
  understood: ['What time is it?', 'Set a timer for 10 minutes.', 'Cancel the timer.'],
  'number-open': ['What is 5 plus 7?'],
  question: [
    'How do you say grapefruit in French?',
    'What is the weather like in Toronto?',
    "What's the weather next week Mycroft",
    'How many megabytes in a bit?',
    'Who wrote the Count of Monte Cristo?',
    'Is it going to rain tomorrow?',
    'Where are you from?',
    'What are you looking for?',
    'Who am I talking to?',
    'What is the weather like?',
    'Are you there?',
    'Can you tell me a story?',
    'So how old is she?',
    'How do I log in?',
    'Did you turn it off?',
  ],
  request: [
    'Turn on the living room lamp.',
    'Turn it on.',
    'Turn the light in the hall on.',
    'Dim the lights to 30%.',
    'Set the alarm to 6.45.',
    'Turn the lights off.',
    'Go forward ten meters.',
    'Stop.',
    'Hey, stop.',
    'Play.',
    'Tell me a joke.',
    'Please open the window.',
    'Let us go home.',
    'Log in.',
    'Mend the coat before you go out.',
  ],
  statement: [
    'He was not an ill disposed young man.',
    'I like my coffee black.',
    'The child almost hurt the small dog.',
    'I think it is.',
    'I do not think so.',
    'I will see you then.',
    'We are sure that one war is enough.',
  ],
  fragment: ['Ten of clubs.', 'A large pizza.', 'Wikipedia', 'The press yard.'],
  answer: ['Yes.', 'No, thanks.', 'Okay', 'Thank you.', 'Never mind.', "That's all."],
  greeting: ['Hello.', 'Good morning!', 'How are you?'],
  call: ['Hey Parley.', 'Parley', 'Hey', 'Hey Mycroft', 'OK Parley'],
  reading: [
    '1-0-0-0-1',
    '29340',
    'My number is 5 5 5 1',
    'one two three',
    'two nine three four zero',
    'The meeting is on the third',
    'It was in December',
    'Wake me at seven',
    'Set an alarm for 7',
    'Half past',
    'Write to anna at example dot',
    'You spell it R H Y',
    'R-H-Y',
  ],
  open: [
    'How far is it from',
    'Tell my wife that',
    'I need to know how',
    'Do you know who',
    'We are sure that',
    'It was a really',
    'What time is it in?',
    'How do you say?',
    'He was not',
    'Set a timer for',
    'What is the',
    'What is',
    'What is the capital of',
    'Turn off the lights in the',
    'I would like to',
    'Remind me to',
    'Tell me a story about',
    'Can you tell me',
    'Add milk, eggs and',
    'What is the difference between',
    'If it rains tomorrow',
    'Because',
    'How many',
    'Convert',
    'The capital of France is',
    'Read me the',
    'I need to know how long the',
    'My name is',
    'Do you know',
    "I'd like to see my",
    'Send a message to.',
    'Set a timer for?',
    'What is seven times',
  ],
  extendable: [
    'Remind me to call my mother at six.',
    'The meeting is on the 3rd of October at 9.',
    'It is in December.',
  ],
  comma: ['Well,', 'Buy milk, eggs,', 'First:'],
  trailing: ['Set a timer…', 'I was thinking...', 'The thing is -', 'Call 555-'],
  stalling: ['Um', 'Set a timer for, um', 'What is the, uh.', 'Let me see.', 'I want, you know', 'Well.', 'And then'],
  empty: ['', '   ', '...', '[BLANK_AUDIO]', '(music)', '*sigh*'],
};

describe('readText in English', () => {
  it.each(Object.entries(cases).flatMap(([kind, texts]) => texts.map((text) => [kind, text] as const)))(
    '%s: %s',
    (kind, text) => {
      expect(kindOf(text)).toBe(kind);
    },
  );

  it('takes a telephone number of a whole length for whole', () => {
    expect(kindOf('555 1234')).not.toBe('reading');
    expect(kindOf('555 123')).toBe('reading');
  });

  it('tells whether the sentence is closed', () => {
    expect(readText('Why is the sky', english).isClosed).toBe(false);
    for (const text of ['Why is the sky blue?', 'Stop!', 'He said "no."', '何時ですか？'])
      expect(readText(text, english).isClosed, text).toBe(true);
  });

  it('gives the words that want more, and what is read', () => {
    expect(readText('What is the capital of', english).reason).toBe('something must follow “of”');
    expect(readText('two nine three', english).reason).toBe('a number is being read');
    expect(readText('How do you say grapefruit in French?', english).reason).toBe('the words ask a complete question');
  });
});

describe('readText in other languages', () => {
  it.each([
    ['de', 'Stell einen Timer für', 'open'],
    ['de', 'Wie spät ist es?', 'question'],
    ['de', 'Mach das Licht an', 'words'],
    ['de', 'Ich möchte, äh', 'stalling'],
    ['fr', 'Quel temps fait-il à', 'open'],
    ['fr', 'Quelle heure est-il ?', 'question'],
    ['es', 'Pon la alarma para', 'open'],
    ['es', '¿Qué hora es?', 'question'],
    ['it', 'Accendi la luce in', 'open'],
    ['pt', 'Que horas são no', 'open'],
    ['nl', 'Zet de wekker op', 'open'],
    ['ja', '今何時ですか？', 'question'],
    ['ja', '明日は、', 'comma'],
    ['zh', '今天天气怎么样', 'words'],
  ] as const)('%s: %s → %s', (language, text, kind) => {
    expect(kindOf(text, language)).toBe(kind);
  });

  it('asks no English skill about them', () => {
    expect(readText('What time is it?', { ...english, language: 'de' }).kind).toBe('question');
  });
});

describe('readText', () => {
  it('has a kind and a reason for anything, and the same one every time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('en', 'de', 'ja', 'xx'), (text, language) => {
        const state = readText(text, { ...english, language });
        expect(state.reason).not.toBe('');
        expect(readText(text, { ...english, language })).toEqual(state);
      }),
    );
  });

  it('stays quick on a flood of words', () => {
    const flood = 'the and so 5 a-b-c [x um '.repeat(4000);
    expect(readText(flood, english).kind).toBe('stalling');
  });
});
