import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';
import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { systemClock } from '../../src/pipeline/clock.js';
import type { Clock } from '../../src/pipeline/stage.js';
import { startCaptionServer, type CaptionServer, type CaptionServerOptions } from '../../src/server/caption-server.js';
import { ListenerError } from '../../src/server/listener-error.js';
import { StepClock } from '../../scripts/profile/step-clock.js';
import { caption, captionSettings, until } from './captions.js';

const token = 'a-token-that-is-hard-to-guess';
const servers: CaptionServer[] = [];
const sockets: (WebSocket | Socket)[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) {
    socket.on('error', () => undefined);
    if (socket instanceof WebSocket) socket.terminate();
    else socket.destroy();
  }
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function start(
  wanted: Parameters<typeof captionSettings>[0] = {},
  env = {},
  clock: Clock = systemClock,
): Promise<CaptionServer> {
  const options: CaptionServerOptions = { settings: captionSettings(wanted), clock, env };
  const server = await startCaptionServer(options);
  if (server === undefined) throw new Error('the port is off');
  servers.push(server);
  return server;
}

function statusOf(url: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.on('error', reject);
    asked.end();
  });
}

/** The status that an upgrade is refused with, or 101. */
function upgrade(url: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url.replace('http', 'ws'), { headers });
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.on('open', () => {
      resolve(101);
    });
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
    });
  });
}

/** What a client that speaks for itself sends first. */
function upgradeOf(host: string): string {
  const key = 'dGhlIHNhbXBsZSBub25jZQ==';
  return `GET /captions HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`;
}

async function read(url: string): Promise<{ socket: WebSocket; messages: Record<string, unknown>[] }> {
  const messages: Record<string, unknown>[] = [];
  const socket = new WebSocket(url.replace('http', 'ws') + 'captions');
  sockets.push(socket);
  socket.on('message', (data: Buffer) => messages.push(JSON.parse(data.toString()) as Record<string, unknown>));
  await until(() => messages.length > 0);
  return { socket, messages };
}

describe('a listener', () => {
  it('says in one line that its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await until(() => other.listening);
    const { port } = other.address() as AddressInfo;
    await expect(start({ port })).rejects.toThrow(
      new ListenerError(
        `captions.port: ${port} on 127.0.0.1 is taken by another program; end that one, or choose another port (0: any that is free)`,
      ),
    );
    other.close();
  });

  it.each([
    [{ host: '0.0.0.0' }, {}, /^captions.host: 0.0.0.0 can be reached from other machines and needs a token/],
    [{ token_env: 'T' }, {}, /^captions.token_env: the environment variable T is not set; wanted at least 16/],
    [{ token_env: 'T' }, { T: 'short' }, /^captions.token_env: the environment variable T holds no token/],
    [
      { host: '203.0.113.7', token_env: 'T' },
      { T: token },
      /^captions.host: 203.0.113.7 is no address of this machine/,
    ],
  ])('does not open for %j with %j', async (wanted, env, expected) => {
    const error: unknown = await start(wanted, env).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ListenerError);
    expect((error as Error).message).toMatch(expected);
    expect((error as Error).message).not.toContain(token);
  });

  it('is closed soon, whoever comes while it says goodbye', async () => {
    const server = await start();
    const { socket } = await read(server.url);
    // Does not answer the goodbye, as a page on a machine that sleeps.
    socket.pause();
    const { hostname, port, host } = new URL(server.url);
    const waiting = Array.from({ length: 3 }, () => createConnection({ host: hostname, port: Number(port) }));
    sockets.push(...waiting);
    await Promise.all(waiting.map((one) => new Promise((resolve) => one.once('connect', resolve))));
    const closed = server.close();
    const answers: string[] = [];
    for (const one of waiting) {
      one.on('data', (data) => answers.push(data.toString().slice(0, 12)));
      one.write(upgradeOf(host));
    }
    await closed;
    expect(answers.filter((answer) => answer === 'HTTP/1.1 101')).toEqual([]);
    expect(await statusOf(server.url).catch((error: unknown) => String(error))).toContain('ECONNREFUSED');
  });

  it('is not opened where the port is off', async () => {
    const settings = captionSettings({ port: 'off' });
    expect(await startCaptionServer({ settings, clock: systemClock })).toBeUndefined();
  });

  it('checks host and origin before every path and every upgrade', async () => {
    const { url } = await start();
    for (const path of ['', 'overlay', 'overlay/roll.js', 'captions.json', 'captions', 'nothing', '../etc/passwd']) {
      expect(await statusOf(url + path, { host: 'evil.example' }), path).toBe(421);
      expect(await statusOf(url + path, { origin: 'https://evil.example' }), path).toBe(403);
      expect(await upgrade(url + path, { host: 'evil.example' }), path).toBe(421);
      expect(await upgrade(url + path, { origin: 'null' }), path).toBe(403);
    }
    expect(await upgrade(`${url}captions`, { origin: url.slice(0, -1) })).toBe(101);
    expect(await statusOf(`${url}captions.json`)).toBe(200);
  });

  it('shows nothing of anybody without the token where there is one', async () => {
    const server = await start({ token_env: 'T' }, { T: token });
    const { url } = server;
    expect(server.needsToken).toBe(true);
    expect(url).not.toContain(token);
    server.publish(caption(0, 'A secret.'));
    for (const path of ['', 'overlay', 'captions.json', 'captions', 'nothing']) {
      expect(await statusOf(url + path), path).toBe(401);
      expect(await upgrade(url + path), path).toBe(401);
      expect(await upgrade(`${url}${path}?token=wrong`), path).toBe(401);
    }
    for (const name of ['overlay.css', 'overlay.js', 'address.js', 'roll.js']) {
      expect(await statusOf(`${url}overlay/${name}`), name).toBe(200);
    }
    expect(await statusOf(`${url}shared/feed.js`)).toBe(200);
    expect(await statusOf(`${url}?token=${token}`)).toBe(200);
    expect(await statusOf(`${url}captions.json`, { authorization: `Bearer ${token}` })).toBe(200);
    expect(await upgrade(`${url}captions?token=${token}`)).toBe(101);
  });

  it('lets only listed pages read what they ask for', async () => {
    const { url } = await start({ origins: ['https://show.example'] });
    const listed = await fetch(`${url}captions.json`, { headers: { origin: 'https://show.example' } });
    expect(listed.headers.get('access-control-allow-origin')).toBe('https://show.example');
    const own = await fetch(`${url}captions.json`);
    expect(own.headers.get('access-control-allow-origin')).toBeNull();
    expect(own.headers.get('x-content-type-options')).toBe('nosniff');
    const page = await fetch(url);
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'/);
  });

  it('refuses more readers than it can serve, and messages larger than any of theirs', async () => {
    const { url } = await start();
    const statuses = await Promise.all(Array.from({ length: 34 }, () => upgrade(`${url}captions`)));
    expect(statuses.filter((status) => status === 101)).toHaveLength(32);
    expect(statuses.filter((status) => status === 503)).toHaveLength(2);
    const [first] = sockets.filter((socket) => socket instanceof WebSocket && socket.readyState === WebSocket.OPEN);
    if (!(first instanceof WebSocket)) throw new Error('nobody is in');
    const closed = new Promise((resolve) => first.on('close', resolve));
    first.send('x'.repeat(5000));
    expect(await closed).toBe(1009);
  });

  it('says goodbye when it is closed, and gives the port back', async () => {
    const server = await start();
    const { socket } = await read(server.url);
    const closed = new Promise((resolve) => socket.on('close', resolve));
    await server.close();
    await server.close();
    expect(await closed).toBe(1001);
    const again = await start({ port: Number(new URL(server.url).port) });
    expect(again.url).toBe(server.url);
  });
});

