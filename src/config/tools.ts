/** The keys of `tools`: servers of the outside world, and what may be done with what they offer. */
import { z } from 'zod';
import { listChoices, showValue } from './problem.js';

const variable = z.string().regex(/^[A-Za-z_]\w*$/, { error: 'the name of an environment variable' });
const text = z.string({ error: 'text' }).max(4000, { error: 'text of at most 4000 characters' });
const texts = z.record(z.string(), text, { error: 'a group of names with a text each' });

/** One MCP server: a program that is started and spoken to over its pipes, or an address. */
const server = z.strictObject({
  /** Program that is started, and its arguments. */
  command: text.min(1, { error: 'the program to start' }).optional(),
  args: z.array(text, { error: 'a list of texts' }).max(100, { error: 'at most 100 texts' }).optional(),
  /** Added to a minimal environment; `${NAME}` stands for the value of Parley's own variable NAME. */
  env: texts.optional(),
  cwd: text.optional(),
  /** Address of a server that speaks Streamable HTTP. */
  url: z
    .url({ protocol: /^https?$/, error: 'an address that begins with http:// or https://' })
    .refine((url) => !/^[^/]*\/\/[^/]*@/.test(url), { error: 'an address without a password; name it in token_env' })
    .optional(),
  /** Sent with every request; `${NAME}` as above. */
  headers: texts.optional(),
  /** Environment variable that holds the bearer token. */
  token_env: variable.optional(),
});

export type ServerSettings = z.infer<typeof server>;

const perTool = z.strictObject({
  timeout_ms: z
    .number({ error: 'a whole number from 200 to 120000' })
    .int({ error: 'a whole number from 200 to 120000' })
    .min(200, { error: 'a whole number from 200 to 120000' })
    .max(120_000, { error: 'a whole number from 200 to 120000' })
    .optional(),
  calls_per_minute: z
    .number({ error: 'a whole number from 1 to 600' })
    .int({ error: 'a whole number from 1 to 600' })
    .min(1, { error: 'a whole number from 1 to 600' })
    .max(600, { error: 'a whole number from 1 to 600' })
    .optional(),
  confirm: z.boolean({ error: 'true or false' }).optional(),
  read_only: z.boolean({ error: 'true or false' }).optional(),
  undoable: z.boolean({ error: 'true or false' }).optional(),
});

export type ToolOverrides = z.infer<typeof perTool>;

const phraseList = z
  .array(z.string({ error: 'a sentence' }).min(1).max(200), { error: 'a list of sentences' })
  .min(1, { error: 'at least one sentence' })
  .max(20, { error: 'at most 20 sentences' });

/** Headers that carry a secret: their value must not stand in the file. */
const SECRET_HEADER = /authori[sz]ation|cookie|token|secret|key/i;

function findServerFault(value: ServerSettings): string | undefined {
  const { command, url, headers } = value;
  if (command === undefined && url === undefined) return ': wanted command or url';
  if (command !== undefined && url !== undefined) return ': got both command and url, wanted one of them';
  const foreign = command === undefined ? (['args', 'env', 'cwd'] as const) : (['headers', 'token_env'] as const);
  const stray = foreign.find((key) => value[key] !== undefined);
  if (stray !== undefined) return `.${stray}: goes with ${command === undefined ? 'command' : 'url'}`;
  const secret = Object.entries(headers ?? {}).find(([name, held]) => SECRET_HEADER.test(name) && !held.includes('${'));
  return secret === undefined
    ? undefined
    : `.headers.${secret[0]}: a secret must not stand here; name its environment variable in token_env, or write \${NAME}`;
}

/**
 * A group of named things, each checked by itself, so that a fault names the very key at fault and shows no value that
 * could be a secret.
 */
function named<T>(schema: z.ZodType<T>, wanted: string, check: (value: T) => string | undefined = () => undefined) {
  const group = z.record(z.string(), z.unknown()).superRefine((entries, context) => {
    for (const [name, entry] of Object.entries(entries)) {
      const fault = /^[A-Za-z][\w-]{0,63}$/.test(name) ? findFault(schema, entry, check) : ': wanted a plain name';
      if (fault !== undefined) context.addIssue({ code: 'custom', message: `${cleanName(name)}${fault}` });
    }
  });
  // What the refinement let through has this shape.
  return group.describe(wanted) as unknown as z.ZodType<Readonly<Record<string, T>>>;
}

function findFault<T>(schema: z.ZodType<T>, entry: unknown, check: (value: T) => string | undefined) {
  const result = schema.safeParse(entry);
  if (result.success) return check(result.data);
  const issue = result.error.issues[0];
  const path = (issue?.path ?? []).map((part) => `.${String(part)}`).join('');
  if (issue?.code === 'unrecognized_keys') {
    const known = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
    return `${path}.${issue.keys[0] ?? ''}: unknown key, wanted one of ${listChoices(known)}`;
  }
  const isGroup = path === '' && schema instanceof z.ZodObject;
  return isGroup ? ': wanted a group of keys' : `${path}: wanted ${issue?.message ?? 'another value'}`;
}

function cleanName(name: string): string {
  return /^[\w.-]{1,80}$/.test(name) ? name : showValue(name);
}

const patterns = z.array(z.string().min(1).max(100)).max(200).describe('a list of tool names; * stands for anything');

export const toolsSchema = z.strictObject({
  /** MCP servers by name. */
  servers: named(server, 'NAME: { command, args, env, cwd } or NAME: { url, headers, token_env }', findServerFault),
  /** Tools that may be used, and those that may not. */
  allow: patterns,
  deny: patterns,
  /** Tools that ask first. */
  confirm: patterns,
  /** Tools that run as soon as the user will hardly go on, since what they do is easily undone. */
  undoable: patterns,
  /** A call that takes longer is given up. */
  timeout_ms: z.number().int().min(200).max(120_000),
  /** Calls of one tool within a minute. */
  calls_per_minute: z.number().int().min(1).max(600),
  /** What people say when they mean a tool. */
  phrases: named(phraseList, 'TOOL: [sentences], with {parameter} for what varies'),
  /** Other values for single tools. */
  per_tool: named(perTool, 'TOOL: { timeout_ms, calls_per_minute, confirm, read_only, undoable }'),
});

export type ToolsSettings = z.infer<typeof toolsSchema>;
