/** Others who want the machine for themselves. */
import { spawn } from 'node:child_process';

/** So many other processes that each want a core. Ends them when called. */
export function burn(processes: number): () => void {
  const children = Array.from({ length: processes }, () =>
    spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
  );
  return () => {
    for (const child of children) child.kill('SIGKILL');
  };
}
