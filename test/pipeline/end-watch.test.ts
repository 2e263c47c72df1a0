import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { EndWatch, type EndDecision } from '../../src/pipeline/end-watch.js';
import type { PauseEvidence, TurnListener, Wait } from '../../src/pipeline/endpointing.js';
import type { PartialTranscript } from '../../src/pipeline/messages.js';
import { StepClock } from '../../scripts/profile/step-clock.js';

interface Bench {
  readonly clock: StepClock;
  readonly watch: EndWatch;
  readonly ends: (EndDecision & { readonly atMs: number })[];
  readonly learned: number[];
  readonly turn: AbortController;
  /** Frames of silence. */
  readonly silence: (ms: number) => Promise<void>;
}

interface Options {
  readonly decide?: (evidence: PauseEvidence) => Wait;
  readonly listener?: TurnListener;
  readonly askSoundAtMs?: readonly number[];
}

const FRAME_MS = 20;
const wait = (ms: number, ...reasons: string[]): Wait => ({ ms, reasons: reasons.length > 0 ? reasons : ['silence'] });

function bench({ decide = () => wait(300), listener, askSoundAtMs = [] }: Options = {}): Bench {
  const clock = new StepClock();
  const turn = new AbortController();
  const ends: Bench['ends'] = [];
  const learned: number[] = [];
  const policy = { askSoundAtMs, decide, learnPause: (ms: number) => learned.push(ms) };
  const watch: EndWatch = new EndWatch({
    ...{ clock, signal: turn.signal, endpointing: { policy, listener } },
    sound: () => new Float32Array(16),
    onEnd: (decision) => {
      ends.push({ ...decision, atMs: clock.now() });
      watch.stop();
    },
  });
  return {
    ...{ clock, turn, ends, learned, watch },
    silence: async (ms) => {
      for (let done = 0; done < ms; done += FRAME_MS) {
        await clock.advance(FRAME_MS);
        watch.tick(clock.now());
      }
      await clock.advance(0);
    },
  };
}

function partial(text: string, atPause = true): PartialTranscript {
  return { ...{ kind: 'partial', revision: 1, text, stable: text, language: 'en' }, atPause, heardMs: 0 };
}

describe('the end of a turn', () => {
  it('comes when the silence has lasted as long as it must, not a frame later', async () => {
    const { watch, silence, ends, clock } = bench({ decide: () => wait(310, 'habit') });
    watch.tick(0);
    watch.pause(0, 1000);
    await silence(300);
    expect(ends).toEqual([]);
    await silence(60);
    expect(ends).toEqual([{ silenceMs: 310, waitMs: 310, reasons: ['habit'], sounds: [], atMs: 310 }]);
    expect(clock.waiting).toBe(0);
  });

  it('counts from the end of the voice, which is known late', async () => {
    const { watch, silence, ends } = bench();
    await silence(100);
    watch.pause(40, 1000);
    await silence(400);
    expect(ends[0]).toMatchObject({ silenceMs: 300, atMs: 340 });
  });

  it('does not come while no sound arrives: the stream has stopped, not the user', async () => {
    const { watch, silence, ends, clock } = bench();
    await silence(20);
    watch.pause(20, 1000);
    await clock.advance(5000);
    expect(ends).toEqual([]);
    await silence(20);
    expect(ends).toHaveLength(1);
  });

  it('waits as long as the words ask for, once all of them are read', async () => {
    const decide = ({ text }: PauseEvidence): Wait => wait(text === undefined ? 300 : text.endsWith('and') ? 900 : 100);
    const { watch, silence, ends } = bench({ decide });
    watch.pause(0, 1000);
    watch.read(partial('tea and', false));
    expect(watch.wait()?.ms).toBe(300);
    watch.read(partial('tea and'));
    expect(watch.wait()?.ms).toBe(900);
    await silence(400);
    watch.read(partial('tea and milk'));
    expect(ends[0]).toMatchObject({ silenceMs: 400, waitMs: 100 });
  });

  it('asks the turn model at each of its times, and lets its verdict decide', async () => {
    const verdicts = [0.2, 0.9];
    const asked: number[] = [];
    const { watch, silence, ends } = bench({
      askSoundAtMs: [100, 200],
      decide: ({ sounds }) => wait((sounds.at(-1)?.finished ?? 0) > 0.5 ? 0 : 1000),
      listener: {
        judge: () => {
          asked.push(1);
          return Promise.resolve(verdicts[asked.length - 1] ?? 0);
        },
      },
    });
    watch.pause(0, 1000);
    await silence(300);
    expect(asked).toHaveLength(2);
    expect(ends[0]).toMatchObject({
      silenceMs: 200,
      sounds: [
        { finished: 0.2, silenceMs: 100 },
        { finished: 0.9, silenceMs: 200 },
      ],
    });
  });

  it('does without a turn model that fails or never answers', async () => {
    for (const judge of [() => Promise.reject(new Error('no')), () => new Promise<number>(() => undefined)]) {
      const { watch, silence, ends } = bench({ askSoundAtMs: [50], listener: { judge } });
      watch.pause(0, 1000);
      await silence(400);
      expect(ends).toHaveLength(1);
    }
  });

  it('passes over a verdict on a pause that is over, and tells the model so', async () => {
    const signals: AbortSignal[] = [];
    let answer: (finished: number) => void = () => undefined;
    const { watch, silence, turn, ends } = bench({
      askSoundAtMs: [50],
      decide: ({ sounds }) => wait(sounds.length > 0 ? 0 : 5000),
      listener: {
        judge: (_, signal) => {
          signals.push(signal);
          return new Promise((resolve) => {
            answer = resolve;
          });
        },
      },
    });
    watch.pause(0, 1000);
    await silence(60);
    watch.resume();
    expect(signals[0]?.aborted).toBe(true);
    watch.pause(60, 1060);
    answer(0.9);
    await silence(20);
    expect(ends).toEqual([]);
    expect(watch.evidence?.sounds).toEqual([]);
    watch.stop();
    expect(getEventListeners(turn.signal, 'abort')).toEqual([]);
  });

  it('learns the pauses inside a turn, once the voice behind them is sure', async () => {
    const { watch, silence, learned } = bench();
    watch.pause(0, 1000);
    await silence(200);
    watch.resume();
    expect(learned).toEqual([]);
    watch.confirmResume();
    watch.confirmResume();
    expect(learned).toEqual([200]);
  });

  it('goes on counting when what came was no voice', async () => {
    const { watch, silence, ends, learned } = bench();
    watch.pause(0, 1000);
    await silence(200);
    watch.resume();
    await silence(40);
    watch.pause(240, 1240);
    await silence(40);
    watch.forgetResume();
    await silence(40);
    expect(ends[0]).toMatchObject({ silenceMs: 300, atMs: 300 });
    expect(learned).toEqual([]);
  });

  it('holds no timer once it is stopped', async () => {
    const { watch, clock, ends } = bench();
    watch.pause(0, 1000);
    watch.stop();
    await clock.advance(1000);
    expect(clock.waiting).toBe(0);
    expect(ends).toEqual([]);
    expect(watch.wait()).toBeUndefined();
  });
});
