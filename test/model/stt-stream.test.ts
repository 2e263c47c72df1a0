/** Real speech, streamed: partials grow, stable words stay, pauses make the end cheap, a cancel ends it. */
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/models/host/engine.js';
import type { PartialTranscript, Transcript } from '../../src/pipeline/messages.js';
import { countErrors, toWords } from '../fixtures/words.js';
import { callOf, canHear, clips, loadEngine, readClip } from './stt-clips.js';

const settings = { language: 'en', partials: true, partialIntervalMs: 400, streaming: true };
const id = 'whisper-tiny.en';

/** Frames as a microphone sends them; the engine gets turns of the event loop to keep up. */
async function* speak(samples: Float32Array, pause: boolean): AsyncGenerator {
  for (let at = 0; at < samples.length; at += 512) {
    yield { kind: 'audio', frame: { samples: samples.slice(at, at + 512), sampleRateHz: 16_000, startSample: at } };
    for (let i = 0; i < 3; i++) await turn();
  }
  if (pause) yield { kind: 'pause' };
}

describe.skipIf(!canHear(id))('streaming recognition', () => {
  let engine: Engine;

  beforeAll(async () => {
    engine = await loadEngine(id);
  });

  afterAll(() => engine.close?.());

  async function recognize(input: AsyncIterable<unknown>, args: object = {}): Promise<Transcript[]> {
    const results: Transcript[] = [];
    const method = engine.methods['recognize'];
    for await (const value of method?.({ ...settings, ...args }, callOf(input)) ?? [])
      results.push(value as Transcript);
    return results;
  }

  it('keeps every stable word and ends with one final that begins with them', async () => {
    const names = clips.filter(({ file }) => /^en_(read_(whisper_jfk|pocketsphinx)|question)/.test(file));
    let errors = 0;
    let words = 0;
    for (const clip of names.filter(({ text }) => text !== null)) {
      const results = await recognize(speak(await readClip(clip.file), true));
      const partials = results.filter((result): result is PartialTranscript => result.kind === 'partial');
      expect(partials.length).toBeGreaterThan(0);
      let before = '';
      for (const [index, { text, stable, revision }] of partials.entries()) {
        expect(revision).toBe(index);
        expect(text.startsWith(stable)).toBe(true);
        expect(stable.startsWith(before)).toBe(true);
        before = stable;
      }
      const finals = results.filter(({ kind }) => kind === 'final');
      expect(finals).toEqual([results.at(-1)]);
      expect(results.at(-1)?.text.startsWith(before)).toBe(true);
      const said = toWords(clip.text ?? '');
      errors += countErrors(said, toWords(results.at(-1)?.text ?? ''));
      words += said.length;
    }
    console.log(`${id} streamed: ${errors} errors in ${words} words`);
    expect(errors / words).toBeLessThan(0.2);
  });

  it('gives the same final without partials, without streaming, and with both', async () => {
    const samples = await readClip('en_read_speechbrain_spk1_snt1.wav');
    const once = await recognize(speak(samples, false), { streaming: false });
    const quiet = await recognize(speak(samples, true), { partials: false });
    const all = await recognize(speak(samples, true));
    expect(once).toHaveLength(1);
    expect(quiet).toHaveLength(1);
    expect(all.length).toBeGreaterThan(1);
    expect(toWords(quiet[0]?.text ?? '')).toEqual(toWords(once[0]?.text ?? ''));
    expect(toWords(all.at(-1)?.text ?? '')).toEqual(toWords(once[0]?.text ?? ''));
  });

  it('answers an empty input with an empty final', async () => {
    expect(await recognize(speak(new Float32Array(0), false))).toEqual([
      { kind: 'final', text: '', language: 'en', words: [] },
    ]);
  });

  it('reads what is said over a reply by itself, and leaves the words before it as they were', async () => {
    const [question, stop] = [
      await readClip('en_question_assistant_sdk_python_whattimeisit.wav'),
      await readClip('en_command_mycroft_core_stop.wav'),
    ];
    async function* over(): AsyncGenerator {
      yield* speak(question, true);
      yield { kind: 'commit', isQuiet: true };
      yield* speak(new Float32Array(16_000), false);
      yield* speak(stop.subarray(0, 4096), false);
      yield { kind: 'aside', backMs: 256 + 200 };
      yield* speak(stop.subarray(4096), true);
      yield { kind: 'commit', isQuiet: false };
    }
    const finals = (await recognize(over())).filter((result) => result.kind === 'final');
    expect(finals).toHaveLength(2);
    const [before, after] = finals;
    expect(toWords(before?.text ?? '')).toEqual(['what', 'time', 'is', 'it']);
    expect(after?.text.startsWith(`${before?.text} `)).toBe(true);
    expect(toWords(after?.text ?? '')).toEqual(['what', 'time', 'is', 'it', 'stop']);
    expect(after?.words.at(-1)?.startMs).toBeGreaterThanOrEqual((question.length + 16_000) / 16 - 200);
  });

  it('answers every commit with all the words so far, as if nobody had committed', async () => {
    const samples = await readClip('en_read_whisper_jfk.wav');
    // A pause inside the sentence, and the end of it.
    const middle = Math.round(3.4 * 16_000);
    async function* twice(): AsyncGenerator {
      yield* speak(samples.subarray(0, middle), true);
      yield { kind: 'commit', isQuiet: false };
      yield* speak(samples.subarray(middle), true);
      yield* speak(new Float32Array(8000), false);
      yield { kind: 'commit', isQuiet: false };
      yield* speak(new Float32Array(16_000), true);
      for (let i = 0; i < 200; i++) await turn();
    }
    const results = await recognize(twice());
    const [first, second, ...more] = results.filter(({ kind }) => kind === 'final');
    const whole = await recognize(speak(samples, true), { streaming: false });
    const front = await recognize(speak(samples.subarray(0, middle), true), { streaming: false });
    expect(more).toEqual([]);
    expect(toWords(first?.text ?? '')).toEqual(toWords(front[0]?.text ?? '-'));
    expect(toWords(second?.text ?? '')).toEqual(toWords(whole[0]?.text ?? '-'));
    const partials = results.filter((result): result is PartialTranscript => result.kind === 'partial');
    expect(partials.map(({ revision }) => revision)).toEqual(partials.map((_, index) => index));
    let before = { stable: '', heardMs: 0 };
    for (const partial of partials) {
      expect(partial.stable.startsWith(before.stable)).toBe(true);
      expect(partial.heardMs).toBeGreaterThanOrEqual(before.heardMs);
      before = partial;
    }
    expect(before.heardMs).toBe((samples.length + 24_000) / 16);
  });

  it('answers a commit behind a pause that it has read without the model', async () => {
    const samples = await readClip('en_read_whisper_jfk.wav');
    const steps = async (): Promise<number> => {
      for await (const value of engine.methods['effort']?.({}, callOf(speak(new Float32Array(0), false))) ?? [])
        return (value as { decoderRuns: number }).decoderRuns;
      return 0;
    };
    const runs: number[] = [];
    async function* input(): AsyncGenerator {
      yield* speak(samples, false);
      yield* speak(new Float32Array(8000), true);
      for (let i = 0; i < 200; i++) await turn();
      yield* speak(new Float32Array(4000), false);
      runs.push(await steps());
      yield { kind: 'commit', isQuiet: false };
    }
    const results = await recognize(input(), { partialIntervalMs: 60_000 });
    runs.push(await steps());
    expect(results.map(({ kind }) => kind)).toEqual(['partial', 'final']);
    expect(results[1]?.text).toBe(results[0]?.text);
    expect(runs[0]).toBe(runs[1]);
  });

  it('leaves a partial half-way when a commit comes', async () => {
    const samples = await readClip('en_read_whisper_jfk.wav');
    let isReading = false;
    async function* input(): AsyncGenerator {
      yield { kind: 'audio', frame: { samples, sampleRateHz: 16_000, startSample: 0 } };
      // The recogniser has begun to read when it asks whether it may go on.
      while (!isReading) await turn();
      yield { kind: 'commit', isQuiet: false };
    }
    const call = callOf(input(), {
      inputEnded: () => {
        isReading = true;
        return false;
      },
    });
    const results: Transcript[] = [];
    for await (const value of engine.methods['recognize']?.(settings, call) ?? []) results.push(value as Transcript);
    expect(results.map(({ kind }) => kind)).toEqual(['final']);
    expect(toWords(results[0]?.text ?? '').length).toBeGreaterThan(15);
  });

  it('counts the end as a commit only when it has something new to say', async () => {
    async function* input(): AsyncGenerator {
      yield { kind: 'commit', isQuiet: false };
      yield { kind: 'commit', isQuiet: false };
      yield* speak(new Float32Array(4000), false);
    }
    const empty = { kind: 'final', text: '', language: 'en', words: [] };
    expect(await recognize(input())).toEqual([empty, empty]);
  });

  it('yields nothing more once it is cancelled', async () => {
    let asked = 0;
    const call = callOf(speak(await readClip('en_read_whisper_jfk.wav'), true), { cancelled: () => ++asked > 8 });
    const results: unknown[] = [];
    for await (const value of engine.methods['recognize']?.(settings, call) ?? []) results.push(value);
    expect(results.some((result) => (result as Transcript).kind === 'final')).toBe(false);
  });

  it('refuses audio of another rate and passes the fault of its input on', async () => {
    const wrong = { kind: 'audio', frame: { samples: new Float32Array(8), sampleRateHz: 8000, startSample: 0 } };
    await expect(recognize([wrong] as unknown as AsyncIterable<unknown>)).rejects.toThrow('wanted 16000');
    async function* broken(): AsyncGenerator {
      yield { kind: 'pause' };
      throw new Error('the microphone is gone');
    }
    await expect(recognize(broken())).rejects.toThrow('the microphone is gone');
  });
});
