import { getEventListeners } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faultOf, gate, never, readAll, spec, startHost, tempFolder, until } from './fixture.js';

describe('a caller that gives up', () => {
  it('gets the reason of its signal at once, also from an engine that hears nothing', async () => {
    const { host } = startHost({ engines: { busy: spec('busy') }, hangMs: 3_600_000 });
    const controller = new AbortController();
    const stream = host.engine('busy').call('forever', {}, { signal: controller.signal })[Symbol.asyncIterator]();
    expect(await stream.next()).toEqual({ done: false, value: 'busy' });
    const reason = new Error('barge-in');
    const parked = stream.next();
    controller.abort(reason);
    await expect(parked).rejects.toBe(reason);
    expect(await stream.next()).toEqual({ done: true, value: undefined });
    expect(host.stats().engines['busy']?.calls).toBe(1);
  });

  it('is seen through shared memory while the engine holds its thread', async () => {
    const { host } = startHost({ engines: { busy: spec('busy') } });
    const engine = host.engine('busy');
    const marker = join(tempFolder(), 'busy');
    const stream = engine.call('untilCancelled', { marker }, { signal: never })[Symbol.asyncIterator]();
    await stream.next();
    await until(() => existsSync(marker));
    await stream.return?.();
    // The same thread answers again, and nothing had to be killed for it.
    expect(await readAll(engine.call('echo', {}, { signal: never }))).toEqual([]);
    await until(() => host.stats().engines['busy']?.calls === 0);
    expect(host.stats()).toMatchObject({ restarts: 0, lateResults: 1 });
  });

  it('that ended its input is seen through shared memory while the engine holds its thread', async () => {
    const { host } = startHost({ engines: { busy: spec('busy') } });
    const ended = gate();
    const input = (async function* () {
      yield 'speech';
      await ended.opened;
    })();
    const stream = host.engine('busy').call('untilInputEnded', {}, { signal: never, input })[Symbol.asyncIterator]();
    expect((await stream.next()).value).toBe('speech');
    const next = stream.next();
    ended.open();
    expect((await next).value).toBe('input ended');
    expect((await stream.next()).done).toBe(true);
  });

  it('wakes an engine that waits on its signal, and early reader exit does too', async () => {
    const { host } = startHost({ engines: { stt: spec('streams') } });
    const engine = host.engine('stt');
    for await (const item of engine.call('untilCancelled', {}, { signal: never })) {
      expect(item).toBe('started');
      break;
    }
    await until(() => host.stats().engines['stt']?.calls === 0);
    expect(await readAll(engine.call('active', {}, { signal: never }))).toEqual([0]);
  });

  it('touches no other call of the same engine', async () => {
    const { host } = startHost({ engines: { stt: spec('streams') } });
    const engine = host.engine('stt');
    const controller = new AbortController();
    const cancelled = engine.call('count', { items: 5000 }, { signal: controller.signal })[Symbol.asyncIterator]();
    await cancelled.next();
    const other = readAll(engine.call('count', { items: 5000 }, { signal: never }));
    controller.abort(new Error('only me'));
    await expect(cancelled.next()).rejects.toThrow('only me');
    expect(await other).toHaveLength(5000);
  });

  it('wakes an engine that waits for input', async () => {
    const { host } = startHost({ engines: { stt: spec('streams') } });
    const held = gate();
    const input = (async function* () {
      yield 1;
      await held.opened;
    })();
    const controller = new AbortController();
    const stream = host.engine('stt').call('echo', {}, { signal: controller.signal, input })[Symbol.asyncIterator]();
    await stream.next();
    controller.abort(new Error('off'));
    await expect(stream.next()).rejects.toThrow('off');
    await until(() => host.stats().engines['stt']?.calls === 0);
    held.open();
  });

  it('drops results that the reader had not taken', async () => {
    const { host } = startHost({ engines: { stt: spec('streams') } });
    const controller = new AbortController();
    const stream = host
      .engine('stt')
      .call('count', { items: 5 }, { signal: controller.signal })
      [Symbol.asyncIterator]();
    await stream.next();
    await until(() => host.stats().engines['stt']?.calls === 0);
    controller.abort(new Error('stale'));
    await expect(stream.next()).rejects.toThrow('stale');
    expect((await stream.next()).done).toBe(true);
  });

  it('before the start of a call never reaches the engine', async () => {
    const { host } = startHost({ engines: { stt: spec('streams') } });
    const signal = AbortSignal.abort(new Error('too late'));
    await expect(readAll(host.engine('stt').call('echo', {}, { signal }))).rejects.toThrow('too late');
    await expect(host.engine('stt').ready(signal)).rejects.toThrow('too late');
    expect(host.stats().engines['stt']?.calls).toBe(0);
  });

  it('while the engine loads leaves no waiter behind', async () => {
    const { host } = startHost({ engines: { slow: spec('load', { slow: true }) } });
    const controller = new AbortController();
    const ready = host.engine('slow').ready(controller.signal);
    const call = readAll(host.engine('slow').call('ping', {}, { signal: controller.signal }));
    controller.abort(new Error('no patience'));
    await expect(ready).rejects.toThrow('no patience');
    await expect(call).rejects.toThrow('no patience');
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });

  it('leaves no listener on its signal, however calls end', async () => {
    const { host } = startHost({ engines: { stt: spec('streams') } });
    const engine = host.engine('stt');
    const { signal } = new AbortController();
    for (let i = 0; i < 50; i++) {
      await readAll(engine.call('count', { items: 2 }, { signal }));
      await faultOf(readAll(engine.call('fail', { after: 0, message: 'no' }, { signal })));
      const left = engine.call('untilCancelled', {}, { signal })[Symbol.asyncIterator]();
      await left.next();
      await left.return?.();
    }
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    await until(() => host.stats().engines['stt']?.calls === 0);
  });
});
