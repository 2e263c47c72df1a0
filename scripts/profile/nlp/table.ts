/** The table of what people say and what they want by it, as written and as a recogniser heard it. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { packageRoot } from '../../../src/models/catalog.js';

/** `held` is never looked at while rules are made. */
export type Half = 'dev' | 'held';

export type SlotValue = string | number | boolean | readonly (string | number)[];
export type NeutralSlots = Readonly<Record<string, SlotValue>>;

export interface Utterance {
  /** As people would write it. */
  readonly text: string;
  /** A row of the table, `none` where only a language model can answer. */
  readonly intent: string;
  readonly slots: NeutralSlots;
  readonly half: Half;
  /** Why it is hard, where it is. */
  readonly hard?: string;
  /** What a recogniser made of it in noise, for about half of them. */
  readonly heard?: HeardText;
}

export interface HeardText {
  /** With the hints that the assistant gives its recogniser. */
  readonly text: string;
  /** The same sound without them. */
  readonly unhinted?: string;
  /** An earlier sound of the same scene without them: rules of the language part were made while looking at its dev half. */
  readonly plain?: string;
  /** Who spoke, who listened, and through what. */
  readonly by: string;
  /** Why nobody could tell what was wanted from `plain`, where that is so: what counts is not decided by the hints. */
  readonly lost?: string;
}

export interface Table {
  /** ISO, local to `timeZone`. */
  readonly now: string;
  readonly timeZone: string;
  readonly utterances: readonly Utterance[];
}

const slotValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.union([z.string(), z.number()]))]);
const tableSchema = z.strictObject({
  now: z.iso.datetime({ local: true }),
  timeZone: z.string(),
  utterances: z.record(z.string(), z.record(z.string(), z.record(z.string(), slotValue))),
});
export const heardSchema = z.record(
  z.string(),
  z.strictObject({
    ...{ heard: z.string(), unhinted: z.string().exactOptional(), plain: z.string().exactOptional() },
    by: z.string(),
  }),
);
type Heard = z.infer<typeof heardSchema>[string];
const lostSchema = z.record(z.string(), z.string().min(1));

export function tablePath(name: 'utterances' | 'heard' | 'lost'): string {
  return join(packageRoot(), 'scripts/profile/nlp', `${name}.yaml`);
}

/** Throws one line that names the utterance when the files do not fit each other. */
export function readTable(): Table {
  const read = <T extends z.ZodType>(name: Parameters<typeof tablePath>[0], schema: T): z.infer<T> =>
    schema.parse(parse(readFileSync(tablePath(name), 'utf8')));
  return joinTable({
    table: read('utterances', tableSchema),
    heard: read('heard', heardSchema),
    lost: read('lost', lostSchema),
  });
}

export interface TableParts {
  readonly table: z.infer<typeof tableSchema>;
  /** By what was said. */
  readonly heard: z.infer<typeof heardSchema>;
  /** By what was heard, so that a mark does not outlive the text that it was made for. */
  readonly lost: z.infer<typeof lostSchema>;
}

export function joinTable({ table: { now, timeZone, utterances }, heard, lost }: TableParts): Table {
  const rows = Object.entries(utterances).flatMap(([intent, said]) =>
    Object.entries(said).map(([text, slots]) => toUtterance({ text, intent, slots }, heard[text], lost)),
  );
  const texts = new Set(rows.map(({ text }) => text));
  if (texts.size < rows.length) throw new Error(`said twice: ${twice(rows.map(({ text }) => text))}`);
  const stray = Object.keys(heard).find((text) => !texts.has(text));
  if (stray !== undefined) throw new Error(`heard, but not in the table: ${stray}`);
  const heardTexts = new Set(Object.values(heard).map(judgedText));
  const unheard = Object.keys(lost).find((text) => !heardTexts.has(text));
  if (unheard !== undefined) throw new Error(`marked as lost, but nobody heard it: ${unheard}`);
  return { now, timeZone, utterances: rows };
}

function toUtterance(
  { text, intent, slots: all }: { text: string; intent: string; slots: NeutralSlots },
  heard: Heard | undefined,
  lost: Readonly<Record<string, string>>,
): Utterance {
  const { hard, ...slots } = all;
  return {
    ...{ text, intent, slots, half: halfOf(text) },
    ...(hard === undefined ? {} : { hard: String(hard) }),
    ...(heard === undefined ? {} : { heard: toHeardText(heard, lost) }),
  };
}

/** By which it is decided whether anybody could tell what was wanted. */
function judgedText({ heard, plain }: Heard): string {
  return plain ?? heard;
}

function toHeardText(one: Heard, lost: Readonly<Record<string, string>>): HeardText {
  const { heard: text, ...rest } = one;
  const why = lost[judgedText(one)];
  return { text, ...rest, ...(why === undefined ? {} : { lost: why }) };
}

function twice(texts: readonly string[]): string {
  return texts.find((text, index) => texts.indexOf(text) !== index) ?? '';
}

/** Chance, but the same for ever: a new utterance moves no other one to the other half. */
export function halfOf(text: string): Half {
  return digest(text).readUInt8(0) % 2 === 0 ? 'dev' : 'held';
}

/** A number that belongs to this text: seeds what is random about it. */
export function seedOf(text: string): number {
  return digest(text).readUInt32LE(4);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
