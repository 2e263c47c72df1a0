import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Residency } from '../../../src/models/host/residency.js';
import { isAlive, never, readAll, spec, startHost, until } from './fixture.js';

const MB = 2 ** 20;
const free = (...names: string[]): { name: string; calls: number }[] => names.map((name) => ({ name, calls: 0 }));

describe('which engine rests', () => {
  it('is none while there is memory, however long they idle', () => {
    const residency = new Residency({ budgetBytes: 100 * MB });
    residency.choose(free('stt', 'llm'), 90 * MB, 0);
    expect(residency.choose(free('stt', 'llm'), 90 * MB, 1e9)).toEqual([]);
    expect(residency.isOver).toBe(false);
  });

  it('is the one used longest ago, one after the other as long as memory is short', () => {
    const residency = new Residency({ budgetBytes: 100 * MB });
    for (const [name, atMs] of [
      ['tts', 1000],
      ['stt', 2000],
      ['llm', 3000],
    ] as const)
      residency.used(name, atMs);
    const choose = (nowMs: number, ...names: string[]): readonly string[] =>
      residency.choose(free(...names), 150 * MB, nowMs);
    expect(choose(5000, 'stt', 'llm', 'tts')).toEqual([]);
    expect(choose(10_000, 'stt', 'llm', 'tts')).toEqual(['tts']);
    expect(choose(11_000, 'stt', 'llm')).toEqual([]);
    expect(choose(13_000, 'stt', 'llm')).toEqual(['stt']);
    expect(residency.isOver).toBe(true);
  });

  it('is whoever idles for too long, where idling has a bound', () => {
    const residency = new Residency({ idleMs: 60_000 });
    expect(residency.choose(free('stt', 'llm'), 0, 0)).toEqual([]);
    residency.used('llm', 30_000);
    expect(residency.choose(free('stt', 'llm'), 0, 60_000)).toEqual(['stt']);
  });

  it('is never one that is in use or was used just now', () => {
    const names = ['a', 'b', 'c', 'd'];
    const step = fc.record({
      waitMs: fc.integer({ min: 0, max: 20_000 }),
      used: fc.subarray(names),
      busy: fc.subarray(names),
      rssMb: fc.integer({ min: 0, max: 200 }),
    });
    fc.assert(
      fc.property(fc.array(step), fc.boolean(), (steps, bounded) => {
        const residency = new Residency({ budgetBytes: 100 * MB, ...(bounded ? { idleMs: 30_000 } : {}) });
        const usedMs = new Map(names.map((name) => [name, 0]));
        let nowMs = 0;
        for (const { waitMs, used, busy, rssMb } of steps) {
          nowMs += waitMs;
          for (const name of used) residency.used(name, nowMs);
          for (const name of [...used, ...busy]) usedMs.set(name, nowMs);
          const engines = names.map((name) => ({ name, calls: busy.includes(name) ? 1 : 0 }));
          for (const name of residency.choose(engines, rssMb * MB, nowMs)) {
            expect(nowMs - (usedMs.get(name) ?? 0)).toBeGreaterThanOrEqual(5000);
          }
        }
      }),
    );
  });
});

describe('an engine that rests', () => {
  it('is loaded again by its next call, and calls that came together share the loading', async () => {
    const { host, events } = startHost({
      engines: { stt: spec('streams', { name: 'a' }), tts: spec('streams', { name: 'b' }) },
      residency: { idleMs: 1 },
    });
    const engine = host.engine('stt');
    await engine.ready(never);
    await until(() => host.stats().engines['stt']?.state === 'resting');
    const calls = Array.from({ length: 3 }, () => readAll(engine.call('name', {}, { signal: never })));
    expect(await Promise.all(calls)).toEqual([['a'], ['a'], ['a']]);
    const loaded = events.filter((event) => event.type === 'loaded' && event.engine === 'stt');
    expect(loaded).toHaveLength(2);
    expect(host.stats().restarts).toBe(0);
  });

  it('stays loaded while a call is open, and is not loaded for another one’s crash', async () => {
    const { host } = startHost({
      engines: { stt: spec('streams', { name: 'a' }), tts: spec('streams', { name: 'b' }) },
      residency: { idleMs: 1 },
    });
    const open = host.engine('tts').call('count', { items: 100 }, { signal: never })[Symbol.asyncIterator]();
    await open.next();
    await until(() => host.stats().engines['stt']?.state === 'resting');
    expect(host.stats().engines['tts']?.state).toBe('ready');
    process.kill(host.stats().pid ?? NaN, 'SIGKILL');
    await until(() => host.stats().restarts === 1);
    expect(host.stats().engines['stt']?.state).toBe('resting');
    await expect(open.next().then(() => open.next())).rejects.toThrow('died');
    expect(await readAll(host.engine('stt').call('name', {}, { signal: never }))).toEqual(['a']);
  });
});

describe('a look at an engine', () => {
  it('does not keep it from resting', async () => {
    const residency = { idleMs: 1 };
    const { host } = startHost({ engines: { stt: spec('streams', { name: 'a' }) }, residency });
    await host.engine('stt').ready(never);
    const look = { signal: never, isLook: true };
    const state = (): string | undefined => host.stats().engines['stt']?.state;
    // One after the other, so that there is one at every moment.
    while (state() === 'ready') expect(await readAll(host.engine('stt').call('name', {}, look))).toEqual(['a']);
    expect(state()).toBe('resting');
  });
});

describe('a process in which all engines rest', () => {
  it('ends, and another one serves the next calls', async () => {
    const { host, events } = startHost({
      engines: { stt: spec('streams', { name: 'a' }), tts: spec('streams', { name: 'b' }) },
      residency: { idleMs: 1 },
    });
    for (let round = 1; round <= 3; round++) {
      const names = (['stt', 'tts'] as const).map((name) =>
        readAll(host.engine(name).call('name', {}, { signal: never })),
      );
      expect(await Promise.all(names)).toEqual([['a'], ['b']]);
      const pid = host.stats().pid ?? NaN;
      await until(() => host.stats().pid === undefined);
      await until(() => !isAlive(pid));
      expect(host.stats()).toMatchObject({ rssBytes: 0, restarts: 0, breaker: 'closed' });
      expect(events.filter(({ type }) => type === 'started')).toHaveLength(round);
    }
    expect(events.filter(({ type }) => type === 'died' || type === 'restart')).toEqual([]);
  });

  it('is started for an engine that is replaced, and may be closed while there is none', async () => {
    const { host } = startHost({ engines: { stt: spec('streams', { name: 'a' }) }, residency: { idleMs: 1 } });
    await until(() => host.stats().pid === undefined);
    await host.replace('stt', spec('streams', { name: 'c' }));
    expect(await readAll(host.engine('stt').call('name', {}, { signal: never }))).toEqual(['c']);
    await until(() => host.stats().pid === undefined);
    await host.close();
    expect(host.stats().engines['stt']?.state).toBe('closed');
  });
});
