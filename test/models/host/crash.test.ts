import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { HostClock } from '../../../src/models/host/clock.js';
import { faultOf, gate, isAlive, never, readAll, spec, startHost, tempFolder, until } from './fixture.js';

/** Short sleeps end at once; the long one of an open breaker lasts until the test ends it. */
function hurriedClock(): {
  clock: HostClock;
  slept: number[];
  advance: (ms: number) => void;
  endLongSleep: () => void;
} {
  let nowMs = 0;
  const slept: number[] = [];
  const long = gate();
  const clock: HostClock = {
    now: () => nowMs,
    sleep: async (ms) => {
      slept.push(ms);
      if (ms >= 30_000) await long.opened;
      nowMs += ms;
    },
  };
  const advance = (ms: number): void => {
    nowMs += ms;
  };
  return { clock, slept, advance, endLongSleep: long.open };
}

describe('a crash', () => {
  it.each(['abort', 'uncaught'] as const)('by %s costs the open calls only', async (method) => {
    const { host, seen } = startHost({ engines: { crash: spec('crash'), stt: spec('streams') } });
    await host.engine('stt').ready(never);
    const fault = await faultOf(readAll(host.engine('crash').call(method, {}, { signal: never })));
    expect(fault).toMatchObject({ engine: 'crash', code: 'crashed' });
    expect(fault.message).toContain(`during crash.${method}`);
    expect(fault.message).not.toContain('\n');
    await seen((event) => event.type === 'restart');
    expect(await readAll(host.engine('crash').call('pid', {}, { signal: never }))).toEqual([host.stats().pid]);
    expect(await readAll(host.engine('stt').call('name', {}, { signal: never }))).toEqual(['streams']);
  });

  it('of one worker leaves the other engines and their calls alone', async () => {
    const { host, events } = startHost({ engines: { crash: spec('crash'), stt: spec('streams') } });
    const other = host.engine('stt').call('untilCancelled', {}, { signal: never })[Symbol.asyncIterator]();
    await other.next();
    const fault = await faultOf(readAll(host.engine('crash').call('exit', { code: 3 }, { signal: never })));
    expect(fault.message).toBe('the engine died: its worker ended with exit code 3 during crash.exit');
    await host.engine('crash').ready(never);
    expect(host.stats()).toMatchObject({ restarts: 0, engines: { stt: { calls: 1 } } });
    expect(events.filter((event) => event.type === 'lost')).toHaveLength(1);
    await other.return?.();
  });

  it.each(['SIGKILL', 'SIGSEGV', 'SIGABRT'] as const)(
    'of the child by %s ends every call with its name',
    async (signal) => {
      const { host } = startHost({ engines: { a: spec('crash'), b: spec('crash') } });
      const streams = ['a', 'b'].map((name) =>
        host.engine(name).call('hang', {}, { signal: never })[Symbol.asyncIterator](),
      );
      for (const stream of streams) await stream.next();
      process.kill(host.stats().pid ?? 0, signal);
      for (const stream of streams) {
        const fault = await faultOf(stream.next());
        expect(fault.code).toBe('crashed');
        expect(fault.message).toContain(`the inference process died (signal ${signal})`);
      }
      await host.engine('a').ready(never);
      expect(host.stats()).toMatchObject({ restarts: 1, breaker: 'closed' });
    },
  );

  it('at any moment of a stream ends it once, and the next one is whole', async () => {
    const { host } = startHost({ engines: { stt: spec('streams') } });
    const input = async function* (count: number): AsyncGenerator<Uint8Array> {
      for (let i = 0; i < count; i++) yield new Uint8Array(640).fill(i % 256);
    };
    for (const killAfter of [1, 2, 37, 300]) {
      const got: unknown[] = [];
      const read = async (): Promise<void> => {
        for await (const item of host.engine('stt').call('echo', {}, { signal: never, input: input(100_000) })) {
          if (got.push(item) === killAfter) process.kill(host.stats().pid ?? 0, 'SIGKILL');
        }
      };
      expect((await faultOf(read())).code).toBe('crashed');
      expect(got.length).toBeGreaterThanOrEqual(killAfter);
      expect(await readAll(host.engine('stt').call('echo', {}, { signal: never, input: input(50) }))).toHaveLength(50);
    }
    expect(host.stats().engines['stt']).toMatchObject({ calls: 0, inputItems: 0, outputItems: 0 });
  });

  it('before a call has begun is nothing to the call: it waits for the restart', async () => {
    const { host, seen } = startHost({ engines: { stt: spec('streams') } });
    const call = readAll(host.engine('stt').call('name', {}, { signal: never }));
    process.kill(host.stats().pid ?? 0, 'SIGKILL');
    expect(await call).toEqual(['streams']);
    await seen((event) => event.type === 'died');
  });

  it('keeps what was printed last, and prints nothing itself', async () => {
    const { host, seen } = startHost({ engines: { stt: spec('streams') } });
    const stream = host.engine('stt').call('untilCancelled', {}, { signal: never })[Symbol.asyncIterator]();
    await stream.next();
    await readAll(host.engine('stt').call('print', { line: 'last words' }, { signal: never }));
    await seen((event) => event.type === 'line' && event.line === 'last words');
    process.kill(host.stats().pid ?? 0, 'SIGKILL');
    expect((await faultOf(stream.next())).detail).toContain('last words');
  });

  it('loop opens the breaker; the probe after it closes the wound', async () => {
    const mendedBy = join(tempFolder(), 'mended');
    const { clock, slept, advance, endLongSleep } = hurriedClock();
    const engines = { crash: spec('load', { crash: true, mendedBy }) };
    const { host, seen } = startHost({ engines, clock, random: () => 0.5 });
    const waiting = faultOf(host.engine('crash').ready(never));
    await seen((event) => event.type === 'restart' && event.open);
    expect(slept).toEqual([100, 200, 400, 800, 1600, 30_000]);
    const line =
      'the crash engine is not available: inference crashed too often (died (signal SIGABRT)); next attempt in 30 s';
    expect(await waiting).toMatchObject({ code: 'unavailable', message: line });
    expect((await faultOf(readAll(host.engine('crash').call('ping', {}, { signal: never })))).message).toBe(line);
    expect(host.stats()).toMatchObject({ pid: undefined, rssBytes: 0, restarts: 5, breaker: 'open' });
    writeFileSync(mendedBy, '');
    endLongSleep();
    await until(() => host.stats().engines['crash']?.state === 'ready');
    expect(await readAll(host.engine('crash').call('ping', {}, { signal: never }))).toEqual(['pong']);
    expect(host.stats().breaker).toBe('half-open');
    advance(60_000);
    expect(host.stats().breaker).toBe('closed');
  });

  it('loop ends when the engine is replaced', async () => {
    const { clock } = hurriedClock();
    const { host, seen } = startHost({ engines: { crash: spec('load', { crash: true }) }, clock });
    await seen((event) => event.type === 'restart' && event.open);
    await host.replace('crash', spec('load'));
    expect(await readAll(host.engine('crash').call('ping', {}, { signal: never }))).toEqual(['pong']);
  });

  it('by memory is prevented: the child is killed above its limit', async () => {
    const { host } = startHost({ engines: { crash: spec('crash') }, maxRssBytes: 500 * 2 ** 20 });
    const call = readAll(host.engine('crash').call('allocate', { bytes: 600 * 2 ** 20 }, { signal: never }));
    const fault = await faultOf(call);
    expect(fault.code).toBe('crashed');
    expect(fault.message).toMatch(/was killed: it took \d+ MB of memory, allowed are 500 MB during crash.allocate$/);
    await host.engine('crash').ready(never);
    expect(host.stats().rssBytes).toBeLessThan(500 * 2 ** 20);
  });

  it('is made of a hang: a call that does not stop when told to costs the child its life', async () => {
    const { host } = startHost({ engines: { busy: spec('busy'), stt: spec('streams') }, hangMs: 100 });
    await host.engine('stt').ready(never);
    const pid = host.stats().pid ?? 0;
    const stream = host.engine('busy').call('forever', {}, { signal: never })[Symbol.asyncIterator]();
    await stream.next();
    const bystander = readAll(host.engine('stt').call('untilCancelled', {}, { signal: never }));
    await stream.return?.();
    expect((await faultOf(bystander)).message).toContain('was killed: busy.forever did not stop when told to');
    expect(await readAll(host.engine('busy').call('echo', {}, { signal: never }))).toEqual([]);
    expect(isAlive(pid)).toBe(false);
  });
});

