import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkAudioTools, listMicrophones, listSpeakers, probeMicrophone } from '../../src/audio/devices.js';
import type { AudioFrame } from '../../src/audio/frame.js';
import { openMicrophone, type MicrophoneEvent, type MicrophoneOptions } from '../../src/audio/microphone.js';
import { players } from '../../src/audio/players.js';
import { createSystemSpeaker } from '../../src/audio/system-speaker.js';
import { createWavWriter } from '../../src/audio/wav-writer.js';
import { systemClock } from '../../src/pipeline/clock.js';
import { missingPulse, startPulse, type Pulse } from '../fixtures/pulse.js';
import { frequencyHz, rms, soundSpan, tone } from './tone.js';

/** Processes of this name that this one started. */
function ownChildren(name: string): number[] {
  return readdirSync('/proc').flatMap((pid) => {
    try {
      const [, command, parent] = /\((.*)\) [^Z] (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
      return command === name && Number(parent) === process.pid ? [Number(pid)] : [];
    } catch {
      return [];
    }
  });
}

const missing = missingPulse();
if (missing !== undefined) console.log(`sound device tests are skipped: ${missing}`);

describe.skipIf(missing !== undefined)('with sound devices', () => {
  let pulse: Pulse;
  let folder = '';
  let tonePath = '';

  beforeAll(async () => {
    pulse = await startPulse();
    folder = await mkdtemp(join(tmpdir(), 'pulse-test-'));
    tonePath = join(folder, 'tone.wav');
    const writer = await createWavWriter(tonePath, 44_100);
    await writer.write(tone({ hz: 440, rateHz: 44_100, ms: 1500 }));
    await writer.close();
  });

  afterAll(async () => {
    await pulse.stop();
    await rm(folder, { recursive: true });
  });

  const listen = (options: Partial<MicrophoneOptions>, signal: AbortSignal): AsyncGenerator<AudioFrame> =>
    openMicrophone(
      { device: 'pulse', sampleRateHz: 16_000, channels: 1, chunkSamples: 512, clock: systemClock, ...options },
      signal,
    );

  /** Frames up to `seconds` of the time line, or to the signal. */
  async function collect(frames: AsyncIterable<AudioFrame>, seconds: number): Promise<AudioFrame[]> {
    const all = [];
    for await (const frame of frames) {
      all.push(frame);
      if (frame.startSample > seconds * 16_000) break;
    }
    return all;
  }

  const join16k = (frames: readonly AudioFrame[]): Float32Array =>
    Float32Array.from(frames.flatMap(({ samples }) => [...samples]));

  describe('openMicrophone', () => {
    it.each([
      { sampleRateHz: 16_000, channels: 1 },
      { sampleRateHz: 44_100, channels: 2 },
    ])('hears what is spoken, at $sampleRateHz Hz with $channels channels', async (options) => {
      const heard = collect(listen(options, new AbortController().signal), 3);
      await delay(500);
      await pulse.speak(tonePath);
      const frames = await heard;
      for (const [i, frame] of frames.entries()) expect(frame.startSample).toBe(i * 512);
      const samples = join16k(frames);
      const { first, last } = soundSpan(samples);
      expect(first).toBeGreaterThan(0);
      expect((last - first) / 16_000).toBeCloseTo(1.5, 1);
      const inner = samples.subarray(first + 800, last - 800);
      expect(frequencyHz(inner, 16_000)).toBeCloseTo(440, 0);
      expect(rms(inner)).toBeCloseTo(0.5 / Math.SQRT2, 2);
      // A lost or doubled sample is a step that a 440 Hz tone cannot take.
      const steps = inner.subarray(1).map((sample, i) => Math.abs(sample - (inner[i] ?? 0)));
      expect(Math.max(...steps)).toBeLessThan(0.5 * ((2 * Math.PI * 440) / 16_000) * 1.2);
    });

    it.each([
      { signal: 'SIGKILL' as const, why: 'the recording tool ended' },
      { signal: 'SIGSTOP' as const, why: 'no audio for 2 s' },
    ])('opens the device again after a $signal, and goes on along the time line', async ({ signal, why }) => {
      const events: MicrophoneEvent[] = [];
      const frames: AudioFrame[] = [];
      const controller = new AbortController();
      const reading = (async () => {
        const onEvent = (event: MicrophoneEvent): void => void events.push(event);
        for await (const frame of listen({ onEvent }, controller.signal)) frames.push(frame);
      })();
      const until = async (isSo: () => boolean): Promise<void> => {
        while (!isSo()) await delay(20);
      };
      await until(() => frames.length > 10);
      for (const pid of ownChildren('arecord')) process.kill(pid, signal);
      await until(() => events.some(({ kind }) => kind === 'reopened'));
      const before = frames.length;
      await until(() => frames.length > before + 10);
      controller.abort();
      await reading;

      expect(events.map(({ kind }) => kind)).toEqual(['lost', 'reopened']);
      expect(events[0]).toMatchObject({ detail: `microphone "pulse": ${why}` });
      const gaps = frames.slice(1).map((frame, i) => frame.startSample - (frames[i]?.startSample ?? 0) - 512);
      expect(gaps.filter((gap) => gap !== 0).length).toBe(1);
      // At least the first backoff passed in the meantime.
      expect(Math.max(...gaps)).toBeGreaterThan(0.2 * 16_000);
      expect(ownChildren('arecord')).toEqual([]);
    });

    it('keeps trying while there is no such device, and ends when told to', async () => {
      const events: MicrophoneEvent[] = [];
      const controller = new AbortController();
      const onEvent = (event: MicrophoneEvent): void => {
        events.push(event);
        setTimeout(() => {
          controller.abort();
        }, 1000);
      };
      expect(await collect(listen({ device: 'pulse:absent', onEvent }, controller.signal), 1)).toEqual([]);
      expect(events.map(({ kind }) => kind)).toEqual(['lost']);
    });

    it('counts what a slow reader made it drop', async () => {
      let dropped = 0;
      const onEvent = (event: MicrophoneEvent): void => void (dropped += event.kind === 'dropped' ? event.samples : 0);
      const frames = listen({ maxQueuedMs: 100, onEvent }, new AbortController().signal);
      const first = (await frames.next()).value as AudioFrame;
      await delay(1000);
      const second = (await frames.next()).value as AudioFrame;
      const skipped = second.startSample - first.startSample - 512;
      await frames.return(undefined);
      expect(skipped).toBeGreaterThan(0);
      expect(dropped).toBeGreaterThanOrEqual(skipped);
    });

    it('says that a muted microphone is silent', async () => {
      const events: MicrophoneEvent[] = [];
      const onEvent = (event: MicrophoneEvent): void => void events.push(event);
      await collect(listen({ onEvent }, new AbortController().signal), 10.5);
      expect(events).toEqual([{ kind: 'silent' }]);
    });
  });

  describe('createSystemSpeaker', () => {
    const rateHz = 22_050;
    const open = (tool: string) =>
      createSystemSpeaker({
        device: tool === 'aplay' ? 'pulse' : 'default',
        sampleRateHz: rateHz,
        clock: systemClock,
        players: players.filter((player) => player.tool === tool),
      });

    it.each(['paplay', 'aplay'])('%s plays without a gap', async (tool) => {
      const speaker = await open(tool);
      const recording = await pulse.record();
      const samples = tone({ hz: 440, rateHz, ms: 1500 });
      const playout = speaker.begin();
      const startMs = performance.now();
      for (let at = 0; at < samples.length; at += 2000) await playout.write(samples.subarray(at, at + 2000));
      await playout.end();
      await delay(300);
      await recording.stop();
      await speaker.close();
      const got = recording.samples();
      const { first, last } = soundSpan(got);
      const inner = got.subarray(first + 2000, last - 2000);
      expect(frequencyHz(inner, recording.sampleRateHz)).toBeCloseTo(440, 0);
      expect(rms(inner)).toBeCloseTo(0.5 / Math.SQRT2, 1);
      expect((last - first) / recording.sampleRateHz).toBeCloseTo(1.5, 1);
      expect(playout.heardSamples()).toBe(samples.length);
      const firstMs = recording.startMs() + (first / recording.sampleRateHz) * 1000;
      console.log(`${tool}: begin → first sound at the sink ${(firstMs - startMs).toFixed(0)} ms`);
    });

    it.each(['paplay', 'aplay'])('%s is silent after a stop, and what was heard is what was recorded', async (tool) => {
      const speaker = await open(tool);
      const recording = await pulse.record();
      const playout = speaker.begin();
      const reply = playout.write(tone({ hz: 440, rateHz, ms: 5000 }));
      await delay(1000);
      const heard = playout.stop();
      const stopMs = performance.now();
      await reply;
      await delay(500);
      await recording.stop();
      await speaker.close();
      const got = recording.samples();
      const { first, last } = soundSpan(got);
      const heardMs = (heard / rateHz) * 1000;
      const recordedMs = ((last - first) / recording.sampleRateHz) * 1000;
      expect(Math.abs(heardMs - recordedMs)).toBeLessThan(150);
      const tail = got.subarray(-Math.round(0.2 * recording.sampleRateHz));
      expect(rms(tail)).toBe(0);
      const silentMs = recording.startMs() + (last / recording.sampleRateHz) * 1000;
      console.log(
        `${tool}: stop → silence at the sink ${(silentMs - stopMs).toFixed(0)} ms; ` +
          `heard ${heardMs.toFixed(0)} ms, recorded ${recordedMs.toFixed(0)} ms`,
      );
    });

    it.each(['paplay', 'aplay'])('%s goes on at once with a playout that takes over from another', async (tool) => {
      const speaker = await open(tool);
      const recording = await pulse.record();
      const samples = tone({ hz: 440, rateHz, ms: 3000 });
      let playout = speaker.begin();
      let reply = playout.write(samples);
      await delay(800);
      const quietMs = performance.now();
      expect(playout.setGain(0.125, 20)).toBe('later');
      const heard = playout.stop();
      playout = speaker.begin({ fadeInMs: 10 });
      playout.setGain(0.125, 0);
      await reply;
      reply = playout.write(samples.subarray(heard));
      await reply;
      await playout.end();
      await delay(300);
      await recording.stop();
      await speaker.close();
      const got = recording.samples();
      const level = soundSpan(got, 0.3);
      const { first, last } = soundSpan(got);
      const msAt = (sample: number): number => (sample / recording.sampleRateHz) * 1000;
      const next = level.last + 96 + soundSpan(got.subarray(level.last + 96)).first;
      // Loud, then quiet to the end, with no more than a short gap between.
      expect(rms(got.subarray(next + 2000, last - 2000))).toBeCloseTo((0.5 * 0.125) / Math.SQRT2, 2);
      expect(msAt(next - level.last)).toBeLessThan(400);
      expect(Math.abs(msAt(last - first) - 3000)).toBeLessThan(400);
      const downMs = recording.startMs() + msAt(level.last) - quietMs;
      const seamMs = msAt(next - level.last);
      const lengthMs = msAt(last - first);
      console.log(
        `${tool}: duck → quiet at the sink ${downMs.toFixed(0)} ms; gap ${seamMs.toFixed(0)} ms; ` +
          `3000 ms were heard in ${lengthMs.toFixed(0)} ms`,
      );
    });

    it('refuses a device that does not exist, in one line', async () => {
      const options = { device: 'absent', sampleRateHz: rateHz, clock: systemClock };
      await expect(createSystemSpeaker(options)).rejects.toThrow(/^speaker "absent": no player can use it \(.*\)$/);
    });
  });

  describe('devices', () => {
    const signal = new AbortController().signal;

    it('says that a microphone works', async () => {
      expect(await probeMicrophone('pulse', signal)).toEqual({
        status: 'works',
        line: 'microphone "pulse" works (arecord)',
      });
    });

    it('names a microphone that does not exist, and those that do', async () => {
      const { status, line } = await probeMicrophone('hw:9,0', signal);
      expect(status).toBe('no-device');
      expect(line).toMatch(/^microphone "hw:9,0": no such device.* this machine has: .*pulse:mic\.monitor/);
      expect(await listMicrophones()).toEqual(expect.arrayContaining(['pulse', 'pulse:mic.monitor']));
      expect((await probeMicrophone('pulse:mic.monitor', signal)).status).toBe('works');
      expect(await listSpeakers()).toContain('speaker');
    });

    it('finds nothing missing', async () => {
      expect((await checkAudioTools()).every(({ ok }) => ok)).toBe(true);
    });
  });
});
