import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { FeedError, readFeed } from '../../src/cli/monitor/feed.js';
import { cut, cutStart, renderLine, widthOf, wrap } from '../../src/cli/monitor/line.js';
import { findPlace } from '../../src/cli/monitor/place.js';
import { watchOnTerminal } from '../../src/cli/monitor/terminal.js';
import { drawView } from '../../src/cli/monitor/view.js';
import type { Watch } from '../../src/metrics/watch.js';
import { systemClock } from '../../src/pipeline/clock.js';
import { startMetricsServer, type MetricsServer } from '../../src/server/metrics-server.js';
import { until } from '../server/captions.js';
import { makeWatch, metricsSettings, readyEngines, turnOf } from '../server/watched.js';
import { runParley, startParley } from '../fixtures/parley.js';
import { missingTerminal, openTerminal } from './ask-terminal.js';

const token = 'a-token-that-is-hard-to-guess';
const closing: (() => unknown)[] = [];
const noTerminal = missingTerminal();
if (noTerminal !== undefined) console.warn(`skipped: ${noTerminal}`);

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function start(watch: () => Watch | undefined, port = 0, wanted?: string): Promise<MetricsServer> {
  const settings = metricsSettings({ port, token_env: wanted === undefined ? '' : 'T' });
  const server = await startMetricsServer({ settings, clock: systemClock, watch, env: { T: wanted } });
  if (server === undefined) throw new Error('the port is off');
  closing.push(() => server.close());
  return server;
}

function talked(): Watch {
  const watch = makeWatch();
  watch.take({ type: 'listening', atMs: 0 });
  for (const [index, transcript] of ['What time is it?', 'And in Lisbon?', '東京は今何時ですか', 'Stop'].entries()) {
    watch.take(turnOf({ turn: String(index), transcript, reply: 'Noon, or so.', totalMs: 280 + 40 * index }));
  }
  return watch;
}

/** What is said about an address where no figures can be read. */
async function faultOf(url: string, given?: string): Promise<string> {
  const reading = readFeed({
    ...{ page: new URL(url), token: given, signal: new AbortController().signal, onMessage: () => undefined },
  });
  const error: unknown = await reading.catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(FeedError);
  return (error as Error).message.replace(url, 'URL');
}

describe('the place of what is watched', () => {
  it('is that of the settings, or the one on the command line', () => {
    const env = { T: token, OTHER: 'another-token' };
    const settings = metricsSettings({ port: 3000, host: '0.0.0.0', token_env: 'T' });
    const own = findPlace({}, settings, env);
    expect([own.page.href, own.token]).toEqual(['http://127.0.0.1:3000/', token]);
    const other = findPlace({ url: 'https://kitchen.local/parley', tokenEnv: 'OTHER' }, settings, env);
    expect([other.page.href, other.token]).toEqual(['https://kitchen.local/parley/', 'another-token']);
    // As it was copied from a browser. The token of the settings goes to nobody else.
    const copied = findPlace({ url: 'http://kitchen:3000/?token=abc' }, settings, env);
    expect([copied.page.href, copied.token]).toEqual(['http://kitchen:3000/', 'abc']);
    expect(findPlace({ url: 'http://kitchen:3000' }, settings, env).token).toBeUndefined();
    expect(findPlace({}, metricsSettings({ port: 3000, host: '::' }), env).page.href).toBe('http://[::1]:3000/');
  });

  it.each([
    [{}, { port: 'off' }, /^metrics.port: is off, so nothing can be watched/],
    [{}, { port: 0 }, /^metrics.port: is 0, any that is free; name the address/],
    [{ url: 'kitchen:3000' }, {}, /^--url: got kitchen:3000, wanted an address such as http:/],
    [{ url: 'nonsense' }, {}, /^--url: got nonsense, wanted/],
    [{ tokenEnv: 'NOWHERE' }, { port: 3000 }, /^--token-env: the environment variable NOWHERE is not set/],
  ] as const)('cannot be %j with %j', (options, wanted, expected) => {
    expect(() => findPlace(options, metricsSettings(wanted), {})).toThrow(expected);
  });
});

