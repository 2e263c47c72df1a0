/** What the bench makes of a scene: delays from the last speech sample, cut-offs, missed ends, and the story of a turn. */
import { describe, expect, it } from 'vitest';
import type { SceneRecord } from '../../../../scripts/profile/turns/scene.js';
import type { SpokenTurn } from '../../../../scripts/profile/turns/spoken-turn.js';
import { figuresOf, type TurnFigures } from '../../../../scripts/profile/turns/turn-figures.js';
import {
  hesitationFacts,
  isHesitation,
  ratioFacts,
  troubles,
  turnFacts,
  turnRows,
} from '../../../../scripts/profile/turns/turn-rows.js';
import { printWaterfall, waterfallOf, worst } from '../../../../scripts/profile/turns/waterfall.js';
import { join } from '../../../../src/models/piper/trim.js';
import type { SessionEvent } from '../../../../src/pipeline/events.js';
import type { TurnReport } from '../../../../src/pipeline/report.js';
import { silence, tone } from './sound.js';

const rateHz = 8000;
/** Of the session's clock, at the first sample of the scene. */
const startMs = 10_000;
const speech = { speechStartMs: 500, speechEndMs: 2000 };

type TurnEvent = Extract<SessionEvent, { type: 'turn' }>;

function report(atMs: number, more: Partial<TurnReport> = {}): TurnEvent {
  return {
    ...{ type: 'turn', atMs, turn: '1', outcome: { kind: 'done' }, transcript: 'what time is it', reply: 'Noon.' },
    ...{ heard: 'Noon.', source: 'skill', timings: { draftUsed: false, cacheHit: false }, audioMs: 1500, partials: 1 },
    ...{ underruns: 0, gapMs: 0, marks: {}, counts: {}, reopened: 0 },
    speculation: { started: 0, gainedMs: 0, wastedMs: 0 },
    ...more,
  };
}

/** 1.5 s, all of it voice unless told. */
const lineHz = 16_000;
const voice: readonly Float32Array[] = [tone(1500, lineHz)];

function turnOf(
  events: readonly SessionEvent[],
  output: readonly Float32Array[],
  text?: string,
  said = voice,
): SpokenTurn {
  const record: SceneRecord = {
    ...{ side: '', input: new Float32Array(0), output: join(output), outputRateHz: rateHz, events, startMs },
    startedAt: 0,
  };
  const utterance = { name: 'clip', kind: 'question', text, samples: join(said), startMs: 0, endMs: 1500 };
  return { utterance, record, ...speech };
}

const answered = [
  { type: 'speech.end', atMs: 2301, turn: '1', silenceMs: 300, reasons: ['a whole question'] },
  { type: 'transcript', atMs: 2330, turn: '1', text: 'what time is it', language: 'en' },
  { type: 'audio.start', atMs: 2404, turn: '1' },
  report(3000, {
    marks: { endpoint: 12_300, 'response.first-out': 12_340, 'first-sound': 12_398 },
    timings: { draftUsed: true, cacheHit: false },
    reopened: 1,
    endpoint: { silenceMs: 300, waitMs: 300, reasons: ['a whole question'], sounds: [] },
    speculation: { started: 2, used: 'early', gainedMs: 80, wastedMs: 30 },
  }),
] satisfies SessionEvent[];
const answer = [silence(2400, rateHz), tone(500, rateHz)];

describe('figuresOf', () => {
  it('counts from the last speech sample to the first audible one, and to what the assistant marked', () => {
    const figures = figuresOf(turnOf(answered, answer, 'what time is it'));
    expect(figures.delays.voiceToVoice).toBeCloseTo(400, 0);
    expect(figures.delays).toMatchObject({ endpoint: 300, sttFinal: 330, firstToken: 340, firstSound: 398 });
    expect(figures).toMatchObject({ source: 'skill', isCut: false, isMissed: false, isDraftHit: true, turns: 1 });
    expect(figures).toMatchObject({ reopened: 1, reasons: ['a whole question'], drafts: { started: 2, gainedMs: 80 } });
  });

  it('takes a filler for no answer', () => {
    const filled = [{ type: 'filler.start', atMs: 2100, turn: '1' } as const, ...answered];
    const output = [silence(2100, rateHz), tone(100, rateHz), silence(200, rateHz), tone(500, rateHz)];
    const figures = figuresOf(turnOf(filled, output));
    expect(figures.delays.voiceToVoice).toBeCloseTo(400, 0);
    expect(figures.fillers).toBe(1);
  });

  it('calls sound into the speech a cut, but not a slip of less than 300 ms', () => {
    const cut = (ms: number): TurnFigures =>
      figuresOf(
        turnOf(answered, [silence(1000, rateHz), tone(ms, rateHz), silence(1400 - ms, rateHz), tone(500, rateHz)]),
      );
    expect(cut(320)).toMatchObject({ isCut: true });
    expect(cut(320).soundingMs).toBeCloseTo(320, -1);
    expect(cut(250)).toMatchObject({ isCut: false });
  });

  it('calls no cut what sounds in a pause of the user, but tells how much that was', () => {
    const output = [silence(900, rateHz), tone(500, rateHz), silence(1000, rateHz), tone(500, rateHz)];
    // From 900 to 1500 ms on the session's clock nobody speaks.
    const said = [tone(400, lineHz), silence(600, lineHz), tone(500, lineHz)];
    const figures = figuresOf(turnOf(answered, output, undefined, said));
    expect(figures.isCut).toBe(false);
    expect(figures.inPauseMs).toBeCloseTo(500, -1);
    expect(figuresOf(turnOf(answered, output)).isCut).toBe(true);
  });

  it('calls words in two turns a cut, unless one of them was dismissed, which reopens nothing', () => {
    const first = (outcome: TurnReport['outcome']): SessionEvent[] => [
      report(1500, { turn: '0', outcome }),
      ...answered,
    ];
    expect(figuresOf(turnOf(first({ kind: 'done' }), answer))).toMatchObject({ isCut: true, turns: 2 });
    const dismissed = figuresOf(turnOf(first({ kind: 'aborted', reason: 'misfire' }), answer));
    expect(dismissed).toMatchObject({ isCut: false, turns: 1, reopened: 1, transcript: 'what time is it' });
  });

  it('calls silence after words a missed end, and silence after nothing none', () => {
    const nothing = [report(6000, { transcript: '', reply: '', heard: '' })];
    expect(figuresOf(turnOf(nothing, [silence(6000, rateHz)], 'stop'))).toMatchObject({ isMissed: true });
    expect(figuresOf(turnOf(nothing, [silence(6000, rateHz)]))).toMatchObject({ isMissed: false });
    const late = [{ type: 'audio.start', atMs: 5100, turn: '1' } as const, report(6000)];
    const slow = figuresOf(turnOf(late, [silence(5100, rateHz), tone(100, rateHz)]));
    expect(slow).toMatchObject({ isMissed: true, isUntaken: true });
    const [taken] = answered;
    if (taken === undefined) throw new Error('the fixture has events');
    const thinking = figuresOf(turnOf([taken, ...late], [silence(5100, rateHz), tone(100, rateHz)]));
    expect(thinking).toMatchObject({ isMissed: true, isUntaken: false });
    const back = { type: 'turn.reopen', atMs: 2500, turn: '1' } as const;
    expect(figuresOf(turnOf([taken, back, ...late], [silence(5000, rateHz)])).isUntaken).toBe(true);
  });

  it('counts replies that stopped though nobody spoke', () => {
    const stopped = { kind: 'aborted', reason: 'barge-in' } as const;
    const start = { type: 'audio.start', atMs: 2404, turn: '1' } as const;
    expect(figuresOf(turnOf([start, report(2900, { outcome: stopped })], answer)).falseInterruptions).toBe(1);
  });
});