describe('readers', () => {
  it('that do not read delay nobody, cost no memory and are brought up to date', async () => {
    const server = await start({ history: 3 });
    const { port, hostname } = new URL(server.url);
    const slow = createConnection(Number(port), hostname);
    sockets.push(slow);
    slow.write(upgradeOf(`${hostname}:${port}`));
    await until(() => server.readers === 1);
    slow.pause();
    const { messages } = await read(server.url);
    const text = 'word '.repeat(2000);
    const before = process.memoryUsage().arrayBuffers;
    const total = 1500;
    for (let id = 0; id < total; id++) {
      server.publish(caption(id, text));
      // Who reads gets each of them.
      await until(() => messages.at(-1)?.['id'] === id || messages.length === id + 2);
    }
    // What was published is fifteen megabytes; what waits for the slow reader is bounded.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8_000_000);
    let received = '';
    slow.on('data', (data: Buffer) => {
      received = (received + data.toString('latin1')).slice(-500_000);
    });
    slow.resume();
    await until(() => received.includes(`"id":${total - 1}`) && received.includes('"type":"snapshot"'));
  });

  it('that are gone without a word are let go', async () => {
    const clock = new StepClock();
    const server = await start({}, {}, clock);
    const { host, hostname, port } = new URL(server.url);
    const { socket, messages } = await read(server.url);
    const dead = createConnection(Number(port), hostname);
    sockets.push(dead);
    dead.write(upgradeOf(host));
    await until(() => server.readers === 2);
    const beats = (): number => messages.filter(({ type }) => type === 'beat').length;
    for (const [beat, readers] of [2, 1, 1, 1].entries()) {
      await clock.advance(10_000);
      await until(() => beats() === beat + 1);
      expect(server.readers).toBe(readers);
      // Its own answer to the beat has arrived when this one comes back.
      const back = new Promise((resolve) => socket.once('pong', resolve));
      socket.ping();
      await back;
    }
  });

  it('that begin late are told the latest, and then what comes', async () => {
    const server = await start({ history: 2 });
    for (const id of [0, 1, 2]) server.publish(caption(id, `Sentence ${id}.`));
    const { messages } = await read(server.url);
    server.publish(caption(3, 'And', { committed: false, stable: '' }));
    await until(() => messages.length === 2);
    expect(messages[0]).toMatchObject({ type: 'snapshot', version: 1, captions: [{ id: 1 }, { id: 2 }] });
    expect(messages[1]).toMatchObject({ type: 'caption', id: 3, text: 'And', stable: '', committed: false });
    const told = (await (await fetch(`${server.url}captions.json`)).json()) as { captions: unknown[] };
    expect(told.captions).toMatchObject([{ id: 2 }, { id: 3 }]);
  });
});
