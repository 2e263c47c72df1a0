/** The real voice: windows equal the whole, first sound first, cancel, word ends, texts of every kind. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine, EngineCall } from '../../src/models/host/engine.js';
import { PiperVoice } from '../../src/models/piper/voice.js';
import { planWindows } from '../../src/models/piper/windows.js';
import { createEngine } from '../../src/stages/tts/piper-engine.js';
import type { SynthesizeArgs, VoiceOutput } from '../../src/stages/tts/voice-engine.js';
import { writtenWords } from '../../src/stages/tts/spoken-text.js';
import { collect } from '../fakes/scope.js';
import { steadyFolder } from '../fixtures/steady-voice.js';
import { isPresent, modelFolder, voiceFile } from './voice-folder.js';

/** Ids of the voice, as of a sentence of two seconds. */
const ids = [1, 0, ...Array.from({ length: 60 }, (_, index) => [14 + ((index * 5) % 25), 0]).flat(), 2];

function newCall(cancelled = (): boolean => false): EngineCall {
  return { input: nothing(), signal: new AbortController().signal, cancelled, inputEnded: () => true };
}

async function* nothing(): AsyncGenerator<never, void, undefined> {
  // A call without a stream.
}

function snrDb(wanted: Float32Array, got: Float32Array): number {
  let signal = 0;
  let noise = 0;
  for (const [index, sample] of wanted.entries()) {
    signal += sample ** 2;
    noise += (sample - (got[index] ?? 0)) ** 2;
  }
  return 10 * Math.log10(signal / noise);
}

async function wholeRun(): Promise<Float32Array> {
  const session = await InferenceSession.create(join(modelFolder, voiceFile), { logSeverityLevel: 3 });
  const long = (values: number[], dims: number[]): Tensor =>
    new Tensor('int64', BigInt64Array.from(values.map(BigInt)), dims);
  const outputs = await session.run({
    input: long(ids, [1, ids.length]),
    input_lengths: long([ids.length], [1]),
    scales: new Tensor('float32', Float32Array.of(0, 1, 0), [3]),
  });
  await session.release();
  return Object.values(outputs)[0]?.data as Float32Array;
}

describe.skipIf(!isPresent)('a Piper voice', () => {
  it('sounds cut and in windows as its one graph does, to 60 dB and better', async () => {
    const folder = await steadyFolder(modelFolder, voiceFile);
    const voice = await PiperVoice.load({ modelFolder: folder, threads: 1, providers: ['cpu'] });
    expect(voice.uncutReason).toBeUndefined();
    const sound = await voice.speak(ids, { speed: 1, variation: 1, speaker: 0 });
    expect(sound.durations).toHaveLength(ids.length);
    const parts: number[] = [];
    for (const window of planWindows({ from: 0, frames: sound.frames, frameMs: 11.6 }, 1))
      parts.push(...(await sound.decode(window)));
    const whole = await wholeRun();
    expect(parts).toHaveLength(whole.length);
    expect(snrDb(whole, Float32Array.from(parts))).toBeGreaterThan(60);
    await voice.close();
    await rm(folder, { recursive: true });
  });
});

