import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FillerSource } from '../../src/pipeline/filler.js';
import { once } from '../../src/pipeline/streams.js';
import { converse, type Conversation } from '../fakes/conversation.js';
import { answerLevel, leadMs, rateHz, waitingTurn, type Heard } from '../fakes/waiting-turn.js';

interface Sounding {
  readonly kind: 'tones' | 'words';
  readonly afterMs?: number;
  readonly againMs?: number;
  readonly lengthMs?: number;
}

/** Each filler is as loud as its number: 0.1, 0.2, 0.3, 0.1, … */
function source({ kind, afterMs = 1500, againMs = 4000, lengthMs = 300 }: Sounding): FillerSource {
  let count = 0;
  return {
    afterMs,
    againMs,
    next: () => {
      const level = ((count++ % 3) + 1) / 10;
      const samples = new Float32Array((lengthMs / 1000) * rateHz).fill(level);
      const audio = () => once({ samples, sampleRateHz: rateHz, startSample: 0 });
      return { text: kind === 'words' ? `word ${count}` : '', mayBeCut: kind === 'tones', audio };
    },
  };
}

/** Why the turn was taken does not matter here. */
const taken = { silenceMs: 0, waitMs: 0, reasons: ['the test says so'], sounds: [] };

const isFiller = ({ level }: Heard): boolean => level < answerLevel;

describe('a filler', () => {
  it('is heard when nothing has sounded for that long after the endpoint, and is no part of the answer', async () => {
    const wait = waitingTurn({ filler: source({ kind: 'tones' }), transcriptMs: 200, answerMs: 2800 });
    await wait.clock.advance(100);
    wait.turn.endpoint(0, taken);
    await wait.clock.advance(10_000);
    expect(wait.heard()).toEqual([
      { level: expect.closeTo(0.1) as number, startMs: 1600, endMs: 1900 },
      { level: answerLevel, startMs: 3100, endMs: 3600 },
    ]);
    const report = await wait.report;
    expect(report).toMatchObject({ outcome: { kind: 'done' }, reply: 'you said hello', heard: 'you said hello' });
    expect(report).toMatchObject({ underruns: 0, gapMs: 0 });
    expect(report.timings).toMatchObject({ fillerMs: 1600, voiceToVoiceMs: 3100 });
    expect(wait.news.filter(({ news }) => news.type === 'filler.start')).toEqual([
      { atMs: 1600, news: { type: 'filler.start', turn: '1' } },
    ]);
  });

  it('is not heard when the answer is in time', async () => {
    const wait = waitingTurn({ filler: source({ kind: 'words' }), answerMs: 1499 });
    wait.turn.endpoint(0, taken);
    await wait.clock.advance(10_000);
    expect(wait.heard()).toEqual([{ level: answerLevel, startMs: 1499, endMs: 1999 }]);
    expect((await wait.report).timings).not.toHaveProperty('fillerMs');
  });

  it('is said to its end when it is words: the answer follows', async () => {
    const wait = waitingTurn({ filler: source({ kind: 'words', lengthMs: 800 }), answerMs: 1600 });
    wait.turn.endpoint(0, taken);
    await wait.clock.advance(10_000);
    expect(wait.heard()).toEqual([
      { level: expect.closeTo(0.1) as number, startMs: 1500, endMs: 2300 },
      { level: answerLevel, startMs: 2300, endMs: 2800 },
    ]);
    expect((await wait.report).timings.voiceToVoiceMs).toBe(2300);
  });

  it('fades when it is tones: the answer waits for what is at the loudspeaker already', async () => {
    const wait = waitingTurn({ filler: source({ kind: 'tones', lengthMs: 2000 }), answerMs: 1600 });
    wait.turn.endpoint(0, taken);
    await wait.clock.advance(10_000);
    const [tones, answer] = wait.heard();
    expect(tones?.endMs).toBeGreaterThan(1600);
    expect(tones?.endMs).toBeLessThanOrEqual(1600 + leadMs + 2 * 20);
    expect(answer?.startMs).toBe(tones?.endMs);
  });

  it('comes again while the wait lasts, each in its turn', async () => {
    const wait = waitingTurn({ filler: source({ kind: 'words', againMs: 1000 }), answerMs: 5000 });
    wait.turn.endpoint(0, taken);
    await wait.clock.advance(10_000);
    expect(wait.heard().map(({ startMs }) => startMs)).toEqual([1500, 2800, 4100, 5000]);
    expect(wait.heard().map(({ level }) => Math.round(level * 10))).toEqual([1, 2, 3, 5]);
  });

  it('goes on where the turn before stopped', async () => {
    const filler = source({ kind: 'words' });
    for (const level of [0.1, 0.2, 0.3, 0.1]) {
      const wait = waitingTurn({ filler, answerMs: 2000 });
      wait.turn.endpoint(0, taken);
      await wait.clock.advance(10_000);
      expect(wait.heard()[0]?.level).toBeCloseTo(level);
    }
  });
});

