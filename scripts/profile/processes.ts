/** A process and all that it started: which they are, what memory they hold, what processor time they took. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import pidusage from 'pidusage';

export interface ProcessUse {
  readonly pid: number;
  readonly residentBytes: number;
  /** User and system time since it began, ms. */
  readonly cpuMs: number;
}

/** The process first, then its children, theirs, and so on; empty when it is gone. */
export async function useOf(root: number): Promise<readonly ProcessUse[]> {
  const pids = familyOf(root);
  try {
    const found: Readonly<Record<string, pidusage.Status>> = await pidusage(pids);
    return pids.flatMap((pid) => {
      const one = found[pid];
      return one === undefined ? [] : [{ pid, residentBytes: one.memory, cpuMs: one.ctime }];
    });
  } catch {
    // It ended between two looks.
    return [];
  }
}

/** Time that a process and its threads have computed so far, ms; 0 when there is none. */
export async function cpuMsOf(pid: number | undefined): Promise<number> {
  if (pid === undefined) return 0;
  try {
    return (await pidusage(pid)).ctime;
  } catch {
    // It has ended meanwhile.
    return 0;
  }
}

function familyOf(root: number): number[] {
  const parents = process.platform === 'linux' ? readParents() : askParents();
  const family = [root];
  for (const member of family)
    family.push(...[...parents].flatMap(([pid, parent]) => (parent === member ? [pid] : [])));
  return family;
}

function readParents(): ReadonlyMap<number, number> {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      // The name in parentheses may hold anything; the parent is the second word behind it.
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It ended just now.
    }
  }
  return parents;
}

function askParents(): ReadonlyMap<number, number> {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  return new Map(
    lines.map((line) => {
      const [pid = 0, parent = 0] = line.trim().split(/\s+/).map(Number);
      return [pid, parent];
    }),
  );
}
