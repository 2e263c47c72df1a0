/** Ways to ask the same thing: what follows the bar is answered from what the first left. */
import { readPairs, type Pair } from './cache-different.js';

const LINES = `
Written and heard differently
What's the capital of France? | What is the capital of France?
What is the capital of France? | what is the capital of france
What is the capital of France? | WHAT IS THE CAPITAL OF FRANCE
What is the capital of France? | Whats the capital of France?
What is the capital of France? | What is capital of France?
Who's the author of Emma? | Who is the author of Emma?
Where's the Louvre? | Where is the Louvre?
What is the color of the sky? | What is the colour of the sky?
How many meters are in a kilometer? | How many metres are in a kilometre?
What is aluminum used for? | What is aluminium used for?
When did World War Two end? | When did World War 2 end?
What is the square root of sixteen? | What is the square root of 16?
How many people live in the US? | How many people live in the United States?
How many people live in the USA? | How many people live in the United States of America?
How many people live in the UK? | How many people live in the United Kingdom?
How many seconds are in twenty-five minutes? | How many seconds are in 25 minutes?
What is 1,000 in binary? | What is 1000 in binary?
Why can't pigs fly? | Why cannot pigs fly?
Why can't pigs fly? | Why can not pigs fly?
Why don't magnets stick to wood? | Why do not magnets stick to wood?
Is an octopus a fish? | Is a octopus a fish?
How tall is Mount Everest? | How tall is mount everest
Which is bigger, the sun or the moon? | Which is bigger the sun or the moon?
Why aren't whales fish? | Why are not whales fish?
What is photosynthesis? | What's photosynthesis
Hesitation and politeness
What is the capital of France? | Um, what is the capital of France?
What is the capital of France? | What is, uh, the capital of France?
What is the capital of France? | What is um the capital of France?
What is the capital of France? | What is the capital of France, please?
What is the capital of France? | What is the capital of France please
What is the capital of France? | Please, what is the capital of France?
What is the capital of France? | So what is the capital of France?
What is the capital of France? | Well, what is the capital of France?
What is the capital of France? | Okay, so what is the capital of France?
What is the capital of France? | Hello, what is the capital of France?
What is the capital of France? | Hey Parley, what is the capital of France?
What is the capital of France? | Parley, what is the capital of France?
What is the capital of France? | What is the capital of France, Parley?
What is the capital of France? | What is the capital of France, thanks.
What is the capital of France? | What is the capital of France? Thank you.
What is the capital of France? | Excuse me, what is the capital of France?
What is the capital of France? | Sorry, what is the capital of France?
What is the capital of France? | Hmm, what's the capital of France?
Why is the sky blue? | Oh, why is the sky blue?
Why is the sky blue? | Uh, why is, uh, the sky blue?
Who invented the telephone? | Erm, who invented the telephone, please?
How many legs does a spider have? | Hi Parley, how many legs does a spider have?
Asked around
What is the capital of France? | Can you tell me what the capital of France is?
What is the capital of France? | Could you tell me what the capital of France is?
What is the capital of France? | Could you please tell me what the capital of France is?
What is the capital of France? | Would you please tell me the capital of France?
What is the capital of France? | Tell me the capital of France.
What is the capital of France? | Please tell me the capital of France.
What is the capital of France? | Tell me what the capital of France is.
What is the capital of France? | Tell me, what is the capital of France?
What is the capital of France? | Do you know what the capital of France is?
What is the capital of France? | Do you know the capital of France?
What is the capital of France? | Do you happen to know the capital of France?
What is the capital of France? | I want to know what the capital of France is.
What is the capital of France? | I'd like to know what the capital of France is.
What is the capital of France? | I would like to know the capital of France.
What is the capital of France? | I wonder what the capital of France is.
What is the capital of France? | I was wondering what the capital of France is.
What is the capital of France? | I'm curious what the capital of France is.
What is the capital of France? | Any idea what the capital of France is?
What is the capital of France? | Do you have any idea what the capital of France is?
What is the capital of France? | Can I ask what the capital of France is?
What is the capital of France? | May I ask you what the capital of France is?
What is the capital of France? | My question is, what is the capital of France?
What is the capital of France? | Name the capital of France.
What is the capital of France? | Give me the capital of France.
What is the capital of France? | What is the capital of France, do you know?
What is the capital of France? | What is the capital of France, can you tell me?
What is the capital of France? | Um, can you tell me what the, uh, capital of France is please?
What is the capital of France? | So, do you know what the capital of France is, Parley?
Who wrote Hamlet? | Do you know who wrote Hamlet?
Who wrote Hamlet? | Can you tell me who wrote Hamlet?
Who wrote Hamlet? | Tell me who wrote Hamlet.
Who wrote Hamlet? | I wonder who wrote Hamlet.
Why is the sky blue? | Tell me why the sky is blue.
Why is the sky blue? | Can you tell me why the sky is blue?
Why is the sky blue? | Do you know why the sky is blue?
How tall is Mount Everest? | Tell me how tall Mount Everest is.
How tall is Mount Everest? | Do you know how tall Mount Everest is?
How far away is the moon? | Do you know how far away the moon is?
Where is the Louvre? | Can you tell me where the Louvre is?
Where is the Louvre? | Do you know where the Louvre is?
When was Napoleon born? | Tell me when Napoleon was born.
When was Napoleon born? | Do you know when Napoleon was born?
When did World War 2 end? | Tell me when World War 2 ended.
When did World War 2 end? | Do you know when World War Two ended?
When did Mozart die? | Tell me when Mozart died.
How does a clock work? | Tell me how a clock works.
How does a clock work? | Can you tell me how a clock works?
How many legs does a spider have? | Do you know how many legs a spider has?
How many legs does a spider have? | Tell me how many legs a spider has.
What does photosynthesis mean? | Tell me what photosynthesis means.
Is the sun bigger than the earth? | Tell me if the sun is bigger than the earth.
Is the sun bigger than the earth? | Do you know whether the sun is bigger than the earth?
Is the sun bigger than the earth? | Is the sun bigger than the earth or not?
Can penguins swim in salt water? | Do you know if penguins can swim in salt water?
Define democracy in one sentence. | Can you define democracy in one sentence?
Explain gravity in simple words. | Could you please explain gravity in simple words?
Describe the French Revolution. | Can you describe the French Revolution?
List the planets of the solar system. | Can you list the planets of the solar system?
Tell me about the French Revolution. | Can you tell me about the French Revolution?
Tell me about the French Revolution. | Could you tell me about the French Revolution, please?
What is the definition of democracy? | Define democracy.
What is the definition of democracy? | Give me the definition of democracy.
Who is the author of Emma? | Tell me the author of Emma.
Who is the author of Emma? | Do you know the author of Emma?
What is the largest planet? | Tell me the largest planet.
What is the largest planet? | Name the largest planet.
How were the pyramids built? | Do you know how the pyramids were built?
How were the pyramids built? | I wonder how the pyramids were built.
Who wrote Hamlet? | You know who wrote Hamlet?
Who wrote Hamlet? | Quick question, who wrote Hamlet?
Who wrote Hamlet? | Could you say who wrote Hamlet?
Who wrote Hamlet? | I'm trying to find out who wrote Hamlet.
How deep is the Pacific Ocean? | Just how deep is the Pacific Ocean?
How long do elephants live? | Do you know how long elephants live?
What is the chemical symbol for gold? | Tell me the chemical symbol for gold.
In another order
What is the capital of France? | The capital of France, what is it?
What is the capital of France? | The capital of France. What is it?
What is the capital of France? | The capital of France what is it
What is the capital of France? | The capital of France is what?
What is the capital of France? | What is France's capital?
What is the capital of France? | Tell me, the capital of France, what is it?
What is the capital of France? | Can you tell me what France's capital is?
What is the capital of France? | Which is the capital of France?
Who is the author of Emma? | Who is Emma's author?
What is the population of Japan? | What is Japan's population?
What is the diameter of the moon? | What is the moon's diameter?
What is the tallest mountain in the world? | What is the world's tallest mountain?
What is the tallest mountain in the world? | What is the tallest mountain of the world?
What is the largest country in Africa? | What is Africa's largest country?
What is the largest country in Africa? | Which is the largest country in Africa?
Who wrote Hamlet? | Hamlet, who wrote it?
Who wrote Hamlet? | Hamlet. Who wrote it?
Where is the Louvre? | The Louvre, where is it?
Where is the Louvre? | The Louvre is where?
How tall is Mount Everest? | Mount Everest, how tall is it?
How tall is Mount Everest? | Mount Everest is how tall?
How far away is the moon? | The moon, how far away is it?
When was Napoleon born? | Napoleon, when was he born?
Who were the Vikings? | The Vikings, who were they?
Who built the pyramids? | The pyramids, who built them?
When did World War 2 end? | World War 2, when did it end?
Which is bigger, the sun or the moon? | Which is bigger, the moon or the sun?
Which is bigger, the sun or the moon? | The sun or the moon, which is bigger?
Which is bigger, the sun or the moon? | What is bigger, the moon or the sun?
Which is bigger, the sun or the moon? | Which one is bigger, the sun or the moon?
Which is heavier, gold or lead? | Which is heavier, lead or gold?
Which is heavier, gold or lead? | Lead or gold, which is heavier?
Which is more expensive, gold or silver? | Which is more expensive, silver or gold?
What is the difference between cats and dogs? | What is the difference between dogs and cats?
What is the difference between a crocodile and an alligator? | What's the difference between an alligator and a crocodile?
What country is Paris in? | In what country is Paris?
What country is Paris in? | Which country is Paris in?
What country is Paris in? | In which country is Paris?
What year did World War 2 end? | In what year did World War 2 end?
What year did World War 2 end? | In which year did World War 2 end?
Which planet is closest to the sun? | What planet is closest to the sun?
Which country has the most people in Europe? | What country has the most people in Europe?
What is the capital of France? | What is the capital city of France?
What is the chemical symbol for gold? | Gold's chemical symbol is what?
Who painted the Mona Lisa? | Who was it that painted the Mona Lisa?
What makes the sky blue? | What is it that makes the sky blue?
Is a tomato a fruit? | A tomato, is it a fruit?
How many bones are in a hand? | How many bones are there in a hand?
What do people eat in Japan? | In Japan, what do people eat?
What animals live in the Arctic? | Tell me what animals live in the Arctic.
All sorts, written down without a look at the rules
What's the capital of Peru? | Uhm what's the the capital of Peru
What's the capital of Peru? | You know what the capital of Peru is?
What's the capital of Peru? | Quick question, what's the capital of Peru?
What's the capital of Peru? | I need to know the capital of Peru.
What's the capital of Peru? | What is the capital city of Peru?
What's the capital of Peru? | I'm trying to find out what the capital of Peru is.
What's the capital of Peru? | Peru's capital is what?
What's the capital of Peru? | Parley what is the capital of Peru
What's the capital of Peru? | Please could you tell me the capital of Peru?
What's the capital of Peru? | Tell me please what the capital of Peru is.
How long do elephants live? | Do you know how long elephants live?
How long do elephants live? | Elephants, how long do they live?
What causes earthquakes in Japan? | Tell me what causes earthquakes in Japan.
What causes earthquakes in Japan? | Okay, what causes earthquakes in Japan?
What causes earthquakes in Japan? | In Japan, what causes earthquakes?
Why do cats purr at night? | Hey Parley, why do cats purr at night?
When was the Eiffel Tower built? | The Eiffel Tower, when was it built?
When was the Eiffel Tower built? | Can you tell me when the Eiffel Tower was built?
When was the Eiffel Tower built? | I'd love to know when the Eiffel Tower was built.
Who painted the Mona Lisa? | The Mona Lisa, who painted it?
Who painted the Mona Lisa? | Who was it that painted the Mona Lisa?
Who painted the Mona Lisa? | Can you please tell me who painted the Mona Lisa?
How deep is the Pacific Ocean? | The Pacific Ocean, how deep is it?
How deep is the Pacific Ocean? | Tell me how deep the Pacific Ocean is.
How deep is the Pacific Ocean? | Could you say how deep the Pacific Ocean is?
How deep is the Pacific Ocean? | Just how deep is the Pacific Ocean?
Which is faster, a cheetah or a lion? | What's faster, a lion or a cheetah?
Which is faster, a cheetah or a lion? | A cheetah or a lion, which one is faster?
What is the chemical symbol for gold? | What's the chemical symbol of gold?
What is the chemical symbol for gold? | Gold's chemical symbol is what?
What is the chemical symbol for gold? | Tell me the chemical symbol for gold.
Is a tomato a fruit? | Tell me, is a tomato a fruit?
Is a tomato a fruit? | Do you know if a tomato is a fruit?
Is a tomato a fruit? | A tomato, is it a fruit?
Are bats blind at night? | I wonder if bats are blind at night.
How many bones does a human have? | Can you tell me how many bones a human has?
What is the boiling point of water in Denver? | Uh, what's the boiling point of water in Denver please?
What is the boiling point of water in Denver? | Do you happen to know the boiling point of water in Denver?
Who discovered penicillin? | Can you tell me who discovered penicillin please?
Who discovered penicillin? | Penicillin, who discovered it?
Who discovered penicillin? | By the way, who discovered penicillin?
What is the longest river in Africa? | Africa's longest river, what is it?
What is the longest river in Africa? | In Africa, what is the longest river?
What is the longest river in Africa? | Could you tell me the longest river in Africa?
How far is Mars from the sun? | Tell me how far Mars is from the sun.
How far is Mars from the sun? | I was wondering how far Mars is from the sun.
Why do leaves change color? | Okay Parley, why do leaves change color?
Why do leaves change color? | Why do leaves change colour?
Why do leaves change color? | Um so why do, uh, leaves change color?
What currency is used in Sweden? | Which currency is used in Sweden?
What currency is used in Sweden? | Can you tell me what currency is used in Sweden?
When did the Titanic sink? | Do you know when the Titanic sank?
When did the Titanic sink? | The Titanic, when did it sink?
When did the Titanic sink? | I'd like to know when the Titanic sank.
When did the Titanic sink? | Hello there, when did the Titanic sink?
What is the difference between a virus and a bacterium? | What's the difference between a bacterium and a virus?
What is the difference between a virus and a bacterium? | Can you tell me the difference between a virus and a bacterium?
`;

