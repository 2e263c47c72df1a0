/** What begins with a slash in the chat: commands to the chat itself. */
import { findNearest } from '../config/nearest.js';
import { ConfigError } from '../config/problem.js';
import { explainAnswer, type Answered, type Answerer } from './ask-answer.js';
import { printable } from './io.js';

const commands: Readonly<Record<string, string>> = {
  '/help': 'these lines',
  '/skills': 'what can be asked without the language model',
  '/why': 'what gave the last answer, how sure, and how fast',
  '/forget': 'forget what was said so far',
  '/preset NAME': 'answer with another preset',
  '/quit': 'end (Ctrl-C twice, or Ctrl-D)',
};

/** Their names, for completing them with the tab key. */
export const commandNames: readonly string[] = Object.keys(commands).map((form) => form.split(' ')[0] ?? '');

export interface CommandContext {
  readonly answerer: Answerer;
  /** The last answer, if there was one. */
  readonly last: Answered | undefined;
  readonly signal: AbortSignal;
}

/** The lines to print; undefined to end the chat. */
export async function runChatCommand(line: string, context: CommandContext): Promise<readonly string[] | undefined> {
  const [name = '', ...rest] = line.trim().split(/\s+/);
  const { answerer, last } = context;
  switch (name) {
    case '/quit':
    case '/exit':
      return undefined;
    case '/help':
      return Object.entries(commands).map(([form, what]) => `${form.padEnd(14)}${what}`);
    case '/skills':
      return answerer.skills().map((skill) => printable(`${skill.name.padEnd(20)} ${skill.examples[0]}`));
    case '/why':
      return [last === undefined ? 'nothing was asked yet' : printable(explainAnswer(last))];
    case '/forget':
      answerer.forget();
      return ['what was said so far is forgotten'];
    case '/preset':
      return switchPreset(rest.join(' '), context);
    default:
      return [unknownCommand(name)];
  }
}

async function switchPreset(name: string, { answerer, signal }: CommandContext): Promise<readonly string[]> {
  const { preset, presets } = answerer.config;
  if (name === '') return [`preset ${preset}; there are ${presets.join(', ')}`];
  try {
    await answerer.switchPreset(name, signal);
    return [`preset ${answerer.config.preset}`];
  } catch (error) {
    signal.throwIfAborted();
    // What does not load is told, and the chat goes on as it was.
    if (!(error instanceof Error)) throw error;
    return [
      ...(error instanceof ConfigError ? error.lines : [error.message]),
      `preset ${answerer.config.preset} stays`,
    ];
  }
}

function unknownCommand(name: string): string {
  const meant = findNearest(name, commandNames);
  const guess = meant === undefined ? '' : `, did you mean ${meant}?`;
  return printable(`${name}: unknown command${guess} (/help lists them)`);
}
