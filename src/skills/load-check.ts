/** Whether what a file exports is a skill, said in one line where it is not. */
import { z } from 'zod';
import type { AnySkill } from './skill.js';
import { parseTemplate, TemplateError } from './template/parse.js';

const LONGEST_NAME = 64;
const LONGEST_LINE = 300;

/** Texts that a person reads or says: one line, and something in it. */
const line = (what: string): z.ZodString =>
  z
    .string(`wanted ${what}`)
    .regex(/^(?=.*\S)[^\p{Cc}]+$/u, `wanted ${what}`)
    .max(LONGEST_LINE, `wanted ${what} of at most ${LONGEST_LINE} characters`);

const method = (form: string): z.ZodCustom =>
  z.custom((value) => typeof value === 'function', { error: `wanted a function ${form}` });

const lines = (one: string, many: string): z.ZodArray<z.ZodString> =>
  z.array(line(one), `wanted a list of ${many}`).min(1, `wanted at least one ${one}`);

const shape = {
  name: z
    .string('wanted a name such as tea-timer')
    .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'wanted lower-case words with hyphens, such as tea-timer')
    .max(LONGEST_NAME, `wanted at most ${LONGEST_NAME} characters`),
  about: line('one line that says what it does'),
  examples: lines('sentence that people say', 'sentences that people say'),
  phrases: lines('template such as "make [some] {drink}"', 'templates such as "make [some] {drink}"').optional(),
  slots: z
    .record(z.string(), lines('value', 'values'), 'wanted lists of values by slot, such as { room: ["kitchen"] }')
    .optional(),
  parse: method('(text, context) => slots or undefined').optional(),
  goOn: method('(text, last, context) => slots or undefined').optional(),
  remembered: z.boolean('wanted true or false').optional(),
  runs: z.enum(['draft', 'taken', 'certain'], 'wanted draft, taken or certain').optional(),
  keepMs: z
    .number('wanted a number of milliseconds above 0')
    .positive('wanted a number of milliseconds above 0')
    .optional(),
  confirm: method('(slots, context) => a question or undefined').optional(),
  answer: method('(slots, context) => a text'),
};

const skillSchema = z.strictObject(shape, {
  error: ({ code }) => (code === 'invalid_type' ? `wanted an object with ${Object.keys(shape).join(', ')}` : undefined),
});

export type Checked =
  { readonly kind: 'skill'; readonly skill: AnySkill } | { readonly kind: 'wrong'; readonly why: string };

/** `why` is one line without the file's name. */
export function checkSkill(value: unknown): Checked {
  const wrong = wrongIn(value);
  // The schema has looked at every key.
  return wrong === undefined ? { kind: 'skill', skill: value as AnySkill } : { kind: 'wrong', why: wrong };
}

function wrongIn(value: unknown): string | undefined {
  try {
    const result = skillSchema.safeParse(value);
    const why = result.success ? phrasesWrong(value as AnySkill) : describeIssues(result.error.issues, value);
    return why === undefined ? undefined : `${titleOf(value)}${why}`;
  } catch (error) {
    // A getter of the skill's own may throw.
    return `cannot be read: ${firstLine(error)}`;
  }
}

function describeIssues(issues: readonly z.core.$ZodIssue[], value: unknown): string {
  return issues
    .map((issue) => {
      const path = issue.path.map(String).join('.');
      if (issue.code === 'unrecognized_keys')
        return `${issue.keys.join(', ')}: unknown; wanted only ${Object.keys(shape).join(', ')}`;
      return `${path === '' ? '' : `${path}: `}got ${show(valueAt(value, issue.path))}, ${issue.message}`;
    })
    .join('; ');
}

/** What the schema cannot tell: whether the templates can be read, and whether there is any way in. */
function phrasesWrong(skill: AnySkill): string | undefined {
  const { phrases = [], slots = {} } = skill;
  if (phrases.length === 0 && skill.parse === undefined) return 'nobody could ask for it: wanted phrases or parse';
  const names = new Set<string>();
  for (const phrase of phrases) {
    try {
      parseTemplate(phrase);
    } catch (error) {
      if (error instanceof TemplateError) return `phrases: ${error.message}`;
      throw error;
    }
    for (const [, name = ''] of phrase.matchAll(/\{\s*(\w+)/g)) names.add(name);
  }
  const unused = Object.keys(slots).filter((name) => !names.has(name));
  return unused.length === 0
    ? undefined
    : `slots: ${unused.join(', ')} in no phrase; wanted {${unused[0] ?? ''}} in one`;
}

function titleOf(value: unknown): string {
  const name: unknown = typeof value === 'object' && value !== null && 'name' in value ? value.name : undefined;
  return typeof name === 'string' ? `skill ${show(name)}: ` : '';
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at = value;
  for (const key of path)
    at = typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined;
  return at;
}

/** A value as it may stand in a line: short, and without control characters. */
function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'function') return 'a function';
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return oneLine(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

/** What was thrown, in one line. */
export function firstLine(error: unknown): string {
  return oneLine((error instanceof Error ? `${error.name}: ${error.message}` : String(error)).split('\n')[0] ?? '');
}

function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ').slice(0, LONGEST_LINE);
}
