/** Addresses of the net: "joe@example.com", "https://www.example.com/docs". */
import { anyPattern, wordPattern, type SpokenRule } from './rule.js';

const host = String.raw`(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+`;
/** Without a scheme only these ends make a host: "end.Then" is a slip of the pen. */
const knownEnd = '(?:com|org|net|edu|gov|io|ai|dev|app|info|co|me|tv|uk|us|de|fr|eu|ca|au|jp)';
/** Longer paths are left out: nobody can follow them by ear. */
const longestPath = 24;

export const webRules: readonly SpokenRule[] = [
  {
    pattern: wordPattern(String.raw`(?<user>[\p{L}\p{N}._%+-]+)@(?<host>${host}\p{L}{2,})`),
    say: ({ groups }) => `${sayAddress(groups?.['user'] ?? '')} at ${sayAddress(groups?.['host'] ?? '')}`,
  },
  {
    pattern: anyPattern(
      String.raw`(?:https?|ftp)://(?:www\.)?(?<host>[^\s/?#:)\]>"'<]+?)(?::\d+)?(?<path>/[^\s?#)\]>"'<]*?)?(?:[?#][^\s)\]>"'<]*?)?(?=[.,;:!?]*(?:[\s)\]>"'<]|$))`,
    ),
    say: sayPage,
  },
  {
    pattern: wordPattern(
      String.raw`(?<host>[\p{L}\p{N}][\p{L}\p{N}_-]*\.(?:txt|md|js|ts|json|ya?ml|csv|pdf|png|jpe?g|py|html|css|zip|wav|mp3))`,
    ),
    say: sayPage,
  },
  { pattern: wordPattern(String.raw`(?:www\.)(?<host>${host}\p{L}{2,})(?<path>/[\p{L}\p{N}/_-]*)?`), say: sayPage },
  { pattern: wordPattern(String.raw`(?<host>${host}${knownEnd})(?<path>/[\p{L}\p{N}/_-]*)?`), say: sayPage },
];

function sayPage({ groups }: RegExpExecArray): string {
  const path = (groups?.['path'] ?? '').replace(/\/$/, '');
  return sayAddress((groups?.['host'] ?? '') + (path.length > longestPath ? '' : path));
}

const marks: Readonly<Record<string, string>> = {
  '.': 'dot',
  '/': 'slash',
  '-': 'dash',
  _: 'underscore',
  '+': 'plus',
  '%': 'percent',
  ':': 'colon',
  '~': 'tilde',
};

function sayAddress(address: string): string {
  return address.replace(/[./\-_+%:~]/g, (mark) => ` ${marks[mark] ?? ''} `).trim();
}
