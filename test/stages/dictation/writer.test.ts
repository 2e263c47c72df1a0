import { describe, expect, it } from 'vitest';
import { shipped, typed, writerWith } from './settings.js';

describe('spoken marks', () => {
  it.each([
    ['hello comma how are you question mark', 'Hello, how are you?'],
    ['Hello, comma, how are you. Question mark.', 'Hello, how are you?'],
    ['Hello. Comma. How are you? Question mark?', 'Hello, how are you?'],
    ['Watch out, exclamation point!', 'Watch out!'],
    ['well hyphen known', 'Well-known'],
    ['wait dash what', 'Wait – what'],
    ['He said, open quote, I am fine, close quote.', 'He said, "I am fine".'],
    ['He asked, quote, what time is it, question mark, unquote.', 'He asked, "what time is it?"'],
    ['See page five, open bracket, the last one, close bracket, period.', 'See page 5 (the last one).'],
    ['yes slash no', 'Yes/no'],
    ['three slash four', '3/4'],
    ['anna at sign example dot com', 'Anna@example.com'],
    ['the dog apostrophe s tail', "The dog's tail"],
    ['hashtag winning', '#Winning'],
    ['How are you? Question Mart.', 'How are you?'],
    ['Stop exclamation point.', 'Stop!'],
    ['well-hyphen-known and mother-in-law', 'Well-known and mother-in-law'],
    ['Smith & Sons and 5 + 3 = 8', 'Smith & Sons and 5 + 3 = 8'],
    ['C++ and C# in the U.S. now', 'C++ and C# in the U.S. now'],
    ['bullet point apples bullet point pears', '• Apples\n• Pears'],
    ['new-line twice, newline', '\nTwice\n'],
    ['I am here semi-colon you are there full-stop', 'I am here; you are there.'],
    ['Milk, new line, eggs, new line, bread.', 'Milk\nEggs\nBread.'],
    ['Thank you for your letter. New paragraph. We were glad.', 'Thank you for your letter.\n\nWe were glad.'],
  ])('%j is typed %j', (heard, expected) => {
    expect(typed(heard)).toBe(expected);
  });

  it('stand for what the recogniser guessed, across pauses', () => {
    expect(typed(['How are you.', 'Question mark.'])).toBe('How are you?');
    expect(typed(['Good morning.', 'Comma.', 'How are you?'])).toBe('Good morning, how are you?');
    expect(typed(['Shopping.', 'New line.', 'Bullet point milk.', 'Bullet point bread.'])).toBe(
      'Shopping\n• Milk\n• Bread.',
    );
  });

  it('are the only ones, or none, as the settings say', () => {
    const heard = 'Well, I think so comma. Yes.';
    expect(typed(heard, { punctuation: 'spoken' })).toBe('Well I think so, yes');
    expect(typed(heard, { punctuation: 'written' })).toBe('Well, I think so comma. Yes.');
  });

  it('can be added, changed and taken away', () => {
    const symbols = { 'section sign': '§', dash: ' — ', hash: false, arrow: '->' } as const;
    expect(typed('section sign four dash hash arrow done', { symbols })).toBe('§ four — hash -> done');
  });

  it.each([
    ['Hallo Komma wie geht es dir Fragezeichen', 'de', 'Hallo, wie geht es dir?'],
    ['Liebe Anna, Komma, neue Zeile, vielen Dank. Punkt.', 'de', 'Liebe Anna,\nVielen Dank.'],
    ['Der Punkt ist wichtig Punkt', 'de', 'Der Punkt ist wichtig.'],
    ["Bonjour virgule comment ça va point d'interrogation", 'fr', 'Bonjour, comment ça va\u00a0?'],
    ['Hola, coma, ¿cómo estás? Signo de interrogación.', 'es', 'Hola, ¿cómo estás?'],
    ['uno punto y aparte dos', 'es', 'Uno.\nDos'],
    ['Ciao, come stai? comma', 'it', 'Ciao, come stai? Comma'],
  ])('%j in %s', (heard, language, expected) => {
    expect(typed(heard, {}, language)).toBe(expected);
  });
});