describe.skipIf(!isPresent)('the voice engine', () => {
  let engine: Engine;
  const call = (method: string, args: unknown, how = newCall()): AsyncIterable<unknown> => {
    const run = engine.methods[method];
    if (run === undefined) throw new Error(`no method ${method}`);
    return run(args, how);
  };
  const synthesize = async (text: string, more: Partial<SynthesizeArgs> = {}): Promise<VoiceOutput[]> =>
    (await collect(call('synthesize', { text, index: 0, speed: 1, ...more }))) as VoiceOutput[];
  const soundOf = (outputs: readonly VoiceOutput[]): Float32Array =>
    Float32Array.from(outputs.flatMap((output) => (output.kind === 'audio' ? Array.from(output.samples) : [])));
  const peakOf = (outputs: readonly VoiceOutput[]): number =>
    soundOf(outputs).reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);
  const endOf = (outputs: readonly VoiceOutput[]): VoiceOutput & { kind: 'end' } => {
    const last = outputs.at(-1);
    if (last?.kind !== 'end') throw new Error('no end');
    return last;
  };

  beforeAll(async () => {
    engine = await createEngine({ modelFolder, threads: 1, providers: ['cpu'], streaming: true });
    await collect(call('warmUp', {}));
  });
  afterAll(async () => {
    await engine.close?.();
  });

  it('tells what it is', async () => {
    expect(await collect(call('info', {}))).toEqual([
      {
        ...{ engine: 'piper', voice: 'en_US-joe-medium', sampleRateHz: 22_050, provider: 'cpu', threads: 1 },
        ...{ speakers: [], notes: [] },
      },
    ]);
  });

  it('hands out the first window before it makes the next', async () => {
    let asked = 0;
    const counted = newCall(() => {
      asked += 1;
      return false;
    });
    const text = 'The weather today is mostly sunny with light winds from the west and a few clouds later on.';
    const outputs = call('synthesize', { text, index: 0, speed: 1 }, counted)[Symbol.asyncIterator]();
    const first = await outputs.next();
    // One look before the text part, one before the first window: nothing of the second has begun.
    expect(asked).toBe(2);
    expect(first.value).toMatchObject({ kind: 'audio' });
    expect((first.value as { samples: Float32Array }).samples.length).toBeLessThanOrEqual(24 * 256);
    await outputs.return?.();
  });

  it('stops between windows once cancelled', async () => {
    let cancelled = false;
    const text = 'The weather today is mostly sunny with light winds from the west and a few clouds later on.';
    const kinds: string[] = [];
    for await (const output of call(
      'synthesize',
      { text, index: 0, speed: 1 },
      newCall(() => cancelled),
    )) {
      kinds.push((output as VoiceOutput).kind);
      cancelled = true;
    }
    // Where the words end was planned before the first window; no second one was made.
    expect(kinds).toEqual(['audio', 'words']);
  });

  it.each([
    'Sure.',
    'I can help you with that today.',
    'At 10:30 on May 3, 2024, Dr. Who paid $3 million for 5 km of the road.',
    'One sentence. Another one! And a third?',
    '**Look** 😀 at this: 🙂',
  ])('ends every word of: %s', async (text) => {
    const outputs = await synthesize(text);
    const { samples, wordEnds } = endOf(outputs);
    expect(soundOf(outputs)).toHaveLength(samples);
    expect(wordEnds).toHaveLength(writtenWords(text).length);
    expect([...wordEnds].sort((left, right) => left - right)).toEqual(wordEnds);
    expect(wordEnds.at(-1)).toBe(samples);
    expect(wordEnds[0]).toBeGreaterThan(0);
    expect(peakOf(outputs)).toBeGreaterThan(0.05);
  });

  it('tells where the words end as soon as the first window is out', async () => {
    const outputs = await synthesize('I can help you with that today. And tomorrow, too.');
    const { wordEnds } = endOf(outputs);
    const planned = outputs.flatMap((output) => (output.kind === 'words' ? [output.wordEnds] : []));
    expect(planned).toHaveLength(2);
    expect(planned[0]?.slice(0, 6)).toEqual(wordEnds.slice(0, 6));
    expect(planned[0]?.slice(7)).toEqual([1, 2, 3].map(() => Number.MAX_SAFE_INTEGER));
    expect(planned[1]?.slice(0, -1)).toEqual(wordEnds.slice(0, -1));
  });

  it('begins with the sound and ends with a short silence', async () => {
    const sound = soundOf(await synthesize('Sure.'));
    const first = sound.findIndex((sample) => Math.abs(sample) > 0.006);
    expect(first).toBeLessThanOrEqual(Math.round(0.01 * 22_050));
    const last = sound.findLastIndex((sample) => Math.abs(sample) > 0.006);
    expect(sound.length - 1 - last).toBe(Math.round(0.22 * 22_050));
  });

  it.each(['...', '', '😀 🎉', '```\n```'])('says nothing for %j', async (text) => {
    const outputs = await synthesize(text);
    expect(outputs).toEqual([{ kind: 'end', samples: 0, wordEnds: writtenWords(text).map(() => 0) }]);
  });

  it('speaks faster and louder when told', async () => {
    // Long, because the silence at its ends is the same at any speed; without variation, all takes are alike.
    const text =
      'This is a sentence of some length to be spoken, and this is one more that makes it longer than it was.';
    const slow = endOf(await synthesize(text, { speed: 0.8, variation: 0 })).samples;
    const fast = endOf(await synthesize(text, { speed: 1.6, variation: 0 })).samples;
    expect(slow / fast).toBeGreaterThan(1.6);
    const quiet = await synthesize(text, { volume: 0.1 });
    expect(peakOf(quiet)).toBeLessThanOrEqual(0.1);
  });

  it('makes one piece without streaming', async () => {
    const whole = await createEngine({ modelFolder, threads: 1, providers: ['cpu'], streaming: false });
    const outputs = (await collect(
      whole.methods['synthesize']?.({ text: 'I can help you with that today.', index: 0, speed: 1 }, newCall()) ??
        nothing(),
    )) as VoiceOutput[];
    // The sound, the silence behind it, the end.
    expect(outputs.map((output) => output.kind)).toEqual(['audio', 'words', 'audio', 'end']);
    await whole.close?.();
    await expect(whole.close?.()).resolves.toBeUndefined();
  });

  it.each([
    [{ text: 5, index: 0, speed: 1 }, 'text'],
    [{ text: 'a', index: 0, speed: 0 }, 'speed'],
  ])('refuses %j', (args, name) => {
    expect(() => call('synthesize', args)).toThrow(name);
  });

  it('refuses a speaker that the voice does not have, and options that are none', async () => {
    const options = { modelFolder, threads: 1, providers: ['cpu'], streaming: true };
    for (const speaker of [3, 'joe']) {
      await expect(collect(call('synthesize', { text: 'Hi.', index: 0, speaker }))).rejects.toThrow(
        `tts.speaker: got ${speaker}, wanted a number from 0 to 0 for en_US-joe-medium`,
      );
    }
    await expect(createEngine({ ...options, providers: ['nope'] })).rejects.toThrow(/no execution provider/);
    await expect(createEngine({ ...options, threads: 0 })).rejects.toThrow('threads');
  });
});
