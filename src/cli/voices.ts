/** `parley voices`: every voice that could speak here, and what `--voice` takes to choose it. */
import Table from 'cli-table3';
import { Option, type Command } from 'commander';
import { listVoices, type VoiceRow } from '../assistant/voice-list.js';
import { voiceEngineNames } from '../config/schema.js';
import { openStore } from '../models/store.js';
import { addConfigOptions, loadFromOptions, type ConfigOptions } from './config.js';
import { exitCodes, printable, processIo, type Io } from './io.js';
import { runCommand } from './run.js';

interface VoicesOptions extends ConfigOptions {
  readonly engine?: string;
  readonly language?: string;
  readonly json?: boolean;
}

/** An engine with more voices than this is one line unless it is asked for. */
const mostRows = 16;

export function registerVoicesCommand(program: Command): void {
  const voices = program
    .command('voices')
    .description('the voices there are, and which one speaks')
    .addOption(new Option('--engine <name>', 'only those of this engine').choices([...voiceEngineNames]))
    .option('--language <code>', 'only those for this language, such as de or en-GB')
    .option('--json', 'one JSON array');
  addConfigOptions(voices).action(async (options: VoicesOptions) => {
    await runCommand(processIo, (signal) => showVoices(options, processIo, signal));
  });
}

async function showVoices(options: VoicesOptions, io: Io, signal: AbortSignal): Promise<number> {
  const { settings } = await loadFromOptions(options);
  const all = await listVoices({ settings, store: openStore(), signal });
  const rows = all.filter((row) => isAskedFor(row, options));
  if (options.json === true) {
    io.stdout.write(`${JSON.stringify(rows)}\n`);
    return exitCodes.fine;
  }
  if (rows.length === 0) {
    const what = [options.engine, options.language].filter((part) => part !== undefined).join(', ');
    io.stderr.write(printable(`no voice for ${what}; parley voices lists all`) + '\n');
    return exitCodes.failed;
  }
  io.stdout.write(renderVoices(rows, options.engine === undefined && options.language === undefined));
  return exitCodes.fine;
}

function isAskedFor(row: VoiceRow, { engine, language }: VoicesOptions): boolean {
  if (engine !== undefined && row.engine !== engine) return false;
  if (language === undefined) return true;
  const wanted = language.toLowerCase().replaceAll('_', '-');
  return row.languages.some((tag) => tag.toLowerCase() === wanted || tag.toLowerCase().startsWith(`${wanted}-`));
}

/** A table, and a line for each engine that is folded. Not wider than 80 columns unless a path is. */
export function renderVoices(rows: readonly VoiceRow[], isFolded: boolean): string {
  const table = new Table({
    head: ['voice', 'language', 'state', 'remarks'],
    style: { head: [], border: [] },
    // Rules between the rows would double the length.
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  });
  const lines: string[] = [];
  for (const engine of voiceEngineNames) {
    const own = rows.filter((row) => row.engine === engine);
    const folds = isFolded && own.length > mostRows;
    for (const row of own) if (!folds || row.inForce) table.push(cellsOf(row));
    if (folds) lines.push(`${engine}: ${own.length} voices; parley voices --engine ${engine} lists them`);
  }
  const mark = rows.some(({ inForce }) => inForce)
    ? ['→ speaks now; --voice, or tts in the settings, chooses another']
    : [];
  return `${[table.toString(), ...lines, ...mark].join('\n')}\n`;
}

function cellsOf(row: VoiceRow): string[] {
  const { engine, voice, languages, nonCommercial, speakers, inForce, description } = row;
  const remarks = [
    nonCommercial === true ? 'non-commercial' : '',
    speakers === undefined ? '' : `#0…#${speakers.length - 1}`,
    // Where the name does not say it all.
    engine === 'espeak' || engine === 'system' || row.state === 'damaged' ? description : '',
  ];
  return [
    `${inForce ? '→' : ' '} ${printable(voice)}`,
    languages[0] ?? '',
    describeState(row),
    printable(remarks.filter((remark) => remark !== '').join(', ')),
  ];
}

function describeState({ engine, state, bytes }: VoiceRow): string {
  if (engine === 'openai') return 'server';
  if (state === 'present') return 'here';
  if (state === 'damaged') return 'damaged';
  return bytes === undefined ? 'missing' : `fetch ${Math.round(bytes / 1e6)} MB`;
}
