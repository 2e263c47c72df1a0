import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { samplesFromInt16 } from '../../src/audio/pcm.js';
import type { Player } from '../../src/audio/players.js';
import type { SpeakerEvent } from '../../src/audio/speaker.js';
import { createSystemSpeaker } from '../../src/audio/system-speaker.js';
import { systemClock } from '../../src/pipeline/clock.js';
import { snrDb, tone } from './tone.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'player-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** The moment of silence that each player is tried with. */
const trialSamples = (rateHz: number): number => rateHz / 10;

/** A player that appends what it hears to a file. */
const recorder = (path: string): Player => ({
  tool: 'sh',
  latencyMs: 0,
  choosesDevice: true,
  args: () => ['-c', `exec cat >> '${path}'`],
});
/** A player that lives for `seconds` and then fails. */
const mortal = (seconds: number): Player => ({
  tool: 'sh',
  latencyMs: 0,
  choosesDevice: true,
  args: () => ['-c', `sleep ${seconds}; echo lost the sound server >&2; exit 1`],
});

const base = { device: 'default', sampleRateHz: 16_000, clock: systemClock };
const heard = async (path: string, rateHz = 16_000): Promise<Float32Array> =>
  samplesFromInt16(await readFile(path)).subarray(trialSamples(rateHz));

describe('createSystemSpeaker', () => {
  it('hands the player every sample once, in order, at the given volume', async () => {
    const path = join(folder, 'all.raw');
    const speaker = await createSystemSpeaker({ ...base, gain: 0.5, players: [recorder(path)] });
    const samples = tone({ hz: 440, rateHz: 16_000, ms: 400 });
    const playout = speaker.begin();
    for (let at = 0; at < samples.length; at += 999) await playout.write(samples.subarray(at, at + 999));
    await playout.end();
    expect(playout.heardSamples()).toBe(samples.length);
    expect(playout.underruns).toBe(0);
    const got = await heard(path);
    expect(got.length).toBe(samples.length);
    expect(snrDb(got, tone({ hz: 440, rateHz: 16_000, ms: 400, level: 0.25 }))).toBeGreaterThan(70);
    await speaker.close();
    await speaker.close();
  });

  it('resamples the voice to the device', async () => {
    const path = join(folder, 'rate.raw');
    const speaker = await createSystemSpeaker({ ...base, sampleRateHz: 48_000, players: [recorder(path)] });
    const playout = speaker.begin({ sampleRateHz: 22_050 });
    await playout.write(tone({ hz: 440, rateHz: 22_050, ms: 300 }));
    await playout.end();
    expect(playout.heardSamples()).toBe(6615);
    expect((await heard(path, 48_000)).length).toBe(14_400);
    await speaker.close();
  });

  it('gives the player nothing more after a stop', async () => {
    const path = join(folder, 'stop.raw');
    const speaker = await createSystemSpeaker({ ...base, players: [recorder(path)] });
    const playout = speaker.begin();
    const reply = playout.write(tone({ hz: 440, rateHz: 16_000, ms: 5000 }));
    await delay(300);
    const count = playout.stop();
    await reply;
    await playout.end();
    const got = (await heard(path)).length;
    await delay(200);
    expect((await heard(path)).length).toBe(got);
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThanOrEqual(got + 320);
    expect(got).toBeLessThan(80_000);
    expect(playout.heardSamples()).toBe(count);
    await speaker.close();
  });

  it('goes on with another process when the player dies inside a reply, and gives up in the end', async () => {
    const events: SpeakerEvent[] = [];
    const players = [mortal(0.5)];
    const speaker = await createSystemSpeaker({ ...base, players, onEvent: (event) => events.push(event) });
    const playout = speaker.begin();
    await expect(playout.write(new Float32Array(16_000 * 30))).rejects.toThrow(
      'the player died 3 times in one reply: lost the sound server',
    );
    expect(events.map(({ kind }) => kind)).toEqual(['player-died', 'player-died', 'player-failed']);
    expect(events[0]?.detail).toBe('lost the sound server');
    expect(playout.heardSamples()).toBeLessThan(16_000 * 30);
    await speaker.close();
  });

  it('says so when the player took all of a reply and then failed', async () => {
    const script = 'cat > /dev/null; echo cannot open the device >&2; exit 1';
    const player: Player = { tool: 'sh', latencyMs: 0, choosesDevice: true, args: () => ['-c', script] };
    const events: SpeakerEvent[] = [];
    const onEvent = (event: SpeakerEvent): number => events.push(event);
    const speaker = await createSystemSpeaker({ ...base, players: [player], onEvent });
    const playout = speaker.begin();
    await playout.write(tone({ hz: 440, rateHz: 16_000, ms: 100 }));
    await expect(playout.end()).rejects.toThrow('the player failed: cannot open the device');
    expect(events).toEqual([{ kind: 'player-failed', detail: 'cannot open the device' }]);
    await speaker.close();
  });

  it('starts another when the one that waits has died', async () => {
    const path = join(folder, 'idle.raw');
    const first = join(folder, 'first');
    // The one that is tried stays, the next ends after half a second, those after it stay.
    const second = join(folder, 'second');
    const die = `if mkdir '${second}' 2>/dev/null; then exec sleep 0.5; fi`;
    const script = `if ! mkdir '${first}' 2>/dev/null; then ${die}; fi; exec cat >> '${path}'`;
    const player: Player = { tool: 'sh', latencyMs: 0, choosesDevice: true, args: () => ['-c', script] };
    const speaker = await createSystemSpeaker({ ...base, players: [player] });
    await delay(900);
    const playout = speaker.begin();
    await playout.write(tone({ hz: 440, rateHz: 16_000, ms: 100 }));
    await playout.end();
    expect((await heard(path)).length).toBe(1600);
    await speaker.close();
  });
});
