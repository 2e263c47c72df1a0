/** What people dictate and what should stand in the window for it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { packageRoot } from '../../../src/models/catalog.js';
import { halfOf, type Half } from '../nlp/table.js';

/** Something said aloud. */
export interface SpokenPhrase {
  /** One for each utterance. */
  readonly said: readonly string[];
  /** Each of them is right. */
  readonly typed: readonly string[];
  readonly half: Half;
}

/** A transcript that has a mark or a command in it, or only the mention of one. */
export interface Mention {
  readonly heard: string;
  readonly typed: string;
  readonly half: Half;
}

const phraseSchema = z.array(
  z.strictObject({
    said: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]),
    typed: z.union([z.string(), z.array(z.string().min(1)).min(2)]),
  }),
);
const mentionSchema = z.array(z.strictObject({ heard: z.string().min(1), typed: z.string().min(1) }));

export function readPhrases(): readonly SpokenPhrase[] {
  return phraseSchema.parse(readTable('phrases')).map(({ said, typed }) => {
    const utterances = [said].flat();
    return { said: utterances, typed: [typed].flat(), half: halfOf(utterances.join(' | ')) };
  });
}

export function readMentions(): readonly Mention[] {
  return mentionSchema.parse(readTable('mentions')).map((row) => ({ ...row, half: halfOf(row.heard) }));
}

function readTable(name: string): unknown {
  return parse(readFileSync(join(packageRoot(), 'scripts/profile/dictation', `${name}.yaml`), 'utf8'));
}
