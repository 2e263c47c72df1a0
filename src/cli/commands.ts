/** The commands of `parley`: each loads its own modules when it is asked for, and no other's. */
import type { Command } from 'commander';

export interface CommandEntry {
  /** As in the command's own help. */
  readonly about: string;
  /** Adds the command with all of its options. */
  readonly register: (program: Command, version: string) => Promise<void>;
}

/** By name, in the order of the help. */
export const commands: ReadonlyMap<string, CommandEntry> = new Map<string, CommandEntry>([
  entry('start', 'the assistant: speak, and hear an answer', async (program) => {
    (await import('./start.js')).registerStartCommand(program);
  }),
  entry('transcribe', 'write down what is said in files', async (program) => {
    (await import('./transcribe.js')).registerTranscribeCommand(program);
  }),
  entry('captions', 'live captions: on the screen, as a page for OBS, as SRT, VTT or text files', async (program) => {
    (await import('./read-along.js')).registerCaptionsCommand(program);
  }),
  entry(
    'translate',
    'live translation, sentence by sentence while the speaker goes on; spoken if wished',
    async (program) => {
      (await import('./read-along.js')).registerTranslateCommand(program);
    },
  ),
  entry(
    'dictate',
    'speak, and it is typed into the window in front; or tell the dictation that runs what to do',
    async (program) => {
      (await import('./dictate.js')).registerDictateCommand(program);
    },
  ),
  entry('say', 'speak a text', async (program) => {
    (await import('./say.js')).registerSayCommand(program);
  }),
  entry('voices', 'the voices there are, and which one speaks', async (program) => {
    (await import('./voices.js')).registerVoicesCommand(program);
  }),
  entry('ask', 'questions in writing: one, one a line from a pipe, or a chat on a terminal', async (program) => {
    (await import('./ask.js')).registerAskCommand(program);
  }),
  entry('skills', 'what can be asked without the language model', async (program) => {
    (await import('./skills.js')).registerSkillsCommand(program);
  }),
  entry('models', 'the models: what there is, what is here, what is missing', async (program) => {
    (await import('./models.js')).registerModelsCommand(program, { defaultModels });
  }),
  entry('config', 'the settings in force', async (program) => {
    (await import('./config.js')).registerConfigCommand(program);
  }),
  entry('monitor', 'watch a running parley: what it does, and where the milliseconds go', async (program) => {
    (await import('./monitor.js')).registerMonitorCommand(program);
  }),
  entry('doctor', 'what is missing on this machine, and what mends it', async (program) => {
    (await import('./doctor.js')).registerDoctorCommand(program);
  }),
  entry('profile', 'where the milliseconds of a turn go, stage by stage', async (program, version) => {
    (await import('./profile.js')).registerProfileCommand(program, version);
  }),
  entry('bench', 'how fast and how good one part is, measured on this machine', async (program, version) => {
    (await import('./bench.js')).registerBenchCommand(program, version);
  }),
  entry('soak', 'long runs: whether turns leave memory, handles or listeners behind', async (program, version) => {
    (await import('./soak.js')).registerSoakCommand(program, version);
  }),
]);

/** The command that is asked for, whole; without one, all of them by name alone, for the help. */
export async function addCommands(program: Command, asked: string | undefined, version: string): Promise<void> {
  const found = asked === undefined ? undefined : commands.get(asked);
  if (found === undefined) for (const [name, { about }] of commands) program.command(name).description(about);
  else await found.register(program, version);
}

function entry(name: string, about: string, register: CommandEntry['register']): [string, CommandEntry] {
  return [name, { about, register }];
}

/** What `models fetch` means without ids: the models of the settings in force. */
async function defaultModels(): Promise<readonly string[]> {
  const [{ loadConfig }, { preferences }] = await Promise.all([
    import('../config/load.js'),
    import('../assistant/models.js'),
  ]);
  const { settings } = await loadConfig();
  const { stt, llm, tts = [], turn = [] } = preferences(settings);
  return [stt, llm, tts, turn].flatMap(([first]) => first ?? []);
}
