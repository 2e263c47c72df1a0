#!/usr/bin/env node
/** The `parley` command: reads the command line and hands over to one file per command. */
import { Command, CommanderError } from 'commander';
import { readVersion } from '../assistant/version.js';
import { addCommands } from './commands.js';
import { exitCodes } from './io.js';

const version = readVersion();
const program = new Command('parley')
  .description('Talk to your computer and hear it answer. All of it runs on this machine.')
  .version(version)
  .showHelpAfterError('(parley --help lists the commands)')
  .configureHelp({ subcommandTerm: (command) => command.name() })
  .exitOverride();

const [first, second] = process.argv.slice(2);
await addCommands(program, first === 'help' ? second : first, version);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // Help and version are no mistakes; everything else on the command line is.
  process.exitCode = error.exitCode === 0 ? exitCodes.fine : exitCodes.usage;
}
