/** espeak's own voices, with the real program in WebAssembly: sound, languages, word ends, cancel, delivery. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Engine, EngineCall } from '../../../src/models/host/engine.js';
import { createEngine } from '../../../src/stages/tts/espeak-engine.js';
import { writtenWords } from '../../../src/stages/tts/spoken-text.js';
import {
  voiceInfoSchema,
  voiceOutputSchema,
  type SynthesizeArgs,
  type VoiceOutput,
} from '../../../src/stages/tts/voice-engine.js';
import { collect } from '../../fakes/scope.js';

const rateHz = 22_050;
const engines = new Map<string, Promise<Engine>>();

function engineOf(voice: string): Promise<Engine> {
  const engine = engines.get(voice) ?? createEngine({ voice });
  engines.set(voice, engine);
  return engine;
}

function newCall(cancelled = (): boolean => false): EngineCall {
  return { input: nothing(), signal: new AbortController().signal, cancelled, inputEnded: () => true };
}

async function* nothing(): AsyncGenerator<never, void, undefined> {
  // A call without a stream.
}

async function outputsOf(engine: Engine, args: SynthesizeArgs, call = newCall()): Promise<VoiceOutput[]> {
  const outputs = await collect(engine.methods['synthesize']?.(args, call) ?? nothing());
  return outputs.map((output) => voiceOutputSchema.parse(output));
}

interface Said {
  readonly samples: Float32Array;
  readonly wordEnds: readonly number[];
  readonly pieces: number;
  readonly planned: readonly (readonly number[])[];
}

async function say(text: string, args: Partial<SynthesizeArgs> = {}, voice = 'en-us'): Promise<Said> {
  const outputs = await outputsOf(await engineOf(voice), { text, index: 0, ...args });
  const pieces = outputs.flatMap((output) => (output.kind === 'audio' ? [output.samples] : []));
  const end = outputs.at(-1);
  if (end?.kind !== 'end') throw new Error('the last output is not the end');
  const samples = Float32Array.from(pieces.flatMap((piece) => [...piece]));
  expect(end.samples).toBe(samples.length);
  const planned = outputs.flatMap((output) => (output.kind === 'words' ? [output.wordEnds] : []));
  return { samples, wordEnds: end.wordEnds, pieces: pieces.length, planned };
}

const loudest = (samples: Float32Array): number => samples.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
const seconds = ({ samples }: Said): number => samples.length / rateHz;

/** How far the pitch goes, in Hz: from the tenth to the ninetieth in a hundred of its values every 20 ms. */
function melody(samples: Float32Array): number {
  const pitches: number[] = [];
  for (let at = 0; at + 1024 < samples.length; at += 441) {
    const scores = Array.from({ length: 242 }, (_, index) => likeness(samples.subarray(at), index + 73));
    const best = Math.max(...scores);
    if (best > 0.9) pitches.push(rateHz / (scores.indexOf(best) + 73));
  }
  pitches.sort((a, b) => a - b);
  return (pitches[Math.floor(pitches.length * 0.9)] ?? 0) - (pitches[Math.floor(pitches.length * 0.1)] ?? 0);
}

/** Of a sound to itself `lag` samples later: 1 for one that repeats exactly. */
function likeness(sound: Float32Array, lag: number): number {
  let [product, here, later] = [0, 1e-9, 1e-9];
  for (let at = 0; at < 700; at += 2) {
    const [a, b] = [sound[at] ?? 0, sound[at + lag] ?? 0];
    product += a * b;
    here += a * a;
    later += b * b;
  }
  return product / Math.sqrt(here * later);
}

