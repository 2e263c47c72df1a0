#!/usr/bin/env node
/** The `parley` command: reads the command line and hands over to one file per command. */
import { Command, CommanderError } from 'commander';
import { registerAskCommand } from './ask.js';
import { registerBenchCommand } from './bench.js';
import { registerProfileCommand } from './profile.js';
import { preferences } from '../assistant/models.js';
import { readVersion } from '../assistant/version.js';
import { loadConfig } from '../config/load.js';
import { registerConfigCommand } from './config.js';
import { registerDoctorCommand } from './doctor.js';
import { exitCodes } from './io.js';
import { registerModelsCommand } from './models.js';
import { registerSayCommand } from './say.js';
import { registerSkillsCommand } from './skills.js';
import { registerStartCommand } from './start.js';
import { registerTranscribeCommand } from './transcribe.js';
import { registerVoicesCommand } from './voices.js';

/** What `models fetch` means without ids: the models of the settings in force. */
async function defaultModels(): Promise<readonly string[]> {
  const { settings } = await loadConfig();
  const { stt, llm, tts = [], turn = [] } = preferences(settings);
  return [stt, llm, tts, turn].flatMap(([first]) => first ?? []);
}

const version = readVersion();
const program = new Command('parley')
  .description('Talk to your computer and hear it answer. All of it runs on this machine.')
  .version(version)
  .showHelpAfterError('(parley --help lists the commands)')
  .exitOverride();

registerStartCommand(program);
registerTranscribeCommand(program);
registerSayCommand(program);
registerVoicesCommand(program);
registerAskCommand(program);
registerSkillsCommand(program);
registerModelsCommand(program, { defaultModels });
registerConfigCommand(program);
registerDoctorCommand(program);
registerProfileCommand(program, version);
registerBenchCommand(program, version);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // Help and version are no mistakes; everything else on the command line is.
  process.exitCode = error.exitCode === 0 ? exitCodes.fine : exitCodes.usage;
}
