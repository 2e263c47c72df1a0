import { describe, expect, it } from 'vitest';
import { stageRows } from '../../../scripts/profile/stages.js';
import { stageMs } from '../../../src/metrics/stage-parts.js';
import { profileTable } from '../../../scripts/profile/table.js';
import { noSpeculation } from '../../../src/pipeline/speculation.js';
import type { TurnReport } from '../../../src/pipeline/report.js';

/** A turn whose voice ended at 1000 on the clock. */
function turn(marks: Record<string, number>): TurnReport {
  const timings = {
    endpointMs: 500,
    voiceToVoiceMs: (marks['first-sound'] ?? 0) - 1000,
    draftUsed: false,
    cacheHit: false,
  };
  return {
    ...{ turn: '1', outcome: { kind: 'done' }, transcript: 'x', reply: 'y', heard: 'y', timings },
    ...{ audioMs: 1000, partials: 1, underruns: 0, gapMs: 0, marks, counts: {} },
    ...{ reopened: 0, speculation: noSpeculation },
  };
}

const plain = {
  ...{ endpoint: 1500, 'stt.final': 1510, 'nlp.first-out': 1512, 'response.first-out': 1552 },
  ...{ 'split.first-out': 1560, 'tts.first-out': 1640, 'first-sound': 1650 },
};

describe('stages of a turn', () => {
  it('are consecutive and add up to the total', () => {
    const parts = stageMs(turn(plain));
    expect(Object.fromEntries(parts ?? [])).toEqual({
      ...{ endpoint: 500, stt: 10, nlp: 2, response: 40, split: 8, tts: 80, playout: 10 },
    });
    const rows = stageRows([turn(plain)]);
    expect(rows.find((row) => row.name === 'total')).toMatchObject({ n: 1, mean: 650, p50: 650, p95: 650, p99: 650 });
  });

  it('count nothing for what a draft had done before', () => {
    const drafted = {
      ...plain,
      'nlp.first-out': 1150,
      'response.first-out': 1160,
      'split.first-out': 1161,
      'tts.first-out': 1300,
      'first-sound': 1520,
    };
    const parts = Object.fromEntries(stageMs(turn(drafted)) ?? []);
    expect(parts).toEqual({ endpoint: 500, stt: 10, nlp: 0, response: 0, split: 0, tts: 0, playout: 10 });
  });

  it('leave out turns that made no sound', () => {
    expect(stageMs({ ...turn(plain), timings: { draftUsed: false, cacheHit: false } })).toBeUndefined();
    expect(stageRows([])).toEqual([]);
  });

  it('are printed with share, target and verdict', () => {
    const table = profileTable(stageRows([turn(plain)]));
    expect(table).toMatch(/endpoint.*500.*76\.9 %/);
    expect(table).toMatch(/stt.*10.*< 50.*met/);
    expect(table).toMatch(/TOTAL.*650.*100\.0 %.*< 200.*missed/);
  });
});
