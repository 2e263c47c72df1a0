/** The page with captions in a real browser. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inflateSync } from 'node:zlib';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/pipeline/clock.js';
import { startCaptionServer, type CaptionServer } from '../../src/server/caption-server.js';
import { findBrowser } from '../fixtures/browser.js';
import { caption, captionSettings, growing, translation, until } from './captions.js';

const program = findBrowser();
if (program === undefined) console.warn('no chromium on PATH: the page with captions is not tried in a browser');

const offline = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];
let browser: Browser;
let server: CaptionServer;
const faults: string[] = [];

async function start(wanted: Parameters<typeof captionSettings>[0] = {}, env = {}): Promise<CaptionServer> {
  const settings = captionSettings({ hold_seconds: 600, ...wanted });
  const started = await startCaptionServer({ settings, clock: systemClock, env });
  if (started === undefined) throw new Error('the port is off');
  server = started;
  return started;
}

async function open(query = ''): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  page.on('console', (message) => faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(error.message));
  const before = server.readers;
  await page.goto(server.url + query);
  await until(() => server.readers > before);
  return page;
}

/** Texts of the lines in sight, from top to bottom, and where they begin and end. */
async function linesOf(page: Page, roll = 'original'): Promise<{ text: string; left: number; right: number }[]> {
  return page.evaluate(`(() => {
    const window = document.getElementById('${roll}').getBoundingClientRect();
    const rows = new Map();
    const walker = document.createTreeWalker(document.getElementById('${roll}'), NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      for (let at = 0; at < node.length; at++) {
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const box = range.getBoundingClientRect();
        const middle = box.top + box.height / 2;
        if (box.width === 0 || middle < window.top || middle > window.bottom) continue;
        const row = Math.round(middle);
        const known = rows.get(row) ?? { text: '', left: Infinity, right: -Infinity };
        rows.set(row, { text: known.text + node.data[at], left: Math.min(known.left, box.left), right: Math.max(known.right, box.right) });
      }
    return [...rows].sort(([one], [other]) => one - other).map(([, line]) => ({ ...line, text: line.text.trim() }));
  })()`);
}

async function textsOf(page: Page, roll?: string): Promise<string[]> {
  return (await linesOf(page, roll)).map(({ text }) => text);
}

/** Opacity of every pixel of a PNG with four channels of eight bits, row by row. */
function alphaOf(png: Buffer): { width: number; height: number; alpha: Uint8Array } {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  expect([...png.subarray(24, 26)]).toEqual([8, 6]);
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const raw = inflateSync(Buffer.concat(parts));
  const rowBytes = width * 4;
  let above = new Uint8Array(rowBytes);
  const alpha = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (rowBytes + 1)] ?? 0;
    const row = new Uint8Array(raw.subarray(y * (rowBytes + 1) + 1, (y + 1) * (rowBytes + 1)));
    for (let x = 0; x < rowBytes; x++) {
      const [left, up, corner] = [x < 4 ? 0 : (row[x - 4] ?? 0), above[x] ?? 0, x < 4 ? 0 : (above[x - 4] ?? 0)];
      row[x] = (row[x] ?? 0) + predict(filter, left, up, corner);
      if (x % 4 === 3) alpha[y * width + (x >> 2)] = row[x] ?? 0;
    }
    above = row;
  }
  return { width, height, alpha };
}

/** PNG (W3C), 9.2. */
function predict(filter: number, left: number, up: number, corner: number): number {
  if (filter < 4) return [0, left, up, (left + up) >> 1][filter] ?? 0;
  const [byLeft, byUp, byCorner] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  if (byLeft <= byUp && byLeft <= byCorner) return left;
  return byUp <= byCorner ? up : corner;
}

