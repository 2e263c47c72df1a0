/** What the voice is given to say: replies of 3, 7 and 17 words, and longer ones for a minute of speech. */

/** Words of the replies that first sounds are measured on. */
export const lengths = [3, 7, 17] as const;
export type ReplyLength = (typeof lengths)[number];

const short = `
It is raining.
Yes, of course.
Timer is set.
I found it.
Good morning, Anna.
Lights are off.
You are welcome.
That sounds right.
Not right now.
Let me check.
Almost there now.
Door is locked.
Here we go.
Nothing new today.
Volume turned up.
Sleep well tonight.
Call has ended.
Happy to help.
Try again later.
Music stopped playing.
Maybe next week.
See you soon.
Message was sent.
Dinner is ready.
`;

const medium = `
The weather in Berlin is mostly cloudy.
Your next meeting starts in ten minutes.
I turned off the lights downstairs already.
There is a little snow coming tonight.
You have three new messages from Martin.
The train to Hamburg leaves very soon.
I could not find that song anywhere.
Your package should arrive tomorrow around noon.
The washing machine will finish before dinner.
I added milk and bread for you.
Traffic is heavy on the ring road.
The kitchen timer has two minutes left.
Your sister called while you were out.
It is colder now, so dress warmly.
The museum opens again on Thursday morning.
Please say the name once more, slowly.
I moved your dentist appointment to Friday.
The front door is locked since noon.
Everything in the garden has been watered.
A gentle rain will start this evening.
The oven is hot enough right now.
My best guess would be early spring.
Nobody has rung the bell since lunch.
The heating will switch on at sunrise.
`;

const long = `
The weather today is mostly sunny with light winds from the west and a few clouds later.
If you leave the house in the next five minutes, you should catch the bus to work.
I looked through your calendar for the whole week, and the only free afternoon is on Wednesday.
The recipe needs two eggs, a cup of flour, some butter, and just a pinch of salt.
Your mother called this morning and asked whether you would like to come for dinner on Sunday.
There was an accident on the bridge, so the drive to the airport will take longer today.
The book you asked about was written in the last century by a doctor from a village.
I have lowered the heating in the bedroom because the window has been open for an hour.
Most people water their tomatoes early in the morning, when soil and air are still quite cool.
The last episode ended with a storm, and nobody knows yet whether the captain found the harbor.
You spent a little less on groceries this month than you did in the month before that.
The concert begins at eight, but the doors open much earlier and there are food and drinks.
Light travels so fast that it reaches us from the moon in hardly more than a second.
Before we start the next song, would you like me to turn it down for the baby?
The library keeps your books for three more days, and after that you have to renew them.
I can read the article aloud now, or save it for the evening when you have time.
Bees find their way home by the position of the sun and by landmarks they have seen.
Your parcel left the warehouse last night and will be brought to the neighbor across the street.
She wrote that the flight was late again, so please do not wait for her with dinner.
The path along the river is closed for repairs, but you can cross the small park instead.
I set the alarm a little earlier than usual because the roads may be quite icy tomorrow.
Whales sleep with only half of their brain at once, which lets them come up for air.
The painter lived in that house for thirty years and filled every room of it with color.
When the green lamp on the front goes out, hold the button down until you hear clicking.
`;

const lines = (text: string): readonly string[] => text.trim().split('\n');

/** At least twenty of each length, and no two alike: nothing can come out of a memory. */
export const repliesOf: Readonly<Record<ReplyLength, readonly string[]>> = {
  3: lines(short),
  7: lines(medium),
  17: lines(long),
};

/** Answers of several sentences, as they are heard one after another for a minute and longer. */
export const longReplies: readonly string[] = [
  'Sure. The forecast says that it will stay dry until the late afternoon, and then a front comes in from the sea. You may want to take a coat along, because the wind will make it feel colder than it is. Tomorrow looks better.',
  'Here is what I found. A good loaf needs only flour, water, salt, and time. Mix them in the evening, let the dough rest overnight, and fold it twice in the morning before it goes into a very hot oven. Do not open the door during the first half of the baking, or the crust will stay soft.',
  'You have four appointments today. The first one is with your dentist, at half past eight. After that you meet Carla for coffee, and at two there is the call with the team in Lisbon. In the evening, you wanted to go swimming.',
  'That is a good question! The sky looks blue because the air scatters short waves of light more than long ones. Near sunset the light takes a longer way through the air, so most of the blue is lost on the way and what is left looks red.',
  'No problem. I have moved the reminder to next Monday. Shall I tell Peter as well, or would you rather write to him yourself? He usually answers within the hour.',
  'The short answer is no. The longer answer is that cats do see in very dim light, but they need at least a little of it, just as we do. In a room without any light at all they find their way by their whiskers, by their ears, and by memory.',
];

/** As a listener counts them. */
export function countWords(text: string): number {
  return text.trim().split(/\s+/).filter(Boolean).length;
}

/** At most `limit` of each length. */
export function chooseReplies(limit = Infinity): { readonly words: ReplyLength; readonly text: string }[] {
  return lengths.flatMap((words) => repliesOf[words].slice(0, limit).map((text) => ({ words, text })));
}
