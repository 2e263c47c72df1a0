/** The command-line players that can sound raw samples from their standard input, best first. */
import { AudioError } from './audio-error.js';
import { PlayerProcess } from './player-process.js';
import { hasTool } from '../programs/find.js';
import { installCommand, runTool } from './tool.js';

/** What to play on. */
export interface Output {
  /** `default`, or a name that the player knows (a PulseAudio sink, an ALSA PCM). */
  readonly device: string;
  readonly sampleRateHz: number;
}

export interface Player {
  readonly tool: string;
  /** From writing a sample to a silent player to hearing it: an estimate between nothing and the device's buffer. */
  readonly latencyMs: number;
  args(output: Output): readonly string[];
  /** Whether it can be told the device; if not, it serves for `default` alone. */
  readonly choosesDevice: boolean;
  /** Whether several can play at once on every device that it can choose: then the next is made ready while one plays. */
  readonly sharesDevice?: boolean;
  /** How long it may take to find out that it cannot reach its device, on a machine that is busy loading. */
  readonly settleMs?: number;
  /** An option that only newer versions have, as their `--help` shows it. */
  readonly needs?: string;
}

const unlessDefault = (device: string, ...flags: string[]): string[] => (device === 'default' ? [] : flags);

/**
 * 100 ms in the device: with 60 a busy machine refilled too late now and then. It delays nothing, as a reply's first
 * samples fill it at once, and what lies there when a reply is stopped is never heard.
 */
export const players: readonly Player[] = [
  {
    tool: 'pw-cat',
    choosesDevice: true,
    sharesDevice: true,
    latencyMs: 60,
    needs: '--raw',
    args: ({ device, sampleRateHz }) => [
      ...['--playback', '--raw', '--format=s16', '--channels=1', `--rate=${sampleRateHz}`, '--latency=100ms'],
      ...unlessDefault(device, `--target=${device}`),
      '-',
    ],
  },
  {
    tool: 'paplay',
    choosesDevice: true,
    sharesDevice: true,
    latencyMs: 60,
    args: ({ device, sampleRateHz }) => [
      ...['--raw', '--format=s16le', '--channels=1', `--rate=${sampleRateHz}`, '--latency-msec=100'],
      ...unlessDefault(device, `--device=${device}`),
    ],
  },
  {
    tool: 'aplay',
    choosesDevice: true,
    latencyMs: 60,
    args: ({ device, sampleRateHz }) => [
      ...['-q', '-t', 'raw', '-f', 'S16_LE', '-c', '1', '-r', String(sampleRateHz)],
      ...['--buffer-time=120000', '--period-time=30000', '--start-delay=60000'],
      ...unlessDefault(device, '-D', device),
    ],
  },
  {
    tool: 'play',
    choosesDevice: false,
    latencyMs: 100,
    args: ({ sampleRateHz }) => [
      ...[
        '-q',
        '--buffer',
        '1024',
        '-t',
        'raw',
        '-e',
        'signed',
        '-b',
        '16',
        '-c',
        '1',
        '-r',
        String(sampleRateHz),
        '-',
      ],
    ],
  },
  {
    tool: 'ffplay',
    choosesDevice: false,
    latencyMs: 150,
    // It tries one format after the other first.
    settleMs: 2000,
    args: ({ sampleRateHz }) => [
      ...['-nodisp', '-autoexit', '-loglevel', 'error', '-fflags', 'nobuffer', '-flags', 'low_delay'],
      ...['-probesize', '32', '-f', 's16le', '-ar', String(sampleRateHz), '-i', 'pipe:0'],
    ],
  },
];

/** A player that cannot reach its device ends well within this time, unless it says otherwise. */
const usualSettleMs = 400;

/**
 * The first player that is here and can play to `output`. Throws an `AudioError` of one line when there is none.
 */
export async function findPlayer(output: Output, candidates: readonly Player[] = players): Promise<Player> {
  const failures: string[] = [];
  for (const player of candidates) {
    if (!(await isUsable(player))) continue;
    const failure = await tryPlayer(player, output);
    if (failure === undefined) return player;
    failures.push(`${player.tool}: ${failure}`);
  }
  if (failures.length > 0) {
    throw new AudioError(`speaker "${output.device}": no player can use it (${failures.join('; ')})`);
  }
  const names = candidates.map(({ tool }) => tool).join(', ');
  const install = installCommand([speakerPackage()]);
  throw new AudioError(`no speaker: none of ${names} is installed; install one: ${install}`);
}

/** Plays a moment of silence, as some players open their device only for samples. Returns why it failed, if it did. */
async function tryPlayer(player: Player, output: Output): Promise<string | undefined> {
  if (output.device !== 'default' && !player.choosesDevice) return 'it cannot choose a device';
  const process = new PlayerProcess(player.tool, player.args(output));
  process.write(new Uint8Array(2 * Math.ceil(output.sampleRateHz / 10)));
  const works = await process.staysAlive(player.settleMs ?? usualSettleMs);
  process.kill();
  await process.gone;
  return works ? undefined : process.complaint;
}

/** The package that brings a player. */
export function speakerPackage(): string {
  return process.platform === 'linux' ? 'alsa-utils' : 'sox';
}

/** Whether the tool is here, in a version that reads raw samples. */
export async function isUsable(player: Player): Promise<boolean> {
  if (!hasTool(player.tool)) return false;
  if (player.needs === undefined) return true;
  const help = await runTool(player.tool, ['--help'], { limitMs: 2000 });
  return (help.output + help.errors).includes(player.needs);
}
