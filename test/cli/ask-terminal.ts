/** The real command on a real pseudo terminal, as far as the machine has `script` (util-linux). */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { projectRoot } from '../fixtures/parley.js';

/** Why there is no terminal here, or undefined where there is one. */
export function missingTerminal(): string | undefined {
  const { status, stdout } = spawnSync('script', ['--version'], { encoding: 'utf8' });
  return status === 0 && stdout.includes('util-linux') ? undefined : 'no `script` of util-linux on this machine';
}

export interface Terminal {
  /** Keys, as a terminal sends them: `\r` for Enter. */
  type(keys: string): void;
  /** Resolves when what was printed since the last call fits; rejects when the program ends without. */
  until(pattern: RegExp): Promise<string>;
  /** All that was printed so far, without colours and cursor movements. */
  text(): string;
  readonly ended: Promise<number | null>;
}

const quote = (word: string): string => `'${word.replaceAll("'", String.raw`'\''`)}'`;

/** Starts `parley ARGS` on a terminal of its own. */
export function openTerminal(args: readonly string[], env: NodeJS.ProcessEnv): Terminal {
  const main = join(projectRoot, 'dist/src/cli/main.js');
  const command = [process.execPath, main, ...args].map(quote).join(' ');
  const child = spawn('script', ['--quiet', '--return', '--flush', '--command', command, '/dev/null'], {
    cwd: projectRoot,
    env: { ...process.env, TERM: 'xterm', ...env },
  });
  let printed = '';
  let read = 0;
  let isOver = false;
  const waiting = new Set<() => void>();
  const wake = (): void => {
    for (const look of [...waiting]) look();
  };
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
    wake();
  });
  const ended = once(child, 'close').then(([code]) => {
    isOver = true;
    wake();
    return code as number | null;
  });
  return {
    ended,
    text: () => stripVTControlCharacters(printed),
    type: (keys) => {
      child.stdin.write(keys);
    },
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const fresh = stripVTControlCharacters(printed.slice(read));
          const isFound = pattern.test(fresh);
          if (!isFound && !isOver) return;
          waiting.delete(look);
          if (isFound) {
            read = printed.length;
            resolve(fresh);
          } else reject(new Error(`the program ended without ${String(pattern)}: ${fresh}`));
        };
        waiting.add(look);
        look();
      }),
  };
}
