/** Times of the day: "10:30", "3 pm", "15:00", "7:05 a.m.". */
import { sayNumber } from './numbers.js';
import { anyPattern, wordPattern, type SpokenRule } from './rule.js';

/** The dots of "p.m." belong to it, but the last may also end the sentence: then it stays for the pause. */
const half = String.raw`(?<half>[aApP])(?:\.\s?[mM](?:\.(?!\s*$|\s+\p{Lu}))?|[mM])`;
const clock = String.raw`(?<h>[01]?\d|2[0-4]):(?<m>[0-5]\d)(?::(?<s>[0-5]\d))?(?![:\d])`;

/** The hyphen of "9:00-17:00" and "10am–5pm". */
const until = String.raw`(?<=\d|[ap]\.?m\.?)\s?[-–]\s?(?=\d{1,2}(?::\d\d|\s?[ap]\.?m))`;

export const clockRules: readonly SpokenRule[] = [
  { pattern: anyPattern(until, 'i'), say: () => 'to' },
  { pattern: wordPattern(String.raw`${clock}\s?${half}`), say: sayClock },
  { pattern: wordPattern(clock), say: sayClock },
  { pattern: wordPattern(String.raw`(?<h>1[0-2]|0?[1-9])\s?${half}`), say: sayClock },
];

function sayClock({ groups }: RegExpExecArray): string {
  const hour = Number(groups?.['h']);
  const half = groups?.['half'];
  const minutes = groups?.['m'];
  const seconds = groups?.['s'];
  const parts = [sayNumber(String(hour)), sayMinutes(hour, minutes, half !== undefined)];
  if (seconds !== undefined && Number(seconds) > 0) {
    parts.push(`and ${sayNumber(String(Number(seconds)))} ${Number(seconds) === 1 ? 'second' : 'seconds'}`);
  }
  if (half !== undefined) parts.push(half.toLowerCase() === 'a' ? 'A.M' : 'P.M');
  return parts.filter((part) => part !== '').join(' ');
}

function sayMinutes(hour: number, minutes: string | undefined, hasHalf: boolean): string {
  if (minutes === undefined) return '';
  const value = Number(minutes);
  if (value > 0) return value < 10 ? `oh ${sayNumber(String(value))}` : sayNumber(String(value));
  if (hasHalf) return '';
  return hour >= 1 && hour <= 12 ? "o'clock" : 'hundred';
}
