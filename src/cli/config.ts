/** `parley config show`: the settings in force and where each of them came from. */
import type { Command } from 'commander';
import { stringify } from 'yaml';
import { labelPath } from '../config/file.js';
import { loadConfig } from '../config/load.js';
import type { LoadedConfig } from '../config/load.js';
import { ConfigError } from '../config/problem.js';
import type { ModeName } from '../config/runtime.js';

/** Origins stand in one column; a longer line has its origin above it instead. */
const ORIGIN_COLUMN = 52;

/** The options that every command with settings takes. */
export interface ConfigOptions {
  readonly config?: string;
  readonly preset?: string;
  readonly set?: readonly string[];
}

export interface ShowOptions extends ConfigOptions {
  readonly json?: boolean;
}

/** Where a command writes; `process` fits. */
export interface Output {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/** Adds `--config`, `--preset` and `--set` to a command; `loadOptions` reads what they give. */
export function addConfigOptions(command: Command): Command {
  return command
    .option('--config <file>', 'configuration file')
    .option('--preset <name>', 'low-latency, balanced, high-quality or one of your own')
    .option('--set <key=value>', 'one setting, laid last; may be repeated', collect);
}

function collect(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), value];
}

/** Settings from the options of `addConfigOptions`, for a mode that the command asks for; throws ConfigError. */
export function loadFromOptions({ config, preset, set }: ConfigOptions, mode?: ModeName): Promise<LoadedConfig> {
  return loadConfig({ path: config, preset, sets: set, mode });
}

/** Adds the command `config` with its only subcommand `show`. */
export function registerConfigCommand(program: Command): void {
  const config = program.command('config').description('the settings in force');
  addConfigOptions(config.command('show'))
    .description('print every setting and where it came from')
    .option('--json', 'one JSON object')
    .action(async (options: ShowOptions) => {
      process.exitCode = await showConfig(options, process);
    });
}

/** Prints the settings; returns the exit code: 0, or 2 when the options or the file are refused. */
export async function showConfig(options: ShowOptions, output: Output): Promise<number> {
  try {
    const loaded = await loadFromOptions(options);
    output.stdout.write(options.json === true ? renderJson(loaded) : renderYaml(loaded));
    return 0;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    output.stderr.write(`${error.message}\n`);
    return 2;
  }
}

function renderJson({ path, preset, settings, origins }: LoadedConfig): string {
  return `${JSON.stringify({ path, preset, settings, origins: Object.fromEntries(origins) })}\n`;
}

/** YAML that is itself a valid configuration file, with the origins as comments. */
function renderYaml(loaded: LoadedConfig): string {
  const lines = [`# ${labelPath(loaded.path)}`, ...renderValue('', 'preset', loaded.preset, loaded)];
  const visit = (group: object, path: string, indent: string): void => {
    for (const [key, value] of Object.entries(group) as [string, unknown][]) {
      const child = path === '' ? key : `${path}.${key}`;
      if (loaded.origins.has(child)) lines.push(...renderValue(indent, child, value, loaded));
      else if (typeof value === 'object' && value !== null) {
        lines.push(`${indent}${key}:`);
        visit(value, child, `${indent}  `);
      }
    }
  };
  visit(loaded.settings, '', '');
  return `${lines.join('\n')}\n`;
}

function renderValue(indent: string, path: string, value: unknown, { origins }: LoadedConfig): string[] {
  const key = path.slice(path.lastIndexOf('.') + 1);
  const line = `${indent}${key}: ${renderFlow(value)}`;
  const origin = `# ${origins.get(path) ?? ''}`;
  return line.length < ORIGIN_COLUMN ? [`${line.padEnd(ORIGIN_COLUMN)}${origin}`] : [`${indent}${origin}`, line];
}

/** One line, whatever the value: lists in brackets, text in quotes where YAML needs them. */
function renderFlow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(renderFlow).join(', ')}]`;
  const isOneLine = typeof value !== 'string' || !/[\n\r]/.test(value);
  const options = { version: '1.2', schema: 'core', lineWidth: 0 } as const;
  // Inside a list so that text with a comma or a bracket is quoted, too.
  return isOneLine
    ? stringify([value], { ...options, collectionStyle: 'flow', flowCollectionPadding: false })
        .trim()
        .slice(1, -1)
    : JSON.stringify(value);
}
