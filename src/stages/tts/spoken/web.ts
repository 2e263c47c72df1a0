/** Addresses and names that machines read: e-mail, pages, files and folders, IP addresses, versions, @names, hashtags. */
import { sayDigits, sayName, sayNumber } from './numbers.js';
import { anyPattern, wordPattern, type RuleGroup } from './rule.js';

const host = String.raw`(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,9}`;
/** Without a scheme only these ends make a host: "end.Then" is a slip of the pen. */
const knownEnd = '(?:com|org|net|edu|gov|io|ai|dev|app|info|co|me|tv|uk|us|de|fr|eu|ca|au|jp)';
const fileEnd =
  '(?:txt|md|js|ts|tsx|jsx|json|ya?ml|toml|csv|pdf|png|jpe?g|gif|svg|py|rs|go|sh|html?|css|docx?|xlsx?|pptx?|zip|tar|gz|wav|mp[34]|exe|log|ini|conf|cfg)';
/** Longer paths are left out: nobody can follow them by ear. */
const longestPath = 24;
const byte = String.raw`(?:25[0-5]|2[0-4]\d|1?\d?\d)`;

export const webRules: RuleGroup = {
  starts: /[\p{L}\p{N}._%+#@~/\\-]/u,
  rules: [
    {
      pattern: wordPattern(String.raw`(?:mailto:)?(?<user>[\p{L}\p{N}._%+-]{1,64})@(?<host>${host}\p{L}{2,})`),
      say: ({ groups }) => `${sayAddress(groups?.['user'] ?? '')} at ${sayAddress(groups?.['host'] ?? '')}`,
    },
    {
      pattern: anyPattern(
        String.raw`(?:https?|ftp|wss?)://(?:www\.)?(?<host>[^\s/?#:)\]>"'<]+?)(?<port>:\d+)?(?<path>/[^\s?#)\]>"'<]*?)?(?:[?#][^\s)\]>"'<]*?)?(?=[.,;:!?*_]*(?:[\s)\]>"'<]|$))`,
      ),
      say: sayPage,
    },
    {
      // 192.168.1.1, 127.0.0.1:8080
      pattern: wordPattern(String.raw`(?<host>${byte}(?:\.${byte}){3})(?<port>:\d{1,5})?(?![.]\d)`),
      say: ({ groups }) => sayIp(groups?.['host'] ?? '') + sayPort(groups?.['port']),
    },
    { pattern: wordPattern(String.raw`(?<host>localhost)(?<port>:\d{2,5})(?<path>/[\p{L}\p{N}/_-]*)?`), say: sayPage },
    {
      // C:\Users\Anna, \\server\share, /etc/hosts, ~/notes, ./src/index.ts
      pattern: anyPattern(
        String.raw`(?<![\p{L}\p{N}.])(?<path>(?:[A-Z]:[\\/]|\\\\|~/|\.{1,2}/|/(?=\p{L}[\p{L}\p{N}._-]*(?:/|\s|[.,;:!?)]|$)))[\p{L}\p{N}_~+@%-]*(?:[\\/.]+[\p{L}\p{N}_~+@%-]+)*[\\/]?)`,
      ),
      say: ({ groups }) => sayAddress(groups?.['path'] ?? ''),
    },
    { pattern: wordPattern(String.raw`(?:www\.)(?<host>${host}\p{L}{2,})(?<path>/[\p{L}\p{N}/_-]*)?`), say: sayPage },
    { pattern: wordPattern(String.raw`(?<host>${host}${knownEnd})(?<path>/[\p{L}\p{N}/_-]*)?`), say: sayPage },
    {
      // README.md, src/stages/speech.ts, a folder's name with two slashes
      pattern: wordPattern(
        String.raw`(?<host>[\p{L}\p{N}_.-]{1,64}(?:/[\p{L}\p{N}_.-]{1,64}){0,9}\.${fileEnd}|\p{L}[\p{L}\p{N}_.-]{0,63}(?:/[\p{L}\p{N}_-]{1,64}){2,20})/?`,
      ),
      say: ({ groups }) => sayAddress(groups?.['host'] ?? ''),
    },
    {
      // v2, v2.1.3, version 3.11.2, 1.0.0-beta
      pattern: wordPattern(
        String.raw`(?<v>[vV](?:er)?\.?\s?(?=\d+(?:\.\d|(?!\p{L}|\d))))?(?<n>(?!\d{1,3}(?:\.\d{3})+(?:\.\d{3,4})(?!\.?\d))\d+(?:\.\d+){2,}|(?<=\b[vV](?:er\.?\s?)?)\d+(?:\.\d+)?)`,
      ),
      say: ({ groups }) => {
        const parts = (groups?.['n'] ?? '').split('.').map((part) => sayNumber(part));
        return `${groups?.['v'] === undefined ? '' : 'version '}${parts.join(' point ')}`;
      },
    },
    {
      // Python 3.11
      pattern: wordPattern(
        String.raw`(?<=\b(?:Python|Node|Java|PHP|Ruby|Go|iOS|macOS|Android|Windows|version) )\d+\.\d+(?!\.\d)`,
      ),
      say: ([written]) => written.split('.').map(sayNumber).join(' point '),
    },
    { pattern: wordPattern(String.raw`@[\p{L}\d-]+/[\p{L}\d._-]+`), say: ([written]) => sayAddress(written) },
    { pattern: anyPattern(String.raw`#(?=\p{L})`), say: () => 'hashtag' },
  ],
};

function sayPage({ groups }: RegExpExecArray): string {
  const path = (groups?.['path'] ?? '').replace(/\/$/, '');
  const place = groups?.['host'] ?? '';
  const isIp = /^\d+(?:\.\d+){3}$/.test(place);
  const shownPath = path.length > longestPath ? '' : sayAddress(path);
  return `${isIp ? sayIp(place) : sayAddress(place)}${sayPort(groups?.['port'])} ${shownPath}`.trim();
}

const sayIp = (address: string): string => address.split('.').map(sayDigits).join(' dot ');
const sayPort = (port: string | undefined): string => (port === undefined ? '' : ` port ${sayName(port.slice(1))}`);

const marks: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ '.': 'dot', '/': 'slash', '\\': 'backslash', '-': 'dash', _: 'underscore', '+': 'plus' },
    ...{ '%': 'percent', ':': 'colon', '~': 'tilde', '@': 'at', '=': 'equals', '&': 'and' },
  }),
);

function sayAddress(address: string): string {
  return address
    .replace(/[./\\\-_+%:~@=&]/g, (mark) => ` ${marks.get(mark) ?? ''} `)
    .replace(
      /\d+/g,
      (digits) => ` ${digits.length > 2 || digits.startsWith('0') ? sayDigits(digits) : sayNumber(digits)} `,
    )
    .trim();
}
