/** `bench micro` on the real parts: the form of its rows, and the allocations that must not grow. No time is asserted. */
import { describe, expect, it } from 'vitest';
import { countAllocations } from '../../../scripts/profile/micro/allocation.js';
import { benchMicro, microNames } from '../../../scripts/profile/micro/bench.js';
import { dozeFacts } from '../../../scripts/profile/micro/doze.js';
import { operations } from '../../../scripts/profile/micro/operations.js';
import { timeOperation } from '../../../scripts/profile/micro/timing.js';

const { signal } = new AbortController();

describe('the smallest steps', () => {
  it('give a row each, with what it should cost beside it', async () => {
    const { report } = await benchMicro({
      ...{ version: '0.0.0', timeMs: 20, recordings: [], signal, onProgress: () => undefined },
      only: ['ring-write', 'vad-frame', 'turn-step', 'loop-delay'],
    });
    expect(report).toMatchObject({ bench: 'micro', version: '0.0.0' });
    expect(report.rows.map(({ name, unit }) => [name, unit])).toEqual([
      ['ring-write', 'ns'],
      ['vad-frame', 'µs'],
      ['turn-step', 'ns'],
      ['loop-delay', 'µs'],
    ]);
    for (const { name, n, p50, p95, p99 } of report.rows) {
      expect(n, name).toBeGreaterThan(0);
      expect(p50, name).toBeLessThanOrEqual(p95);
      expect(p95, name).toBeLessThanOrEqual(p99);
    }
    expect(report.targets).toEqual({ 'ring-write': { ms: 100 }, 'vad-frame': { ms: 5000 } });
    expect(Object.keys(report.facts)).toEqual(expect.arrayContaining(['bytes.ring-write', 'doze.looksQuiet']));
  });

  it('are told for one operation, however many a run has', async () => {
    let runs = 0;
    const counted = (each: number) => ({
      ...{ name: 'counted', unit: 'ns' as const, runsPerSample: 10, each },
      open: async () => ({ run: () => ++runs }),
    });
    const one = await timeOperation(counted(1), { timeMs: 5, signal });
    expect(runs).toBeGreaterThanOrEqual(10 * (one?.n ?? 0));
    expect(one?.n).toBeGreaterThanOrEqual(100);
    await expect(
      timeOperation(
        {
          name: 'failing',
          unit: 'µs',
          open: async () => ({
            run: () => {
              throw new Error('not today');
            },
          }),
        },
        { timeMs: 5, signal },
      ),
    ).rejects.toThrow('not today');
  });

  it('allocate no more than they have to', async () => {
    const bytes = await countAllocations(
      operations.map(({ name }) => name),
      signal,
    );
    expect(Object.keys(bytes)).toEqual(operations.map(({ name }) => name));
    // Nothing is copied or boxed where every frame passes and every figure is recorded.
    expect(bytes['ring-write']).toBeLessThan(64);
    expect(bytes['mel-frame']).toBeLessThan(256);
    expect(bytes['turn-step']).toBeLessThan(256);
    expect(bytes['metric-record']).toBeLessThan(256);
    expect(bytes['vad-doze']).toBeLessThan(256);
    // 1600 samples come out: 6400 bytes, made of two blocks.
    expect(bytes['resample-100ms']).toBeGreaterThan(6400);
    expect(bytes['resample-100ms']).toBeLessThan(16_000);
  });

  it('spare the detector most of a quiet room and none of a voice', async () => {
    const facts = await dozeFacts([], 1);
    expect(facts['doze.looksQuiet']).toBeGreaterThan(0.2);
    expect(facts['doze.looksQuiet']).toBeLessThan(0.4);
    // 31.25 frames of 1 ms each second.
    expect(facts['vad.awakeCpuPercent']).toBeCloseTo(3.125);
    expect(microNames).toContain('loop-delay');
  });
});