describe('a filler is not heard', () => {
  it('before the endpoint, however long the user speaks', async () => {
    const wait = waitingTurn({ filler: source({ kind: 'tones' }), stable: 'hello' });
    await wait.clock.advance(20_000);
    expect(wait.heard()).toEqual([]);
    wait.turn.abort('shutdown');
    await wait.report;
  });

  it('in a turn without words, however long it takes to find out', async () => {
    const wait = waitingTurn({ filler: source({ kind: 'tones' }), words: '', transcriptMs: 4500 });
    wait.turn.endpoint(0, taken);
    await wait.clock.advance(20_000);
    expect((await wait.report).outcome).toEqual({ kind: 'done' });
    expect(wait.heard()).toEqual([]);
  });

  it('before there are words, but soon after there are, even while others are still sought', async () => {
    for (const [stable, startMs] of [
      ['', 3250],
      ['hello', 1500],
    ] as const) {
      const wait = waitingTurn({ filler: source({ kind: 'tones' }), stable, transcriptMs: 3000, answerMs: 1000 });
      wait.turn.endpoint(0, taken);
      await wait.clock.advance(10_000);
      expect(wait.heard()[0]).toMatchObject({ level: expect.closeTo(0.1) as number, startMs });
    }
  });

  it('once the turn is cancelled, and stops at once when it is', async () => {
    for (const abortMs of [1000, 1650, 3000]) {
      const wait = waitingTurn({ filler: source({ kind: 'words' }), answerMs: 9000 });
      wait.turn.endpoint(0, taken);
      await wait.clock.advance(abortMs);
      wait.turn.abort('barge-in');
      expect(wait.heard().every(({ endMs }) => endMs <= abortMs)).toBe(true);
      const heard = wait.heard();
      await wait.clock.advance(20_000);
      expect(wait.heard()).toEqual(heard);
      expect((await wait.report).outcome).toEqual({ kind: 'aborted', reason: 'barge-in' });
    }
  });

  it('when the user goes on while the words are still sought', async () => {
    const wait = waitingTurn({ filler: source({ kind: 'tones' }), stable: 'hello', transcriptMs: 5000 });
    wait.turn.endpoint(0, taken);
    await wait.clock.advance(1000);
    expect(wait.turn.reopen()).toBe(true);
    await wait.clock.advance(20_000);
    expect(wait.heard()).toEqual([]);
  });

  it('while the turn before still speaks', async () => {
    let release = (): void => undefined;
    const floor = new Promise<void>((resolve) => {
      release = resolve;
    });
    const wait = waitingTurn({ filler: source({ kind: 'tones' }), answerMs: 4000, floor });
    wait.turn.endpoint(0, taken);
    await wait.clock.advance(2500);
    expect(wait.heard()).toEqual([]);
    release();
    await wait.clock.advance(10_000);
    expect(wait.heard().map(({ startMs }) => startMs)).toEqual([2500, 4000]);
  });

  it('as words once the user has gone on instead of waiting: an echo of it may be what was taken for them', async () => {
    for (const kind of ['words', 'tones'] as const) {
      const wait = waitingTurn({ filler: source({ kind }), answerMs: 3000 });
      wait.turn.endpoint(0, taken);
      await wait.clock.advance(500);
      wait.turn.reopen();
      await wait.clock.advance(500);
      wait.turn.endpoint(1000, taken);
      await wait.clock.advance(10_000);
      expect(wait.heard().filter(isFiller)).toHaveLength(kind === 'words' ? 0 : 1);
    }
  });

  it('when it cannot be made: the answer is not the worse for it', async () => {
    const broken: FillerSource = {
      ...{ afterMs: 500, againMs: 500 },
      next: () => ({
        ...{ text: 'hm', mayBeCut: false },
        async *audio() {
          yield* [];
          throw new Error('no voice');
        },
      }),
    };
    const wait = waitingTurn({ filler: broken, answerMs: 2000 });
    wait.turn.endpoint(0, taken);
    await wait.clock.advance(10_000);
    expect((await wait.report).outcome).toEqual({ kind: 'done' });
    expect(wait.heard().map(({ startMs }) => startMs)).toEqual([2000]);
  });
});

