import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CreditBatch, CreditWindow } from '../../../src/models/host/credits.js';
import { resolveEngineModule } from '../../../src/models/host/entry.js';
import { recordError } from '../../../src/models/host/error.js';
import { ownPayload, sizeBytes } from '../../../src/models/host/payload.js';
import { RestartPolicy } from '../../../src/models/host/restart.js';
import { availableCores, resolveThreads } from '../../../src/models/host/threads.js';

describe('credits', () => {
  it('bound what is under way, and never stall, for any item sizes and any reading rhythm', () => {
    const limit = { items: 64, bytes: 1000 };
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2500 })), fc.infiniteStream(fc.boolean()), (sizes, reads) => {
        const window = new CreditWindow(limit);
        const batch = new CreditBatch();
        const queue: number[] = [];
        const left = [...sizes];
        let received = 0;
        while (received < sizes.length) {
          const sendable = left.length > 0 && !window.full;
          // Neither side can move only if the protocol has a deadlock.
          expect(sendable || queue.length > 0).toBe(true);
          if (sendable && (queue.length === 0 || reads.next().value === false)) {
            const size = left.shift() ?? 0;
            expect(window.bytes).toBeLessThan(limit.bytes);
            window.take(size);
            queue.push(size);
          } else {
            queue.shift();
            received++;
            window.release(batch.took(queue.length === 0));
          }
          expect(window.items).toBeLessThanOrEqual(limit.items);
          expect(queue.length).toBeLessThanOrEqual(window.items);
        }
        expect([window.items, window.bytes]).toEqual([0, 0]);
      }),
    );
  });

  it('wake a sender that waits for room, or for the end', async () => {
    const window = new CreditWindow({ items: 1, bytes: 10 });
    window.take(1);
    const room = window.whenFree();
    window.release(1);
    await room;
    window.take(1);
    const end = window.whenFree();
    window.close();
    await end;
    expect(window.full).toBe(true);
  });
});

describe('payloads', () => {
  it('own their memory and equal the original', () => {
    const parts = fc.oneof(fc.string(), fc.double({ noNaN: true }), fc.uint8Array(), fc.float32Array({ noNaN: true }));
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.oneof(parts, fc.array(parts))), fc.nat(9), (record, offset) => {
        const pooled = inPool(record, offset);
        const { value, copied, kept } = ownPayload(pooled);
        expect(value).toEqual(record);
        expect(sizeBytes(value)).toBe(sizeBytes(record));
        const cloned: unknown = structuredClone(value, { transfer: [...copied] });
        expect(cloned).toEqual(record);
        for (const buffer of kept) expect(buffer.byteLength).toBeLessThan(4096);
      }),
    );
  });

  it('copy shared memory and small Buffers out of what they share', () => {
    const shared = new Int16Array(new SharedArrayBuffer(8), 2, 2).fill(7);
    const small = Buffer.from('abc');
    const { value, copied } = ownPayload([shared, small, new Date(0)]);
    expect(value).toEqual([Int16Array.of(7, 7), Uint8Array.from(small), new Date(0)]);
    expect([...copied].map((buffer) => buffer.byteLength)).toEqual([4, 3]);
    expect(sizeBytes({ text: 'abc', samples: shared })).toBe(8 + 6 + 4);
  });
});

/** The same data with every view moved into a larger buffer. */
function inPool(value: unknown, offset: number): unknown {
  if (value instanceof Uint8Array || value instanceof Float32Array) {
    const pool = new (value.constructor as typeof Float32Array)(value.length + offset + 1);
    pool.set(value, offset);
    return pool.subarray(offset, offset + value.length);
  }
  if (Array.isArray(value)) return value.map((part) => inPool(part, offset));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, inPool(part, offset)]));
}

describe('restarts', () => {
  it('wait 0.1, 0.2 … s with at most a fifth of jitter, and stop after five in a minute', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.999, noNaN: true }), (random) => {
        const policy = new RestartPolicy(() => random);
        for (const [i, wantMs] of [100, 200, 400, 800, 1600].entries()) {
          const { delayMs, open } = policy.crashed(i * 1000);
          expect(open).toBe(false);
          expect(Math.abs(delayMs / wantMs - 1)).toBeLessThanOrEqual(0.2000001);
        }
        expect(policy.crashed(5000)).toEqual({ delayMs: 30_000, open: true });
        expect(policy.state(5000)).toBe('open');
      }),
    );
  });

  it('a crash after the probe opens the breaker again; a quiet minute closes it', () => {
    const policy = new RestartPolicy();
    for (let i = 0; i < 6; i++) policy.crashed(0);
    policy.attempting();
    expect(policy.state(30_000)).toBe('half-open');
    expect(policy.crashed(59_000).open).toBe(true);
    policy.attempting();
    expect(policy.state(118_000)).toBe('half-open');
    expect(policy.state(119_000)).toBe('closed');
    expect(policy.crashed(200_000).open).toBe(false);
  });

  it('far apart begin with the shortest wait again', () => {
    const policy = new RestartPolicy(() => 0.5);
    for (let minute = 0; minute < 20; minute++) expect(policy.crashed(minute * 60_000).delayMs).toBe(100);
  });
});

describe('small parts', () => {
  it('find the compiled module from source and from build, or say what to run', () => {
    const compiled = new URL('../../../dist/src/models/host/worker.js', import.meta.url).href;
    for (const path of ['src/models/host/worker.ts', 'src/models/host/worker.js', 'dist/src/models/host/worker.js']) {
      expect(resolveEngineModule(new URL(`../../../${path}`, import.meta.url))).toBe(compiled);
    }
    const missing = new URL('../../../src/models/host/nothing.js', import.meta.url);
    expect(() => resolveEngineModule(missing)).toThrow(/dist.src.models.host.nothing\.js \(run: npm run build\)/);
    expect(() => resolveEngineModule('./worker.js')).toThrow('got "./worker.js", wanted a file: URL');
  });

  it('record anything thrown as one line and its detail', () => {
    const fault = new RangeError('too long\nby far', { cause: new Error('disk full') });
    expect(recordError(fault)).toMatchObject({ name: 'RangeError', message: 'too long' });
    expect(recordError(fault).detail).toContain('caused by Error: disk full');
    expect(recordError('just text')).toEqual({ name: 'Error', message: 'just text', detail: 'just text' });
    expect(recordError(new TypeError()).message).toBe('TypeError');
  });

  it('leave one core free, and count at least one', () => {
    expect([1, 2, 8].map((cores) => resolveThreads('auto', cores))).toEqual([1, 1, 7]);
    expect(resolveThreads(3, 2)).toBe(3);
    expect(availableCores()).toBeGreaterThanOrEqual(1);
    expect(Number.isInteger(availableCores())).toBe(true);
  });
});