describe('a feed that cannot be read', () => {
  it('is told in one line that says what to do', async () => {
    const gone = await start(() => undefined);
    await gone.close();
    expect(await faultOf(gone.url)).toMatch(/^URL: nobody answers \(ECONNREFUSED\); start it with parley start/);
    const { url } = await start(() => undefined, 0, token);
    expect(await faultOf(url)).toMatch(/^URL: wants a token; --token-env NAME names/);
    expect(await faultOf(url, 'wrong')).toMatch(/^URL: refused the token/);
  });

  it('is no Parley, or another one', async () => {
    const other = createServer((_request, response) => response.writeHead(404).end()).listen(0, '127.0.0.1');
    await once(other, 'listening');
    const otherUrl = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`;
    expect(await faultOf(otherUrl)).toMatch(/^URL: answered with HTTP 404, so it is no Parley/);
    other.close();
    const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(sockets, 'listening');
    const url = `http://127.0.0.1:${(sockets.address() as AddressInfo).port}/`;
    const answers = ['hello', '{"type":"view","version":2}'];
    sockets.on('connection', (socket) => {
      socket.send(answers.shift() ?? '');
    });
    expect(await faultOf(url)).toBe('URL: what answers there is no Parley');
    expect(await faultOf(url)).toMatch(/^URL: the Parley there tells its figures in version 2, wanted 1/);
    sockets.close();
  });
});

describe('a line', () => {
  it('is cut by columns, not by characters', () => {
    expect(cut('東京は今', 5)).toBe('東京…');
    expect(cut('été', 3)).toBe('été');
    expect(cutStart('one two three', 6)).toBe('…three');
    expect(widthOf(cutStart('東京は今何時', 6))).toBeLessThanOrEqual(6);
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    const line = [{ text: 'red', style: 'red' as const }, { text: ' and more' }];
    expect(renderLine(line, 6, false)).toBe('red a…');
    expect(stripVTControlCharacters(renderLine(line, 6, true))).toBe('red a…');
    expect(renderLine(line, 6, true)).toContain('\u001b[31m');
  });
});

describe('a view as lines', () => {
  it.each([
    [80, 24],
    [120, 40],
    [200, 60],
    [60, 18],
    [30, 8],
  ])('fits %i × %i, whatever was said', (columns, rows) => {
    const engines = { ...readyEngines(), llm: { state: 'broken', calls: 0, waiting: 0 } };
    const watch = makeWatch(engines, { totalMs: 100 });
    const long = '東京は今何時ですか '.repeat(30);
    for (const turn of ['1', '2', '3', '4'])
      watch.take(turnOf({ turn, transcript: long, reply: '\u001b[2J\u0007'.repeat(9) }));
    watch.take({ type: 'speech.start', turn: '5', atMs: 0 });
    watch.take({ type: 'partial', turn: '5', atMs: 1, text: `${long}end`, stable: long });
    const view = { ...watch.look(), levelDb: -20 };
    const lines = drawView(view, { name: 'kitchen:3000', columns, rows, footer: 'q: quit', isLost: false });
    expect(lines.length).toBeLessThanOrEqual(rows);
    const shown = lines.map((line) => renderLine(line, columns, false));
    for (const line of shown) expect(widthOf(line)).toBeLessThanOrEqual(columns);
    expect(shown.join('\n')).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    expect(shown.at(-1)).toBe('q: quit');
    if (columns < 80) return;
    expect(shown.join('\n')).toContain('● HEARING YOU');
    expect(shown.join('\n')).toContain('replies come 300 ms after you have finished');
    expect(shown.find((line) => line.startsWith('waiting'))).toMatch(/░{5}.* 180 +180 +180$/);
    expect(shown.find((line) => line.startsWith('first sound after 300 ms'))).toMatch(/300 +300 +300$/);
    expect(shown.join('\n')).toContain('llm broken');
  });

  it('has zero below the end of every voice', () => {
    const lines = drawView(talked().look(), { name: '', columns: 80, isLost: false }).map((line) =>
      renderLine(line, 80, false),
    );
    const zero = lines.find((line) => line.startsWith('ms after voice'))?.indexOf(' 0 ') ?? NaN;
    expect(lines.find((line) => line.startsWith('waiting'))?.indexOf('░')).toBe(zero + 1);
    for (const total of ['360', '320', '280'])
      expect(lines.find((line) => line.includes(`${total} ms  `))?.indexOf('░')).toBe(zero + 1);
  });
});

