/** The keys of `dictation` that say how what was heard is written. */
import { z } from 'zod';
import { listChoices } from './problem.js';

const spoken = z.string().min(1).max(80);
const written = z.string().max(2000);

/** What a profile may set differently for one program. */
const overridable = {
  /** Whose punctuation counts: the recogniser's, what is said ("comma"), or both. */
  punctuation: z.enum(['both', 'spoken', 'written']),
  /** Whether "new line", "scratch that" and the like act, or are typed like other words. */
  commands: z.boolean(),
  /** Sentences begin with a capital letter. */
  capitals: z.boolean(),
  /** `prose` leaves numbers below ten in words, `digits` none but a lone "one", `words` all as they were heard. */
  numbers: z.enum(['prose', 'digits', 'words']),
  /** How times of day are written: 3:30 p.m., 3:30 pm, 3:30 PM, 15:30. */
  times: z.enum(['dotted', 'plain', 'upper', 'hours24']),
  /** Where the cursor stands as long as nobody knows. */
  start: z.enum(['sentence', 'middle']),
  /** Leave the cursor behind a space after each utterance. */
  trailing_space: z.boolean(),
  /** How line breaks are typed, where Enter alone would send the message. */
  newline: z.enum(['enter', 'shift-enter']),
};

const match = z
  .strictObject({
    /** Regular expression for the whole name of the program, in any case. */
    application: z.string().min(1).max(200).refine(isPattern, { error: 'a regular expression' }).optional(),
    /** Regular expression found anywhere in the window's title, in any case. */
    title: z.string().min(1).max(200).refine(isPattern, { error: 'a regular expression' }).optional(),
  })
  .refine((value) => value.application !== undefined || value.title !== undefined, {
    error: 'application or title, or both',
  });

const profile = z.strictObject({ match, ...z.strictObject(overridable).partial().shape });

export type DictationProfile = z.infer<typeof profile>;

const profiles = z
  .array(z.unknown())
  .max(50)
  .superRefine((entries, context) => {
    for (const [index, entry] of entries.entries()) {
      const fault = findProfileFault(entry);
      if (fault !== undefined) context.addIssue({ code: 'custom', message: `number ${index + 1}${fault}` });
    }
  })
  .describe('a list of { match: { application, title }, punctuation: …, capitals: … }');

export const dictationTextKeys = z.strictObject({
  ...overridable,
  /** What further spoken words stand for; `false` makes a known one an ordinary word. */
  symbols: z
    .record(spoken, z.union([z.string().min(1).max(200), z.literal(false)]))
    .describe('a group as { section sign: "§", dash: " - ", hash: false }'),
  /** Names and terms in their spelling; what sounds like one is written as it. */
  words: z.array(z.string().min(2).max(60)).max(500),
  /** What is typed in place of something said; may have line breaks. */
  replacements: z
    .record(spoken, written)
    .describe('a group as { btw: by the way, my signature: "Best wishes\\nAnna" }'),
  // What the refinement let through has this shape.
  profiles: profiles as unknown as z.ZodType<readonly DictationProfile[]>,
  clean_up: z.strictObject({
    /** Let a language model take out slips; the words as heard stand where it fails. */
    enabled: z.boolean(),
    /** `auto` asks whatever `llm.engine` names. */
    engine: z.enum(['auto', 'llama', 'openai']),
    timeout_ms: z.number().int().min(200).max(60_000),
    /** Told to the model; what was heard comes behind it, as data. */
    prompt: z.string().max(2000),
  }),
});

export type DictationText = z.infer<typeof dictationTextKeys>;

function isPattern(source: string): boolean {
  try {
    new RegExp(source, 'iu');
    return true;
  } catch {
    // The runtime's way of saying that this is none.
    return false;
  }
}

/** Named to the key, so that a list of twenty does not have to be searched. */
function findProfileFault(entry: unknown): string | undefined {
  const result = profile.safeParse(entry);
  if (result.success) return undefined;
  const issue = result.error.issues[0];
  const path = (issue?.path ?? []).map((part) => `.${String(part)}`).join('');
  switch (issue?.code) {
    case 'unrecognized_keys':
      return `${path}.${issue.keys[0] ?? ''}: unknown key, wanted one of ${listChoices(knownAt(path))}`;
    case 'invalid_value':
      return `${path}: wanted ${listChoices(issue.values.map(String))}`;
    case 'custom':
      return `${path}: wanted ${issue.message}`;
    default:
      return `${path}: wanted ${wantedAt(path)}`;
  }
}

function knownAt(path: string): readonly string[] {
  return path === '.match' ? ['application', 'title'] : Object.keys(profile.shape);
}

function wantedAt(path: string): string {
  if (path === '' || path === '.match') return `a group with ${listChoices(knownAt(path))}`;
  return path.startsWith('.match.') ? 'a regular expression of at most 200 characters' : 'true or false';
}
