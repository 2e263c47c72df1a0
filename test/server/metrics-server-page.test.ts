/** The live page in a real browser. */
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Watch } from '../../src/metrics/watch.js';
import { systemClock } from '../../src/pipeline/clock.js';
import { startMetricsServer, type MetricsServer } from '../../src/server/metrics-server.js';
import { findBrowser, leftsOf } from '../fixtures/browser.js';
import { until } from './captions.js';
import { makeWatch, metricsSettings, readyEngines, turnOf } from './watched.js';

const program = findBrowser();
if (program === undefined) console.warn('no chromium on PATH: the live page is not tried in a browser');

const offline = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];
let browser: Browser;
let server: MetricsServer;
const faults: string[] = [];

async function start(watch: () => Watch | undefined, port = 0, token?: string): Promise<void> {
  const settings = metricsSettings({ port, token_env: token === undefined ? '' : 'T' });
  const started = await startMetricsServer({ settings, clock: systemClock, watch, env: { T: token } });
  if (started === undefined) throw new Error('the port is off');
  server = started;
}

async function open(query = '', options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, ...options });
  page.on('console', (message) => faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(error.message));
  await page.goto(server.url + query);
  return page;
}

const textOf = async (page: Page, selector: string): Promise<string> =>
  ((await page.locator(selector).textContent()) ?? '').replace(/\s+/g, ' ').trim();

/** Every visible text and every bar with its contrast to what is behind it (WCAG 2, 1.4.3 and 1.4.11). */
const CONTRASTS = `(() => {
  const read = (color) => { const [r, g, b, a = 1] = color.match(/[\\d.]+/g).map(Number); return { rgb: [r, g, b], a }; };
  const light = (rgb) => rgb.map((v) => v / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (node) => { for (let at = node; at; at = at.parentElement) { const c = read(getComputedStyle(at).backgroundColor); if (c.a > 0) return c.rgb; } return [255, 255, 255]; };
  const ratio = (one, other) => { const [a, b] = [light(one), light(other)].sort((x, y) => y - x); return (a + 0.05) / (b + 0.05); };
  const found = [];
  for (const node of document.querySelectorAll('body *')) {
    const box = node.getBoundingClientRect();
    const style = getComputedStyle(node);
    if (box.width === 0 || style.visibility === 'hidden') continue;
    const hasText = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim() !== '');
    if (hasText) found.push({ what: node.textContent.trim(), least: 4.5, ratio: ratio(read(style.color).rgb, behind(node)) });
    if (node.matches('.chart .bar:not(.draft)')) found.push({ what: node.className, least: 3, ratio: ratio(read(style.backgroundColor).rgb, behind(node.parentElement)) });
  }
  return found;
})()`;

function talk(watch: Watch): void {
  watch.take({ type: 'listening', atMs: 0 });
  watch.take(turnOf({ turn: '1', transcript: 'What time is it?', reply: 'Noon.', totalMs: 280 }));
  watch.take(turnOf({ turn: '2', transcript: 'And in Lisbon?', reply: 'Eleven.', totalMs: 420, isDraft: true }));
}

