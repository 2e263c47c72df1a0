/**
 * Thousands of schedules against one session: whatever the user, the stages, the device and the clock do, these hold.
 *
 * | invariant | where |
 * | --- | --- |
 * | I1 one terminal event, nothing behind it · I2 one answer at a time | `checkEvents`, ledger-speaker `overlaps` |
 * | I3 rest after every fault, and the next question is answered | rig `#probe`, `checkProbe` |
 * | I4, I18 cancel and close within 50 ms, whatever hangs | rig `#end` |
 * | I5, I6, I7, I14 nothing after a cancel, order, whole replies, the same sample after a false start | sound-ledger |
 * | I8 contiguous audio with its pre-roll, no word asked for twice | ears, `checkRanges` |
 * | I9 every word somewhere, the history has the words heard | `checkLedger`, `checkFinals`, `checkHistory` |
 * | I10 our own voice is not answered, noise breaks nothing off | `checkCalls`; echo.test.ts, floor.test.ts |
 * | I11 no words from noise, bounded decoding | models/whisper/invention.test.ts, loop-guard.test.ts |
 * | I12 rates travel with the frames | stages/stt/utterance-feed.test.ts, audio/resample.test.ts |
 * | I13 no partial behind its final | `checkEvents` |
 * | I15 bounded work ahead | stages `sound`; channel.test.ts |
 * | I16 what a full queue does is counted | channel.test.ts |
 * | I17 no timer, listener or call of an engine outlives its turn | rig `#probe`, `run` |
 * | I19 faults name their stage | `checkEvents` |
 * | I20 same schedule, same events | below |
 * | I21 effects once, when certain, never of what was taken back | `checkEffects`; certainty.test.ts, stages/response/response.test.ts |
 * | I22 the sentences are the text | stages/tts/split/invariants.test.ts |
 * | I23 the clock leaps | command `leap`; end-watch.test.ts |
 * | I24 counters at 2^31 and 2^32 | `origin`; audio/ring-buffer.test.ts |
 *
 * `RUNS` sets the schedules of each kind, `SEED` where they begin.
 */
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { judgeTrace } from './oracle.js';
import { play, type Trace } from './rig.js';
import { hostileSchedule, kindSchedule, type Schedule } from './script.js';

const RUNS = Number(process.env['RUNS'] ?? 250);
const SEED = Number(process.env['SEED'] ?? 8);
/** Longer than the longest run that anybody asks for. */
const LIMIT_MS = 24 * 3600 * 1000;

let played = 0;
/** Per phase, how often each command came in it. */
const visited = new Map<string, Map<string, number>>();

function note({ visits }: Trace): void {
  played += 1;
  for (const { phase, command } of visits) {
    const row = visited.get(phase) ?? new Map<string, number>();
    visited.set(phase, row.set(command, (row.get(command) ?? 0) + 1));
  }
}

async function check(schedule: Schedule, isKind: boolean): Promise<void> {
  const trace = await play(schedule);
  note(trace);
  const wrong = judgeTrace(trace, isKind);
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
}

describe('any schedule', () => {
  it(
    'keeps the invariants though every stage may fail at any time',
    async () => {
      const property = fc.asyncProperty(hostileSchedule, (schedule) => check(schedule, false));
      await fc.assert(property, { numRuns: RUNS, seed: SEED });
    },
    LIMIT_MS,
  );

  it(
    'loses no word where no stage is at fault',
    async () => {
      const property = fc.asyncProperty(kindSchedule, (schedule) => check(schedule, true));
      await fc.assert(property, { numRuns: RUNS, seed: SEED });
    },
    LIMIT_MS,
  );

  it(
    'is the same, event for event, when it is played again',
    async () => {
      const property = fc.asyncProperty(hostileSchedule, async (schedule) => {
        const [first, second] = [await play(schedule), await play(schedule)];
        expect(JSON.stringify(second.events)).toBe(JSON.stringify(first.events));
        expect(second.speaker.heard).toEqual(first.speaker.heard);
      });
      await fc.assert(property, { numRuns: Math.ceil(RUNS / 10), seed: SEED });
    },
    LIMIT_MS,
  );
});

afterAll(() => {
  const rows = [...visited].sort(([a], [b]) => a.localeCompare(b));
  const commands = [...new Set(rows.flatMap(([, row]) => [...row.keys()]))].sort();
  const cells = rows.reduce((sum, [, row]) => sum + row.size, 0);
  console.log(`${played} schedules; ${cells} of ${rows.length * commands.length} pairs of phase and command`);
  console.log(['', ...commands].join('\t'));
  for (const [phase, row] of rows) console.log([phase, ...commands.map((name) => row.get(name) ?? 0)].join('\t'));
});
