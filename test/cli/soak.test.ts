import { describe, expect, it } from 'vitest';
import { canaryKinds } from '../../scripts/profile/soak/canary.js';
import { runParley } from '../fixtures/parley.js';

interface SoakReport {
  readonly facts: {
    readonly turns: number;
    readonly leaks: readonly string[];
    readonly growth: readonly { readonly name: string; readonly low: number; readonly to: number }[];
  } & Readonly<Record<string, unknown>>;
}

async function soak(...args: string[]): Promise<{ code: number | null; report: SoakReport; stderr: string }> {
  const { code, stdout, stderr } = await runParley(['soak', '--virtual', '--turns', '3000', '--json', ...args]);
  return { code, stderr, report: JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as SoakReport };
}

/** Where each of them shows; all of them hold some heap, too. */
const places = { listener: 'listeners', closure: 'heap', buffer: 'buffers', timer: 'heap' } as const;

describe('parley soak --virtual', () => {
  it('goes through every kind of turn, and nothing of them stays', async () => {
    const { code, report, stderr } = await soak();
    expect(report.facts).toMatchObject({ leaks: [] });
    for (const kind of ['done', 'barge-in', 'misfire', 'failed', 'timeout', 'turn.reopen', 'audio.pause'])
      expect(report.facts[kind], kind).toBeGreaterThan(50);
    expect(report.facts.turns).toBeGreaterThanOrEqual(3000);
    expect([code, stderr.trimEnd().split('\n').at(-1)]).toEqual([0, 'nothing grows']);
  });

  it.each(canaryKinds)('finds a %s that is leaked on purpose', async (kind) => {
    const { code, report, stderr } = await soak('--canary', kind);
    expect(report.facts.leaks).toContain(places[kind]);
    expect([code, stderr]).toEqual([1, expect.stringContaining('leak: ')]);
  });

  it.each([
    [['soak'], 'wanted either --virtual or --hours N'],
    [['soak', '--virtual', '--hours', '1'], 'wanted either --virtual or --hours N'],
    [['soak', '--hours', '1', '--canary', 'timer'], '--turns and --canary are for --virtual'],
    [['soak', '--virtual', '--turns', '10'], 'wanted 2000 or more'],
    [['soak', '--hours', '-1'], 'wanted hours above 0'],
  ])('says what is wrong with %j', async (args, line) => {
    const { code, stderr } = await runParley(args);
    expect([code, stderr]).toEqual([2, expect.stringContaining(line)]);
  });
});
