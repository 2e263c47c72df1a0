/** Roundabout ways of saying things, turned into the plain one: "I don't need the timer anymore" → "cancel the timer". */
import { ALARMS, REMINDERS } from './wordings-alarms.js';
import { TALK } from './wordings-talk.js';
import { CANCELLED, TIMERS, type Wording } from './wordings-timers.js';

/** Written in several ways, wherever it stands. */
const ANYWHERE: readonly Wording[] = [
  [/\bto (day|morrow|night)(?=s?\b)/g, 'to$1'],
  [/\b(today|tomorrow|yesterday)s (?=date|day|weather|forecast)/g, '$1 '],
  [/\b(?:a |an )?3 quarters? of an hour\b/g, '45 minutes'],
  [/\b(?:a )?quarter(?: of an)? hour\b/g, '15 minutes'],
  [/\b(?:a )?half hour\b/g, 'half an hour'],
  [/\b(?:another|an extra|an additional) (?=(?:minute|second|hour)\b)/g, '1 more '],
  [/\b(wake|remind|tell|give) us\b/g, '$1 me'],
];

const WORDINGS: readonly Wording[] = [...TIMERS, ...CANCELLED, ...ALARMS, ...REMINDERS, ...TALK];
const OTHER_DEGREES: Readonly<Record<string, string>> = {
  fahrenheit: 'celsius',
  celsius: 'fahrenheit',
  centigrade: 'fahrenheit',
};

/** The same in plain words; undefined where it was plain already. @param said normalised, without politeness */
export function reworded(said: string): string | undefined {
  let text = said;
  for (const [pattern, plain] of ANYWHERE) text = text.replace(pattern, plain);
  for (const [pattern, plain] of WORDINGS) text = text.replace(pattern, plain);
  text = text
    .replace(/ (\S+) flipped$/, (_all, to: string) => ` ${OTHER_DEGREES[to] ?? ''} in ${to}`)
    .replaceAll(/ {2,}/g, ' ')
    .trim();
  return text === said ? undefined : text;
}
