import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { judgeTrace } from './oracle.js';
import { play, type Trace } from './rig.js';
import { hostileSchedule, kindSchedule, type Schedule } from './script.js';

const RUNS = Number(process.env['RUNS'] ?? 600);
const SEED = Number(process.env['SEED'] ?? 20_261_121);

let played = 0;
const visited = new Map<string, number>();

function note(trace: Trace): void {
  played += 1;
  for (const { phase, command } of trace.visits) {
    const key = `${phase}.${command}`;
    visited.set(key, (visited.get(key) ?? 0) + 1);
  }
}

async function check(schedule: Schedule, isKind: boolean): Promise<void> {
  const trace = await play(schedule);
  note(trace);
  const wrong = judgeTrace(trace, isKind);
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
}

describe('any schedule', () => {
  it('keeps the invariants though every stage may fail at any time', async () => {
    await fc.assert(
      fc.asyncProperty(hostileSchedule, (schedule) => check(schedule, false)),
      { numRuns: RUNS, seed: SEED },
    );
  });

  it('loses no word where no stage is at fault', async () => {
    await fc.assert(
      fc.asyncProperty(kindSchedule, (schedule) => check(schedule, true)),
      { numRuns: RUNS, seed: SEED },
    );
  });

  it('is the same, event for event, when it is played again', async () => {
    await fc.assert(
      fc.asyncProperty(hostileSchedule, async (schedule) => {
        const [first, second] = [await play(schedule), await play(schedule)];
        expect(JSON.stringify(second.events)).toBe(JSON.stringify(first.events));
        expect(second.speaker.heard).toEqual(first.speaker.heard);
      }),
      { numRuns: Math.ceil(RUNS / 10), seed: SEED },
    );
  });
});

afterAll(() => {
  console.log(`${played} schedules played`);
});