describe.skipIf(program === undefined)('the page with captions', () => {
  beforeAll(async () => {
    const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', ...offline];
    browser = await chromium.launch({ executablePath: program ?? '', args });
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    await server.close();
    // Nothing went wrong in the page, and its policy was never in the way.
    expect(faults.splice(0).filter((fault) => !/ERR_CONNECTION_REFUSED|WebSocket connection/.test(fault))).toEqual([]);
  });

  it('shows what is said, two lines of it, and only adds at the end', async () => {
    await start();
    const page = await open();
    const words =
      'Tonight the storm is still far out at sea, but by the time the ferries turn around we shall hear it'.split(' ');
    let before: string[] = [];
    for (let count = 1; count <= words.length; count++) {
      const said = words.slice(0, count).join(' ');
      server.publish(growing(0, said, words.slice(0, Math.max(0, count - 2)).join(' ')));
      await until(async () => (await textsOf(page)).join(' ').endsWith(words[count - 1] ?? ''));
      const lines = await textsOf(page);
      expect(lines.length).toBeLessThanOrEqual(2);
      // A line that was full is as it was; the last one only grew.
      const [upper] = before;
      if (lines.length === 2 && before.length === 2) expect([before[0], before[1]]).toContain(lines[0]);
      else if (upper !== undefined && lines.length === 1) expect(lines[0]?.startsWith(upper)).toBe(true);
      before = lines;
    }
    server.publish(caption(0, `${words.join(' ')}.`));
    await until(async () => (await textsOf(page)).join(' ').endsWith('hear it.'));
    expect(await page.locator('.tail').first().textContent()).toBe('');
    expect(await page.locator('main').getAttribute('aria-live')).toBe('polite');
  });

  it('is transparent wherever there is no text', async () => {
    await start();
    const page = await open();
    server.publish(caption(0, 'Good evening.'));
    await until(async () => (await textsOf(page)).length === 1);
    const { width, height, alpha } = alphaOf(await page.screenshot({ omitBackground: true }));
    const [line] = await linesOf(page);
    let inside = 0;
    let outside = 0;
    for (let at = 0; at < width * height; at++) {
      if (alpha[at] === 0) continue;
      const [x, y] = [at % width, Math.floor(at / width)];
      const isNear = x > (line?.left ?? 0) - 10 && x < (line?.right ?? 0) + 10 && y > height * 0.8;
      if (isNear) inside += 1;
      else outside += 1;
    }
    expect(outside).toBe(0);
    expect(inside).toBeGreaterThan(2000);
  });

  it('shows texts of others as text', async () => {
    await start();
    const page = await open('?show=both');
    const evil = '<img src=x onerror="document.title=1"><script>document.title=2</script>&lt;b&gt;';
    server.publish(caption(0, evil));
    server.publish(translation(0, evil));
    await until(async () => (await textsOf(page, 'translation')).length > 0);
    expect(await page.locator('#original p').textContent()).toBe(evil);
    expect(await page.locator('#translation p').textContent()).toBe(evil);
    expect(await page.locator('main img, main script, main b').count()).toBe(0);
    expect(await page.title()).toBe('Parley captions');
  });

  it('begins Arabic at the right, and breaks Japanese where it may', async () => {
    await start();
    const page = await open();
    server.publish(caption(0, 'السلام عليكم يا OBS.', { language: 'ar' }));
    await until(async () => (await textsOf(page)).length === 1);
    const column = await page.locator('#original').boundingBox();
    const [arabic] = await linesOf(page);
    expect(arabic?.right).toBeGreaterThan((column?.x ?? 0) + (column?.width ?? 0) - 4);
    expect(await page.locator('p[lang=ar]').getAttribute('dir')).toBe('rtl');
    // The full stop stands at the left end, behind the last word.
    const text = '港の夜は静かです。嵐はまだ遠い海の上にありますが、フェリーが戻るころには、ここまで聞こえます。';
    server.publish(caption(1, text, { language: 'ja' }));
    await until(async () => (await textsOf(page)).join('').endsWith('聞こえます。'));
    const lines = await textsOf(page);
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line).not.toMatch(/^[、。]/);
  });

  it('looks as its address asks', async () => {
    await start();
    const query =
      '?lines=1&size=80&color=ffd400&box=1&outline=0&align=center&position=top&uppercase=1&font=Liberation%20Serif';
    const page = await open(query);
    server.publish(caption(0, 'Good evening.'));
    await until(async () => (await textsOf(page)).length === 1);
    const style = (name: string): Promise<unknown> =>
      page.evaluate(`getComputedStyle(document.querySelector('main')).${name}`);
    expect(await style('fontSize')).toBe('80px');
    expect(await style('color')).toBe('rgb(255, 212, 0)');
    expect(await style('textTransform')).toBe('uppercase');
    expect(await style('fontFamily')).toMatch(/^"Liberation Serif"/);
    const [line] = await linesOf(page);
    expect(Math.abs(((line?.left ?? 0) + (line?.right ?? 0)) / 2 - 960)).toBeLessThan(3);
    const box = await page.locator('.box').boundingBox();
    expect(box?.y).toBeLessThan(100);
    expect(box?.x).toBeLessThan(line?.left ?? 0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeGreaterThan(line?.right ?? 0);
  });

  it('shows translations, and the original where there is none', async () => {
    await start({ show: 'translation' });
    const page = await open();
    server.publish(caption(0, 'Guten Abend.', { language: 'de' }));
    server.publish(translation(0, 'Good evening.'));
    server.publish(caption(1, 'Willkommen.', { language: 'de' }));
    server.publish({ kind: 'untranslated', id: 1, reason: 'nobody answers' });
    await until(async () => (await textsOf(page, 'translation')).length === 2);
    expect(await textsOf(page, 'translation')).toEqual(['Good evening.', 'Willkommen.']);
    expect(await page.locator('#original').isVisible()).toBe(false);
  });

  it('goes when nobody has spoken for a while', async () => {
    await start();
    const page = await open('?hold=1');
    server.publish(caption(0, 'Good evening.'));
    await until(async () => (await textsOf(page)).length === 1);
    await until(async () => (await page.locator('p').count()) === 0);
    server.publish(caption(1, 'Here again.'));
    await until(async () => (await textsOf(page)).join() === 'Here again.');
  });

  it('comes back by itself when the server does, and shows nothing twice', async () => {
    await start();
    const page = await open();
    const { url } = server;
    server.publish(caption(0, 'Before.'));
    await until(async () => (await textsOf(page)).length === 1);
    await server.close();
    await start({ port: Number(new URL(url).port) });
    server.publish(caption(0, 'After.'));
    await until(() => server.readers === 1);
    await until(async () => (await textsOf(page)).join() === 'After.');
    server.publish(caption(1, 'And on.'));
    await until(async () => (await textsOf(page)).join(' ') === 'After. And on.');
  });

  it('needs the token, and hands it on to the feed', async () => {
    const token = 'a-token-that-is-hard-to-guess';
    await start({ token_env: 'T' }, { T: token });
    const page = await browser.newPage();
    expect((await page.goto(server.url))?.status()).toBe(401);
    const reader = await open(`?token=${token}`);
    server.publish(caption(0, 'Good evening.'));
    await until(async () => (await textsOf(reader)).length === 1);
  });

  it('is out of reach for pages of others', async () => {
    await start();
    const evil = createServer((_request, response) =>
      response.setHeader('content-type', 'text/html').end('<p>hello'),
    ).listen(0, '127.0.0.1');
    await until(() => evil.listening);
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(evil.address() as AddressInfo).port}/`);
    const attempt = (code: string): Promise<unknown> => page.evaluate(code);
    const { url } = server;
    expect(await attempt(`fetch('${url}captions.json').then(() => 'read', () => 'refused')`)).toBe('refused');
    const socket = `new Promise((done) => { const s = new WebSocket('${url.replace('http', 'ws')}captions'); s.onopen = () => done('read'); s.onerror = () => done('refused'); })`;
    expect(await attempt(socket)).toBe('refused');
    expect(server.readers).toBe(0);
    evil.close();
    evil.closeAllConnections();
  });
});
