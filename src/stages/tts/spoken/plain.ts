/** What is left to the phonemizer in languages without rules of their own: numbers with their signs, and addresses. */
import { anyPattern, wordPattern, type RuleGroup } from './rule.js';

/** espeak knows these in its languages where they touch a number; a space between would end the amount. */
const money = '[$€£¥]';

export const plainRules: RuleGroup = {
  starts: /[^\s]/u,
  rules: [
    {
      // -5 °C, 25 %, 3,5 km², €20, 1.234,50 €, 14:30
      pattern: wordPattern(
        String.raw`(?<sign>(?<![\p{L}\p{N}])[-−+±])?(?<before>${money}\s?|§\s?)?(?<n>\d+(?:[.,:]\d+)*)(?:\s?(?<behind>[%‰]|${money}|°\s?[CF]?))?`,
      ),
      say: ({ groups = {} }) => {
        const { sign = '', before: front = '', n = '', behind = '' } = groups;
        return `${sign.replace('−', '-')}${front.trim()}${n}${behind.replace(/\s/g, '')}`;
      },
      keepsSigns: true,
    },
    {
      pattern: wordPattern(String.raw`[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+`),
      say: ([written]) => written.replace(/[._%+-]/g, ' ').replace('@', ' @ '),
      keepsSigns: true,
    },
    {
      pattern: anyPattern(
        String.raw`(?:https?://)?(?:www\.)?(?<host>[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+)(?:[/?#][^\s)\]>"'<]{0,400}?)?(?=[.,;:!?]*(?:[\s)\]>"'<]|$))`,
      ),
      say: ({ groups }) => {
        const host = groups?.['host'] ?? '';
        return /\p{L}{2}$/u.test(host) && /^[\x20-\x7e]+$/.test(host) ? host.replaceAll('.', ' ') : undefined;
      },
    },
    { pattern: anyPattern(String.raw`(?<=\s)[+=](?=\s)`), say: ([written]) => written, keepsSigns: true },
  ],
};