export const same: readonly Pair[] = readPairs(LINES);

/** The same in words that no rule here makes the same: these are missed, and may be. */
export const otherWords: readonly Pair[] = readPairs(`
What is the capital of France? | What city is the capital of France?
What is the capital of France? | Which city is France's capital?
Who wrote Hamlet? | Who is the author of Hamlet?
Who wrote Hamlet? | By whom was Hamlet written?
How tall is Mount Everest? | What is the height of Mount Everest?
How many people live in Japan? | What is the population of Japan?
When did World War 2 end? | What year did World War 2 end?
What is the largest planet? | What is the biggest planet?
Why is the sky blue? | What makes the sky blue?
How many legs does a spider have? | What number of legs does a spider have?
When was Napoleon born? | What is Napoleon's date of birth?
What is photosynthesis? | Explain photosynthesis.
What is the difference between cats and dogs? | How do cats and dogs differ?
Is the sun bigger than the earth? | Is the earth smaller than the sun?
How far away is the moon? | What is the distance to the moon?
What is the color of the sky? | What color is the sky?
How does a clock work? | How do clocks work?
Which is heavier, gold or lead? | Is gold or lead heavier?
What's the capital of Peru? | Hey, what is the capital of Peru again?
What's the capital of Peru? | What would be the capital of Peru?
What's the capital of Peru? | Could you remind me what the capital of Peru is?
What's the capital of Peru? | What's Peru's capital called?
What's the capital of Peru? | The capital of Peru is called what?
What's the capital of Peru? | Capital of Peru?
How long do elephants live? | For how long do elephants live?
How long do elephants live? | How long does an elephant live?
What causes earthquakes in Japan? | Can you explain what causes earthquakes in Japan?
Why do cats purr at night? | Do you know why cats purr at night?
Why do cats purr at night? | Why is it that cats purr at night?
Why do cats purr at night? | So why do cats purr at night, then?
When was the Eiffel Tower built? | When did they build the Eiffel Tower?
When was the Eiffel Tower built? | In which year was the Eiffel Tower built?
Who painted the Mona Lisa? | The Mona Lisa was painted by who?
Who painted the Mona Lisa? | Who's the painter of the Mona Lisa?
Which is faster, a cheetah or a lion? | Is a cheetah or a lion faster?
Which is faster, a cheetah or a lion? | Who is faster, a cheetah or a lion?
Is a tomato a fruit? | Would you say a tomato is a fruit?
How many bones does a human have? | How many bones are there in a human?
How many bones does a human have? | A human has how many bones?
What is the boiling point of water in Denver? | At what temperature does water boil in Denver?
Who discovered penicillin? | Do you remember who discovered penicillin?
Who discovered penicillin? | Who first discovered penicillin?
What is the longest river in Africa? | What river is the longest in Africa?
What is the longest river in Africa? | Do you know which river is the longest in Africa?
How far is Mars from the sun? | Mars, how far is it from the sun?
How far is Mars from the sun? | How far away from the sun is Mars?
Why do leaves change color? | Tell me why leaves change color.
What currency is used in Sweden? | What currency do they use in Sweden?
What currency is used in Sweden? | Sweden uses what currency?
What is the difference between a virus and a bacterium? | How is a virus different from a bacterium?
What is the difference between a virus and a bacterium? | Explain the difference between a virus and a bacterium.
`);