describe('turnRows and turnFacts', () => {
  const good = figuresOf(turnOf(answered, answer, 'what time is it'));
  const twice: TurnFigures = { ...good, delays: { ...good.delays, voiceToVoice: 800 }, source: 'llm' };
  const cut: TurnFigures = { ...good, isCut: true, delays: { voiceToVoice: 1 } };

  it('has a row for each delay and for each source, cut turns left out', () => {
    const rows = turnRows([good, twice, cut], '-b');
    expect(rows.map(({ name, n }) => [name, n])).toEqual([
      ['voice-to-voice-b', 2],
      ['endpoint-b', 2],
      ['stt-final-b', 2],
      ['first-token-b', 2],
      ['first-sound-b', 2],
      ['voice-to-voice.skill-b', 1],
      ['voice-to-voice.llm-b', 1],
    ]);
  });

  it('counts what went right and wrong', () => {
    const facts = turnFacts([good, twice, cut, { ...good, isMissed: true, delays: {} }]);
    expect(facts).toMatchObject({ turns: 4, answered: 3, falseCutOffs: 1, missedEnds: 1, draftHits: 4, reopened: 4 });
    expect(facts['falseCutOffs.percent']).toBe(25);
    expect(troubles([good, cut]).map(({ what }) => what)).toEqual(['cut']);
  });

  it('counts utterances with a pause inside for themselves', () => {
    const paused: TurnFigures = { ...good, kind: 'pause', reopened: 2 };
    const list = [paused, { ...paused, kind: 'hesitation', isCut: true, soundingMs: 400 }, good];
    expect(list.map(isHesitation)).toEqual([true, true, false]);
    expect(hesitationFacts(list.filter(isHesitation))).toMatchObject({
      ...{ hesitations: 2, 'hesitations.cut': 1, 'hesitations.cutPercent': 50, 'hesitations.reopened': 4 },
      'hesitations.spokenInto': 1,
    });
    expect(hesitationFacts([])).toEqual({});
  });

  it('compares sides by their medians and pair by pair', () => {
    const facts = ratioFacts([good, good], [twice, twice]);
    expect(facts['ratio.voice-to-voice']).toBeCloseTo(2, 1);
    expect(facts['ratio.paired']).toBeCloseTo(2, 1);
    expect(facts['ratio.endpoint']).toBe(1);
  });
});

describe('waterfallOf', () => {
  const turn = turnOf(answered, answer, 'what time is it');
  const story = waterfallOf(turn, figuresOf(turn));

  it('tells everything in order, from the last sample of speech', () => {
    const times = story.lines.map(({ ms }) => ms);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    const text = printWaterfall(story);
    expect(text).toMatch(/^clip: 400 ms voice to voice; “what time is it”\n/);
    expect(text).toMatch(/\n {5}301 ms {2}turn 1: taken after 300 ms of silence: a whole question\n/);
    expect(text).toMatch(/0 ms {2}speech ends/);
    expect(text).toMatch(/done, its draft was used, taken back 1 times, 2 drafts begun, 80 ms gained, 30 ms wasted\n/);
  });

  it('puts what went wrong before what was slow', () => {
    const base = figuresOf(turn);
    const list = [
      { ...base, name: 'fast' },
      { ...base, name: 'missed', isMissed: true, delays: {} },
      { ...base, name: 'slow', delays: { voiceToVoice: 900 } },
      { ...base, name: 'cut', isCut: true },
    ];
    expect(worst(list, (figures) => figures, 3).map(({ name }) => name)).toEqual(['missed', 'cut', 'slow']);
  });
});
