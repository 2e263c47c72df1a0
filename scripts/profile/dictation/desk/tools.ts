/** What a desk of our own is made of: programs that must be on this machine, and how one waits for them. */
import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { hasTool } from '../../../../src/programs/find.js';
import { installCommand } from '../../../../src/audio/tool.js';

/** One line that a user can act on. */
export class DeskError extends Error {
  override readonly name = 'DeskError';
}

/** Each with Debian's package that has it. */
const tools: Readonly<Record<string, string>> = {
  ...{ Xvfb: 'xvfb', xdotool: 'xdotool', xterm: 'xterm' },
  ...{ pulseaudio: 'pulseaudio', pactl: 'pulseaudio-utils', paplay: 'pulseaudio-utils', parec: 'pulseaudio-utils' },
  ...{ arecord: 'alsa-utils' },
};
/** With it arecord hears PulseAudio; a part of no program, so it is named with the others alone. */
const ALSA_TO_PULSE = 'libasound2-plugins';
const ATTEMPTS = 200;
const BETWEEN_MS = 50;

/** Why dictation cannot be measured at a desk here, in one line; undefined when it can. */
export function missingDesk(isThere: (tool: string) => boolean = hasTool): string | undefined {
  if (process.platform !== 'linux') return `--desk needs Linux with X11, this is ${process.platform}`;
  const missing = Object.keys(tools).filter((tool) => !isThere(tool));
  if (missing.length === 0) return undefined;
  const packages = [...new Set(missing.flatMap((tool) => tools[tool] ?? []))];
  const sound = packages.some((name) => name.startsWith('pulse')) ? [ALSA_TO_PULSE] : [];
  return `--desk needs ${missing.join(', ')}; install ${missing.length === 1 ? 'it' : 'them'}: ${installCommand([...packages, ...sound])}`;
}

/** The machine's monotonic clock, the same for all of its processes; ms. */
export function machineNowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** Asks again and again until there is an answer; throws DeskError when there is none for ten seconds. */
export async function untilThere<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const found = await look().catch(() => undefined);
    if (found !== undefined) return found;
    await delay(BETWEEN_MS);
  }
  throw new DeskError(`${what} did not start within ${(ATTEMPTS * BETWEEN_MS) / 1000} s`);
}

/** Resolves once it is gone. */
export async function endChild(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}
