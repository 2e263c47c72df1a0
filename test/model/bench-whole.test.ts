/** The benches of the whole program with real engines and speech: the form of their reports and what they count, no times. */
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { benchLatency } from '../../scripts/profile/latency/bench.js';
import { benchMemory } from '../../scripts/profile/memory/bench.js';
import type { Growth } from '../../scripts/profile/soak/growth.js';
import { soakForReal } from '../../scripts/profile/soak/real.js';
import { benchStartup } from '../../scripts/profile/startup/bench.js';
import { startSteps } from '../../scripts/profile/startup/run.js';
import { benchThroughput } from '../../scripts/profile/throughput/bench.js';
import { readSpeech, type SpokenClip } from '../../scripts/profile/turns/manifest.js';
import { loadConfig } from '../../src/config/load.js';
import type { TurnReport } from '../../src/pipeline/report.js';
import { modelsFolder, openStore } from '../../src/models/store.js';
import { missingModels, samples } from '../fixtures/parley.js';

const missing = missingModels();
if (missing !== undefined) console.warn(`skipped: ${missing}`);
const manifest = join(import.meta.dirname, '../../../shared/speech/manifest.jsonl');
if (!existsSync(manifest)) console.warn(`skipped: no recordings at ${manifest}`);

const { signal } = new AbortController();
const silent = { onFetch: () => undefined, onNotice: () => undefined, onProgress: () => undefined };
const about = { version: '0.0.0', signal, ...silent };
const sets = ['tts.cache.enabled=false', 'response_generation.cache.enabled=false'];
const own = { version: '0.0.0', preset: 'low-latency', signal, onProgress: () => undefined };
const question = join(samples, 'what-time-is-it.wav');

describe.skipIf(missing !== undefined)('benches of the whole program', { timeout: 900_000 }, () => {
  it('latency: stages that add up to the total', async () => {
    const { report } = await benchLatency(await loadConfig({ sets }), {
      ...{ ...about, paths: [question], rounds: 1 },
      onTurn: () => undefined,
    });
    expect(report).toMatchObject({ bench: 'latency', facts: { preset: 'balanced', turns: 1, measured: 1, failed: 0 } });
    const total = report.rows.find(({ name }) => name === 'total')?.mean ?? NaN;
    const parts = report.rows.filter(({ name }) => report.parts?.names.includes(name));
    expect(parts.map(({ name }) => name)).toEqual(['endpoint', 'stt', 'nlp', 'response', 'split', 'tts', 'playout']);
    expect(parts.reduce((sum, { mean }) => sum + mean, 0)).toBeCloseTo(total, 3);
    expect(report.targets).toMatchObject({ stt: { ms: 50 }, total: { ms: 200, acceptableMs: 500 } });
  });

  it.skipIf(!existsSync(manifest))('throughput: callers at once, and what bounds them', async () => {
    const clips = readSpeech(manifest, { language: 'en' }).filter(({ file }) => file.includes('whattimeisit'));
    expect(clips.length).toBeGreaterThan(0);
    const { report } = await benchThroughput({
      ...{ ...about, store: openStore(), config: await loadConfig({ sets }), seconds: 5, most: 2, limitMs: 60_000 },
      clips: clips.slice(0, 1) satisfies readonly SpokenClip[],
    });
    expect(report).toMatchObject({ bench: 'throughput', facts: { clips: 1, answeredAlone: 1 } });
    expect(report.rows[0]?.name).toBe('turn');
    expect(report.facts['sessions']).toBe(2);
    expect(report.facts['utterancesPerSecond']).toBeGreaterThan(0);
    expect(report.facts['bound']).toEqual(
      expect.arrayContaining([expect.stringMatching(/^the processor is .* cores with 2 at once$/)]),
    );
    const [first] = report.facts['steps'] as { sessions: number; inferenceCores: number; mainCores: number }[];
    expect(first?.sessions).toBe(1);
    expect(first?.inferenceCores).toBeGreaterThan(0);
    expect(first?.mainCores).toBeGreaterThan(0);
  });

  it('startup: a cold start and a warm one, step by step, and nothing left behind', async () => {
    const beside = () => readdirSync(dirname(modelsFolder())).sort();
    const before = beside();
    const { report } = await benchStartup({ ...own, configArgs: [], cold: 1, warm: 1 });
    for (const kind of ['cold', 'warm']) {
      const of = (name: string) => report.rows.find((row) => row.name === name)?.mean ?? NaN;
      const steps = startSteps.map((step) => of(`${kind}.${step}`));
      expect(steps.every((ms) => ms >= 0)).toBe(true);
      expect(steps.reduce((sum, ms) => sum + ms, 0)).toBeCloseTo(of(kind), 0);
    }
    expect(report.facts['cold.pageCache']).toMatch(/^(?:dropped|kept): /);
    expect(beside()).toEqual(before);
  });

  it('startup: one line where it does not start', async () => {
    const start = benchStartup({ ...own, configArgs: ['--set', 'stt.nonsense=1'], cold: 0, warm: 1 });
    await expect(start).rejects.toThrow(/^parley start: .*nonsense.*$/);
  });

  it('memory: idle, active, peak and rest, and the answer that follows it', async () => {
    const { report } = await benchMemory({ ...own, configArgs: [], recordings: [question], quietSeconds: 3 });
    const of = (name: string) => report.rows.find((row) => row.name === name)?.mean ?? NaN;
    expect(report.facts['turns']).toBe(2);
    expect(of('idle')).toBeGreaterThan(100);
    expect(of('idle')).toBeCloseTo(of('idle.main') + of('idle.inference'), 0);
    expect(of('peak')).toBeGreaterThanOrEqual(of('active'));
    // The models have given their memory back.
    expect(of('rest.inference')).toBeLessThan(of('active.inference'));
    expect(report.facts['idleCpuPercent']).toBeGreaterThan(0);
    expect(of('voiceToVoice')).toBeGreaterThan(0);
    expect(of('voiceToVoice.afterRest')).toBeGreaterThan(0);
    expect(report.targets).toMatchObject({ idle: { ms: 500 }, active: { ms: 1000 }, peak: { ms: 1500 } });
  });

  it('soak: recordings round and round in real time, and how memory and handles grow', async () => {
    const options = { ...about, config: await loadConfig({ sets }), paths: [question] };
    const turns: string[] = [];
    const onTurn = ({ outcome }: TurnReport): void => void turns.push(outcome.kind);
    const { report, leaks } = await soakForReal({ ...options, hours: 30 / 3600, onTurn });
    expect(turns.length).toBeGreaterThan(1);
    expect(new Set(turns)).toEqual(new Set(['done']));
    expect(report.facts).toMatchObject({ turns: turns.length, done: turns.length });
    const growth = report.facts['growth'] as Growth[];
    expect(growth.map(({ name }) => name)).toEqual(['rss-main', 'rss-engines', 'handles']);
    for (const { name, from } of growth) expect(from, name).toBeGreaterThan(0);
    // So short a run cannot tell growth from warming up: only what is no growth at all is judged.
    expect(leaks).toEqual([]);
    expect(report.rows.map(({ name }) => name)).toEqual(['voice-to-voice-start', 'voice-to-voice-end']);
  });
});
