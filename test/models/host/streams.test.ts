import { describe, expect, it } from 'vitest';
import { INPUT_LIMIT, OUTPUT_LIMIT } from '../../../src/models/host/protocol.js';
import { faultOf, gate, never, readAll, spec, startHost, until } from './fixture.js';

async function* numbers(count: number): AsyncGenerator<number> {
  for (let i = 0; i < count; i++) yield i;
}

async function* frames(count: number): AsyncGenerator<{ index: number; samples: Float32Array }> {
  const pool = new Float32Array(4096);
  for (let index = 0; index < count; index++) {
    // A view into a larger buffer, as ring buffers and small Buffers give them.
    const samples = pool.subarray(512, 1024).fill(index / count);
    yield { index, samples };
  }
}

describe('streams through the host', () => {
  it('carries ten thousand items both ways, in order and complete', async () => {
    const { host } = startHost({ engines: { stt: spec('streams') } });
    const echoed = await readAll(host.engine('stt').call('echo', {}, { signal: never, input: numbers(10_000) }));
    expect(echoed).toEqual(Array.from({ length: 10_000 }, (_, i) => i));
    expect(host.stats().engines['stt']).toMatchObject({ calls: 0, inputItems: 0, inputBytes: 0, outputItems: 0 });
  });

  it('carries binary frames without their neighbours in memory', async () => {
    const { host } = startHost({ engines: { stt: spec('streams') } });
    const echoed = await readAll(host.engine('stt').call('echo', {}, { signal: never, input: frames(200) }));
    expect(echoed).toHaveLength(200);
    for (const [index, item] of echoed.entries()) {
      const frame = item as { index: number; samples: Float32Array };
      expect(frame.index).toBe(index);
      expect(frame.samples).toEqual(new Float32Array(512).fill(index / 200));
      expect(frame.samples.buffer.byteLength).toBe(2048);
    }
  });

  it('lets an engine reuse its buffers between results', async () => {
    const { host } = startHost({ engines: { tts: spec('streams') } });
    const results = await readAll(host.engine('tts').call('windows', {}, { signal: never }));
    expect(results).toEqual(
      [0, 1, 2, 3].map((i) => ({ samples: new Float32Array(3).fill(i), whole: new Float32Array(8).fill(i) })),
    );
  });

  it('runs two calls on one engine at once', async () => {
    const { host } = startHost({ engines: { stt: spec('streams') } });
    const held = gate();
    const waiting = (async function* () {
      await held.opened;
      yield 'first';
    })();
    const first = readAll(host.engine('stt').call('echo', {}, { signal: never, input: waiting }));
    const second = await readAll(host.engine('stt').call('echo', {}, { signal: never, input: numbers(3) }));
    held.open();
    expect(second).toEqual([0, 1, 2]);
    expect(await first).toEqual(['first']);
  });

  it('stops the engine when the reader is slow', async () => {
    const { host } = startHost({ engines: { tts: spec('streams') } });
    const engine = host.engine('tts');
    const stream = engine.call('count', { items: 10_000 }, { signal: never })[Symbol.asyncIterator]();
    expect(await stream.next()).toEqual({ done: false, value: 0 });
    await until(() => (host.stats().engines['tts']?.outputItems ?? 0) >= OUTPUT_LIMIT.items - 8);
    const [made] = await readAll(engine.call('madeSoFar', {}, { signal: never }));
    expect(made).toBeLessThanOrEqual(OUTPUT_LIMIT.items + 1);
    let count = 1;
    while ((await stream.next()).done !== true) count++;
    expect(count).toBe(10_000);
  });

  it('pulls no more input than the engine has room for, by items', async () => {
    const { host } = startHost({ engines: { stt: spec('streams') } });
    let pulled = 0;
    let closed = false;
    const input = (async function* () {
      try {
        while (true) yield pulled++;
      } finally {
        closed = true;
      }
    })();
    const controller = new AbortController();
    const stream = host
      .engine('stt')
      .call('slowReader', {}, { signal: controller.signal, input })
      [Symbol.asyncIterator]();
    await stream.next();
    await until(() => pulled >= INPUT_LIMIT.items);
    // A round trip through the same engine: whatever was still on its way has arrived by then.
    await readAll(host.engine('stt').call('name', {}, { signal: never }));
    expect(pulled).toBeLessThanOrEqual(INPUT_LIMIT.items + 8);
    expect(host.stats().engines['stt']?.inputItems).toBeLessThanOrEqual(INPUT_LIMIT.items);
    controller.abort(new Error('enough'));
    await expect(stream.next()).rejects.toThrow('enough');
    await until(() => closed);
  });

  it('pulls no more input than the engine has room for, by bytes', async () => {
    const { host } = startHost({ engines: { stt: spec('streams') } });
    let pulled = 0;
    const input = (async function* () {
      for (; pulled < 50; pulled++) yield new Uint8Array(INPUT_LIMIT.bytes / 2);
    })();
    const stream = host.engine('stt').call('slowReader', {}, { signal: never, input })[Symbol.asyncIterator]();
    await stream.next();
    await until(() => pulled >= 2);
    await readAll(host.engine('stt').call('name', {}, { signal: never }));
    expect(pulled).toBeLessThanOrEqual(4);
    await stream.return?.();
  });

  it('ends the input when the engine ends first', async () => {
    const { host } = startHost({ engines: { stt: spec('streams') } });
    const left = gate();
    const input = (async function* () {
      try {
        for (let i = 0; ; i++) yield i;
      } finally {
        left.open();
      }
    })();
    expect(await readAll(host.engine('stt').call('takeOne', {}, { signal: never, input }))).toEqual([0]);
    await left.opened;
  });

  it('passes an empty input and a call without input as an ended one', async () => {
    const { host } = startHost({ engines: { stt: spec('streams') } });
    const engine = host.engine('stt');
    expect(await readAll(engine.call('collect', {}, { signal: never, input: numbers(0) }))).toEqual([[]]);
    expect(await readAll(engine.call('collect', {}, { signal: never }))).toEqual([[]]);
  });

  it('gives the caller its own error back when the input throws', async () => {
    const { host } = startHost({ engines: { stt: spec('streams') } });
    const fault = new TypeError('the microphone broke');
    const input = (async function* () {
      yield 1;
      throw fault;
    })();
    await expect(readAll(host.engine('stt').call('echo', {}, { signal: never, input }))).rejects.toBe(fault);
    await until(() => host.stats().engines['stt']?.calls === 0);
  });
});

