/** From what a skill calls things to what the table calls them: the one place that knows both. */
import type { Intent } from '../../../src/pipeline/intent.js';
import { loadCalculator } from '../../../src/skills/language/calculator.js';
import { instantOf } from '../../../src/skills/language/zone.js';
import {
  readConversion,
  readHomeAsk,
  readHomeSet,
  readMove,
  readQuery,
  readThing,
  readTimer,
  readTimerChange,
  readWeather,
  readWhen,
  toSeconds,
  type Slots,
  type TableClock,
} from './slot-readers.js';
import type { NeutralSlots, SlotValue, Table } from './table.js';

export interface Neutral {
  readonly intent: string;
  readonly slots: NeutralSlots;
}

type Reader = (slots: Slots, clock: TableClock) => Readonly<Record<string, unknown>>;

const nothing: Reader = () => ({});
const asTheyAre: Reader = (slots) => slots;

/** Skills that are called something else in the table, or say something else in their slots. */
const READERS: Readonly<Record<string, readonly [intent: string, reader: Reader]>> = {
  greeting: ['greeting', nothing],
  time: ['time', ({ place }) => ({ place })],
  date: ['date', ({ ask, offsetDays }) => ({ ask, offset: offsetDays })],
  arithmetic: ['arithmetic', ({ expression }) => ({ result: loadCalculator().evaluate(String(expression)) })],
  convert: ['convert', readConversion],
  coin: ['coin', nothing],
  'random-number': ['random-number', ({ least, most }) => ({ from: least, to: most })],
  spell: ['spell', ({ word, isBackwards }) => ({ word, backwards: isBackwards })],
  'timer-set': ['timer-set', readTimer],
  'timer-left': ['timer-left', readTimer],
  'timer-cancel': ['timer-cancel', readTimer],
  'timer-change': ['timer-change', readTimerChange],
  'alarm-set': ['alarm-set', readWhen],
  'alarm-list': ['alarm-list', readQuery],
  'alarm-cancel': ['alarm-cancel', readQuery],
  'alarm-snooze': ['snooze', ({ snoozeMs }) => ({ seconds: toSeconds(snoozeMs) })],
  'alarm-stop': ['stop', nothing],
  'reminder-set': ['reminder-set', readWhen],
  'reminder-list': ['reminder-list', readQuery],
  'reminder-cancel': ['reminder-cancel', ({ label, ...rest }, clock) => readQuery({ ...rest, text: label }, clock)],
  'list-add': ['list-add', readItems],
  'list-remove': ['list-remove', readItems],
  'list-has': ['list-show', ({ list }) => ({ list })],
  'list-make': ['list-clear', asTheyAre],
  'list-names': ['list-show', nothing],
  'note-take': ['note-add', asTheyAre],
  'note-read': ['note-list', nothing],
  'note-delete': ['note-remove', readNote],
  'fact-tell': ['fact-set', asTheyAre],
  'fact-ask': ['fact-get', asTheyAre],
  'fact-forget-all': ['fact-forget', () => ({ all: true })],
  volume: ['volume', readMove(['up', 'down', 'normal'])],
  speed: ['speed', readMove(['faster', 'slower', 'normal'])],
  voice: ['voice', ({ name }) => ({ name })],
  preset: ['preset', ({ name }) => ({ name })],
  weather: ['weather', readWeather],
  'home-switch': ['home', ({ action, thing }) => ({ action, ...readThing(thing) })],
  'home-lock': ['home', ({ action, thing }) => ({ action, ...readThing(thing) })],
  'home-device': ['home', ({ action, thing }) => ({ action, ...readThing(thing) })],
  'home-set': ['home', readHomeSet],
  'home-ask': ['home', readHomeAsk],
  'conversation-forget': ['forget-conversation', nothing],
  'good-night': ['goodbye', nothing],
};

/** The wall-clock time of the table as an instant. */
export function clockOf({ now, timeZone }: Pick<Table, 'now' | 'timeZone'>): TableClock {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = now.split(/\D/).map(Number);
  return { timeZone, now: new Date(instantOf({ year, month, day }, hour * 60 + minute, timeZone)) };
}

/** A skill that the table does not know keeps its name and slots, and is right for nothing in it. */
export function toNeutral({ name, slots }: Intent, clock: TableClock): Neutral {
  const [intent, read] = READERS[name] ?? [/^chat-|^wonder$/.test(name) ? 'chat' : name, asTheyAre];
  const entries = Object.entries(read(slots as Slots, clock)).filter(([, value]) => value !== undefined);
  return { intent, slots: Object.fromEntries(entries.map(([key, value]) => [key, toValue(value)])) };
}

function toValue(value: unknown): SlotValue {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map((item) => (typeof item === 'number' ? item : String(item)));
  return JSON.stringify(value);
}

function readItems({ list, items }: Slots): Slots {
  return { list, item: items };
}

function readNote({ which, about }: Slots): Slots {
  return which === 'all' ? { all: true } : { text: about ?? which };
}
