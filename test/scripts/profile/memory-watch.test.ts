/** Memory and processor time of a process and of what it started: from looks, and from real processes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { cpuPercent, residentMb, within, type Look } from '../../../scripts/profile/memory/watch.js';
import { useOf } from '../../../scripts/profile/processes.js';

const MB = 1e6;
const looks: readonly Look[] = [0, 1000, 2000].map((atMs, index) => ({
  atMs,
  processes: [
    { pid: 10, residentBytes: 100 * MB, cpuMs: 500 + 10 * index },
    { pid: 11, residentBytes: (300 + index) * MB, cpuMs: 900 + 5 * index },
    // Began between the first look and the second.
    ...(index > 0 ? [{ pid: 12, residentBytes: 50 * MB, cpuMs: 20 * index }] : []),
  ],
}));

describe('looks at processes', () => {
  it('add up memory, of all and of each part', () => {
    expect(residentMb(looks, 'all')).toEqual([400, 451, 452]);
    expect(residentMb(looks, 'main')).toEqual([100, 100, 100]);
    expect(residentMb(looks, 'inference')).toEqual([300, 351, 352]);
    expect(within(looks, { fromMs: 500, toMs: 1500 })).toHaveLength(1);
  });

  it('tell processor time as percent of one core', () => {
    expect(cpuPercent(looks, 'main')).toBeCloseTo(1);
    expect(cpuPercent(looks, 'inference')).toBeCloseTo(2.5);
    expect(cpuPercent(looks, 'all')).toBeCloseTo(3.5);
    expect(cpuPercent(looks.slice(0, 1), 'all')).toBeUndefined();
  });
});

describe('a family of processes', () => {
  it('is the process, its children and theirs', async () => {
    const grandchild = 'setInterval(() => {}, 1000); process.stdout.write("up");';
    const child = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(grandchild)}], { stdio: 'inherit' })`;
    const started = spawn(process.execPath, ['-e', child], { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
    try {
      await once(started.stdout, 'data');
      const family = await useOf(started.pid ?? 0);
      expect(family).toHaveLength(2);
      expect(family[0]?.pid).toBe(started.pid);
      for (const { residentBytes, cpuMs } of family) {
        expect(residentBytes).toBeGreaterThan(5 * MB);
        expect(cpuMs).toBeGreaterThan(0);
      }
    } finally {
      process.kill(-(started.pid ?? 0), 'SIGKILL');
      await once(started, 'close');
    }
    expect(await useOf(started.pid ?? 0)).toEqual([]);
  });
});
