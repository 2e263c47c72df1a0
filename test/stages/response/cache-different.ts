/** Questions that look alike and are not: no two of a line may ever share an answer. */
const LINES = `
Opposites and switches
How do people turn on a gas stove? | How do people turn off a gas stove?
What happens when a fuse is switched on? | What happens when a fuse is switched off?
Turn on the kitchen light. | Turn off the kitchen light.
Turn the radio up. | Turn the radio down.
Open the garage door. | Close the garage door.
Is Paris north of Rome? | Is Paris south of Rome?
What lies above the equator in Africa? | What lies below the equator in Africa?
Why do ships float in water? | Why do ships sink in water?
Why do metals expand in heat? | Why do metals contract in heat?
What is the hottest planet? | What is the coldest planet?
What is the highest mountain in Africa? | What is the lowest mountain in Africa?
What is the maximum speed of a cheetah? | What is the minimum speed of a cheetah?
What is the import tax of Norway? | What is the export tax of Norway?
Was Napoleon born in Corsica? | Did Napoleon die in Corsica?
When did Mozart start composing? | When did Mozart stop composing?
How do plants absorb light? | How do plants reflect light?
What increases blood pressure? | What decreases blood pressure?
Is a tomato legally a fruit? | Is a tomato legally a vegetable?
Who loves Juliet in the play? | Who hates Juliet in the play?
Which side won the battle of Hastings in 1066? | Which side lost the battle of Hastings in 1066?
Who changes places with whom
Does a dog bite a man? | Does a man bite a dog?
Why did the dog bite the man? | Why did the man bite the dog?
Is the sun bigger than the earth? | Is the earth bigger than the sun?
Is gold heavier than lead? | Is lead heavier than gold?
Is Germany larger than France? | Is France larger than Germany?
Did Rome defeat Carthage? | Did Carthage defeat Rome?
Who did Brutus kill? | Who killed Brutus?
Whom did Romeo love? | Who loved Romeo?
How is 100 degrees celsius converted to fahrenheit? | How is 100 degrees fahrenheit converted to celsius?
How do engineers convert from celsius to fahrenheit? | How do engineers convert from fahrenheit to celsius?
Translate the word dog from English to Spanish. | Translate the word dog from Spanish to English.
What is the flight time from London to New York? | What is the flight time from New York to London?
How far is it from Rome to Milan? | How far is it from Milan to Rome?
What is the ratio of hydrogen to oxygen in water? | What is the ratio of oxygen to hydrogen in water?
What is 10 divided by 5? | What is 5 divided by 10?
What is 9 minus 4? | What is 4 minus 9?
What is 2 to the power of 3? | What is 3 to the power of 2?
What is 20 percent of 50? | What is 30 percent of 50?
What is the difference between 9 and 4? | What is the difference between 4 and 9?
Did Cain kill Abel? | Did Abel kill Cain?
Is every square a rectangle? | Is every rectangle a square?
Are all cats mammals? | Are all mammals cats?
Does smoking cause cancer in mice? | Does cancer cause smoking in mice?
Did Denmark sell Greenland to America? | Did America sell Greenland to Denmark?
What is the king of the mountain? | What is the mountain of the king?
What is a house cat? | What is a cat house?
What is a race horse? | What is a horse race?
What is a flower garden? | What is a garden flower?
Why is a blind Venetian famous? | Why is a Venetian blind famous?
Who taught Plato philosophy? | Who did Plato teach philosophy?
What did Einstein owe to Newton? | What did Newton owe to Einstein?
Which is bigger, red cats or dogs? | Which is bigger, dogs or red cats?
Negation
Is Pluto a planet? | Is Pluto not a planet?
Are whales fish? | Aren't whales fish?
Can penguins fly in the air? | Can't penguins fly in the air?
Why can cats see in the dark? | Why can't cats see in the dark?
Why does oil mix with water? | Why doesn't oil mix with water?
Which birds can fly at night? | Which birds cannot fly at night?
Which metals are magnetic at all? | Which metals are not magnetic at all?
Which countries are in the EU? | Which countries are not in the EU?
Did Columbus reach India? | Didn't Columbus reach India?
What is legal in Sweden? | What is illegal in Sweden?
What is possible in physics? | What is impossible in physics?
Which animals have bones? | Which animals have no bones?
Is alcohol with sugar sold? | Is alcohol without sugar sold?
Who is never mentioned in Hamlet? | Who is mentioned in Hamlet?
Was Caesar ever an emperor? | Was Caesar never an emperor?
Would water boil on Mars? | Wouldn't water boil on Mars?
Numbers
What is the square root of 16? | What is the square root of 60?
What is the square root of sixteen? | What is the square root of sixty?
What happened in Berlin in 1989? | What happened in Berlin in 1998?
What happened in Europe in 1914? | What happened in Europe in 1940?
What happened in the 1980s? | What happened in 1980?
What happened in the 1980's? | What happened in 1980?
When did World War 1 end? | When did World War 2 end?
When did World War One end? | When did World War Two end?
Who was Henry the Fifth? | Who was Henry the Eighth?
Who was Henry the 5th? | Who was Henry the 8th?
How many days are in 3 years? | How many days are in 30 years?
What is 12 times 7? | What is 12 times 17?
What is 1.5 as a fraction? | What is 15 as a fraction?
What is 0.5 as a percentage? | What is 0.05 as a percentage?
What is 1,000 in binary? | What is 10,000 in binary?
Is 7 a prime number? | Is 9 a prime number?
What is 5 factorial? | What is 6 factorial?
What is 5! in mathematics? | What is 5 in mathematics?
What is -5 squared in mathematics? | What is 5 squared in mathematics?
How much is a million in words? | How much is a billion in words?
How many zeros are in a hundred thousand? | How many zeros are in a thousand?
What is the third planet? | What is the fourth planet?
What is element 12? | What is element 20?
What is two plus two? | What is two plus three?
Is 3 bigger than 2? | Is 2 bigger than 3?
What is 3/4 as a decimal? | What is 34 as a decimal?
Question words
Who wrote Hamlet for the stage? | When wrote Hamlet for the stage?
When was Napoleon born? | Where was Napoleon born?
Where did Mozart die? | When did Mozart die?
How did Mozart die? | Why did Mozart die?
Who is the Dalai Lama? | What is the Dalai Lama?
What is the Louvre? | Where is the Louvre?
Where is Mount Everest? | How tall is Mount Everest?
How old is Rome by legend? | How big is Rome by legend?
How many people live in Oslo? | Which people live in Oslo?
How many teeth do sharks have? | What teeth do sharks have?
How long is the Nile? | How wide is the Nile?
How far is the moon? | How big is the moon?
How often does the Nile flood? | Why does the Nile flood?
Whose daughter was Cleopatra? | Who was Cleopatra?
How many kings did France have? | Which kings did France have?
What is the capital of France? | Where is the capital of France?
Define photosynthesis in plants. | Explain photosynthesis in plants.
What is love? | Why is love?
Tell me about the French Revolution. | Tell me when the French Revolution was.
Explain the French Revolution. | Describe the French Revolution.
List the planets of the solar system. | Count the planets of the solar system.
Tense and mood
Who is the king of Norway? | Who was the king of Norway?
Is Pluto a planet? | Was Pluto a planet?
Does Spain have a king? | Did Spain have a king?
What do whales eat? | What did whales eat?
Who will be king of England? | Who would be king of England?
Can dogs eat chocolate? | Could dogs eat chocolate?
Can dogs eat chocolate? | Should dogs eat chocolate?
Can dogs eat chocolate? | Do dogs eat chocolate?
Where do eels breed? | Where did eels breed?
Is Venice sinking? | Has Venice sunk?
Has anybody walked on Mars? | Will anybody walk on Mars?
What are the colors of the flag of Italy? | What were the colors of the flag of Italy?
May people smoke in Rome? | Must people smoke in Rome?
Comparison
Which planet is big? | Which planet is biggest?
Which planet is bigger than Earth? | Which planet is as big as Earth?
What is the largest ocean? | What is the larger ocean?
What is the largest country in Europe? | What is the second largest country in Europe?
What is the largest country in Europe? | What is the largest country in Asia?
What is the biggest city in Texas? | What is the best city in Texas?
Which is older, Rome or Athens? | Which is younger, Rome or Athens?
Which is bigger, the sun or the moon? | Which is smaller, the sun or the moon?
Which is bigger, the sun or the moon? | Which is bigger, the sun or the earth?
What do most people in India eat? | What do the most people in India eat?
Is iron more expensive than copper? | Is iron less expensive than copper?
Who has the most gold medals in history? | Who has the least gold medals in history?
How fast is a cheetah? | How much faster is a cheetah?
What is the closest star to the sun? | What is the farthest star to the sun?
Names that differ by little
What is the capital of Austria? | What is the capital of Australia?
What is the capital of Iran? | What is the capital of Iraq?
What is the capital of Niger? | What is the capital of Nigeria?
What is the capital of Mali? | What is the capital of Malawi?
What is the capital of Slovakia? | What is the capital of Slovenia?
What is the capital of Paraguay? | What is the capital of Uruguay?
What is the capital of Mauritania? | What is the capital of Mauritius?
What is the capital of Guinea? | What is the capital of Guyana?
What is the capital of Dominica? | What is the capital of the Dominican Republic?
What is the capital of North Korea? | What is the capital of South Korea?
What is the capital of Gambia? | What is the capital of Zambia?
What is the capital of Latvia? | What is the capital of Bolivia?
What is the capital of the Congo? | What is the capital of the Democratic Congo?
What is the capital of Georgia the country? | What is the capital of Georgia the state?
What is the capital of Washington state? | What is the capital of Washington?
Where is the river Rhine? | Where is the river Rhone?
Who was John Adams? | Who was John Quincy Adams?
Who was George Bush senior? | Who was George Bush junior?
Who was Manet the painter? | Who was Monet the painter?
Who was Marx the thinker? | Who was Mark the thinker?
What is the symbol of sodium? | What is the symbol of sulfur?
What is magnesium used for? | What is manganese used for?
What is silicon made of? | What is silicone made of?
What is meiosis in biology? | What is mitosis in biology?
What is a stalactite? | What is a stalagmite?
What is the weight of a meteor? | What is the weight of a meteorite?
What is astronomy about? | What is astrology about?
What is a llama farm? | What is an alpaca farm?
What is the origin of desert? | What is the origin of dessert?
What does affect mean? | What does effect mean?
What is a principal in school? | What is a principle in school?
Where are whales found? | Where is Wales found?
Order in time and place
Who was president before Lincoln? | Who was president after Lincoln?
What is the first letter of Greek? | What is the last letter of Greek?
Who was the first man on the moon? | Who was the second man on the moon?
What is the first president of France called? | What is the last president of France called?
What comes before the Bronze Age? | What comes after the Bronze Age?
What is under the Atlantic? | What is over the Atlantic?
What is in the Atlantic? | What is on the Atlantic?
What lies east of Berlin? | What lies west of Berlin?
What lies inside a volcano? | What lies outside a volcano?
What is at the top of Everest? | What is at the bottom of Everest?
What year did the king move in? | What year did the king move?
What do bees do by day? | What do bees do by night?
Where did the Titanic sail from? | Where did the Titanic sail to?
One and many, a and the
What is a star made of? | What are stars made of?
What is the sister's children of the czar called? | What is the sisters' children of the czar called?
What are the sister's children called? | What are the sisters' children called?
What is the king's son? | What is the kings son?
Who was a president of France? | Who was the president of France?
What is a cloud in computing? | What is the cloud in computing?
What is a queen? | What is the Queen?
What are beatles? | What are the Beatles?
Who are the Doors? | Who are doors?
What is the people of Rome? | What are the peoples of Rome?
How many fish live in a sea? | How many fishes live in a sea?
What is France's capital? | What is the capital's France?
What is the dog's owner? | What is the owner's dog?
Who is the queen's mother? | Who is the queen mother?
What is a man-eating shark? | What is a man eating shark?
Units
How many feet are in a mile? | How many meters are in a mile?
How many ounces are in a pound? | How many pounds are in an ounce?
How many grams are in a kilogram? | How many milligrams are in a kilogram?
What is 5 miles in kilometers? | What is 5 kilometers in miles?
How heavy is a liter of water in pounds? | How heavy is a liter of water in kilos?
What is the boiling point of water in celsius? | What is the boiling point of water in fahrenheit?
What is the boiling point of water? | What is the melting point of water?
What is the boiling point of water? | What is the boiling point of alcohol?
How many bits are in a byte? | How many bytes are in a bit?
How many megabytes are in a gigabyte? | How many megabits are in a gigabyte?
Signs, capitals, and words that are asked about
What is C++ used for? | What is C used for?
What is C# used for? | What is C used for?
What is F# used for? | What is F used for?
What does & mean in English? | What does @ mean in English?
What is the capital of (France)? | What is the capital of (Spain)?
How much is $5 in euros? | How much is €5 in euros?
What is Turkey famous for? | What is turkey famous for?
What is Polish made of? | What is polish made of?
Who is in WHO? | Who is in who?
What is the meaning of May? | What is the meaning of may?
What is the Spanish word for please? | What is the Spanish word for thanks?
What is the Spanish word for please? | What is the Spanish word for?
What does um mean? | What does er mean?
What does mm stand for? | What does er stand for?
How do Germans say thank you? | How do Germans say?
How do Britons spell colour? | How do Britons spell color?
What does USA stand for? | What does UK stand for?
What is the opposite of please? | What is the opposite of sorry?
Spell grey in British English. | Spell gray in British English.
What rhymes with okay? | What rhymes with hello?
Who are you talking about?
What is the best diet for me? | What is the best diet?
Who is the author of Emma? | Who is the author of Persuasion?
Who wrote the book Emma? | Who wrote to the book Emma?
Who painted the Mona Lisa? | Where is the Mona Lisa painted?
What is Java? | What is Java the island?
What is the color of a banana? | What is the color of a ripe banana?
What is the fastest land animal? | What is the fastest animal?
What do red pandas eat? | What do pandas eat?
What is dark matter? | What is matter?
What is the population of New York? | What is the population of New York City?
What is the population of York? | What is the population of New York?
Can you tell me how to boil eggs? | Can you tell me how eggs boil?
Tell me when the eggs are done. | When are the eggs done?
Hamlet, who wrote it? | Hamlet, who wrote about it?
A tomato, is it a fruit? | A fruit, is it a tomato?
In Japan, what do people eat? | In China, what do people eat?
In Japan, what do people from China eat? | In China, what do people from Japan eat?
In 1990, who was king of Spain? | Who was king of Spain in 1991?
What is it that makes the sky blue? | What is it that makes the sea blue?
How many bones are there in a hand? | How many bones are there on a hand?
You know where the capital of Peru is? | You know what the capital of Peru is?
Do you know how long elephants live? | Do you know where elephants live?
What is the chemical symbol for gold? | What is the chemical formula for gold?
What is Levi's origin? | What is the origin of Levi?
Who is Wendy's founder? | Who is the founder of Wendy?
Where is UM law school? | Where is law school?
Who starred in the series, ER? | Who starred in the series?
Who sang please please please in 2024? | Who sang please please in 2024?
Who recorded please please please? | Who recorded please please?
Do you know any rivers in France? | Do you know the rivers in France?
`;

export interface Pair {
  readonly one: string;
  readonly other: string;
}

export function readPairs(lines: string): Pair[] {
  const pairs: Pair[] = [];
  for (const line of lines.split('\n')) {
    const [one = '', other = ''] = line.split(' | ');
    if (other !== '') pairs.push({ one, other });
  }
  return pairs;
}

export const different: readonly Pair[] = readPairs(LINES);
