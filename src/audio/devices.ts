/** What this machine can hear and speak with, and what mends it when it cannot. */
import { capturePackages, captureInstallHint, captureTool } from './capture-tool.js';
import { isUsable, players, speakerPackage } from './players.js';
import { hasTool } from '../programs/find.js';
import { installCommand, runTool } from './tool.js';

export interface MicrophoneProbe {
  readonly status: 'works' | 'no-tool' | 'no-device' | 'no-permission' | 'busy';
  /** One line for the user: what is so and, unless it works, what to do. */
  readonly line: string;
}

const probeMs = 300;
/** Opening a device may take a while on a cold sound server. */
const probeLimitMs = 3000;
const probeRateHz = 16_000;
const headerBytes = 44;

/** Opens the microphone for about 300 ms. Never throws. */
export async function probeMicrophone(device: string, signal: AbortSignal): Promise<MicrophoneProbe> {
  const tool = captureTool();
  if (!hasTool(tool)) {
    return { status: 'no-tool', line: `no microphone: ${tool} is not installed; ${captureInstallHint()}` };
  }
  const enoughBytes = headerBytes + (probeMs / 1000) * probeRateHz * 2;
  const run = await runTool(tool, probeArgs(tool, device), { limitMs: probeLimitMs, enoughBytes, signal });
  if (run.outputBytes >= enoughBytes) return { status: 'works', line: `microphone "${device}" works (${tool})` };
  return explainFailure(device, run.errors, await listMicrophones());
}

function probeArgs(tool: string, device: string): string[] {
  const format = ['-c', '1', '-r', String(probeRateHz)];
  if (tool === 'arecord') return ['-q', '-D', device, '-f', 'S16_LE', ...format];
  return ['-q', '-b', '16', ...format, '-t', 'raw', '-'];
}

/** What the tool's complaint means. */
export function explainFailure(device: string, errors: string, known: readonly string[]): MicrophoneProbe {
  const name = `microphone "${device}"`;
  if (/permission denied|not permitted/i.test(errors)) {
    const way = 'join the group "audio" (sudo usermod -aG audio $USER, then log in again) or allow it in the settings';
    return { status: 'no-permission', line: `${name}: no permission to record; ${way}` };
  }
  if (/busy/i.test(errors)) {
    return { status: 'busy', line: `${name}: in use by another program; close that one or choose another device` };
  }
  const others = known.filter((other) => other !== device);
  const list = others.length > 0 ? `this machine has: ${others.join(', ')}` : 'this machine has none';
  const line = `${name}: no such device, or it gives no sound; ${list}; choose with --set audio.input.device=NAME`;
  return { status: 'no-device', line };
}

/** Plug-ins that `arecord -L` lists among the devices. */
const plugins = /^(null|lavrate|samplerate|speexrate|speex|jack|oss|upmix|vdownmix|a52|usbstream|surround\S*)\b/;

/** Names that `audio.input.device` may have here. Empty where the platform's tool cannot list them. */
export async function listMicrophones(): Promise<string[]> {
  const limits = { limitMs: 2000 };
  const names: string[] = [];
  if (hasTool('arecord')) {
    const { output } = await runTool('arecord', ['-L'], limits);
    names.push(...output.split('\n').filter((line) => /^\S/.test(line) && !plugins.test(line)));
  }
  if (hasTool('pactl')) names.push(...(await listPulse('sources')).map((source) => `pulse:${source}`));
  return names;
}

/**
 * The sound server's source that has the loudspeaker's sound taken out already, as a name for `audio.input.device`; its
 * default source if that is one. Undefined where there is none, or no way to it.
 */
export async function findEchoCancellingSource(): Promise<string | undefined> {
  if (!hasTool('pactl')) return undefined;
  const limits = { limitMs: 2000 };
  const [listed, modules, chosen] = await Promise.all([
    runTool('pactl', ['list', 'short', 'sources'], limits),
    runTool('pactl', ['list', 'short', 'modules'], limits),
    runTool('pactl', ['get-default-source'], limits),
  ]);
  const source = pickEchoCancellingSource({
    ...{ sources: listed.output, modules: modules.output, chosen: chosen.output },
  });
  return source === undefined ? undefined : `pulse:${source}`;
}

/** From what `pactl list short sources`, `… modules` and `pactl get-default-source` print. */
export function pickEchoCancellingSource(printed: {
  readonly sources: string;
  readonly modules: string;
  readonly chosen: string;
}): string | undefined {
  const named = printed.modules
    .split('\n')
    .filter((line) => line.includes('module-echo-cancel'))
    .flatMap((line) => /source_name=(\S+)/.exec(line)?.[1] ?? []);
  const sources = printed.sources
    .split('\n')
    .map((line) => line.split('\t'))
    // PulseAudio names the module behind each source; PipeWire names all its nodes alike.
    .filter(([, name = '', driver = '']) => {
      if (name.endsWith('.monitor')) return false;
      return driver.includes('echo-cancel') || named.includes(name) || /echo[-_.]?cancel/i.test(name);
    })
    .flatMap(([, name]) => name ?? []);
  const chosen = printed.chosen.trim();
  return sources.includes(chosen) ? chosen : sources[0];
}

/** Names that `audio.output.device` may have here. */
export async function listSpeakers(): Promise<string[]> {
  const limits = { limitMs: 2000 };
  const names = hasTool('pactl') ? await listPulse('sinks') : [];
  if (!hasTool('aplay')) return names;
  const { output } = await runTool('aplay', ['-L'], limits);
  return [...names, ...output.split('\n').filter((line) => /^\S/.test(line) && !plugins.test(line))];
}

async function listPulse(kind: 'sources' | 'sinks'): Promise<string[]> {
  const { output } = await runTool('pactl', ['list', 'short', kind], { limitMs: 2000 });
  return output
    .split('\n')
    .map((line) => line.split('\t')[1] ?? '')
    .filter((name) => name !== '');
}

/** One line of `parley doctor` about sound. */
export interface AudioCheck {
  readonly name: 'microphone tool' | 'player' | 'sound server plug-in';
  readonly ok: boolean;
  readonly line: string;
  /** The command that mends it. */
  readonly install?: string;
}

/** Which tools are here. Opens no device. */
export async function checkAudioTools(): Promise<AudioCheck[]> {
  const tool = captureTool();
  const install = installCommand(capturePackages());
  const checks: AudioCheck[] = [
    hasTool(tool)
      ? { name: 'microphone tool', ok: true, line: tool }
      : { name: 'microphone tool', ok: false, line: `${tool} is not installed`, install },
  ];
  const usable = [];
  for (const player of players) if (await isUsable(player)) usable.push(player.tool);
  checks.push(
    usable.length > 0
      ? { name: 'player', ok: true, line: usable.join(', ') }
      : { name: 'player', ok: false, line: 'no player is installed', install: installCommand([speakerPackage()]) },
  );
  if (await lacksPulsePlugin()) {
    const line = 'arecord cannot reach the sound server (no ALSA device "pulse")';
    checks.push({ name: 'sound server plug-in', ok: false, line, install: installCommand([pulsePlugin()]) });
  }
  return checks;
}

/** A sound server runs, but ALSA's tools have no way to it. */
async function lacksPulsePlugin(): Promise<boolean> {
  if (!hasTool('pactl') || !hasTool('arecord')) return false;
  if ((await listPulse('sources')).length === 0) return false;
  const names = await listMicrophones();
  return !names.includes('pulse');
}

function pulsePlugin(): string {
  return hasTool('apt-get') ? 'libasound2-plugins' : 'alsa-plugins-pulseaudio';
}
