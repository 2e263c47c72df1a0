/** Which programs speak for which operating system, and which of them is here. */
import { hasTool } from '../../../programs/find.js';
import { installCommand } from '../../../audio/tool.js';
import { espeakPrograms } from './espeak.js';
import { fileProgramsOfLinux, macosProgram } from './file-programs.js';
import type { SpeechProgram } from './program.js';
import { windowsProgram } from './windows.js';

/** The programs of a platform, best first. `spd-say` is none: it plays by itself and gives no samples. */
export function speechPrograms(platform: string = process.platform): readonly SpeechProgram[] {
  if (platform === 'darwin') return [macosProgram, ...espeakPrograms];
  if (platform === 'win32') return [windowsProgram, ...espeakPrograms];
  return [...espeakPrograms, ...fileProgramsOfLinux];
}

/** The first program that is here. Throws one line that says what to install. */
export function findSpeechProgram(candidates: readonly SpeechProgram[] = speechPrograms()): SpeechProgram {
  const found = candidates.find(({ tool }) => hasTool(tool));
  if (found) return found;
  const names = candidates.map(({ tool }) => tool).join(', ');
  const packages = candidates.flatMap((program) => program.package ?? []).slice(0, 1);
  throw new Error(
    `tts.engine system: got none of ${names} on this machine, wanted one; install it: ${installCommand(packages)}`,
  );
}
