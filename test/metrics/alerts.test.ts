/** Alerts are raised once, cleared once, and say what helps. */
import { describe, expect, it } from 'vitest';
import type { AdviceFacts } from '../../src/metrics/advice.js';
import { Alerts, type AlertLimits } from '../../src/metrics/alerts.js';
import { Recent, Threshold } from '../../src/metrics/alert-rules.js';
import type { MachineSample } from '../../src/metrics/machine.js';
import { turnOf } from './report.js';

const facts: AdviceFacts = {
  ...{ preset: 'balanced', cores: 2, endpointMs: 500, sttModel: 'whisper-base', sttThreads: 2 },
  ...{ llmModel: 'smollm2-135m-instruct', llmThreads: 1, ttsEngine: 'piper', idleMinutes: 0 },
};
const limits: AlertLimits = { totalMs: 500, errorShare: 0.05, cpuShare: 0.8, memoryShare: 0.9, queueGrowth: 20 };

function machine(changes: Partial<MachineSample> = {}): MachineSample {
  return { processes: [], cpuShare: 0.1, memoryShare: 0.3, queues: {}, loopDelayMs: { p50: 0, p99: 0 }, ...changes };
}

const turnTook = (voiceToVoiceMs: number) =>
  turnOf({ timings: { endpointMs: 300, voiceToVoiceMs, draftUsed: false, cacheHit: false } });

describe('a threshold', () => {
  it('is raised after its time, once, and cleared well below', () => {
    const rule = new Threshold({ name: 'cpu', limit: 0.8, holdMs: 1000 });
    const steps = [0.9, 0.9, 0.9, 0.9, 0.79, 0.75, 0.71, 0.71, 0.71].map((value, i) => rule.step(value, i * 500)?.kind);
    expect(steps).toEqual([
      undefined,
      undefined,
      'raised',
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      'cleared',
    ]);
  });

  it('does not flutter about its limit', () => {
    const rule = new Threshold({ name: 'latency', limit: 500, holdMs: 0 });
    const changes = Array.from({ length: 100 }, (_, i) => rule.step(i % 2 === 0 ? 510 : 490, i)).filter(Boolean);
    expect(changes).toHaveLength(1);
  });

  it('begins its time anew after one good value, and knows nothing of unknown ones', () => {
    const rule = new Threshold({ name: 'cpu', limit: 0.8, holdMs: 1000 });
    const values = [0.9, 0.5, 0.9, undefined, 0.9];
    expect(values.map((value, i) => rule.step(value, i * 600)?.kind)).toEqual([
      ...[undefined, undefined, undefined, undefined],
      'raised',
    ]);
  });
});

describe('what waits', () => {
  const grow = (depths: readonly number[]): number | undefined => {
    const recent = new Recent(depths.length, 1);
    for (const depth of depths) recent.add(depth);
    return recent.growth;
  };

  it('grows when even its low points rise', () => {
    expect(grow([0, 4, 8, 12, 16, 20])).toBe(4);
    expect(grow([0, 30, 0, 40, 0, 50])).toBeLessThanOrEqual(0);
    expect(grow([9, 8, 7, 3, 2, 1])).toBeLessThan(0);
  });
});

describe('alerts', () => {
  it('tell of slow turns once there are a few, with the stage that takes longest and what helps', () => {
    const alerts = new Alerts(limits, () => facts);
    const told = [900, 900, 900, 900, 900].flatMap((ms, i) => alerts.turn(turnTook(ms), i));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ name: 'latency', kind: 'raised', value: 900, limit: 500 });
    expect(told[0]?.text).toBe(
      'replies come 900 ms after you have finished (alert above 500): most of it, 300 ms, is the wait for your end; turn.eagerness: high or a lower turn.endpoint_ms than 500 shortens it',
    );
    expect(alerts.standing).toHaveLength(1);
    const well = Array.from({ length: 9 }, (_, i) => alerts.turn(turnTook(200), 10 + i)).flat();
    expect(well.map(({ kind, text }) => [kind, text])).toEqual([['cleared', 'replies are quick again']]);
    expect(alerts.standing).toEqual([]);
  });

  it('tell when more than a twentieth of the turns fail', () => {
    const alerts = new Alerts(limits, () => facts);
    const failed = turnOf({ outcome: { kind: 'failed', stage: 'stt', message: '' } });
    const reports = [turnOf(), turnOf(), turnOf(), turnOf(), failed];
    const told = reports.flatMap((report, i) => alerts.turn(report, i)).filter(({ name }) => name === 'errors');
    expect(told.map(({ text }) => text)).toEqual([
      '20 % of the last turns failed (alert above 5 %): parley doctor says what is missing',
    ]);
  });

  it('name the language model that holds all cores', () => {
    const alerts = new Alerts(limits, () => ({ ...facts, llmThreads: 2 }));
    const told = Array.from({ length: 40 }, (_, i) => alerts.sample(machine({ cpuShare: 0.95 }), i * 1000)).flat();
    expect(told.map(({ text }) => text)).toEqual([
      '95 % of the processor is in use (alert above 80 %): the language model holds all 2 cores; set llm.threads to 1',
    ]);
  });

  it('name the queue that grows', () => {
    const alerts = new Alerts(limits, () => facts);
    const told = Array.from({ length: 40 }, (_, i) =>
      alerts.sample(machine({ queues: { tts: 1, stt: 40 * i } }), i * 1000),
    ).flat();
    expect(told.map(({ name }) => name)).toEqual(['queue']);
    expect(told[0]?.text).toMatch(/^more and more waits for stt: /);
  });

  it('begin anew with other limits', () => {
    const alerts = new Alerts(limits, () => facts);
    const tell = (): string[] => [1, 2, 3].flatMap((i) => alerts.turn(turnTook(700), i)).map(({ kind }) => kind);
    expect(tell()).toEqual(['raised']);
    alerts.configure({ ...limits, totalMs: 800 });
    expect([alerts.standing, tell()]).toEqual([[], []]);
    alerts.configure({ ...limits, totalMs: 600 });
    expect(tell()).toEqual(['raised']);
  });

  it('are silent where they are turned off', () => {
    const none = { totalMs: undefined, errorShare: undefined, cpuShare: undefined, memoryShare: undefined };
    const alerts = new Alerts({ ...none, queueGrowth: undefined }, () => facts);
    const turns = Array.from({ length: 20 }, (_, i) => alerts.turn(turnTook(9000), i)).flat();
    const looks = Array.from({ length: 60 }, (_, i) =>
      alerts.sample(machine({ cpuShare: 1, memoryShare: 1, queues: { stt: 99 * i } }), i * 1000),
    ).flat();
    expect([...turns, ...looks]).toEqual([]);
  });
});
