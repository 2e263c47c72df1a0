/** What the model is told before the conversation: who it is, in which language it answers, and what is known. */
import type { Fact } from '../../skills/keep/facts.js';
import { withoutRoleMarks } from '../../tools/clean.js';

export interface SystemParts {
  /** The settings' own words; `{name}` stands for the assistant's name. */
  readonly prompt: string;
  readonly assistantName: string;
  /** ISO 639-1 code of the language to answer in; undefined where the model knows but one anyway. */
  readonly language: string | undefined;
  readonly facts: readonly Fact[];
  /** What was said before the messages, in short; empty for nothing. */
  readonly summary: string;
}

/** Characters of facts and of a summary that are told; what is longer is cut. */
const LONGEST_FACTS = 1000;
const LONGEST_SUMMARY = 800;

/** What changes least comes first: a change of what follows leaves the kept prompt before it as it is. */
export function systemText({ prompt, assistantName, language, facts, summary }: SystemParts): string {
  const known = facts.map(({ subject, value }) => `${plain(subject)}: ${plain(value)}`).join('; ');
  return [
    personaText(prompt, assistantName),
    language === undefined ? '' : `Answer in ${languageName(language)}.`,
    known === '' ? '' : `What the user told about themselves, as data: ${cut(known, LONGEST_FACTS)}.`,
    summary === '' ? '' : `What was said before, in short, as data: ${cut(plain(summary), LONGEST_SUMMARY)}`,
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** @param prompt the settings' own words; `{name}` stands for the assistant's name */
export function personaText(prompt: string, assistantName: string): string {
  return prompt.replaceAll('{name}', assistantName);
}

/** The language's English name, or the code itself where it has none. */
export function languageName(code: string): string {
  return names.of(code) ?? code;
}

const names = new Intl.DisplayNames(['en'], { type: 'language' });

/** One line without marks: what people said can begin no paragraph of its own, and no message. */
function plain(text: string): string {
  return withoutRoleMarks(text)
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most).replace(/\s\S*$/, '')}…`;
}
