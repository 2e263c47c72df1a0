/** `parley dictate`: starts dictation, or tells the running one what to do. The latter loads next to nothing: it hangs on a key. */
import { Argument, Option, type Command } from 'commander';
import { dataFolder } from '../assistant/data-folder.js';
import { controlCommands, sendControl, type ControlAnswer, type ControlCommand } from '../desktop/control-client.js';
import type { DictateOptions } from './dictate-run.js';
import { exitCodes, printable, processIo, type Io } from './io.js';

export function registerDictateCommand(program: Command): void {
  program
    .command('dictate')
    .description('speak, and it is typed into the window in front; or tell the dictation that runs what to do')
    .addArgument(
      new Argument('[command]', 'to the dictation that runs; without one, dictation starts').choices(controlCommands),
    )
    .argument('[id]', 'which text to retry or copy; every one that waits, or the last one')
    .addOption(new Option('--input <mic|-|FILE...>', 'the microphone, sound files in real time, or a pipe'))
    .addOption(new Option('--mode <mode>', 'what the key does').choices(['hold', 'toggle', 'hands-free']))
    .option('--output <where>', 'type, clipboard, stdout, file or command; several with commas')
    .option('--file <file>', 'where --output file appends')
    .option('--language <code>', 'spoken language, or auto')
    .option('--pending', 'what could not be typed, and waits')
    .option('--json', 'print one event a line')
    .option('--config <file>', 'configuration file')
    .option('--preset <name>', 'low-latency, balanced, high-quality or one of your own')
    .option('--set <key=value>', 'one setting, laid last; may be repeated', (value: string, before?: string[]) => [
      ...(before ?? []),
      value,
    ])
    .action(async (command: ControlCommand | undefined, id: string | undefined, options: DictateOptions) => {
      const asked = command ?? (options.pending === true ? 'pending' : undefined);
      if (asked === undefined) await (await import('./dictate-run.js')).runDictate(options);
      else process.exitCode = await control(asked, id, { io: processIo, json: options.json === true });
    });
}

async function control(
  command: ControlCommand,
  id: string | undefined,
  { io, json }: { readonly io: Io; readonly json: boolean },
): Promise<number> {
  const folder = dataFolder();
  const request = { command, ...(id === undefined ? {} : { id }) };
  const answer = await sendControl(request, { dataFolder: folder });
  // What waits lies on the disk, whether anybody runs or not.
  const kept = answer.ok || !['pending', 'last'].includes(command) ? undefined : await readKept(folder, command);
  const told = kept ?? answer;
  if (json) io.stdout.write(`${JSON.stringify(told)}\n`);
  else if (told.ok) io.stdout.write(describe(told));
  else io.stderr.write(`${told.error}\n`);
  return told.ok ? exitCodes.fine : exitCodes.failed;
}

async function readKept(folder: string, command: ControlCommand): Promise<ControlAnswer> {
  const { openKept, describeKept } = await import('./dictate-kept.js');
  const outbox = await openKept(folder);
  const last = outbox.last();
  const entries = command === 'pending' ? outbox.pending() : last === undefined ? [] : [last];
  await outbox.close();
  return { ok: true, texts: entries.map(describeKept) };
}

/** A line for each text, or the state. */
function describe(answer: Extract<ControlAnswer, { ok: true }>): string {
  const { texts, state } = answer;
  if (typeof state === 'string') return `${state}\n`;
  if (!Array.isArray(texts)) return '';
  if (texts.length === 0) return 'nothing\n';
  const lines = texts as readonly { readonly id: string; readonly text: string; readonly where: string }[];
  return lines.map(({ id, text, where }) => `${id.slice(0, 8)}  ${printable(text)}  (${printable(where)})\n`).join('');
}
