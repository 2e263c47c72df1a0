/** The weather, by whichever tool tells it. */
import type { Clock } from '../../pipeline/stage.js';
import type { Tool, ToolBox } from '../../tools/tool.js';
import type { SkillContext } from '../context.js';
import type { AnySkill, SkillReply } from '../skill.js';
import { defineSkill } from '../skill.js';
import { isHouse, readHouse } from './home-house.js';
import { describeResult } from './tools-phrases.js';
import { withProgress } from './tools-progress.js';
import { parseMoreWeather, parseWeather, readPlace } from './weather-words.js';
import type { WeatherSlots } from './weather-words.js';

export interface WeatherOptions {
  readonly tools: ToolBox;
  readonly clock: Clock;
}

const NO_TOOL = 'I have no weather tool; name one under tools.servers.';
const AWAY = "I can't reach the weather right now.";

const PLACE = /^(?:location|city|place|town|q|query|address|where|name|location_name|city_name)$/i;
const DAY = /^(?:date|day|when|datetime|time|target_date)$/i;
const DAYS = /^(?:days|forecast_days|num_days|number_of_days)$/i;
/** What the user may have told of where they live. */
const HOME_FACTS = ['city', 'town', 'home town', 'hometown', 'home', 'location', 'address', 'where i live'] as const;

interface Property {
  readonly type?: unknown;
  readonly format?: unknown;
  readonly enum?: readonly unknown[];
  readonly maximum?: unknown;
}

/** What a tool needs to know, by the names of its parameters. */
interface WeatherTool {
  readonly tool: Tool;
  readonly place?: string;
  readonly needsPlace: boolean;
  readonly day?: string;
  readonly days?: string;
}

export function createWeatherSkill({ tools, clock }: WeatherOptions): AnySkill {
  const found = weatherTools(tools);
  return defineSkill<WeatherSlots>({
    name: 'weather',
    about: 'tells the weather, through a weather tool',
    examples: ['what is the weather like in toronto', 'will it rain tomorrow', 'do i need an umbrella'],
    alike: [
      'what is the weather',
      'what is the weather like',
      'what is the weather like today',
      'is it going to rain',
      'do i need an umbrella',
      'how is the weather',
      'what is the weather forecast',
      'will it rain',
    ],
    remembered: false,
    runs: found.every(({ tool }) => tool.isReadOnly) ? 'taken' : 'certain',
    parse: parseWeather,
    goOn: (text, { slots }) => parseMoreWeather(text, slots),
    confirm: (slots) => {
      const chosen = choose(found, slots);
      return chosen?.tool.isRisky === true ? `Shall I really use ${chosen.tool.name.replaceAll('_', ' ')}?` : undefined;
    },
    answer: (slots, context) => withProgress(answerWeather(slots, { found, tools, context }), context, clock),
  });
}

interface Asking {
  readonly found: readonly WeatherTool[];
  readonly tools: ToolBox;
  readonly context: SkillContext;
}

async function answerWeather(slots: WeatherSlots, { found, tools, context }: Asking): Promise<SkillReply> {
  const chosen = choose(found, slots);
  if (chosen === undefined) return (await weatherAtHome(slots, tools, context.signal)) ?? whyNone(found, tools);
  const place =
    slots.place ?? HOME_FACTS.map((subject) => context.facts.get(subject)).find((value) => value !== undefined);
  if (place === undefined && chosen.needsPlace) return askPlace(slots);
  const args = argumentsFor(chosen, { ...slots, ...(place === undefined ? {} : { place }) }, context);
  if (args === undefined) return 'My weather tool only knows about now.';
  return describeResult(await tools.call({ tool: chosen.tool.name, args }, context.signal));
}

function askPlace(slots: WeatherSlots): SkillReply {
  return {
    text: 'For which place?',
    expects: (text) => {
      const place = readPlace(text);
      return place === undefined ? undefined : { run: 'weather', slots: { ...slots, place } };
    },
  };
}

function whyNone(found: readonly WeatherTool[], tools: ToolBox): string {
  if (found.length === 0 && (tools.unreachable?.().length ?? 0) > 0) return AWAY;
  return found.length === 0 ? NO_TOOL : "My weather tool can't look up a place by its name.";
}

/** Home Assistant's weather, which is that at home and now. */
async function weatherAtHome(
  { place, day }: WeatherSlots,
  tools: ToolBox,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (place !== undefined || day !== undefined) return undefined;
  const house = await readHouse(tools, signal);
  const weather = isHouse(house) ? house.find(({ domain }) => domain === 'weather') : undefined;
  if (weather === undefined || /^(?:unavailable|unknown)?$/.test(weather.state)) return undefined;
  const { temperature } = weather.attributes;
  const sky = weather.state.replace('partlycloudy', 'partly cloudy').replaceAll(/[-_]/g, ' ');
  return `It is ${sky}${temperature === undefined ? '' : `, ${temperature} degrees`}.`;
}

/** Those that look like it, the likeliest first. */
function weatherTools(tools: ToolBox): readonly WeatherTool[] {
  return tools
    .list()
    .map((tool) => ({ tool, score: score(tool) }))
    .filter(({ score: points }) => points > 0)
    .sort((one, other) => other.score - one.score)
    .map(({ tool }) => describe(tool));
}

