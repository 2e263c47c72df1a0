/** Markdown, emoticons and what else is written for the eye alone: left out, or heard as a pause. */
import { anyPattern, type RuleGroup } from './rule.js';

const lineStart = String.raw`(?<=^|\n)[ \t]*`;

export const markupRules: RuleGroup = {
  starts: /[\s[\]()#>*+•‣·_=|!:;<^xX-]/u,
  rules: [
    // [1]: https://example.com "Title", and the mark before the text of a footnote.
    { pattern: anyPattern(String.raw`${lineStart}\[(?!\^)[^\]\n]{1,60}\]:[ \t]+\S+[^\n]{0,200}`), say: () => '' },
    { pattern: anyPattern(String.raw`${lineStart}\[\^[^\]\s]{1,40}\]:`), say: () => '' },
    { pattern: anyPattern(String.raw`${lineStart}(?:#{1,6}|>+|[-*+•‣·])\s+(?:\[[ xX]\]\s)?`), say: () => '' },
    { pattern: anyPattern(String.raw`${lineStart}(?:[-*_=]\s?){3,}(?=\n|$)`), say: () => '' },
    { pattern: anyPattern(String.raw`${lineStart}\|?[\s:|-]*-{3}[\s:|-]*(?=\n|$)`), say: () => '' },
    // The cells of a table.
    { pattern: anyPattern(String.raw`(?<=[^\s|])[ \t]*\|(?=[ \t]+[^\s|])`), say: () => ',' },
    // The address behind a link's text, its reference, a footnote's mark, a source's number.
    { pattern: anyPattern(String.raw`(?<=\])\([^()\s]{1,500}(?:\s"[^"\n]{0,200}")?\)`), say: () => '' },
    { pattern: anyPattern(String.raw`(?<=\])\[[^\]\n]{0,60}\]`), say: () => '' },
    { pattern: anyPattern(String.raw`\[\^[^\]\s]{1,40}\]`), say: () => '' },
    {
      pattern: anyPattern(
        String.raw`(?:(?<=[\p{L}\p{N}.,!?)"”])|(?<=\p{L}\s)(?=[^\]]+\][.,;:!?]))\[\d{1,3}(?:[,–-]\s?\d{1,3})*\]`,
      ),
      say: () => '',
    },
    { pattern: anyPattern(String.raw`!(?=\[)`), say: () => '' },
    // :-) and :smile:
    {
      pattern: anyPattern(String.raw`(?<=^|\s)(?:[:;=]['’]?-?[()DPpO3|/\\]|<3|\^_\^|[xX]D)(?=[\s.,!?]|$)`),
      say: () => '',
    },
    { pattern: anyPattern(String.raw`(?<=^|[\s:]):[a-z][a-z0-9_+-]{1,30}:(?=[\s.,!?:]|$)`), say: () => '' },
  ],
};
