/** `parley doctor`: what this machine has, what is missing, and the command that mends it. */
import { access, constants, mkdir } from 'node:fs/promises';
import type { Command } from 'commander';
import { preferences } from '../assistant/models.js';
import { probeProviders } from '../assistant/providers.js';
import { checkAudioTools, listMicrophones, listSpeakers, probeMicrophone } from '../audio/devices.js';
import { ffmpegInstallCommand, hasFfmpeg } from '../audio/ffmpeg.js';
import { labelPath } from '../config/file.js';
import { withPreset, type LoadedConfig } from '../config/load.js';
import { openStore, type ModelStore } from '../models/store.js';
import { addConfigOptions, loadFromOptions, type ConfigOptions } from './config.js';
import { checkModelList, type Check } from './doctor-check.js';
import { checkDictation } from './doctor-dictation.js';
import { checkServers, suggestModels } from './doctor-llm.js';
import { readMemory } from './doctor-memory.js';
import { checkVoices, tryVoice } from './doctor-voice.js';
import { processIo, type Io } from './io.js';
import { runCommand } from './run.js';

export function registerDoctorCommand(program: Command): void {
  const command = program
    .command('doctor')
    .description('what is missing on this machine, and what mends it')
    .option('--json', 'one JSON array');
  addConfigOptions(command).action(async (options: ConfigOptions & { json?: boolean }) => {
    await runCommand(processIo, (signal) => diagnose(options, processIo, signal));
  });
}

async function diagnose(options: ConfigOptions & { json?: boolean }, io: Io, signal: AbortSignal): Promise<number> {
  const config = await loadFromOptions(options);
  const store = openStore();
  const checks = [
    { area: 'settings', state: 'ok', line: `${labelPath(config.path)}, preset ${config.preset}` } as const,
    ...(await checkAudio(config, signal)),
    ...(await checkModels(config, store)),
    ...(await tryVoice(config, store, signal)),
    ...(await checkServers(config, signal)),
    ...suggestModels(await readMemory(signal), store.catalog),
    ...(await checkProviders(store, signal)),
    ...(await checkDictation(config.settings.dictation)),
  ];
  if (options.json === true) io.stdout.write(`${JSON.stringify(checks)}\n`);
  else for (const check of checks) io.stdout.write(`${describe(check)}\n`);
  return checks.some((check) => check.state === 'bad') ? 1 : 0;
}

function describe({ area, state, line, mend }: Check): string {
  const sign = { ok: '✓', note: '·', bad: '✗' }[state];
  return `${sign} ${area.padEnd(12)} ${line}${mend === undefined ? '' : `\n${' '.repeat(15)}→ ${mend}`}`;
}

async function checkAudio({ settings }: LoadedConfig, signal: AbortSignal): Promise<Check[]> {
  const tools = await checkAudioTools();
  const checks: Check[] = tools.map(({ name, ok, line, install }) => ({
    ...{ area: 'audio', state: ok ? 'ok' : 'bad', line: `${name}: ${line}` },
    ...(install === undefined ? {} : { mend: install }),
  }));
  checks.push(checkFfmpeg());
  const probe = await probeMicrophone(settings.audio.input.device, signal);
  if (probe.status !== 'no-tool') {
    checks.push({ area: 'microphone', state: probe.status === 'works' ? 'ok' : 'bad', line: probe.line });
  }
  const devices = { microphones: await listMicrophones(), loudspeakers: await listSpeakers() };
  for (const [name, found] of Object.entries(devices)) {
    if (found.length > 0) checks.push({ area: 'devices', state: 'ok', line: `${name}: ${found.join(', ')}` });
  }
  return checks;
}

function checkFfmpeg(): Check {
  if (hasFfmpeg()) return { area: 'files', state: 'ok', line: 'ffmpeg: transcribe reads any common audio format' };
  const line = 'ffmpeg is not installed: transcribe reads WAV files only';
  return { area: 'files', state: 'note', line, mend: ffmpegInstallCommand() };
}

/** Each preset's models: the one that is used, and what those before it in its list would add. */
async function checkModels(config: LoadedConfig, store: ModelStore): Promise<Check[]> {
  const checks = [await checkFolder(store)];
  for (const preset of config.presets) {
    const loaded = withPreset(config, preset);
    const needed = preset === config.preset;
    const { stt, llm, turn = [] } = preferences(loaded.settings);
    for (const refs of [stt, llm]) checks.push(...(await checkModelList(refs, preset, { store, needed })));
    checks.push(...(await checkModelList(turn, preset, { store, needed, isSpare: true })));
    checks.push(...(await checkVoices(loaded, preset, { store, needed })));
  }
  return checks;
}

async function checkFolder({ folder }: ModelStore): Promise<Check> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    return { area: 'models', state: 'ok', line: `folder ${folder}` };
  } catch {
    const mend = 'name another folder in PARLEY_MODELS';
    return { area: 'models', state: 'note', line: `folder ${folder} cannot be written`, mend };
  }
}

async function checkProviders(store: ModelStore, signal: AbortSignal): Promise<Check[]> {
  const reports = await probeProviders(store.folder, signal, true);
  return reports.map(({ provider, works, reason }) => ({
    area: 'inference',
    state: works ? 'ok' : 'note',
    line: `${provider}: ${works ? 'works' : reason}`,
  }));
}
