/** `parley skills`: what can be asked without the language model, and what words are understood to mean. */
import { performance } from 'node:perf_hooks';
import Table from 'cli-table3';
import type { Command } from 'commander';
import { openSkillBook, type SkillBook, type SkillRow } from '../assistant/skill-book.js';
import { labelPath } from '../config/file.js';
import { addConfigOptions, loadFromOptions, type ConfigOptions } from './config.js';
import { exitCodes, printable, processIo, type Io } from './io.js';
import { runCommand, UsageError } from './run.js';

interface SkillsOptions extends ConfigOptions {
  readonly json?: boolean;
}

/** What `parley skills test --json` prints. */
export interface Tested {
  readonly text: string;
  readonly normalised: string;
  readonly intent?: TestedIntent;
  /** Asked back before it is done, where there is no intent. */
  readonly suggestion?: TestedIntent & { readonly text: string };
  /** Mean of some readings, the first one left out. */
  readonly ms: number;
}

interface TestedIntent {
  readonly name: string;
  readonly slots: object;
  readonly confidence: number;
}

/** Readings for the time: one alone would tell more about the machine than about the skills. */
const READINGS = 20;
const sources: Readonly<Record<SkillRow['source'], string>> = {
  'built-in': 'built-in',
  own: 'your folder',
  tool: 'tool',
};

export function registerSkillsCommand(program: Command): void {
  const skills = program
    .command('skills')
    .description('what can be asked without the language model')
    .option('--json', 'one JSON object');
  addConfigOptions(skills).action(async (options: SkillsOptions) => {
    await runCommand(processIo, (signal) => withBook(options, signal, (book) => showSkills(book, options, processIo)));
  });
  skills
    .command('test')
    .description('what an utterance would be understood to mean')
    .argument('<utterance...>', 'what somebody says')
    .option('--json', 'one JSON object')
    .action(async (words: string[], _own: object, command: Command) => {
      // Options may stand before or behind the word `test`.
      const options: SkillsOptions = command.optsWithGlobals();
      await runCommand(processIo, (signal) =>
        withBook(options, signal, (book) => showTest(book, { text: words.join(' '), options, io: processIo })),
      );
    });
}

async function withBook(
  options: SkillsOptions,
  signal: AbortSignal,
  work: (book: SkillBook) => number,
): Promise<number> {
  const { settings } = await loadFromOptions(options);
  const onNotice = (line: string): void => {
    processIo.stderr.write(`${printable(line)}\n`);
  };
  return work(await openSkillBook(settings, { signal, onNotice }));
}

/** Failed when something in the user's folders cannot be used. */
export function showSkills(book: SkillBook, { json }: SkillsOptions, io: Io): number {
  const { rows, folder, problems, notes } = book;
  if (json === true) io.stdout.write(`${JSON.stringify({ skills: rows, folder, problems, notes })}\n`);
  else {
    io.stdout.write(
      `${renderSkills(rows, process.stdout.isTTY ? process.stdout.columns : WIDEST)}\nskills of your own: ${printable(labelPath(folder))}\n`,
    );
    for (const line of notes) io.stdout.write(`note: ${printable(line)}\n`);
    for (const line of problems) io.stderr.write(`not used: ${printable(line)}\n`);
  }
  return problems.length === 0 ? exitCodes.fine : exitCodes.failed;
}

const NARROWEST = 80;
const WIDEST = 120;
const NAME_WIDTH = 22;
const SOURCE_WIDTH = 13;
/** Rules on both sides and between four columns. */
const RULES = 5;

/** As wide as the terminal, within reason. */
export function renderSkills(rows: readonly SkillRow[], columns: number): string {
  const width = Math.min(WIDEST, Math.max(NARROWEST, columns)) - RULES - NAME_WIDTH - SOURCE_WIDTH;
  const about = Math.ceil(width * 0.55);
  const table = new Table({
    head: ['skill', 'what it does', 'for example', 'source'],
    style: { head: [], border: [] },
    colWidths: [NAME_WIDTH, about, width - about, SOURCE_WIDTH],
    wordWrap: true,
    // Rules between the rows would double the length.
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  });
  for (const { name, about: does, examples, source } of rows)
    table.push([name, does, examples[0] ?? '', sources[source]].map(printable));
  return table.toString();
}

interface ShowTest {
  readonly text: string;
  readonly options: SkillsOptions;
  readonly io: Io;
}

/** Fine also where nothing fits: the language model is asked then. */
function showTest(book: SkillBook, { text, options, io }: ShowTest): number {
  if (text.trim() === '') throw new UsageError('skills test: got nothing, wanted what somebody says');
  for (const line of book.problems) io.stderr.write(`not used: ${printable(line)}\n`);
  const tested = testUtterance(book, text);
  io.stdout.write(options.json === true ? `${JSON.stringify(tested)}\n` : renderTest(tested, book));
  return exitCodes.fine;
}

export function testUtterance({ understand }: Pick<SkillBook, 'understand'>, text: string): Tested {
  const { normalised, intent, suggestion } = understand(text);
  const startMs = performance.now();
  for (let reading = 0; reading < READINGS; reading++) understand(text);
  const ms = Math.round(((performance.now() - startMs) / READINGS) * 1000) / 1000;
  return {
    ...{ text, normalised },
    ...(intent === undefined ? {} : { intent }),
    ...(suggestion === undefined ? {} : { suggestion: { text: suggestion.text, ...suggestion.intent } }),
    ms,
  };
}

function renderTest({ normalised, intent, suggestion, ms }: Tested, { rows }: SkillBook): string {
  const found = intent ?? suggestion;
  const row = rows.find(({ name }) => name === found?.name);
  const source = row === undefined ? '' : ` (${row.file === undefined ? sources[row.source] : labelPath(row.file)})`;
  const lines: (readonly [string, string])[] = [
    ['heard as', normalised === '' ? '(nothing)' : normalised],
    ...(found === undefined
      ? [['skill', 'none: the language model is asked'] as const]
      : [
          ['skill', `${found.name}${source}`] as const,
          ['slots', JSON.stringify(found.slots)] as const,
          ['confidence', found.confidence.toFixed(2)] as const,
        ]),
    ...(suggestion === undefined ? [] : [['asked back', `Did you mean: ${suggestion.text}?`] as const]),
    ['time', `${ms} ms`],
  ];
  return lines.map(([name, value]) => `${name.padEnd(12)}${printable(value)}\n`).join('');
}