describe('an espeak voice', () => {
  it('says what it is', async () => {
    const engine = await engineOf('en-us');
    const [info] = await collect(engine.methods['info']?.({}, newCall()) ?? nothing());
    expect(voiceInfoSchema.parse(info)).toEqual({
      ...{ engine: 'espeak', voice: 'en-us', sampleRateHz: rateHz, provider: 'wasm', threads: 1 },
      ...{ speakers: [], notes: [] },
    });
    expect(await collect(engine.methods['warmUp']?.({}, newCall()) ?? nothing())).toEqual([]);
  });

  it.each([
    ['en-us', 'The weather is fine today.'],
    ['en-gb+f3', 'The weather is fine today.'],
    ['de', 'Das Wetter ist heute schön, bei 25 Grad.'],
    ['fr', 'Il fait beau aujourd’hui.'],
    ['es', 'Hace buen tiempo hoy.'],
    ['it', 'Oggi il tempo è bello.'],
    ['ru', 'Сегодня хорошая погода.'],
    ['zh', '今天天气很好。'],
    ['ja', 'きょうは いいてんきです。'],
  ])('speaks with %s', async (voice, text) => {
    const said = await say(text, {}, voice);
    expect(seconds(said)).toBeGreaterThan(0.7);
    expect(seconds(said)).toBeLessThan(5);
    expect(loudest(said.samples)).toBeGreaterThan(0.2);
    expect(said.wordEnds).toHaveLength(writtenWords(text).length);
  });

  it('refuses a voice that espeak-ng does not have', async () => {
    for (const voice of ['xx-yy', 'en-us+nobody', 'en-us+..', '']) {
      const line =
        voice === '' ? /^voice options: voice: / : /^tts\.espeak\.voice: got ".+", wanted .+ parley voices lists/;
      await expect(createEngine({ voice })).rejects.toThrow(line);
    }
  });

  it('hands the first clause out before it makes the next', async () => {
    const text = 'Well, this is the first part of it, and that was the second.';
    const said = await say(text);
    expect(said.pieces).toBe(3);
    const [first] = said.planned;
    expect(first?.[0]).toBeLessThan(rateHz);
    expect(first?.[1]).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('knows where words end', async () => {
    const text = 'I said: one, two of the three (or 25) — mid-nineties!';
    const { wordEnds, samples, planned } = await say(text);
    expect(wordEnds).toHaveLength(writtenWords(text).length);
    expect([...wordEnds].sort((a, b) => a - b)).toEqual([...wordEnds]);
    expect(wordEnds.at(-1)).toBe(samples.length);
    expect(new Set(wordEnds).size).toBeGreaterThan(wordEnds.length - 3);
    // What was planned after a clause is what came of it.
    for (const plan of planned)
      for (const [index, end] of plan.entries())
        if (end < Number.MAX_SAFE_INTEGER && index < plan.length - 1) expect(end).toBe(wordEnds[index]);
  });

  it('puts a word where it sounds', async () => {
    // The middle one of three takes most of the time.
    const { wordEnds, samples } = await say('I internationally am.');
    const [first = 0, second = 0] = wordEnds;
    expect(first).toBeLessThan(samples.length * 0.3);
    expect(second - first).toBeGreaterThan(samples.length * 0.4);
  });

  it('starts at once: the silence in front is cut', async () => {
    const { samples } = await say('Please.');
    const start = samples.findIndex((sample) => Math.abs(sample) > 0.006);
    expect(start).toBeLessThanOrEqual(rateHz * 0.011);
  });

  it('has nothing to say for no words', async () => {
    for (const text of ['', '   ', '🙂', '…', '***', '~~~ ~~~'])
      expect(await say(text)).toEqual({
        ...{ samples: new Float32Array(0), pieces: 0, planned: [] },
        wordEnds: writtenWords(text).map(() => 0),
      });
  });

  it('changes its pace, loudness and melody', async () => {
    const text = 'Would you like to know more about the weather in the mountains?';
    const [plain, fast, slow] = [await say(text), await say(text, { speed: 2 }), await say(text, { speed: 0.5 })];
    expect(seconds(fast)).toBeLessThan(seconds(plain) * 0.6);
    expect(seconds(slow)).toBeGreaterThan(seconds(plain) * 1.6);
    expect(loudest((await say(text, { volume: 0.25 })).samples)).toBeLessThan(loudest(plain.samples) * 0.4);
    expect(loudest((await say(text, { volume: 4 })).samples)).toBe(1);
    const [flat, lively] = [await say(text, { variation: 0 }), await say(text, { variation: 2 })];
    expect(melody(flat.samples)).toBeLessThan(6);
    expect(melody(lively.samples)).toBeGreaterThan(15);
  });

  it('says a word of the lexicon as it is told to, in words or in sounds', async () => {
    const text = 'A gif moves.';
    const plain = await say(text);
    for (const said of ['moving picture in a little file', '/mˌuːvɪŋpˈɪktʃɚɹɪnɐlˈɪtəlfˌaɪl/']) {
      const told = await say(text, { lexicon: { gif: said } });
      expect(seconds(told)).toBeGreaterThan(seconds(plain) + 0.5);
      expect((told.wordEnds[1] ?? 0) - (told.wordEnds[0] ?? 0)).toBeGreaterThan(0.6 * rateHz);
    }
  });

  it('stops within a tenth of a second of sound when told to, and then speaks as before', async () => {
    const text = 'This is one long breath without a single comma that goes on for quite some seconds of sound';
    let asked = 0;
    const engine = await engineOf('en-us');
    const before = await say(text);
    const cut = await outputsOf(
      engine,
      { text, index: 0 },
      newCall(() => (asked += 1) > 3),
    );
    expect(cut).toEqual([]);
    expect(asked).toBeLessThan(8);
    expect(Math.abs(seconds(await say(text)) - seconds(before))).toBeLessThan(0.05);
  });

  it('says any text: every word has its end, every sample is sound', async () => {
    const pieces = fc.constantFrom(
      'and ',
      '3.14 ',
      '<b>',
      '&amp;',
      '[[x]]',
      '日本',
      '\u0007',
      '— ',
      '"Oh," ',
      '…',
      '🙂',
      'ß\n',
    );
    const texts = fc.oneof(
      fc.string({ maxLength: 20, unit: 'binary' }),
      fc.array(pieces).map((all) => all.join('')),
    );
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const { samples, wordEnds } = await say(text);
        expect(samples.every((sample) => Math.abs(sample) <= 1)).toBe(true);
        expect(wordEnds).toHaveLength(writtenWords(text).length);
        expect(wordEnds.every((end, index) => end >= (wordEnds[index - 1] ?? 0))).toBe(true);
        if (wordEnds.length > 0) expect(wordEnds.at(-1)).toBe(samples.length);
      }),
      { numRuns: 40 },
    );
  });
});
