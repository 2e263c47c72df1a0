import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { exposedName, instruments, type InstrumentName } from '../../src/metrics/instruments.js';
import type { Watch } from '../../src/metrics/watch.js';
import { systemClock } from '../../src/pipeline/clock.js';
import { ListenerError } from '../../src/server/listener-error.js';
import { liveVersion, startMetricsServer, type MetricsServer } from '../../src/server/metrics-server.js';
import { missingPrometheus, readExposition } from '../fixtures/prometheus.js';
import { until } from './captions.js';
import { makeWatch, metricsSettings, readyEngines, turnOf } from './watched.js';

const token = 'a-token-that-is-hard-to-guess';
const servers: MetricsServer[] = [];
const sockets: WebSocket[] = [];

const noParser = missingPrometheus();
if (noParser !== undefined) console.warn(`skipped: ${noParser}`);

afterEach(async () => {
  for (const socket of sockets.splice(0)) {
    socket.on('error', () => undefined);
    socket.terminate();
  }
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function start(
  watch: () => Watch | undefined,
  wanted: Parameters<typeof metricsSettings>[0] = {},
  env = {},
): Promise<MetricsServer> {
  const server = await startMetricsServer({ settings: metricsSettings(wanted), clock: systemClock, watch, env });
  if (server === undefined) throw new Error('the port is off');
  servers.push(server);
  return server;
}

/** Status and text; a plain client may name any host and origin. */
function ask(
  url: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string; type: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, text, type: response.headers['content-type'] ?? '' });
      });
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
    socket.on('unexpected-response', (_request, { statusCode }) => {
      resolve(statusCode ?? 0);
    });
  });
}

function read(url: string): Record<string, unknown>[] {
  const messages: Record<string, unknown>[] = [];
  const socket = new WebSocket(`${url.replace('http', 'ws')}live`);
  sockets.push(socket);
  socket.on('message', (data: Buffer) => messages.push(JSON.parse(data.toString()) as Record<string, unknown>));
  return messages;
}

describe('health', () => {
  it('is alive and not ready while the models are being loaded', async () => {
    const { url } = await start(() => undefined);
    expect(await ask(`${url}livez`)).toMatchObject({ status: 200, text: 'alive\n' });
    expect(await ask(`${url}readyz`)).toMatchObject({ status: 503, text: 'the models are being loaded\n' });
    expect(await ask(`${url}metrics`)).toMatchObject({ status: 503, text: 'the models are being loaded\n' });
  });

  it('says which engine cannot serve, and is ready again when it can', async () => {
    const engines = readyEngines();
    const { url } = await start(() => makeWatch(engines));
    expect(await ask(`${url}readyz`)).toMatchObject({ status: 200, text: 'ready\n' });
    // What rests is loaded when somebody speaks.
    engines['llm'] = { state: 'resting', calls: 0, waiting: 0 };
    expect((await ask(`${url}readyz`)).status).toBe(200);
    engines['stt'] = { state: 'broken', calls: 0, waiting: 0 };
    engines['tts'] = { state: 'down', calls: 0, waiting: 0 };
    expect(await ask(`${url}readyz`)).toMatchObject({ status: 503, text: 'stt is broken, tts is down\n' });
    expect((await ask(`${url}livez`)).status).toBe(200);
    Object.assign(engines, readyEngines());
    expect((await ask(`${url}readyz`)).status).toBe(200);
  });
});

