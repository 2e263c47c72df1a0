/** Command-line tools: what they say, and what installs them. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface ToolRun {
  /** Exit code; null when it could not run or was killed. */
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
  /** Bytes on the standard output. */
  readonly outputBytes: number;
}

/** Runs a tool to its end, or until `limitMs`, `enoughBytes` of output or the signal end it. Never throws. */
export function runTool(
  name: string,
  args: readonly string[],
  limits: { limitMs: number; enoughBytes?: number; signal?: AbortSignal },
): Promise<ToolRun> {
  return new Promise((resolve) => {
    const child = spawn(name, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let errors = '';
    let outputBytes = 0;
    const stop = (): void => {
      child.kill('SIGKILL');
      // A child of the tool may hold the pipes open after it.
      child.stdout.destroy();
      child.stderr.destroy();
    };
    const timer = setTimeout(stop, limits.limitMs);
    limits.signal?.addEventListener('abort', stop, { once: true });
    if (limits.signal?.aborted) stop();
    child.stdout.on('data', (chunk: Buffer) => {
      outputBytes += chunk.length;
      // What is asked for its sound is not asked for its words.
      if (limits.enoughBytes === undefined) output += chunk.toString();
      else if (outputBytes >= limits.enoughBytes) stop();
    });
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    const finish = (code: number | null, error = ''): void => {
      clearTimeout(timer);
      limits.signal?.removeEventListener('abort', stop);
      resolve({ code, output, errors: errors + error, outputBytes });
    };
    child.once('error', (error) => {
      finish(null, error.message);
    });
    child.once('close', (code) => {
      finish(code);
    });
  });
}

interface PackageSource {
  readonly systems: readonly string[];
  readonly command: string;
}

const packageSources: readonly PackageSource[] = [
  { systems: ['debian', 'ubuntu'], command: 'apt-get install -y' },
  { systems: ['fedora', 'rhel', 'centos'], command: 'dnf install -y' },
  { systems: ['arch'], command: 'pacman -S' },
  { systems: ['alpine'], command: 'apk add' },
  { systems: ['suse', 'opensuse'], command: 'zypper install' },
];

/** The command that installs `packages` on this machine; the names are the same on the systems known here. */
export function installCommand(packages: readonly string[], system = describeSystem()): string {
  const names = packages.join(' ');
  if (system.platform === 'darwin') return `brew install ${names}`;
  if (system.platform === 'win32') return `winget install ${names}`;
  const source = packageSources.find(({ systems }) => systems.some((name) => system.ids.includes(name)));
  if (!source) return `your package manager: ${names}`;
  return `${system.isRoot ? '' : 'sudo '}${source.command} ${names}`;
}

interface System {
  readonly platform: string;
  /** `ID` and `ID_LIKE` of `/etc/os-release`. */
  readonly ids: readonly string[];
  readonly isRoot: boolean;
}

function describeSystem(): System {
  return { platform: process.platform, ids: systemIds(), isRoot: process.getuid?.() === 0 };
}

function systemIds(): string[] {
  try {
    const lines = readFileSync('/etc/os-release', 'utf8').split('\n');
    const values = lines.filter((line) => /^ID(_LIKE)?=/.test(line)).map((line) => line.replace(/^\w+=|"/g, ''));
    return values.flatMap((value) => value.split(/\s+/));
  } catch {
    return [];
  }
}
