/** What a rule of the spoken text looks like: a pattern at the start of a word, and how people say what it found. */

export interface SpokenRule {
  /** Sticky and Unicode; tried only where a word begins. */
  readonly pattern: RegExp;
  /** What is said, or undefined when the pattern found something else after all. An empty text says nothing. */
  say(match: RegExpExecArray): string | undefined;
  /** The words said go to the phonemizer with their signs, as "25%" or "−5"; they are parted by spaces alone. */
  readonly keepsSigns?: true;
}

/** Rules that are tried in order, and only where the text goes on with one of their first characters. */
export interface RuleGroup {
  /** Matches the first character of whatever a rule of the group can match. */
  readonly starts: RegExp;
  readonly rules: readonly SpokenRule[];
}

/** The rules that may match where the text goes on with this character. */
export type RuleTable = (first: string) => readonly SpokenRule[];

/** Only the choice for the commonest characters is remembered: a hostile text has thousands. */
export function ruleTable(groups: readonly RuleGroup[]): RuleTable {
  const known = new Map<string, readonly SpokenRule[]>();
  return (first) => {
    const rules = known.get(first) ?? groups.filter(({ starts }) => starts.test(first)).flatMap((group) => group.rules);
    if (first < '\u0250') known.set(first, rules);
    return rules;
  };
}

/** A minus sign as the inside of a pattern; behind a letter or a digit it is a hyphen. */
export const minusSource = String.raw`(?<minus>(?<![\p{L}\p{N}.)%°])[-−–](?=[\d.$€£¥]))?`;

/** The parts of a pattern as one sticky expression; it ends where the word does. */
export function wordPattern(source: string, flags = ''): RegExp {
  return new RegExp(`(?:${source})(?![\\p{L}\\p{N}])`, `uy${flags}`);
}

/** The same without a demand on what follows. */
export function anyPattern(source: string, flags = ''): RegExp {
  return new RegExp(source, `uy${flags}`);
}

/** What stands before the match. */
export function before(match: RegExpExecArray): string {
  return match.input.slice(0, match.index);
}

/** What stands behind the match. */
export function behind(match: RegExpExecArray): string {
  return match.input.slice(match.index + match[0].length);
}

/** True for the measure in "a 5 km run", where people use the singular; not in "a 5 km" or "a 10% of". */
export function isAttribute(match: RegExpExecArray): boolean {
  return /\b(?:an?|another|each|every) $/i.test(before(match)) && nounBehind.test(behind(match));
}
const nounBehind = /^[ -](?!(?:of|and|or|in|on|at|to|from|for|per|by|is|was|a|an|the|more|less|away|each)\b)[a-z]{2}/;

/** How the two ends of a range are joined: "between 3–5" takes "and". */
export function joinRange(match: RegExpExecArray): string {
  return /\bbetween $/i.test(before(match)) ? 'and' : 'to';
}
