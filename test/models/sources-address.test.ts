/** Downloads from a real loopback server that stalls, lies, breaks off and redirects. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureModels } from '../../src/models/fetch.js';
import type { EnsureOptions, FetchEvent } from '../../src/models/fetch-events.js';
import { ModelError } from '../../src/models/model-error.js';
import { entryOf, fileOf, ModelServer, randomBody, scratchStore, serve } from '../fixtures/model-server.js';

const body = randomBody(300_000);
const file = fileOf('model.bin', body);
// A busy machine must not look like a stalled server; only the tests of silence wait for little.
const patient = { connectMs: 30_000, stallMs: 30_000 };
const short = { connectMs: 400, stallMs: 300 };

let server: ModelServer;
let cleanups: (() => Promise<void>)[];
beforeEach(async () => {
  server = new ModelServer();
  await server.open();
  cleanups = [() => server.close()];
});
afterEach(async () => {
  for (const cleanup of cleanups) await cleanup();
});

/** A store whose one model has the given addresses, and the way to fetch it. */
async function rig(...addresses: string[]) {
  const { store, remove } = await scratchStore([
    entryOf(
      'm',
      [file],
      addresses.map((https) => ({ https })),
    ),
  ]);
  cleanups.push(remove);
  const folder = store.folderOf('m');
  const part = join(folder, 'model.bin.part');
  const events: FetchEvent[] = [];
  const fetch = (extra: Partial<EnsureOptions> = {}) =>
    ensureModels(['m'], {
      store,
      limits: patient,
      allowLoopbackHttp: true,
      env: {},
      onEvent: (event) => events.push(event),
      ...extra,
    });
  const leavePart = async (bytes: Buffer): Promise<void> => {
    await mkdir(folder, { recursive: true });
    await writeFile(part, bytes);
  };
  return { store, folder, part, events, fetch, leavePart, read: () => readFile(join(folder, 'model.bin')) };
}

/** The reason the only source gave. */
async function reasonOf(fetch: () => Promise<unknown>): Promise<string> {
  const error: unknown = await fetch().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ModelError)) throw new Error('no ModelError', { cause: error });
  expect(error.message).not.toContain('\n');
  return error.failed[0]?.reason ?? error.message;
}

describe('a download', () => {
  it('arrives whole, verified, and without leftovers', async () => {
    server.on('/model.bin', serve(body));
    const { fetch, folder, events, read } = await rig(server.base);
    const [found] = await fetch();
    expect(found).toMatchObject({ state: 'present', verified: true });
    expect((await read()).equals(body)).toBe(true);
    expect((await readdir(folder)).sort()).toEqual(['.verified.json', 'model.bin']);
    expect(events.at(-1)).toMatchObject({ kind: 'done', totalBytes: body.length });
    expect(events.findLast((event) => event.kind === 'progress')).toMatchObject({ bytes: body.length });
  });

  it('goes on where it stopped', async () => {
    server.on('/model.bin', serve(body));
    const { fetch, leavePart, read } = await rig(server.base);
    await leavePart(body.subarray(0, 123_456));
    await fetch();
    expect(server.asked).toEqual([{ path: '/model.bin', range: 'bytes=123456-' }]);
    expect((await read()).equals(body)).toBe(true);
  });

  it('starts again when the server ignores the range', async () => {
    server.on('/model.bin', (_request, response) => response.writeHead(200).end(body));
    const { fetch, leavePart, read } = await rig(server.base);
    await leavePart(body.subarray(0, 1000));
    await fetch();
    expect((await read()).equals(body)).toBe(true);
  });

  it('starts again after a 416', async () => {
    server.on('/model.bin', (request, response) => {
      if (request.headers.range === undefined) serve(body)(request, response);
      else response.writeHead(416).end();
    });
    const { fetch, leavePart, read } = await rig(server.base);
    await leavePart(body.subarray(0, 1000));
    await fetch();
    expect(server.asked.map((item) => item.range)).toEqual(['bytes=1000-', undefined]);
    expect((await read()).equals(body)).toBe(true);
  });

  it('starts again when the part it went on from was not the beginning of this file', async () => {
    server.on('/model.bin', serve(body));
    const { fetch, leavePart, read } = await rig(server.base);
    await leavePart(randomBody(1000));
    await fetch();
    expect(server.asked).toHaveLength(2);
    expect((await read()).equals(body)).toBe(true);
  });

  it('needs no request when the part is complete, and drops one that is too long', async () => {
    server.on('/model.bin', serve(body));
    const complete = await rig(server.base);
    await complete.leavePart(body);
    await complete.fetch();
    expect(server.asked).toHaveLength(0);
    const long = await rig(server.base);
    await long.leavePart(Buffer.concat([body, body]));
    await long.fetch();
    expect((await long.read()).equals(body)).toBe(true);
  });

  it('survives a server that breaks off again and again, wherever it does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: body.length - 1 }), { maxLength: 6 }), async (cuts) => {
        const left = [...cuts].sort((a, b) => a - b);
        server.on('/model.bin', (request, response) => {
          const cut = left.shift();
          if (cut === undefined) {
            serve(body)(request, response);
            return;
          }
          const from = Number(/\d+/.exec(request.headers.range ?? '')?.[0] ?? 0);
          const headers = { 'content-range': `bytes ${from}-${body.length - 1}/${body.length}` };
          response.writeHead(from > 0 ? 206 : 200, { 'content-length': body.length - from, ...headers });
          response.write(body.subarray(from, Math.max(from + 1, cut)), () =>
            setTimeout(() => response.socket?.end(), 10),
          );
        });
        const { fetch, read, folder } = await rig(server.base);
        await fetch();
        expect((await read()).equals(body)).toBe(true);
        expect((await readdir(folder)).sort()).toEqual(['.verified.json', 'model.bin']);
      }),
      { numRuns: 15 },
    );
  });
});