describe('commands', () => {
  it.each([
    ['I like apples. Scratch that. I like pears.', 'I like pears.'],
    ['the quick brown fox delete last word cat', 'The quick brown cat'],
    ['one two delete the last two words', ''],
    ['Hello there. How are you delete last sentence', 'Hello there.'],
    ['all caps urgent this is all caps important', 'URGENT this is IMPORTANT'],
    ['all caps on do it all caps off now', 'DO IT now'],
    ['caps on the great gatsby caps off is a book', 'The Great Gatsby is a book'],
    ['my friend cap rose and no caps IBM', 'My friend Rose and ibm'],
    ['key no space board', 'Keyboard'],
    ['Spell P-A-R-L-E-Y.', 'Parley.'],
    ['spell capital P A R then more', 'Par then more'],
    ['spell papa alpha romeo', 'Par'],
    ['write literal comma here', 'Write comma here'],
    ['say comma', 'Comma'],
  ])('%j leaves %j', (heard, expected) => {
    expect(typed(heard)).toBe(expected);
  });

  it('takes back utterance after utterance, and takes that back', () => {
    const writer = writerWith();
    const write = (text: string) => writer.write({ text, language: 'en' });
    for (const text of ['One.', 'Two.', 'Three.', 'Scratched that.']) write(text);
    expect(writer.text).toBe('One. Two.');
    write('Scratch that.');
    expect(writer.text).toBe('One.');
    write('undo that');
    expect(writer.text).toBe('One. Two.');
    for (const text of ['scratch that', 'scratch that']) write(text);
    expect(writer.text).toBe('');
    expect(write('scratch that')).toEqual({
      edits: [],
      notice: 'there is nothing left of this dictation to take back',
      raw: 'scratch that',
    });
  });

  it('presses keys between what is typed, and takes nothing back across them', () => {
    const writer = writerWith();
    expect(writer.write({ text: 'hello press enter goodbye', language: 'en' }).edits).toEqual([
      { kind: 'insert', text: 'Hello' },
      { kind: 'key', key: 'enter' },
      { kind: 'insert', text: 'Goodbye' },
    ]);
    writer.write({ text: 'scratch that', language: 'en' });
    expect(writer.write({ text: 'scratch that', language: 'en' }).edits).toEqual([]);
  });

  it('ends or cancels the dictation', () => {
    const write = (text: string) => writerWith().write({ text, language: 'en' });
    expect(write('That is all. Stop dictation.')).toMatchObject({
      control: 'stop',
      edits: [{ kind: 'insert', text: 'That is all.' }],
    });
    expect(write('Cancel.')).toMatchObject({ control: 'cancel', edits: [] });
    expect(write('We cancel it.').control).toBeUndefined();
  });

  it('are typed like words where the settings say so', () => {
    expect(typed('new line scratch that comma', { commands: false })).toBe('New line scratch that,');
  });
});

describe('capital letters and blanks', () => {
  it('begin sentences, also behind what was typed before', () => {
    expect(typed(['this is one period', 'and i am two'])).toBe('This is one. And I am two');
  });

  it('lose the capital letter of a sentence that is none', () => {
    expect(typed(['I think comma', 'That we should ask Peter comma', 'Peter and Anna'])).toBe(
      'I think, that we should ask Peter, Peter and Anna',
    );
    expect(typed(['I met Zelda there comma', 'Zelda was glad'])).toBe('I met Zelda there, Zelda was glad');
  });

  it('know where the cursor stands at the start', () => {
    expect(typed('Hello there', { start: 'middle' })).toBe(' hello there');
    expect(typed('Hello there', { capitals: false })).toBe('hello there');
    expect(typed(['one', 'comma', 'two'], { trailing_space: true })).toBe('One, two ');
  });
});

describe('own words', () => {
  const words = ['Kubernetes', 'Parley', 'iPhone'];

  it.each([
    ['I use kubernetes', 'I use Kubernetes'],
    ['I use cooper netties every day', 'I use Kubernetes every day'],
    ["parlay's voice", "Parley's voice"],
    ['barley soup and pearly gates', 'Barley soup and pearly gates'],
    ['iphone users', 'iPhone users'],
    ['an eye phone', 'An eye phone'],
  ])('%j is typed %j', (heard, expected) => {
    expect(typed(heard, { words })).toBe(expected);
  });

  it('stand for others, with line breaks', () => {
    const replacements = { btw: 'by the way', 'my signature': 'Best wishes\nAnna' };
    expect(typed(['Btw, this is it. New line. My signature.'], { replacements })).toBe(
      'By the way, this is it.\nBest wishes\nAnna.',
    );
  });
});

describe('profiles', () => {
  const profiles = [
    { match: { application: 'code|codium' }, capitals: false, punctuation: 'spoken' },
    { match: { title: 'chat' }, newline: 'shift-enter' },
  ] as const;

  it('count for the window in front', () => {
    const write = (window: object) =>
      writerWith({ profiles }).write({ text: 'Hello, new line, world.', language: 'en' }, window).edits;
    expect(write({ application: 'Code' })).toEqual([{ kind: 'insert', text: 'hello\nworld' }]);
    expect(write({ application: 'xcode' })).toEqual([{ kind: 'insert', text: 'Hello\nWorld.' }]);
    expect(write({ title: 'Team Chat' })).toEqual([{ kind: 'insert', text: 'Hello\nWorld.', breaks: 'shift-enter' }]);
  });

  it('never delete in another window than they typed in', () => {
    const writer = writerWith();
    writer.write({ text: 'Hello.', language: 'en' }, { application: 'xterm' });
    expect(writer.write({ text: 'Scratch that.', language: 'en' }, { application: 'firefox' }).edits).toEqual([]);
  });
});

describe('a preview', () => {
  it('shows what would be typed and changes nothing', () => {
    const writer = writerWith();
    writer.write({ text: 'Hello.', language: 'en' });
    expect(writer.preview('how are you question mark')).toBe(' How are you?');
    expect(writer.preview('scratch that')).toBe('');
    expect(writer.text).toBe('Hello.');
    expect(writer.hasCommands('how are you question mark', 'en')).toBe(true);
    expect(writer.hasCommands('a question mark is a mark', 'en')).toBe(false);
  });
});

describe('a change of settings', () => {
  it('counts for what is said next, behind what was typed before', () => {
    const writer = writerWith();
    writer.write({ text: 'I sent it to anna comma', language: 'en' });
    writer.configure({ ...shipped, punctuation: 'written', words: ['Anna'], replacements: { btw: 'by the way' } });
    writer.write({ text: 'to anna comma btw', language: 'en' });
    expect(writer.text).toBe('I sent it to anna, to Anna comma by the way');
  });
});
