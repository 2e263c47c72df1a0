#!/usr/bin/env node
/** The `parley` command: reads the command line and hands over to one file per command. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { packageRoot } from '../models/catalog.js';
import { registerConfigCommand } from './config.js';
import { exitCodes } from './io.js';
import { registerModelsCommand } from './models.js';
import { registerStartCommand } from './start.js';
import { registerWordCommands } from './words.js';

function version(): string {
  const manifest = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string };
  return manifest.version;
}

const program = new Command('parley')
  .description('Talk to your computer and hear it answer. All of it runs on this machine.')
  .version(version())
  .showHelpAfterError('(parley --help lists the commands)')
  .exitOverride();

registerStartCommand(program);
registerWordCommands(program);
registerModelsCommand(program);
registerConfigCommand(program);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // Help and version are no mistakes; everything else on the command line is.
  process.exitCode = error.exitCode === 0 ? exitCodes.fine : exitCodes.usage;
}
