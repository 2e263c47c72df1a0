/** Times of the day: "10:30", "3 pm", "5–6 p.m.", "15:00", "7:05 a.m.", "14:30Z". */
import { sayStopwatch } from './duration.js';
import { sayNumber } from './numbers.js';
import { anyPattern, wordPattern, type RuleGroup, type SpokenRule } from './rule.js';

/** The dots of "p.m." belong to it, but the last may also end the sentence: then it stays for the pause. */
const half = String.raw`(?<half>[aApP])(?:\.\s?[mM](?:\.(?!\s*$|\s+\p{Lu}))?|[mM])`;
const clock = String.raw`(?<h>[01]?\d|2[0-4]):(?<m>[0-5]\d)(?::(?<s>[0-5]\d))?(?![:\d])`;
const zone = String.raw`(?:\s?(?<zone>Z|UTC|GMT)|(?=\s?(?:[AP][MS]T|[CEMP][DS]T|CET|CEST)\b))`;
const hour = String.raw`(?:1[0-2]|0?[1-9])`;

/** Without such a word "9:30:15" is a length of time. */
const atTime = String.raw`(?<=\b(?:at|by|until|till|from|since|before|after|is|now|to|around)\s)`;

/** The dash of "9:00-17:00" and "10am–5pm". */
export const clockDash: SpokenRule = {
  pattern: anyPattern(String.raw`(?<=\d|[ap]\.?m\.?)\s?[-–—]\s?(?=\d{1,2}(?::\d\d|\s?[ap]\.?m))`, 'i'),
  say: () => 'to',
};

export const clockRules: RuleGroup = {
  starts: /\d/u,
  rules: [
    {
      // 5-6pm, 5:00–6:30 p.m.
      pattern: wordPattern(
        String.raw`(?<h>${hour})(?::(?<m>[0-5]\d))?\s?[-–—]\s?(?<toHour>${hour})(?::(?<toMinute>[0-5]\d))?\s?${half}`,
      ),
      say: ({ groups = {} }) => {
        const { h, m, toHour, toMinute, half: letter } = groups;
        const from = sayTime({ h, m: m === '00' ? undefined : m });
        return `${from} to ${sayTime({ h: toHour, m: toMinute, half: letter })}`;
      },
    },
    { pattern: wordPattern(`${clock}\\s?${half}`), say: ({ groups }) => sayTime(groups) },
    { pattern: wordPattern(`${atTime}${clock}${zone}?`), say: ({ groups }) => sayTime(groups) },
    { pattern: wordPattern(String.raw`(?<h>\d):(?<m>[0-5]\d):(?<s>[0-5]\d)(?![:\d])`), say: sayStopwatch },
    { pattern: wordPattern(`${clock}${zone}?`), say: ({ groups }) => sayTime(groups) },
    { pattern: wordPattern(`(?<h>${hour})\\s?${half}`), say: ({ groups }) => sayTime(groups) },
  ],
};

interface Time {
  readonly h?: string | undefined;
  readonly m?: string | undefined;
  readonly s?: string | undefined;
  /** `a` or `p`. */
  readonly half?: string | undefined;
  readonly zone?: string | undefined;
}

export function sayTime({ h, m, s, half: letter, zone: place }: Time = {}): string {
  const hours = Number(h);
  const seconds = Number(s ?? 0);
  const parts = [
    isMidnight(hours, Number(m)) ? 'midnight' : `${sayNumber(String(hours))} ${sayMinutes(hours, m, letter)}`,
  ];
  if (seconds > 0) parts.push(`and ${sayNumber(String(seconds))} ${seconds === 1 ? 'second' : 'seconds'}`);
  if (letter !== undefined) parts.push(letter.toLowerCase() === 'a' ? 'A.M' : 'P.M');
  if (place !== undefined) parts.push(place === 'GMT' ? 'G.M.T' : 'U.T.C');
  return parts.map((part) => part.trim()).join(' ');
}

const isMidnight = (hours: number, minutes: number): boolean => minutes === 0 && (hours === 0 || hours === 24);

function sayMinutes(hours: number, minutes: string | undefined, half: string | undefined): string {
  if (minutes === undefined) return '';
  const value = Number(minutes);
  if (value > 0) return value < 10 ? `oh ${sayNumber(String(value))}` : sayNumber(String(value));
  if (half !== undefined) return '';
  return hours >= 1 && hours <= 12 ? "o'clock" : 'hundred';
}
