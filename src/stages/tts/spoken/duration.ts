/** Lengths of time: "1h30", "3d 4h", "2 hrs 15 min", "2:30:15". */
import { sayNumber } from './numbers.js';
import { wordPattern, type RuleGroup } from './rule.js';

const unit = '(?:days?|d|hrs?|h|mins?|m|secs?|s)';
const names = ['day', 'hour', 'minute', 'second'] as const;

export const durationRules: RuleGroup = {
  starts: /\d/u,
  rules: [
    {
      // One amount alone is a length as often as a time ("5m"): two make it sure.
      pattern: wordPattern(String.raw`\d{1,4}\s?${unit}(?:,?\s?\d{1,4}\s?${unit})+|\d{1,3}h[0-5]\d`),
      say: ([written]) => {
        const parts = Array.from(written.matchAll(/(\d+)\s?([dhms])?/g), ([, amount, letter = 'm']) => ({
          amount: Number(amount),
          rank: 'dhms'.indexOf(letter),
        }));
        const falls = parts.every(({ rank }, index) => rank > (parts[index - 1]?.rank ?? -1));
        return falls ? sayParts(parts) : undefined;
      },
    },
  ],
};

/** From the groups `h`, `m` and `s`. */
export function sayStopwatch({ groups = {} }: RegExpExecArray): string {
  return sayParts(['h', 'm', 's'].map((name, index) => ({ amount: Number(groups[name]), rank: index + 1 })));
}

function sayParts(parts: readonly { amount: number; rank: number }[]): string {
  const said = parts
    .filter(({ amount }) => amount > 0)
    .map(({ amount, rank }) => `${sayNumber(String(amount))} ${names[rank] ?? ''}${amount === 1 ? '' : 's'}`);
  return said.length < 2 ? (said[0] ?? 'zero seconds') : `${said.slice(0, -1).join(', ')} and ${said.at(-1) ?? ''}`;
}