describe('faults of an engine', () => {
  it('cross as one clear line, with the stack kept apart, after the results before them', async () => {
    const { host } = startHost({ engines: { tts: spec('streams') } });
    const got: unknown[] = [];
    const read = async (): Promise<void> => {
      const args = { after: 3, message: 'voice.onnx is damaged\nat byte 12' };
      for await (const item of host.engine('tts').call('fail', args, { signal: never })) got.push(item);
    };
    const fault = await faultOf(read());
    expect(got).toEqual([0, 1, 2]);
    expect(fault).toMatchObject({
      engine: 'tts',
      code: 'failed',
      errorName: 'RangeError',
      message: 'voice.onnx is damaged',
    });
    expect(fault.detail).toContain('streams.mjs');
  });

  it('names the methods there are when one is asked for that is not', async () => {
    const { host } = startHost({ engines: { busy: spec('busy') } });
    for (const method of ['sing', 'toString']) {
      const fault = await faultOf(readAll(host.engine('busy').call(method, {}, { signal: never })));
      expect(fault.code).toBe('invalid');
      expect(fault.message).toBe(`no method "${method}": it has echo, forever, untilCancelled, untilInputEnded`);
    }
    expect(() => host.engine('choir')).toThrow('no engine "choir": there are busy');
  });

  it('refuses what cannot be copied, either way, and lives on', async () => {
    const { host } = startHost({ engines: { stt: spec('streams') } });
    const engine = host.engine('stt');
    const call = async (method: string, args: unknown, input?: AsyncIterable<unknown>): Promise<string> =>
      (await faultOf(readAll(engine.call(method, args, { signal: never, ...(input && { input }) })))).code;
    expect(await call('uncloneable', {})).toBe('failed');
    expect(await call('shared', {})).toBe('failed');
    expect(await call('echo', { callback: () => 1 })).toBe('invalid');
    const input = (async function* () {
      yield () => 1;
    })();
    expect(await call('echo', {}, input)).toBe('invalid');
    expect(await readAll(engine.call('name', {}, { signal: never }))).toEqual(['streams']);
    await until(() => host.stats().engines['stt']?.calls === 0);
    expect(host.stats().restarts).toBe(0);
  });
});