/** A terminal that keeps what is written; it has no colours and no keys. */
function fakeTerminal() {
  let written = '';
  const output = Object.assign(new EventEmitter(), {
    ...{ columns: 80, rows: 24, writableNeedDrain: false, hasColors: () => false },
    write: (text: string) => {
      written += text;
      return true;
    },
  });
  const input = Object.assign(new PassThrough(), { isTTY: false as const, setRawMode: () => input });
  return {
    output,
    input: input as unknown as NodeJS.ReadStream,
    take: () => written.split('\u001b[?2026h').at(-1) ?? '',
    all: () => written,
  };
}

describe('watching', () => {
  it('follows what goes on, a resize and a connection that is lost, and leaves the terminal as it was', async () => {
    const there: { watch?: Watch } = {};
    const server = await start(() => there.watch);
    const { output, input, take, all } = fakeTerminal();
    const ending = new AbortController();
    const place = { page: new URL(server.url), token: undefined };
    const watching = watchOnTerminal({ place, input, output, signal: ending.signal });
    await until(() => take().includes('LOADING'));
    const watch = talked();
    there.watch = watch;
    await until(() => take().includes('○ LISTENING'));
    expect(all().startsWith('\u001b[?1049h\u001b[?25l')).toBe(true);
    const linesOf = (): string[] => stripVTControlCharacters(take()).split('\r\n');
    expect(linesOf().find((line) => line.startsWith('loudspeaker'))?.length).toBe(80);
    output.columns = 100;
    output.emit('resize');
    expect(linesOf().find((line) => line.startsWith('loudspeaker'))?.length).toBe(100);
    await server.close();
    await until(() => take().includes('CONNECTION LOST'));
    // What was last heard stays.
    expect(take()).toContain('Stop');
    watch.take({ type: 'speech.start', turn: '9', atMs: 1 });
    await start(() => there.watch, Number(new URL(server.url).port));
    await until(() => take().includes('● HEARING YOU'));
    ending.abort(new Error('enough'));
    await watching;
    expect(all().endsWith('\u001b[?25h\u001b[?1049l')).toBe(true);
    expect(output.listenerCount('resize')).toBe(0);
  });
});

describe('parley monitor', () => {
  it('prints one view where there is no terminal, and one line where nobody is', async () => {
    const server = await start(talked);
    const { code, stdout, stderr } = await runParley(['monitor', '--url', server.url]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('○ LISTENING');
    expect(stdout).toContain('first sound after 400 ms');
    expect(stdout).not.toContain('\u001b');
    await server.close();
    const alone = await runParley(['monitor', '--url', server.url]);
    expect(alone.code).toBe(1);
    expect(alone.stderr).toMatch(/^http:\S+: nobody answers \(ECONNREFUSED\); start it with parley start[^\n]*\n$/);
    expect((await runParley(['monitor', '--url', 'nonsense'])).code).toBe(2);
  });

  it('prints a message a line with --json until what it watches ends', async () => {
    const server = await start(talked, 0, token);
    const parley = startParley(['monitor', '--json', '--url', server.url, '--token-env', 'MINE'], { MINE: token });
    await until(() => parley.events.length > 2);
    expect(parley.events[0]).toMatchObject({ type: 'view', version: 1, turnsSoFar: 4 });
    await server.close();
    expect(await parley.ended, parley.stderr()).toBe(0);
  });

  it.skipIf(noTerminal !== undefined)('is left with q', async () => {
    const server = await start(talked);
    const terminal = openTerminal(['monitor', '--url', server.url], { NO_COLOR: '1' });
    await terminal.until(/LISTENING/);
    terminal.type('q');
    expect(await terminal.ended).toBe(0);
  });
});