describe('an engine that will not load', () => {
  it('says why, once, and is not tried again', async () => {
    const { host, events, seen } = startHost({ engines: { bad: spec('load', { refuse: 'voice.onnx: 0 bytes' }) } });
    const fault = await faultOf(host.engine('bad').ready(never));
    expect(fault).toMatchObject({ code: 'load', message: 'cannot load the bad engine: voice.onnx: 0 bytes' });
    expect((await faultOf(readAll(host.engine('bad').call('ping', {}, { signal: never })))).code).toBe('load');
    await seen((event) => event.type === 'load-failed');
    expect(events.filter((event) => event.type === 'load-failed')).toHaveLength(1);
    expect(host.stats()).toMatchObject({ restarts: 0, engines: { bad: { state: 'failed' } } });
    await host.replace('bad', spec('load'));
    expect(await readAll(host.engine('bad').call('ping', {}, { signal: never }))).toEqual(['pong']);
  });

  it('because its module is missing or is none, says so', async () => {
    const module = new URL('../../fixtures/engines/none.mjs', import.meta.url).href;
    const notOne = new URL('../../../vitest.config.ts', import.meta.url).href.replace(
      'vitest.config.ts',
      'eslint.config.js',
    );
    const { host } = startHost({ engines: { none: { module, options: {} }, other: { module: notOne, options: {} } } });
    expect((await faultOf(host.engine('none').ready(never))).message).toContain('engine module not found');
    expect((await faultOf(host.engine('other').ready(never))).message).toContain('exports no createEngine');
    await until(() => host.stats().engines['other']?.state === 'failed');
  });
});
