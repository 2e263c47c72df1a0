import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readWav } from '../../src/audio/wav.js';
import { loadConfig } from '../../src/config/load.js';
import { figuresOf } from '../../scripts/profile/turns/echo/loop-figures.js';
import { judgeUsers, placeUsers, voiceLevelDb } from '../../scripts/profile/turns/echo/loop-users.js';
import type { LoopReply } from '../../scripts/profile/turns/echo/loop-voice.js';
import { runLoop } from '../../scripts/profile/turns/echo/loop.js';

const speech = join(import.meta.dirname, '../../../shared/speech');
const said = [
  ['en_read_lhotse_lj002_0020.wav', 'it is a quarter past seven and it will be a fine day all the same'],
  [
    'en_read_lhotse_2412_153948_0000.wav',
    'there was once a long answer that nobody had asked for but everybody had to hear',
  ],
] as const;
const command = 'en_command_wyoming_faster_whisper_turn_on_the_living_room_lamp.wav';
const files = [...said.map(([file]) => file), command];
const rateHz = 16_000;
/** Two starts of a player: some ms later than it says, then some ms sooner. */
const jitter = (): (() => number) => {
  const late = [25, -30, 10, -15];
  let next = 0;
  return () => late[next++ % late.length] ?? 0;
};

async function readReply([file, text]: (typeof said)[number]): Promise<LoopReply> {
  const { samples } = await readWav(join(speech, file), rateHz);
  const count = text.split(' ').length;
  const wordEnds = Array.from({ length: count }, (_, i) => Math.round(((i + 1) * samples.length) / count));
  return { text, sampleRateHz: rateHz, samples, wordEnds };
}

describe.skipIf(!files.every((file) => existsSync(join(speech, file))))(
  'a session that hears its own loudspeaker',
  () => {
    it.each([
      [-6, 80],
      [-20, 20],
    ])(
      'opens no turn and stays as loud as it is (%i dB, %i ms)',
      async (gainDb, delayMs) => {
        const { settings } = await loadConfig();
        const [answer, story] = await Promise.all([readReply(said[0]), readReply(said[1])]);
        const run = await runLoop({
          ...{ settings, shape: { gainDb, delayMs, lateMs: jitter() }, replies: [answer, story], answer, seconds: 18 },
          ...{ guard: 'canceller', transcribe: async () => ({ text: 'what the room heard', words: [] }) },
        });
        const { replies: begun, turns, ducks, pauses, stopped, steadyDb } = figuresOf(run, delayMs);
        expect(begun).toBeGreaterThan(1);
        expect({ turns, ducks, pauses, stopped }).toEqual({ turns: 0, ducks: 0, pauses: 0, stopped: 0 });
        expect(steadyDb).toBeGreaterThan(18);
      },
      120_000,
    );

    it('is stopped by somebody as loud as the echo', async () => {
      const { settings } = await loadConfig();
      const [answer, story] = await Promise.all([readReply(said[0]), readReply(said[1])]);
      const { samples } = await readWav(join(speech, command), rateHz);
      const users = placeUsers({
        voices: [samples],
        echoDb: voiceLevelDb([answer, story]) - 12,
        overDb: 3,
        seconds: 18,
      });
      expect(users.length).toBeGreaterThan(0);
      const run = await runLoop({
        ...{ settings, shape: { gainDb: -12, delayMs: 80, lateMs: jitter() }, seconds: 18 },
        ...{ replies: [answer, story], answer, guard: 'canceller', speech: users },
        transcribe: async () => ({ text: 'Turn on the living room lamp.', words: [] }),
      });
      const figures = judgeUsers(run, users);
      expect(figures.users).toBeGreaterThan(0);
      expect(figures).toMatchObject({ stopped: figures.users, read: figures.users, ownTurns: 0 });
    }, 120_000);
  },
);
