/** What is recorded is told in Prometheus's form. */
import { describe, expect, it } from 'vitest';
import { exposedName, instruments, type InstrumentName } from '../../src/metrics/instruments.js';
import { recordEffort, recordEngines, recordMachine } from '../../src/metrics/machine-record.js';
import { Meter } from '../../src/metrics/meter.js';
import { recordTurn } from '../../src/metrics/turn-record.js';
import { turnOf } from './report.js';

describe('a meter', () => {
  it('tells durations in seconds, whatever they were recorded in', async () => {
    const meter = new Meter();
    meter.record('vad.frame', 2);
    meter.record('vad.frame', 40);
    const text = await meter.expose();
    expect(text).toContain('parley_vad_frame_seconds_sum 0.042\n');
    expect(text).toContain('parley_vad_frame_seconds_bucket{le="0.005"} 1\n');
    expect(text).toContain('parley_vad_frame_seconds_bucket{le="+Inf"} 2\n');
  });

  it('keeps the values of a label apart', async () => {
    const meter = new Meter();
    meter.record('pipeline.turns', 1, 'done');
    meter.record('pipeline.turns', 2, 'aborted');
    const text = await meter.expose();
    expect(text).toContain('parley_pipeline_turns_total{outcome="done"} 1\n');
    expect(text).toContain('parley_pipeline_turns_total{outcome="aborted"} 2\n');
  });

  it('follows a sum that somebody else keeps, and that begins anew', async () => {
    const meter = new Meter();
    for (const sum of [5, 9, 9, 2]) meter.follow('whisper.encoder_runs', sum);
    expect(await meter.expose()).toContain('parley_whisper_encoder_runs_total 11\n');
  });

  it('has a name for every instrument that Prometheus takes, and no two alike', () => {
    const names = (Object.keys(instruments) as InstrumentName[]).map(exposedName);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^parley_[a-z_]+$/);
    expect(exposedName('audio.gap')).toBe('parley_audio_gap_seconds_total');
    expect(exposedName('process.memory')).toBe('parley_process_memory_bytes');
  });
});

describe('a turn', () => {
  const expose = async (...reports: Parameters<typeof turnOf>[0][]): Promise<string> => {
    const meter = new Meter();
    for (const report of reports) recordTurn(turnOf(report), meter);
    return meter.expose();
  };

  it('adds its total, what each stage added to it, and what became of its drafts', async () => {
    const text = await expose({});
    expect(text).toContain('parley_pipeline_total_seconds_sum 0.313\n');
    expect(text).toContain('parley_pipeline_stage_seconds_sum{stage="endpoint"} 0.3\n');
    expect(text).toContain('parley_pipeline_stage_seconds_sum{stage="tts"} 0\n');
    expect(text).toContain('parley_pipeline_drafts_total{result="early"} 1\n');
    expect(text).toContain('parley_pipeline_drafts_total{result="thrown-away"} 1\n');
    expect(text).toContain('parley_stt_first_partial_seconds_sum 0.55\n');
    expect(text).toContain('parley_tts_cache_total{result="miss"} 1\n');
    expect(text).toContain('parley_response_replies_total{source="skill"} 1\n');
  });

  it('that failed counts to its stage, one that was broken off to its reason', async () => {
    const text = await expose(
      { outcome: { kind: 'failed', stage: 'tts', message: 'What is the time in Lisbon?' } },
      { outcome: { kind: 'aborted', reason: 'barge-in' }, underruns: 2, gapMs: 250 },
    );
    expect(text).toContain('parley_pipeline_errors_total{stage="tts"} 1\n');
    expect(text).toContain('parley_pipeline_aborts_total{reason="barge-in"} 1\n');
    expect(text).toContain('parley_audio_underruns_total 2\n');
    expect(text).toContain('parley_audio_gap_seconds_total 0.25\n');
    expect(text).not.toMatch(/Lisbon|Half past/);
  });
});

describe('the machine', () => {
  it('adds processes, engines and what the recogniser cost', async () => {
    const meter = new Meter();
    const loopDelayMs = { p50: 1, p99: 12 };
    const processes = [{ name: 'main', cpu: 0.25, memoryBytes: 2e8 }] as const;
    recordMachine({ processes, cpuShare: 0.5, memoryShare: 0.4, queues: { stt: 3 }, loopDelayMs }, meter);
    recordEngines(
      { stt: { state: 'ready', calls: 1, waiting: 3 }, tts: { state: 'resting', calls: 0, waiting: 0 } },
      1,
      meter,
    );
    recordEffort(
      { encoderRuns: 4, encoderMs: 400, decoderTokens: 30, decoderMs: 90, melMs: 5, languageLooks: 2, cacheHits: 3 },
      meter,
    );
    const text = await meter.expose();
    expect(text).toContain('parley_process_cpu_ratio{process="main"} 0.25\n');
    expect(text).toContain('parley_process_memory_bytes{process="main"} 200000000\n');
    expect(text).toContain('parley_process_loop_delay_seconds{quantile="0.99"} 0.012\n');
    expect(text).toContain('parley_pipeline_queue{queue="stt"} 3\n');
    expect(text).toContain('parley_inference_resident{engine="tts"} 0\n');
    expect(text).toContain('parley_inference_restarts_total 1\n');
    expect(text).toContain('parley_whisper_encode_seconds_total 0.4\n');
    expect(text).toContain('parley_lid_looks_total 2\n');
  });
});
