/** A report as a page: whole in itself, true to its figures, and drawn by a real browser. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { reportMarkdown } from '../../../scripts/profile/html/markdown.js';
import { reportPage } from '../../../scripts/profile/html/page.js';
import { stageTargets } from '../../../scripts/profile/stages.js';
import { summarise, type Report } from '../../../scripts/profile/summary.js';
import { findBrowser } from '../../fixtures/browser.js';

const hostile = '</script><script>document.title = "broken"</script>';

function reportOf(preset: string, scale: number, condition = 'warm'): Report {
  const rows = [summarise('stt', 'ms', [40 * scale, 60 * scale]), summarise('tts', 'ms', [100 * scale, 120 * scale])];
  const totals = [140 * scale, 180 * scale];
  return {
    ...{ bench: 'latency', version: '1.2.3', settings: {} },
    machine: { cpu: hostile, cores: 2, loadavg: 0.5, node: 'v20' },
    rows: [...rows, summarise('total', 'ms', totals)].filter((row) => row !== undefined),
    ...{ targets: stageTargets, parts: { of: 'total', names: ['stt', 'tts'] } },
    facts: { preset, condition, models: { stt: hostile } },
    series: { total: totals },
  };
}

const reports = [reportOf('quick', 1), reportOf('thorough', 4, 'cold')];
const options = {
  title: `Figures ${hostile}`,
  reports,
  at: new Date('2026-01-02T03:04:00Z'),
  command: 'parley profile',
};

describe('a page of reports', () => {
  const program = findBrowser();
  if (program === undefined) console.warn('no chromium on PATH: the page of a report is not tried in a browser');

  it('says of every run whether its target is met, in words', async () => {
    const page = await reportPage(options);
    expect(page).toContain('<b>quick</b> <strong>160 ms</strong>');
    expect(page).toContain('<b>thorough, cold</b> <strong>640 ms</strong>');
    expect(page.match(/✓ met/g)?.length).toBeGreaterThan(0);
    expect(page.match(/✗ missed/g)?.length).toBeGreaterThan(0);
    expect(page).not.toContain('<script>document.title');
  });

  it.skipIf(program === undefined)('is drawn without a word from elsewhere', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'parley-report-'));
    const path = join(folder, 'report.html');
    writeFileSync(path, await reportPage(options));
    const browser = await chromium.launch({ executablePath: program ?? '', args: ['--no-sandbox', '--disable-gpu'] });
    try {
      const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      const faults: string[] = [];
      const asked: string[] = [];
      page.on('console', (message) => faults.push(message.text()));
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('request', (request) => asked.push(request.url()));
      await page.goto(`file://${path}`);
      expect(await page.title()).toBe(options.title);
      const inked = await page.evaluate(`[...document.querySelectorAll('canvas')].map((canvas) => {
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        let count = 0;
        for (let i = 3; i < data.length; i += 4) if (data[i] > 0) count++;
        return count;
      })`);
      expect(inked).toHaveLength(3);
      for (const count of inked as number[]) expect(count).toBeGreaterThan(1000);
      expect(faults).toEqual([]);
      expect(asked).toEqual([`file://${path}`]);
    } finally {
      await browser.close();
      rmSync(folder, { recursive: true });
    }
  });
});

describe('reports as Markdown', () => {
  it('stand side by side and each by itself', () => {
    const text = reportMarkdown('Figures', reports);
    expect(text).toContain('| mean ms | quick | thorough, cold |\n| --- | ---: | ---: |\n| stt | 50 | 200 |');
    expect(text).toContain('| total | 2 | 160 |  | 160 | 178 | 180 | < 200 | met |');
    expect(text).toContain('| stt | 2 | 50 | 31.3 % |');
    expect(text).toContain('| total | 2 | 640 |  | 640 | 712 | 718 | < 200 | missed |');
  });
});
