/** What is asked: a long conversation, and requests that need a tool or none. */
import type { ChatTool } from '../../../src/stages/response/chat.js';

/** A conversation of any length; each turn's question is another one. */
export function questionOf(turn: number): string {
  const subject = subjects[(turn - 1) % subjects.length] ?? '';
  const form = forms[Math.floor((turn - 1) / subjects.length) % forms.length] ?? '';
  return form.replace('*', subject);
}

const subjects = [
  'the moon',
  'cats',
  'the city of Paris',
  'bread',
  'the piano',
  'rain',
  'tea',
  'mountains',
  'the number zero',
  'bees',
  'football',
  'the sea',
  'winter',
];
const forms = [
  'What can you tell me about *?',
  'And what do most people not know about *?',
  'Why would somebody be afraid of *?',
  'How would you explain * to a child?',
];

const text = (description: string): object => ({ type: 'string', description });
const object = (properties: object, required: readonly string[]): Readonly<Record<string, unknown>> => ({
  type: 'object',
  properties,
  required,
});

export const tools: readonly ChatTool[] = [
  {
    name: 'get_weather',
    description: 'The weather in a city, now or on a day.',
    parameters: object({ city: text('Name of the city.'), day: { enum: ['today', 'tomorrow'] } }, ['city']),
  },
  {
    name: 'switch_light',
    description: 'Switches the light of a room on or off.',
    parameters: object({ room: text('Name of the room.'), on: { type: 'boolean' } }, ['room', 'on']),
  },
  {
    name: 'play_music',
    description: 'Plays music by an artist or of a kind.',
    parameters: object({ what: text('Artist, song or kind of music.') }, ['what']),
  },
  {
    name: 'send_message',
    description: 'Sends a short message to a person.',
    parameters: object({ person: text('Who gets it.'), message: text('What it says.') }, ['person', 'message']),
  },
  {
    name: 'set_temperature',
    description: 'Sets the heating of a room.',
    parameters: object({ room: text('Name of the room.'), celsius: { type: 'number' } }, ['room', 'celsius']),
  },
];

/** What was said, which tool it needs, and a word that must be among the arguments. */
export interface Request {
  readonly said: string;
  readonly tool: string | undefined;
  readonly word?: string;
}

const needs = (tool: string, ...requests: readonly (readonly [string, string])[]): Request[] =>
  requests.map(([said, word]) => ({ said, tool, word }));

export const requests: readonly Request[] = [
  ...needs(
    'get_weather',
    ['What is the weather like in Berlin?', 'berlin'],
    ['Will it rain in London tomorrow?', 'london'],
    ['Do I need an umbrella in Oslo today?', 'oslo'],
    ['How warm is it in Madrid right now?', 'madrid'],
  ),
  ...needs(
    'switch_light',
    ['Turn on the light in the kitchen.', 'kitchen'],
    ['Switch off the bedroom light, please.', 'bedroom'],
    ['It is too dark in the hall.', 'hall'],
    ['Lights out in the bathroom.', 'bathroom'],
  ),
  ...needs(
    'play_music',
    ['Play something by Mozart.', 'mozart'],
    ['I would like to hear some jazz.', 'jazz'],
    ['Put on the Beatles.', 'beatles'],
    ['Play relaxing piano music.', 'piano'],
  ),
  ...needs(
    'send_message',
    ['Tell Anna that I will be late.', 'anna'],
    ['Send Peter a message that dinner is ready.', 'peter'],
    ['Text my mother that I arrived.', 'mother'],
    ['Let Tom know the meeting is at five.', 'tom'],
  ),
  ...needs(
    'set_temperature',
    ['Set the living room to 21 degrees.', '21'],
    ['Make the bathroom 23 degrees warm.', '23'],
    ['Turn the bedroom heating down to 17.', '17'],
    ['Heat the office to 20 degrees.', '20'],
  ),
  ...[
    'What is the capital of France?',
    'Who wrote Hamlet?',
    'Tell me a joke.',
    'Why is the sky blue?',
    'How are you today?',
    'What does a weather forecaster do?',
    'How does a light bulb work?',
    'Who was Mozart?',
    'What is a good name for a cat?',
    'How many legs does a spider have?',
    'Thank you very much.',
    'What is the meaning of life?',
    'Tell me something about the moon.',
    'Is tea better than coffee?',
    'What is the opposite of hot?',
    'Which language do people speak in Brazil?',
    'How do messages travel over the internet?',
    'What is music made of?',
    'Can fish sleep?',
    'Explain what temperature means.',
  ].map((said) => ({ said, tool: undefined })),
];