describe('who may look', () => {
  const paths = ['', 'metrics', 'livez', 'readyz', 'live', 'monitor/monitor.js', 'nothing'];

  it('is checked by host and origin before every path and every upgrade', async () => {
    const { url } = await start(() => makeWatch());
    for (const path of paths) {
      expect((await ask(url + path, { host: 'evil.example' })).status, path).toBe(421);
      expect((await ask(url + path, { origin: 'https://evil.example' })).status, path).toBe(403);
      expect(await upgrade(url + path, { host: 'evil.example' }), path).toBe(421);
      expect(await upgrade(url + path, { origin: 'null' }), path).toBe(403);
    }
    expect(await upgrade(`${url}live`, { origin: url.slice(0, -1) })).toBe(101);
  });

  it('is checked by the token where there is one; health has no secrets', async () => {
    const watch = makeWatch();
    watch.take(turnOf({ turn: '1', transcript: 'A secret.', reply: 'Indeed.' }));
    const server = await start(() => watch, { token_env: 'T' }, { T: token });
    const { url } = server;
    expect(server.needsToken).toBe(true);
    expect(url).not.toContain(token);
    for (const path of ['', 'metrics', 'live', 'nothing']) {
      const { status, text } = await ask(url + path);
      expect([status, text.includes('secret')], path).toEqual([401, false]);
      expect(await upgrade(url + path), path).toBe(401);
      expect(await upgrade(`${url}${path}?token=wrong`), path).toBe(401);
    }
    for (const path of ['livez', 'readyz', 'monitor/monitor.css', 'shared/feed.js']) {
      expect((await ask(url + path)).status, path).toBe(200);
    }
    expect((await ask(`${url}?token=${token}`)).status).toBe(200);
    expect((await ask(`${url}metrics`, { authorization: `Bearer ${token}` })).status).toBe(200);
    expect(await upgrade(`${url}live?token=${token}`)).toBe(101);
  });

  it('is nobody else without a token', async () => {
    await expect(start(() => undefined, { host: '0.0.0.0' })).rejects.toThrow(ListenerError);
    const off = metricsSettings({ port: 'off' });
    expect(await startMetricsServer({ settings: off, clock: systemClock, watch: () => undefined })).toBeUndefined();
  });
});

describe('the live feed', () => {
  it('tells that models are being loaded, and then what goes on', async () => {
    const there: { watch?: Watch } = {};
    const { url } = await start(() => there.watch);
    const messages = read(url);
    await until(() => messages.length > 0);
    expect(messages[0]).toEqual({ type: 'loading', version: liveVersion });
    const watch = makeWatch();
    there.watch = watch;
    watch.take({ type: 'listening', atMs: 0 });
    watch.take({ type: 'speech.start', turn: '1', atMs: 1 });
    watch.take({ type: 'partial', turn: '1', atMs: 2, text: 'what time', stable: 'what' });
    await until(() => messages.at(-1)?.['state'] === 'hearing');
    expect(messages.at(-1)).toMatchObject({
      ...{ type: 'view', version: liveVersion, preset: 'balanced', turns: [], alerts: [] },
      partial: { text: 'what time', stable: 'what' },
    });
    watch.take(turnOf({ turn: '1', transcript: 'What time is it?', reply: 'Noon.', totalMs: 280 }));
    await until(() => messages.at(-1)?.['turnsSoFar'] === 1);
    expect(messages.at(-1)).toMatchObject({ turns: [{ transcript: 'What time is it?', totalMs: 280 }] });
  });
});

describe.skipIf(noParser !== undefined)('the figures', () => {
  it('are all exposed in a form that Prometheus reads, each with its kind and its meaning', async () => {
    const watch = makeWatch();
    watch.take(turnOf({ turn: '1', transcript: 'What time is it?', reply: 'Noon.', totalMs: 280 }));
    const { url } = await start(() => watch);
    const { status, text, type } = await ask(`${url}metrics`);
    expect([status, type]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    const families = new Map((await readExposition(text)).map((family) => [family.name, family]));
    for (const name of Object.keys(instruments) as InstrumentName[]) {
      const { kind, help } = instruments[name];
      const family = families.get(exposedName(name).replace(/_total$/, ''));
      const shown = kind === 'duration' || kind === 'ratio' ? 'histogram' : kind;
      expect([family?.type, family?.help], name).toEqual([shown, help]);
    }
    expect(families.size).toBe(Object.keys(instruments).length);
    const total = families.get('parley_pipeline_total_seconds')?.samples ?? [];
    const valueOf = (suffix: string): number => Number(total.find(({ name }) => name.endsWith(suffix))?.value);
    expect([valueOf('_count'), valueOf('_sum')]).toEqual([1, 0.28]);
    // Buckets only ever grow, and the last one holds all.
    const buckets = total.filter(({ name }) => name.endsWith('_bucket')).map(({ value }) => Number(value));
    expect([...buckets].sort((one, other) => one - other)).toEqual(buckets);
    expect(buckets.at(-1)).toBe(1);
  });
});
