import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { soundSpan } from '../fixtures/loudness.js';
import { missingModels, samples, startParley } from '../fixtures/parley.js';
import { missingPulse, startPulse, type Pulse } from '../fixtures/pulse.js';
import { toWords } from '../fixtures/words.js';

const missing = missingModels() ?? missingPulse();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

describe.skipIf(missing !== undefined)('a conversation through a microphone and a loudspeaker', () => {
  let pulse: Pulse;
  beforeAll(async () => {
    pulse = await startPulse();
  });
  afterAll(async () => {
    await pulse.stop();
  });

  it('hears what is spoken into the room and answers into it', async () => {
    const args = ['start', '--json', '--input', 'mic', '--output', 'speaker', '--set', 'audio.input.device=pulse'];
    const parley = startParley(args, pulse.env);
    await parley.until((event) => event.type === 'listening');
    const room = await pulse.record('speaker');

    await pulse.speak(join(samples, 'what-time-is-it.wav'));
    const spokenMs = performance.now();
    const turn = await parley.until((event) => event.type === 'turn' && event.transcript !== '');
    if (turn.type !== 'turn') throw new Error('not a turn');
    expect(turn.outcome.kind, parley.stderr()).toBe('done');
    expect(toWords(turn.transcript)).toEqual(['what', 'time', 'is', 'it']);
    expect(turn.heard).toBe(turn.reply);

    parley.child.kill('SIGTERM');
    expect(await parley.ended, parley.stderr()).toBe(0);
    await room.stop();
    const { startMs, endMs } = soundSpan(room.samples(), room.sampleRateHz);
    expect(startMs).toBeGreaterThanOrEqual(0);
    // A spoken time of day is no click.
    expect(endMs - startMs).toBeGreaterThan(700);
    const answeredMs = room.startMs() + startMs - spokenMs;
    console.log(
      `the loudspeaker sounded ${Math.round(answeredMs)} ms after the recording ended, reported ${Math.round(turn.timings.voiceToVoiceMs ?? NaN)} ms after the voice`,
    );
  });

  it('goes on after the microphone was gone', async () => {
    const args = ['start', '--json', '--input', 'mic', '--output', 'none', '--set', 'audio.input.device=pulse'];
    const parley = startParley(args, pulse.env);
    await parley.until((event) => event.type === 'listening');
    // It listens before the tool that captures has started.
    const children = await vi.waitUntil(
      async () => {
        const found = await capturesOf(parley.child.pid ?? 0);
        return found.length > 0 && found;
      },
      { timeout: 20_000, interval: 100 },
    );
    for (const pid of children) process.kill(pid, 'SIGKILL');
    await parley.until((event) => event.type === 'notice' && event.text.includes('microphone is back'));
    await pulse.speak(join(samples, 'what-time-is-it.wav'));
    const turn = await parley.until((event) => event.type === 'turn' && event.transcript !== '');
    expect(turn.type === 'turn' && toWords(turn.transcript)).toEqual(['what', 'time', 'is', 'it']);
    parley.child.kill('SIGTERM');
    expect(await parley.ended).toBe(0);
  });
});

/** Process ids of the capture tools that a process has started. */
async function capturesOf(parent: number): Promise<number[]> {
  const { execFileSync } = await import('node:child_process');
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,comm='], { encoding: 'utf8' }).trim().split('\n');
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter(([, ppid, name]) => Number(ppid) === parent && name === 'arecord')
    .map(([pid]) => Number(pid));
}