function score({ name, description }: Tool): number {
  // Alerts, maps, histories and stations are about the weather as well, and no answer.
  if (/alert|warning|history|radar|station|map|marine|tide|air.?quality/i.test(name)) return 0;
  const words = name.replaceAll(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase();
  const named = /weather|forecast|meteo/.test(words) ? 4 : 0;
  const told = /\bweather\b|\bforecast\b/i.test(description) ? 1 : 0;
  return named + told;
}

function describe(tool: Tool): WeatherTool {
  const properties = Object.keys(tool.parameters['properties'] ?? {});
  const required = (tool.parameters['required'] ?? []) as readonly string[];
  const find = (pattern: RegExp): string | undefined =>
    properties.find((name) => required.includes(name) && pattern.test(name)) ??
    properties.find((name) => pattern.test(name));
  const [place, day, days] = [find(PLACE), find(DAY), find(DAYS)];
  return {
    tool,
    needsPlace: place !== undefined && required.includes(place),
    ...(place === undefined ? {} : { place }),
    ...(day === undefined ? {} : { day }),
    ...(days === undefined ? {} : { days }),
  };
}

/** One whose parameters can be filled; for another day than now, one that takes a day. */
function choose(found: readonly WeatherTool[], { place, day }: WeatherSlots): WeatherTool | undefined {
  const usable = found.filter((one) => {
    const required = (one.tool.parameters['required'] ?? []) as readonly string[];
    return (
      required.every((name) => [one.place, one.day, one.days].includes(name)) &&
      (place === undefined || one.place !== undefined)
    );
  });
  const forDay = usable.filter((one) => one.day !== undefined || one.days !== undefined);
  const forecast = usable.filter(({ tool }) => /forecast/i.test(tool.name));
  if (day !== undefined) return forDay[0] ?? forecast[0] ?? usable[0];
  return usable.find(({ tool }) => !/forecast/i.test(tool.name)) ?? usable[0];
}

/** Undefined where the tool cannot tell of that day. */
function argumentsFor(chosen: WeatherTool, { place, day }: WeatherSlots, { now, timeZone }: SkillContext) {
  const properties = (chosen.tool.parameters['properties'] ?? {}) as Readonly<Record<string, Property>>;
  const required = (chosen.tool.parameters['required'] ?? []) as readonly string[];
  const args: Record<string, unknown> = {};
  if (chosen.place !== undefined && place !== undefined)
    args[chosen.place] = place.replaceAll(/(?<![\p{L}\p{N}'])\p{L}/gu, (letter) => letter.toUpperCase());
  const ahead = day === undefined ? 0 : daysAhead(day, now(), timeZone);
  const mayTell =
    chosen.day !== undefined ||
    chosen.days !== undefined ||
    /forecast/i.test(`${chosen.tool.name} ${chosen.tool.description}`);
  if (day !== undefined && !mayTell) return undefined;
  if (chosen.day !== undefined && (day !== undefined || required.includes(chosen.day)))
    args[chosen.day] = dayFor(properties[chosen.day] ?? {}, { day: day ?? 'today', ahead, now: now(), timeZone });
  if (chosen.days !== undefined && (day !== undefined || required.includes(chosen.days)))
    args[chosen.days] = (ahead ?? 6) + 1;
  return args;
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** 0 for today; undefined for a stretch of days. */
function daysAhead(day: string, now: Date, timeZone: string): number | undefined {
  if (/^(?:today|tonight|this (?:morning|afternoon|evening)|later)/.test(day)) return 0;
  if (day === 'the day after tomorrow') return 2;
  if (day.startsWith('tomorrow')) return 1;
  const wanted = WEEKDAYS.findIndex((name) => day.includes(name));
  if (wanted < 0) return undefined;
  const today = new Intl.DateTimeFormat('en-US', { weekday: 'long', timeZone }).format(now).toLowerCase();
  return (wanted - WEEKDAYS.indexOf(today) + 7) % 7;
}

interface WantedDay {
  readonly day: string;
  readonly ahead: number | undefined;
  readonly now: Date;
  readonly timeZone: string;
}

/** As the parameter wants it: one of its values, a date, a number of days, or the word that was said. */
function dayFor({ type, format, enum: choices }: Property, { day, ahead, now, timeZone }: WantedDay): unknown {
  const choice = choices?.find((one) => day.startsWith(String(one).toLowerCase()));
  if (choice !== undefined) return choice;
  if ([type].flat().some((one) => one === 'integer' || one === 'number')) return ahead ?? 0;
  if (format !== 'date' && format !== 'date-time') return day;
  const [year = 0, month = 1, date = 1] = new Intl.DateTimeFormat('en-CA', { timeZone })
    .format(now)
    .split('-')
    .map(Number);
  const noon = new Date(Date.UTC(year, month - 1, date + (ahead ?? 0), 12));
  return format === 'date' ? noon.toISOString().slice(0, 10) : noon.toISOString();
}