describe('a source that does not deliver', () => {
  it.each<[string, Parameters<ModelServer['on']>[1], RegExp]>([
    ['404', (_request, response) => response.writeHead(404).end('gone'), /^answers 404 Not Found for model\.bin$/],
    ['an error', (_request, response) => response.writeHead(503).end(), /^answers 503/],
    ['wrong bytes', serve(randomBody(body.length)), /^model\.bin \(300\.0 kB\) has sha256 .* wanted$/],
    ['a shorter file', serve(body.subarray(1)), /^offers 299999 bytes for model\.bin, 300000 wanted$/],
    ['a page', (_request, response) => response.writeHead(200).end('<html>'), /^model\.bin ended after 6 of 300000/],
    [
      'a body without end',
      (_request, response) => {
        response.writeHead(200);
        response.write(body);
        response.write(body);
      },
      /^sends more than the 300000 bytes of model\.bin$/,
    ],
    [
      'a stall',
      (_request, response) => {
        response.writeHead(200, { 'content-length': body.length });
        response.write(body.subarray(0, 5000));
      },
      /^model\.bin stalled for 0\.3 s after 5000 bytes$/,
    ],
    ['silence', () => undefined, /^no answer within 0\.3 s$/],
    ['a reset', (request) => request.socket.destroy(), /^the connection was reset$/],
    [
      'a wrong range',
      (_request, response) => response.writeHead(206, { 'content-range': 'bytes 5-9/300000' }).end('12345'),
      /^offers another range of model\.bin than the one asked for$/,
    ],
    [
      'a redirect into the local network',
      (_request, response) => response.writeHead(302, { location: 'https://10.0.0.7/model.bin' }).end(),
      /^redirects into the local network \(10\.0\.0\.7\): refused$/,
    ],
    [
      'a redirect to a local name',
      (_request, response) => response.writeHead(302, { location: 'https://localhost:9/model.bin' }).end(),
      /^redirected to localhost:9: localhost is an address of the local network$/,
    ],
    [
      'a redirect away from https',
      (_request, response) => response.writeHead(302, { location: 'http://example.org/model.bin' }).end(),
      /^redirects away from https \(to example\.org\): refused$/,
    ],
    [
      'redirects in a circle',
      (_request, response) => response.writeHead(302, { location: '/model.bin' }).end(),
      /^redirects more than 5 times$/,
    ],
  ])('%s: one clear line, nothing under the final name, the next source tried', async (name, handler, expected) => {
    const limits = name === 'a stall' || name === 'silence' ? short : patient;
    server.on('/bad/model.bin', handler);
    server.on('/model.bin', handler);
    const alone = await rig(server.base);
    expect(await reasonOf(() => alone.fetch({ limits }))).toMatch(expected);
    await expect(readFile(join(alone.folder, 'model.bin'))).rejects.toThrow('ENOENT');
    expect((await alone.store.locate('m')).state).toBe('missing');

    server.on('/good/model.bin', serve(body));
    const two = await rig(`${server.base}bad/`, `${server.base}good/`);
    await two.fetch({ limits });
    expect(two.events.filter((event) => event.kind === 'source-failed')).toHaveLength(1);
    expect((await two.read()).equals(body)).toBe(true);
  });

  it('a redirect on the same server is followed', async () => {
    server.on('/model.bin', (_request, response) => response.writeHead(307, { location: '/there/model.bin' }).end());
    server.on('/there/model.bin', serve(body));
    const { fetch } = await rig(server.base);
    expect(await fetch()).toMatchObject([{ state: 'present' }]);
  });

  it('a closed port is left at once, a host that never answers the handshake after the connect limit', async () => {
    const held: Socket[] = [];
    const mute = createServer((socket) => held.push(socket));
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const { port } = mute.address() as AddressInfo;
    const { fetch: silent } = await rig(`https://127.0.0.1:${port}/`);
    expect(await reasonOf(() => silent({ limits: short }))).toBe('no connection within 0.4 s');
    for (const socket of held) socket.destroy();
    await new Promise((resolve) => mute.close(resolve));
    const { fetch: closed } = await rig(`https://127.0.0.1:${port}/`);
    expect(await reasonOf(closed)).toBe('the connection is refused');
  });

  it('plain http is refused unless it is this machine and was asked for', async () => {
    const { fetch } = await rig(server.base);
    expect(await reasonOf(() => fetch({ allowLoopbackHttp: false }))).toMatch(/is not https: refused$/);
    const { fetch: other } = await rig('http://127.0.0.2/');
    expect(await reasonOf(other)).toMatch(/is not https: refused$/);
  });
});

it('a fetch that is stopped says so, keeps its part, and the next one goes on from there', async () => {
  server.on('/model.bin', (_request, response) => {
    response.writeHead(200, { 'content-length': body.length });
    response.write(body.subarray(0, 200_000));
  });
  const { fetch, part, read } = await rig(server.base);
  const controller = new AbortController();
  const stopped = fetch({
    signal: controller.signal,
    limits: { stallMs: 60_000 },
    onEvent: (event) => {
      if (event.kind === 'progress' && event.bytes >= 200_000)
        setTimeout(() => {
          controller.abort();
        }, 20);
    },
  });
  await expect(stopped).rejects.toThrow('fetching m was stopped; run it again to go on');
  expect((await readFile(part)).length).toBeGreaterThan(0);
  server.on('/model.bin', serve(body));
  await fetch();
  expect(server.asked.at(-1)?.range).toMatch(/^bytes=\d+-$/);
  expect((await read()).equals(body)).toBe(true);
});
