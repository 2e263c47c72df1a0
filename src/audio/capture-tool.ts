/** The recording tool that `mic` runs on this platform, and what installs it. */
import { installCommand } from './tool.js';

/** `mic` chooses by platform alone. */
export function captureTool(platform: string = process.platform): 'arecord' | 'rec' | 'sox' {
  if (platform === 'darwin') return 'rec';
  return platform === 'win32' ? 'sox' : 'arecord';
}

/** Packages that bring the tool and let it reach the sound server. */
export function capturePackages(platform: string = process.platform): readonly string[] {
  return platform === 'darwin' || platform === 'win32' ? ['sox'] : ['alsa-utils'];
}

/** `install it: …`, as a part of a line. */
export function captureInstallHint(): string {
  return `install it: ${installCommand(capturePackages())}`;
}