describe.skipIf(program === undefined)('the live page', () => {
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

  it('says what goes on, in words and with a sign, from loading on', async () => {
    const there: { watch?: Watch } = {};
    await start(() => there.watch);
    const page = await open();
    await until(async () => (await textOf(page, '#state')).includes('Loading'));
    const watch = makeWatch();
    there.watch = watch;
    watch.take({ type: 'listening', atMs: 0 });
    await until(async () => (await textOf(page, '#state')) === '○ Listening');
    watch.take({ type: 'speech.start', turn: '1', atMs: 1 });
    watch.take({ type: 'partial', turn: '1', atMs: 2, text: 'what is the', stable: 'what is' });
    await until(async () => (await textOf(page, '#state')) === '● Hearing you');
    await until(async () => (await page.locator('#partial .tail').textContent()) === ' the');
    expect(await page.locator('#partial .stable').textContent()).toBe('what is');
    watch.take({ type: 'attention', state: 'muted', atMs: 3 });
    await until(async () => (await textOf(page, '#state')) === '✕ Muted');
    const spoken = `[...document.querySelectorAll('[role=status], [aria-live], [role=alert]')].map(({ id }) => id)`;
    expect(await page.evaluate(spoken)).toEqual(['state', 'alerts']);
  });

  it('hears how loud it is', async () => {
    const watch = makeWatch();
    await start(() => watch);
    const page = await open();
    const samples = new Float32Array(1600).fill(0.1);
    const frames = (async function* () {
      for (let at = 0; server.url !== ''; at += 1600) {
        yield { samples, sampleRateHz: 16_000, startSample: at };
        await new Promise((resolve) => setTimeout(resolve, 20));
        if ((await textOf(page, '#level-text')) === '−20 dB') return;
      }
    })();
    for await (const frame of watch.hear(frames)) expect(frame.samples).toBe(samples);
    expect(await page.locator('#level').getAttribute('aria-valuetext')).toMatch(/^(−20 dB|no microphone)$/);
  });

  it('shows turns on one axis, newest first, and what each bar means', async () => {
    const watch = makeWatch();
    talk(watch);
    await start(() => watch);
    const page = await open();
    await page.locator('.turn').nth(1).waitFor();
    expect(await page.locator('.said').allTextContents()).toEqual(['And in Lisbon?', 'What time is it?']);
    expect(await page.locator('.moment.first-sound').allTextContents()).toEqual([
      'first sound 420 ms',
      'first sound 280 ms',
    ]);
    const lefts = (selector: string): Promise<number[]> => leftsOf(page, selector);
    const [zero = 0, otherZero = 0] = await lefts('.tick.zero');
    const [late = 0, early = 0] = await lefts('.moment.first-sound');
    expect(zero).toBe(otherZero);
    expect(Math.abs((late - zero) / (early - zero) - 420 / 280)).toBeLessThan(0.01);
    // The waiting begins where the voice ends.
    for (const left of await lefts('.bar.endpoint')) expect(Math.abs(left - zero)).toBeLessThan(1);
    expect(await page.locator('.turn').first().locator('.bar.tts.draft').count()).toBe(1);
    expect(await page.locator('.turn').nth(1).locator('.draft').count()).toBe(0);

    const tip = page.locator('#tip');
    await page.locator('.turn').first().locator('.bar.endpoint').hover();
    await until(async () => (await textOf(page, '#tip')).startsWith('waiting: 252 ms'));
    await page.mouse.move(0, 0);
    await until(async () => !(await tip.isVisible()));
    // One stop of the Tab key for each chart, then the arrow keys.
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.className')).toContain('speech');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    expect(await textOf(page, '#tip')).toContain('recognition: 2273 ms');
    // A view comes five times a second, and takes neither focus nor words away.
    const before = await textOf(page, '#about');
    watch.take(turnOf({ turn: '3', transcript: '', reply: '', totalMs: 100 }));
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(await textOf(page, '#about')).toBe(before);
    expect(await tip.isVisible()).toBe(true);
    // A turn that comes moves the others down; the bar that is read stays the one that is read.
    watch.take(turnOf({ turn: '4', transcript: 'And now?', reply: 'Later.', totalMs: 200 }));
    await until(async () => (await page.locator('.turn').count()) === 3);
    expect(await page.evaluate('document.activeElement.dataset.turn + document.activeElement.dataset.name')).toBe(
      '2stt',
    );
    await page.keyboard.press('Escape');
    expect(await tip.isVisible()).toBe(false);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(`document.activeElement.closest('.turn').querySelector('.said').textContent`)).toBe(
      'What time is it?',
    );
  });

  it('has percentiles, engines and alerts with their advice', async () => {
    const engines = readyEngines();
    engines['llm'] = { state: 'broken', calls: 0, waiting: 0 };
    const watch = makeWatch(engines, { errorShare: 0.5 });
    talk(watch);
    await start(() => watch);
    const page = await open();
    await page.locator('#stages').waitFor();
    const total = page.locator('#stages tr.total');
    expect(await total.locator('td').allTextContents()).toEqual(['350', '413', '419']);
    expect(await textOf(page, '#engines')).toContain('language modelbroken: it failed again and again');
    expect(await page.locator('.alerts').isVisible()).toBe(false);
    const failed = { kind: 'failed', stage: 'tts', message: 'gone' } as const;
    for (const turn of ['3', '4', '5', '6'])
      watch.take(turnOf({ turn, transcript: 'Hello?', reply: '', outcome: failed }));
    await until(async () => (await textOf(page, '#alerts')).includes('parley doctor says what is missing'));
    expect(await textOf(page, '#about')).toBe('preset balanced · 6 turns so far · 4 failed');
    expect(await textOf(page, '.turn >> nth=0')).toContain('failed');
  });

  it('shows texts of others as text', async () => {
    const evil = '<img src=x onerror="document.title=1"><script>document.title=2</script>&lt;b&gt;';
    const watch = makeWatch();
    watch.take(turnOf({ turn: '1', transcript: evil, reply: evil }));
    watch.take({ type: 'partial', turn: '2', atMs: 2, text: evil, stable: '' });
    await start(() => watch);
    const page = await open();
    await page.locator('.said').waitFor();
    for (const selector of ['.said', '.reply', '#partial'])
      expect(await page.locator(selector).textContent()).toBe(evil);
    expect(await page.locator('main img, main script, main b').count()).toBe(0);
    expect(await page.title()).toMatch(/ – Parley$/);
  });

  it('says that the connection is lost, and comes back by itself', async () => {
    const watch = makeWatch();
    talk(watch);
    await start(() => watch);
    const page = await open();
    await until(async () => (await textOf(page, '#state')) === '○ Listening');
    const port = Number(new URL(server.url).port);
    await server.close();
    await until(async () => (await textOf(page, '#state')) === '✕ Connection lost');
    expect(await page.locator('.turn').count()).toBe(2);
    await start(() => watch, port);
    watch.take(turnOf({ turn: '3', transcript: 'Back again?', reply: 'Yes.' }));
    await until(async () => (await page.locator('.turn').count()) === 3);
    expect(await textOf(page, '#state')).toBe('○ Listening');
  });

  it('needs the token, and hands it on to the feed', async () => {
    const token = 'a-token-that-is-hard-to-guess';
    const watch = makeWatch();
    talk(watch);
    await start(() => watch, 0, token);
    const page = await browser.newPage();
    expect((await page.goto(server.url))?.status()).toBe(401);
    const reader = await open(`?token=${token}`);
    await reader.locator('.turn').nth(1).waitFor();
  });

  it.each(['light', 'dark'] as const)('can be read where it is %s, on a phone and on a desk', async (colorScheme) => {
    const watch = makeWatch(readyEngines(), { totalMs: 100 });
    talk(watch);
    watch.take(turnOf({ turn: '3', transcript: 'Tell me '.repeat(40), reply: 'Pneumono'.repeat(40), totalMs: 900 }));
    await start(() => watch);
    for (const width of [340, 768, 1440]) {
      const page = await open('', { colorScheme, viewport: { width, height: 800 } });
      await page.locator('.turn').nth(2).waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth'), `${width}`).toBeLessThanOrEqual(width);
      const seen = await page.evaluate<{ what: string; least: number; ratio: number }[]>(CONTRASTS);
      expect(seen.length).toBeGreaterThan(60);
      expect(seen.filter(({ ratio, least }) => ratio < least)).toEqual([]);
    }
  });
});
