/** Questions about the weather: of which place, and of which day. */
import { zoneOf } from '../language/places.js';

export interface WeatherSlots {
  readonly place?: string;
  /** As it was said: `tomorrow`, `tonight`, `monday`, `the weekend`. */
  readonly day?: string;
}

const DAY =
  'today|tonight|tomorrow|the day after tomorrow|this (?:morning|afternoon|evening|weekend|week)|(?:tomorrow|today) (?:morning|afternoon|evening|night)|(?:the |next )?(?:weekend|week)|(?:(?:on|this|next) )?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?: (?:morning|afternoon|evening|night))?|right now|now|outside(?: (?:today|now))?|out(?: there)?|later(?: today)?|currently|at the moment';
const NOW = /^(?:right now|now|outside.*|out.*|currently|at the moment)$/;
const SKY =
  'rain|snow|be (?:raining|snowing|sunny|cloudy|windy|hot|cold|warm|foggy|stormy|dry|wet|nice|icy|freezing)|freeze|storm|hail|thunder';
const FEEL = 'raining|snowing|sunny|cloudy|windy|foggy|stormy|freezing|hailing|icy|hot|cold|warm|humid|nice|dry|wet';

/** What is asked; behind it come place and day in either order. */
const QUESTIONS: readonly RegExp[] = [
  /^(?:what|how) (?:is|was|will|about) the (?:current )?(?:weather|forecast)(?: forecast| report)?(?: going to)?(?: be)?(?: like| looking)?(.*)$/,
  /^(?:what|how) (?:will|is|does) the weather (?:be|look|going to be)(?: like)?(.*)$/,
  /^(?:tell me |give me |get |check |show me |read |i (?:want|need) )?(?:the |a )?(?:current )?(?:weather(?: forecast| report)?|forecast)(.*)$/,
  new RegExp(
    `^(?:will|is|does) (?:it|there)(?: be)?(?: going to)?(?: be)? ?(?:${FEEL}|${SKY}|(?:any )?(?:rain|snow|storms?|sun))(.*)$`,
  ),
  /^(?:do|will|should) i (?:need|take|bring|want)(?: to (?:take|bring|wear))? (?:an? |my )?(?:umbrella|coat|jacket|raincoat|sunglasses|sunscreen)(.*)$/,
  /^how (?:hot|cold|warm|windy|humid|wet) (?:is|will) it(?: (?:be|get|going to be))?(.*)$/,
  /^what is the temperature( (?:outside|out there|in .+|at .+|today|tomorrow|tonight|now|right now))$/,
  /^(?:any|is there) (?:chance of )?(?:rain|snow|storms?)(?: (?:expected|coming|forecast))?(.*)$/,
];

/** "Tomorrow's forecast for Rome" is the forecast for Rome tomorrow. */
const DAY_BEFORE = new RegExp(`^(.*?)(${DAY}) (weather|forecast)(?: forecast| report)?\\b(.*)$`);

const REST = new RegExp(
  `^(?:(?:for |on |at )?(${DAY}) ?)?(?:(?:in|for|at|around|near) (.+?))??(?: (?:for |on |at )?(${DAY}))?$`,
);
const ONLY_DAY = new RegExp(`^(?:${DAY})$`);

/** "In the kitchen" is no place that has weather. */
const INDOORS =
  /\b(?:the|my) (?:.*(?:room|kitchen|hall|hallway|garage|office|study|cellar|basement|attic|nursery|house|oven|fridge|freezer|pool))\b|\b(?:here|inside|indoors)\b/;

export function parseWeather(text: string): WeatherSlots | undefined {
  const turned = text.replace(DAY_BEFORE, '$1the $3$4 $2');
  for (const question of QUESTIONS) {
    const rest = question.exec(turned)?.[1];
    const slots = rest === undefined ? undefined : readRest(rest.trim());
    // "Does it snow in Egypt" asks for the climate.
    if (slots?.place !== undefined && slots.day === undefined && text.startsWith('does ')) return undefined;
    if (slots !== undefined) return slots;
  }
  return undefined;
}

/** "in london tomorrow", "tomorrow in london", "for london"; undefined when something else is said. */
function readRest(rest: string): WeatherSlots | undefined {
  const [, early, place, late] = REST.exec(rest) ?? [];
  const isWhole = rest === '' || early !== undefined || place !== undefined || late !== undefined;
  if (!isWhole || INDOORS.test(rest) || (place !== undefined && !isPlace(place))) return undefined;
  return withDay(place, early ?? late);
}

function withDay(place: string | undefined, said: string | undefined): WeatherSlots {
  const day = said?.replace(/^(?:on|this) (?=\w+day)/, '').replace(/^the (?=week)/, '');
  const isNow = day === undefined || NOW.test(day);
  return { ...(place === undefined ? {} : { place }), ...(isNow ? {} : { day }) };
}

/** "and tomorrow", "what about paris", "and in rome on monday", "in oslo", and a city by its bare name. */
export function parseMoreWeather(text: string, last: WeatherSlots): WeatherSlots | undefined {
  const led =
    /^(?:and|what about|how about|and what about|and how about|then|and then)(?: (?:is it|the weather))? (.+)$/.exec(
      text,
    )?.[1];
  const isPlain = /^(?:in|for|at) /.test(text) || ONLY_DAY.test(text);
  const rest = led ?? (isPlain ? text : undefined);
  if (rest === undefined) return zoneOf(text, 'exact') === undefined ? undefined : { ...last, place: text };
  const said = readRest(rest) ?? readRest(`in ${rest}`);
  return said === undefined ? undefined : { ...last, ...said };
}

/** The answer to "for which place?". */
export function readPlace(text: string): string | undefined {
  const place = text.replace(/^(?:(?:in|for|at|it is|i am|i live|say|make it|my city is|here in|let us say) )+/, '');
  return isPlace(place) ? place : undefined;
}

const WITH_ARTICLE =
  /^the (?:hague|netherlands|philippines|bahamas|bronx|us|usa|uk|united \w+|alps|highlands|maldives|seychelles)\b/;
/** Words that begin another request are no name of a place. */
const NO_PLACE =
  /^(?:(?:outer )?space|mars|venus|jupiter|saturn)$|^(?:what|who|how|why|when|where|is|are|do|does|can|will|set|turn|stop|cancel|tell|yes|no|nope|yeah|thanks|thank|never|play|add|it|that|this|you|i|the|a|an|my|your|time|hello|hi|bye|goodbye|repeat|and|or|to|flip|roll|show|read|start|open|close)\b|\d/;

function isPlace(text: string): boolean {
  return text !== '' && text.split(' ').length <= 5 && (!NO_PLACE.test(text) || WITH_ARTICLE.test(text));
}
