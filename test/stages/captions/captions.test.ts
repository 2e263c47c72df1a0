/** Frames in, captions out: with a detector and a recogniser that do what the test says. */
import { describe, expect, it } from 'vitest';
import type { AudioFrame } from '../../../src/audio/frame.js';
import type { Caption } from '../../../src/pipeline/captions.js';
import type { SpeechEvent, Transcript, UtteranceEvent, Word } from '../../../src/pipeline/messages.js';
import type { Stage } from '../../../src/pipeline/stage.js';
import { captionFrames, type CaptionParts } from '../../../src/stages/captions/captions.js';
import { RecentSound } from '../../../src/stages/captions/recent-sound.js';
import { collect, settle, stream, testScope } from '../../fakes/scope.js';
import { detect, frameSamples, rateHz } from './detect.js';

const voice = (frames: number): boolean[] => Array<boolean>(frames).fill(true);
const silence = (frames: number): boolean[] => Array<boolean>(frames).fill(false);

function vadOf(events: readonly SpeechEvent[]): Stage<AudioFrame, SpeechEvent> {
  return { name: 'vad', run: () => stream(...events) };
}

/** Hears a word in every half second of sound, named by its place in the stream; the last two are not promised yet. */
function halfSeconds(pauses: number[] = []): Stage<UtteranceEvent, Transcript> {
  return {
    name: 'stt',
    async *run(input) {
      let [start, samples] = [-1, 0];
      const hear = (): Word[] =>
        Array.from({ length: Math.floor(samples / 8000) }, (_, i) => {
          const text = `w${Math.round((start + i * 8000) / 8000)}`;
          return { text, startMs: 500 * i, endMs: 500 * i + 400 };
        });
      const textOf = (words: readonly Word[]): string => words.map(({ text }) => text).join(' ');
      for await (const event of input) {
        if (event.kind === 'pause') pauses.push(samples);
        if (event.kind !== 'audio') continue;
        if (start === -1) start = event.frame.startSample;
        samples += event.frame.samples.length;
        const words = hear();
        const place = { revision: 0, atPause: false, heardMs: samples / 16 };
        const stable = textOf(words.slice(0, -2));
        yield { kind: 'partial', text: textOf(words), stable, language: 'en', words, ...place };
      }
      yield { kind: 'final', text: textOf(hear()), language: 'en', words: hear() };
    },
  };
}

async function captionsOf(
  events: readonly SpeechEvent[],
  parts: Partial<CaptionParts> = {},
): Promise<readonly Caption[]> {
  const told = await collect(
    captionFrames(stream<AudioFrame>(), {
      ...{ vad: vadOf(events), recognizer: halfSeconds(), scope: testScope(), sampleRateHz: rateHz, paddingMs: 300 },
      ...parts,
    }),
  );
  return told.map((event) => (event.kind === 'caption' ? event.caption : undefined)).filter((one) => one !== undefined);
}

const committed = (captions: readonly Caption[]): Caption[] => captions.filter((caption) => caption.committed);

describe('captions', () => {
  it('hold every word once, whatever pauses lie between them, in order of time', async () => {
    const events = detect([...voice(200), ...silence(20), ...voice(90), ...silence(4), ...voice(300), ...silence(60)]);
    const captions = committed(await captionsOf(events));
    expect(captions.map(({ end }) => end)).toEqual(['pause', 'pause']);
    const words = captions.flatMap((caption) => caption.words.map(({ text }) => text));
    expect(new Set(words).size).toBe(words.length);
    // 200 + 90 + 4 + 300 frames of 32 ms, and what the detector takes for speech behind them.
    expect(words.length).toBeGreaterThanOrEqual(36);
    const times = captions.flatMap(({ startMs, endMs }) => [startMs, endMs]);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('are committed by length while the recogniser goes on', async () => {
    const events = detect([...voice(625), ...silence(30)]);
    const captions = await captionsOf(events, { limits: { longestChars: 1000, longestMs: 5000 } });
    const done = committed(captions);
    expect(done.map(({ end }) => end)).toEqual(['length', 'length', 'length', 'pause']);
    const open = captions.findIndex(({ id }) => id === 1);
    expect(captions.slice(open).some((caption) => !caption.committed)).toBe(true);
  });

  it('end with the stream, and not before', async () => {
    const captions = committed(await captionsOf(detect(voice(100))));
    expect(captions).toMatchObject([{ id: 0, text: 'w0 w1 w2 w3 w4 w5', end: 'end' }]);
    expect(await captionsOf(detect(silence(100)))).toEqual([]);
  });

  it('are read at pauses, which are told to the recogniser before the segment ends', async () => {
    const pauses: number[] = [];
    const events = detect([...voice(100), ...silence(4), ...voice(50), ...silence(60)]);
    // As fast as it is read: a pause that sound waits behind is over.
    const vad: Stage<AudioFrame, SpeechEvent> = {
      name: 'vad',
      async *run() {
        for (const event of events) {
          await settle();
          yield event;
        }
      },
    };
    await captionsOf(events, { vad, recognizer: halfSeconds(pauses) });
    expect(pauses.map((samples) => Math.round(samples / frameSamples))).toEqual([101, 155]);
  });

  it('can be heard again', async () => {
    const sound = new RecentSound(rateHz);
    const events = detect([...silence(50), ...voice(100), ...silence(60)]);
    const [caption] = committed(await captionsOf(events, { sound }));
    const again = sound.read(caption?.startMs ?? 0, caption?.endMs ?? 0);
    expect(again[0]).toBe(Math.round((caption?.startMs ?? 0) * 16));
    expect(again.length).toBe(Math.round(((caption?.endMs ?? 0) - (caption?.startMs ?? 0)) * 16));
  });

  it('end with the signal and with their reader, and throw what the recogniser throws', async () => {
    const events = detect([...voice(100), ...silence(60)]);
    const scope = testScope();
    scope.controller.abort(new Error('enough'));
    await expect(captionsOf(events, { scope })).rejects.toThrow('enough');
    const recognizer: Stage<UtteranceEvent, Transcript> = {
      name: 'stt',
      async *run() {
        throw new Error('no more memory');
      },
    };
    await expect(captionsOf(events, { recognizer })).rejects.toThrow('no more memory');
  });
});

describe('the kept sound', () => {
  it('is what is left of the stream, with silence where nobody was heard', () => {
    const sound = new RecentSound(1000, 64);
    expect(sound.read(0, 100)).toHaveLength(0);
    const at = (startSample: number, value: number): AudioFrame => ({
      ...{ startSample, sampleRateHz: 1000 },
      samples: new Float32Array(10).fill(value),
    });
    sound.write(at(100, 1));
    sound.write(at(120, 2));
    // Heard before.
    sound.write(at(115, 9));
    expect([...sound.read(105, 125)]).toEqual([1, 1, 1, 1, 1, ...Array<number>(10).fill(0), 2, 2, 2, 2, 2]);
    expect(sound.read(0, 103)).toHaveLength(3);
    expect(sound.read(125, 900)).toHaveLength(5);
    sound.write(at(300, 3));
    expect(sound.read(100, 130)).toHaveLength(0);
    expect([...sound.read(305, 320)]).toEqual([3, 3, 3, 3, 3]);
  });
});
