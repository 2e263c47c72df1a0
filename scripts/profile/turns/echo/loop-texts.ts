/** What is said in a loop: answers as an assistant gives them, short and long. */

export const loopTexts: readonly string[] = [
  'It is a quarter past seven in the morning.',
  'The sky is blue because air scatters short waves of light more than long ones. When the sun is low its light takes a longer way, and what is left for us is orange and red.',
  'Your timer for ten minutes is set.',
  'Tomorrow it will be cloudy in the morning and sunny in the afternoon, with a high of nineteen degrees and a light wind from the west.',
  'Paris has about two million people. With its suburbs there are more than twelve million, which makes it one of the largest cities in Europe.',
  'No, I cannot do that. Would you like me to do something else instead?',
  'Once upon a time there was a dragon who was afraid of fire. He lived on a cold mountain, ate raw fish, and wore three coats in winter, until one day a small girl came up the path with a lantern in her hand.',
  'Twenty five times sixteen is four hundred.',
  'I have added milk, eggs and butter to your shopping list. There are now seven things on it.',
  'The next train to the airport leaves at eight forty two from platform five, and the one after that twenty minutes later.',
  'Sorry, I did not get that.',
  'A crocodile has a narrow snout, and its lower teeth show when its mouth is closed. An alligator has a broad one, and prefers fresh water.',
];

/** To somebody who speaks in between. */
export const loopAnswer = 'All right, I will do that for you.';
