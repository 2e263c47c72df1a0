/** A real conversation, watched from outside: its figures, its page and the terminal. */
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAssistant } from '../../src/assistant.js';
import type { Assistant } from '../../src/assistant/assistant.js';
import { speakRecordings } from '../../src/assistant/recordings.js';
import { createSilentSpeaker } from '../../src/audio/silent-speaker.js';
import { loadConfig } from '../../src/config/load.js';
import type { WatchView } from '../../src/metrics/watch.js';
import { openStore } from '../../src/models/store.js';
import { systemClock } from '../../src/pipeline/clock.js';
import type { TurnReport } from '../../src/pipeline/report.js';
import { startMetricsServer, type MetricsServer } from '../../src/server/metrics-server.js';
import { missingTerminal, openTerminal } from '../cli/ask-terminal.js';
import { findBrowser, leftsOf } from '../fixtures/browser.js';
import { missingModels, runParley, samples } from '../fixtures/parley.js';
import { missingPrometheus, readExposition } from '../fixtures/prometheus.js';

const missing = missingModels();
if (missing !== undefined) console.warn(`skipped: ${missing}`);
const program = findBrowser();
const noParser = missingPrometheus();
const noTerminal = missingTerminal();

const clips = ['what-time-is-it.wav', 'megabytes-in-a-bit.wav', 'grapefruit-in-french.wav'];
const ending = new AbortController();
const turns: TurnReport[] = [];
let assistant: Assistant | undefined;
let server: MetricsServer;
/** What `/readyz` said before there was an assistant, and when it was loaded. */
const readiness: number[] = [];

async function readyStatus(): Promise<number> {
  return (await fetch(`${server.url}readyz`)).status;
}

async function converse(spoken: Assistant): Promise<void> {
  const { sample_rate, lead_ms } = spoken.config.settings.audio.output;
  const speaker = createSilentSpeaker({ clock: spoken.clock, sampleRateHz: sample_rate, leadMs: lead_ms });
  const paths = clips.map((name) => join(samples, name));
  await spoken.listen(speakRecordings(spoken, paths, ending.signal), speaker, ending.signal);
  await speaker.close();
}

describe.skipIf(missing !== undefined)('a conversation that is watched', () => {
  beforeAll(async () => {
    const config = await loadConfig({ preset: 'low-latency', sets: ['assistant.memory=process', 'metrics.port=0'] });
    const { metrics } = config.settings;
    const started = await startMetricsServer({ settings: metrics, clock: systemClock, watch: () => assistant?.watch });
    if (started === undefined) throw new Error('the port is off');
    server = started;
    readiness.push(await readyStatus());
    const onEvent = (event: { readonly type: string }): void => {
      if (event.type === 'turn') turns.push(event as unknown as TurnReport);
    };
    assistant = await createAssistant({ config, store: openStore(), onEvent }, ending.signal);
    readiness.push(await readyStatus());
    void assistant.watch.run(ending.signal);
    await converse(assistant);
  });
  afterAll(async () => {
    ending.abort(new Error('the test is over'));
    await assistant?.close();
    await server.close();
  });

  it('was ready once its models were loaded, and answered', () => {
    expect(readiness).toEqual([503, 200]);
    expect(turns.filter(({ transcript }) => transcript !== '').length).toBeGreaterThanOrEqual(clips.length);
  });

  it.skipIf(noParser !== undefined)('has figures of every turn, and no word of it in them', async () => {
    const text = await (await fetch(`${server.url}metrics`)).text();
    const families = await readExposition(text);
    const valueOf = (name: string): number =>
      families
        .flatMap((family) => family.samples)
        .reduce((sum, one) => sum + (one.name === name ? Number(one.value) : 0), 0);
    expect(valueOf('parley_pipeline_turns_total')).toBe(turns.length);
    expect(valueOf('parley_pipeline_total_seconds_count')).toBeGreaterThanOrEqual(clips.length);
    for (const name of [
      'parley_vad_frame_seconds_count',
      'parley_whisper_encoder_runs_total',
      'parley_process_memory_bytes',
    ]) {
      expect(valueOf(name), name).toBeGreaterThan(0);
    }
    const said = turns.flatMap(
      ({ transcript, reply }) =>
        [transcript, reply]
          .join(' ')
          .toLowerCase()
          .match(/[\p{L}\d]+/gu) ?? [],
    );
    expect(said).toContain('time');
    const values = families.flatMap(({ samples: told }) => told.flatMap(({ labels }) => Object.entries(labels)));
    // Bounds of buckets and quantiles are numbers of ours.
    const words = values.flatMap(([name, value]) =>
      name === 'le' || name === 'quantile' ? [] : (value.toLowerCase().match(/[\p{L}\d]+/gu) ?? []),
    );
    expect(words).toContain('main');
    expect(words.filter((word) => said.includes(word))).toEqual([]);
    for (const { transcript } of turns) if (transcript !== '') expect(text).not.toContain(transcript);
  });

  it.skipIf(program === undefined)('is seen on the page, with every turn on the same axis', async () => {
    const browser = await chromium.launch({ executablePath: program ?? '', args: ['--no-sandbox', '--disable-gpu'] });
    try {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      await page.goto(server.url);
      await page.locator('.turn').first().waitFor();
      const shown = await page.locator('.turn .said').allTextContents();
      const heard = turns.map(({ transcript }) => transcript).filter((transcript) => transcript !== '');
      expect(shown).toEqual(heard.slice(-6).reverse());
      expect(await page.locator('#state').textContent()).toContain('Listening');
      // Zero is at one place in all of them, and the first sound is behind it.
      const zeros = await leftsOf(page, '.tick.zero');
      expect(new Set(zeros).size).toBe(1);
      const sounds = await leftsOf(page, '.moment.first-sound');
      for (const left of sounds) expect(left).toBeGreaterThan(zeros[0] ?? 0);
      expect(await page.locator('#stages tbody tr').count()).toBe(8);
      if (process.env['SHOTS'] !== undefined)
        await page.screenshot({ path: `${process.env['SHOTS']}/monitor-real.png`, fullPage: true });
    } finally {
      await browser.close();
    }
  });

  it('is told once, as JSON and as text', async () => {
    const json = await runParley(['monitor', '--url', server.url, '--json', '--once']);
    expect(json.code, json.stderr).toBe(0);
    const view = JSON.parse(json.stdout) as WatchView;
    expect(view.turns.map(({ transcript }) => transcript)).toContain(turns[0]?.transcript);
    const total = view.rows.find(({ name }) => name === 'total');
    expect(total?.n).toBeGreaterThanOrEqual(clips.length);
    const text = await runParley(['monitor', '--url', server.url, '--once']);
    expect(text.code, text.stderr).toBe(0);
    expect(text.stdout).toContain(turns.at(-1)?.transcript);
    expect(text.stdout).toContain(`P50`);
    expect(text.stdout).toMatch(/inference \d+ % \d+ MB/);
    expect(text.stdout).not.toContain('\u001b');
  });

  it.skipIf(noTerminal !== undefined)('is watched in a terminal until q', async () => {
    const terminal = openTerminal(['monitor', '--url', server.url], {});
    await terminal.until(/first sound after \d+ ms/);
    terminal.type('q');
    expect(await terminal.ended).toBe(0);
  });
});
