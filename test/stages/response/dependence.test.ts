/** What an answer depends on: questions and answers that must never be kept, and those that may. */
import { describe, expect, it } from 'vitest';
import { isLasting } from '../../../src/stages/response/cache/lasting.js';
import { questionOf } from '../../../src/stages/response/cache/question.js';
import { isPassing, standsAlone } from '../../../src/stages/response/dependence.js';

function mayBeKept(text: string): boolean {
  const transcript = { kind: 'final' as const, text, language: 'en', words: [] };
  return questionOf({ transcript, normalised: '' }, { context: '', near: true, names: ['parley'] }) !== undefined;
}

const lines = (text: string): string[] => text.trim().split('\n');

describe('a question whose answer may be kept', () => {
  it.each(
    lines(`
What is the capital of France?
Why is the sky blue?
Who wrote Hamlet in 1600?
Who wrote Hamlet?
What is photosynthesis?
Tell me about the French Revolution.
How many days are there in a leap year?
Which is more expensive, gold or silver?
Who was the first emperor of Rome?
What is the temperature of the sun?
What temperature does water boil at in Denver?
Who was the mother of Alexander the Great?
Who won the world cup in 1966?
What is the speed of light in a vacuum?
How does the heart pump blood?
How tall is the Colosseum?
What is the largest planet?
What is the longest river in Africa?
Who invented the telephone?
Where is New Zealand located?`),
  )('%s', (text) => {
    expect(mayBeKept(text)).toBe(true);
  });
});

describe('a question whose answer belongs to its moment', () => {
  it.each(
    lines(`
What time is it in Berlin?
What day is it in Tokyo?
What is the date of today?
What is the weather in Paris?
Will it rain in Paris?
How hot is Paris right now?
What is the temperature in Paris?
Who is currently president of France?
Who is the current king of Norway?
Who is the latest James Bond?
What is in the news about France?
How old is the Eiffel Tower?
How old is Paul McCartney?
Is Paul McCartney still alive?
How long ago did Rome fall?
How many days until Christmas?
When is Easter in Germany?
When is the next full moon?
How long has Rome existed until now?
What happened in Paris this week?
What is the price of gold?
How much is Bitcoin worth?
What is the exchange rate of the dollar?
Who won the match in Paris?
Who holds the world record in swimming?
Is the Louvre open on Sundays?
What are the newest phones of Apple?
Which movies are popular in France?
Who is leading the polls in France?
Is there traffic on the way to Paris?
What version of Linux is out?`),
  )('%s', (text) => {
    expect(mayBeKept(text)).toBe(false);
  });
});

describe('a question about the one who asks, the one who answers, or what was said', () => {
  it.each(
    lines(`
What is my name?
What is the name of my dog?
Do I need a visa for France?
Where did we meet in France?
What are you made of, Parley?
How are you doing in there?
Can you swim in the sea?
Who is your favorite author?
How do you make bread?
What is the best diet for me?
Can you tell me the best diet for me?
Should I learn French?
And in Germany, what is the capital?
What about the capital of Germany?
How about a city in Germany?
What is the capital?
What is the population?
Who is the president?
How tall is the tower?
Who directed the movie?
When did the war end?
Who is the main character?
What is the longest river?
Which one is the largest?
How old is he now?
Where was she born?
How tall is it?
What did they eat in Rome?
Why is that so?
What does this word mean in French?
How many of them live in France?
Who said that first?
What else is in France?
What is the other capital of Bolivia?
Tell me more about France.
Is the answer to the question right?
What was the last question?
What did the previous speaker ask?
Where was my mother born?
Who is married to a friend of France?
Why not in France either?
What is there to see here?`),
  )('%s', (text) => {
    expect(mayBeKept(text)).toBe(false);
  });
});

describe('a question that the house, a tool or the store answers', () => {
  it.each(
    lines(`
Is the kitchen light on?
Are the lights on in Paris?
Is the front door locked?
What is the temperature in the bedroom?
How warm is the living room?
What is on the shopping list?
Which lists do exist?
What is playing on the radio?
How long is the pasta timer?
Which alarms are set for Paris?
When is the meeting with Paul?
What is on the calendar for Paris?
Are there emails from Paul?
What messages did Paul send?
What is the battery level of the phone?
How loud is the volume?
Which voice is speaking?
What is the mode of the machine?
When does the bus to Paris leave?
Where is the nearest bakery?
What is on television in France?
What was heard in the garden?
Is the washing machine running?
Tell me when the pasta is done.
Remind me what the capital of France is.`),
  )('%s', (text) => {
    expect(mayBeKept(text)).toBe(false);
  });
});

describe('a question that wants another answer every time', () => {
  it.each(
    lines(`
Tell me a joke about cats.
Tell me about something interesting.
What is a good joke about France?
Do you know a riddle?
Name a random city in France.
Pick a number between 1 and 10.
What is a fun fact about France?
Can you suggest a book about France?
What movie do you recommend?
Write a poem about France.
What should people cook in France?
Give me an idea for a gift.
Tell me a story about Rome.`),
  )('%s', (text) => {
    expect(mayBeKept(text)).toBe(false);
  });
  it.each(['', 'why', 'hello', 'thank you very much indeed', 'yes please do so', 'paris', 'the capital of france'])(
    'nor is "%s" kept',
    (text) => {
      expect(mayBeKept(text)).toBe(false);
    },
  );
});

describe('the two halves', () => {
  it('tell the moment from the talk', () => {
    expect([isPassing('what is the weather in paris'), standsAlone('what is the weather in paris')]).toEqual([
      true,
      true,
    ]);
    expect([isPassing('where was she born then'), standsAlone('where was she born then')]).toEqual([false, false]);
  });
});

describe('an answer', () => {
  it.each(
    lines(`
Paris is the capital of France.
The sun is about 150 million kilometers away!
Hamlet was written by William Shakespeare, around 1600.
The US capital is Washington.
It ended in 1945 (in Europe on May 8).`),
  )('may be given again: %s', (answer) => {
    expect(isLasting(answer, false)).toBe(true);
  });
  it.each(
    lines(`
You asked about Paris, and Paris is the capital.
Paris is now the capital of France.
As of today, Paris is the capital.
It is currently Paris.
I think that it is Paris.
As I said before, it is Paris.
Let me tell you: Paris.
That depends on your budget.
We call it Paris.
It lies about two hours from us.
Sorry, that is not known.
The war ended 80 years ago.
It was discovered last year.
Paris is the capital of France and the`),
  )('may not: %s', (answer) => {
    expect(isLasting(answer, false)).toBe(false);
  });
  it('that says yes to "do you know" is not for one who asked straight away', () => {
    expect([isLasting('Yes, it is Paris.', true), isLasting('Yes, it is Paris.', false)]).toEqual([false, true]);
    expect(isLasting('It is Paris.', true)).toBe(true);
  });
});