describe('whenever the answer comes', () => {
  it('nothing overlaps, no filler follows it, and it waits for the rest of one filler at most', async () => {
    const timing = fc.record({
      kind: fc.constantFrom('tones' as const, 'words' as const),
      afterMs: fc.integer({ min: 100, max: 2000 }),
      againMs: fc.integer({ min: 100, max: 2000 }),
      lengthMs: fc.integer({ min: 20, max: 900 }),
      transcriptMs: fc.nat(1500),
      answerMs: fc.nat(4000),
    });
    await fc.assert(
      fc.asyncProperty(timing, async ({ transcriptMs, answerMs, ...sounding }) => {
        const isLate = transcriptMs > sounding.afterMs;
        const firstMs = isLate ? transcriptMs + 250 : sounding.afterMs;
        // Of two things at one moment either may be first.
        fc.pre(transcriptMs !== sounding.afterMs && transcriptMs + answerMs !== firstMs);
        const wait = waitingTurn({ filler: source(sounding), transcriptMs, answerMs });
        wait.turn.endpoint(0, taken);
        await wait.clock.advance(15_000);
        await wait.report;
        const heard = wait.heard();
        const answer = heard.at(-1);
        const fillers = heard.slice(0, -1);
        expect(answer?.level).toBe(answerLevel);
        expect(fillers.every(isFiller)).toBe(true);
        for (const [index, { endMs }] of fillers.entries()) {
          expect(heard[index + 1]?.startMs).toBeGreaterThanOrEqual(endMs - 1e-6);
        }
        const readyMs = transcriptMs + answerMs;
        const lastEndMs = fillers.at(-1)?.endMs ?? 0;
        expect(answer?.startMs).toBeCloseTo(Math.max(readyMs, lastEndMs), 3);
        for (const { startMs } of fillers) expect(startMs).toBeLessThanOrEqual(readyMs);
        expect(fillers.length > 0).toBe(readyMs > firstMs);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a filler of words that the microphone hears', () => {
  /** Asked, with an answer that never comes, and the first filler said. */
  async function waitForAnswer(): Promise<Conversation> {
    const talk = converse(() => new Promise<string>(() => undefined));
    const filler: FillerSource = {
      ...{ afterMs: 1500, againMs: 8000 },
      next: () => ({
        ...{ text: 'Let me see.', mayBeCut: false },
        audio: () => once({ samples: new Float32Array(50).fill(0.3), sampleRateHz: 1000, startSample: 0 }),
      }),
    };
    talk.setup = { ...talk.setup, filler };
    await speak(talk);
    await talk.say({ kind: 'speech-pause', atSample: 300 });
    await talk.say({ kind: 'speech-end', lastSpeechSample: 300, forced: true });
    await talk.final(0, 'who was Ada');
    await talk.frames(16);
    expect(talk.events.map(({ type }) => type)).toContain('filler.start');
    await speak(talk);
    return talk;
  }

  async function speak(talk: Conversation): Promise<void> {
    await talk.frames(3);
    await talk.say({ kind: 'speech-start', atSample: 200 }, { kind: 'speech-confirmed', atSample: 300 });
  }

  it('does not cut the turn short', async () => {
    const talk = await waitForAnswer();
    await talk.partial(0, 'who was Ada let me see');
    await talk.say({ kind: 'speech-pause', atSample: 2200 });
    await talk.partial(0, 'who was Ada let me see', true);
    expect(talk.reports).toEqual([]);
    expect(talk.events.map(({ type }) => type)).not.toContain('turn.reopen');
    expect(talk.asked).toEqual(['who was Ada']);
  });

  it('is told from a user who goes on: both sayings are one question', async () => {
    const talk = await waitForAnswer();
    await talk.partial(0, 'who was Ada Lovelace of course');
    expect(talk.events.map(({ type }) => type)).toContain('turn.reopen');
    await talk.say({ kind: 'speech-end', lastSpeechSample: 600, forced: true });
    await talk.final(0, 'who was Ada Lovelace of course');
    expect(talk.asked).toEqual(['who was Ada', 'who was Ada Lovelace of course']);
    expect(talk.events.filter(({ type }) => type === 'speech.start')).toHaveLength(1);
  });

  it('loses no word when nothing is understood before the user has finished', async () => {
    const talk = await waitForAnswer();
    await talk.frames(9);
    expect(talk.events.map(({ type }) => type)).toContain('turn.reopen');
    await talk.say({ kind: 'speech-end', lastSpeechSample: 600, forced: true });
    await talk.final(0, 'who was Ada Lovelace');
    expect(talk.asked).toEqual(['who was Ada', 'who was Ada Lovelace']);
  });
});
