/** How a faulty configuration is reported: one line for each fault, all of them at once. */

/** Lines shown before the rest is only counted: a binary file saved under the wrong name has thousands of faults. */
const SHOWN_LINES = 20;
const SHOWN_CHARACTERS = 60;

/** Where something stands in a file; both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** What is wrong, and where. */
export interface Fault extends Place {
  readonly text: string;
}

/** A configuration that was refused; `lines` holds every fault, the message the first twenty of them. */
export class ConfigError extends Error {
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super(joinLines(lines));
    this.name = 'ConfigError';
    this.lines = lines;
  }
}

function joinLines(lines: readonly string[]): string {
  const rest = lines.length - SHOWN_LINES;
  if (rest <= 0) return lines.join('\n');
  return [...lines.slice(0, SHOWN_LINES), `… and ${rest} more`].join('\n');
}

/** Faults as lines, in the order of the text. */
export function formatFaults(label: string, faults: readonly Fault[]): string[] {
  const sorted = [...faults].sort((one, other) => one.line - other.line || one.column - other.column);
  return sorted.map((fault) => `${formatPlace(label, fault)} ${fault.text}`);
}

/** `config.yaml:12:3`, the form that terminals and editors turn into a link. */
export function formatPlace(label: string, place: Place): string {
  return `${label}:${place.line}:${place.column}`;
}

/** A value as it may be shown on a terminal: quoted, short, without control or direction marks. */
export function showValue(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'number') return String(value);
  const text = JSON.stringify(value);
  const short = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
  return short.replace(/[\p{Cc}\p{Cf}]/gu, (mark) => `\\u{${(mark.codePointAt(0) ?? 0).toString(16)}}`);
}

/** `a`, `a or b`, `a, b or c`. */
export function listChoices(choices: readonly string[]): string {
  if (choices.length < 2) return choices.join('');
  return `${choices.slice(0, -1).join(', ')} or ${choices.at(-1) ?? ''}`;
}
