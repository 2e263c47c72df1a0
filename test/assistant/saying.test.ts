/** Texts and pieces on their way to the voice, on an engine without a voice. */
import { describe, expect, it } from 'vitest';
import { saySpeech, type Speech } from '../../src/assistant/saying.js';
import type { Delivery, SpokenAudio } from '../../src/pipeline/messages.js';
import { createSpeechStage } from '../../src/stages/tts/speech.js';
import { createSplitStage } from '../../src/stages/tts/split.js';
import type { SynthesizeArgs } from '../../src/stages/tts/voice-engine.js';
import { collect, stream, testScope } from '../fakes/scope.js';
import { fakeVoiceEngine } from '../fakes/voice-engine.js';

async function run(speech: Speech, delivery?: Delivery): Promise<{ args: SynthesizeArgs[]; spoken: SpokenAudio[] }> {
  const engine = fakeVoiceEngine();
  const stages = {
    splitter: createSplitStage({ sentence_splitting: true }),
    synthesizer: createSpeechStage(engine, { speed: 1, variation: 1, speaker: 0, lexicon: { cat: 'kitty' } }),
  };
  const spoken = await collect(saySpeech(speech, stages, testScope(), delivery));
  const calls = engine.calls.filter(({ method }) => method === 'synthesize');
  return { args: calls.map(({ args }) => args as SynthesizeArgs), spoken };
}

describe('what is said', () => {
  it('is split alike whether it is whole or arrives in parts', async () => {
    const text = 'The first one is here. And here, as you can hear, is the second one. The third?';
    const whole = await run(text);
    const parts = await run(stream(...(text.match(/.{1,7}/g) ?? [])));
    expect(parts.args).toEqual(whole.args);
    expect(whole.args.map((args) => args.text).join('')).toBe(text);
  });

  it('has one delivery for all of it', async () => {
    const { args } = await run('One here. Two here.', { volume: 0.5, speaker: 3 });
    expect(args.map(({ volume, speaker }) => [volume, speaker])).toEqual([
      [0.5, 3],
      [0.5, 3],
    ]);
  });

  it('counts the sentences of all pieces, each with its own delivery on top', async () => {
    const { args } = await run(
      [
        { text: 'One here. Two here. ' },
        { text: 'Three', delivery: { speed: 2, volume: 3, lexicon: { dog: '/hʊnt/' } } },
        { text: 'a cat and a dog', delivery: { lexicon: { cat: 'lion' } } },
      ],
      { volume: 2, speed: 0.5 },
    );
    expect(args.map(({ text, index, speed, volume }) => [text, index, speed, volume])).toEqual([
      ['One here. ', 0, 0.5, 2],
      ['Two here. ', 1, 0.5, 2],
      ['Three', 2, 1, 4],
      ['a cat and a dog', 3, 0.5, 2],
    ]);
    expect(args.map(({ lexicon }) => lexicon)).toEqual([{}, {}, {}, { cat: 'lion' }]);
  });

  it('has its silences where they were asked for, even before the first word', async () => {
    const { spoken } = await run([
      { text: '', pauseAfterMs: 300 },
      { text: 'One here. Two here.', pauseAfterMs: 200 },
      { text: 'Three.' },
    ]);
    const ends = spoken.flatMap((item) => (item.kind === 'sentence-end' ? [[item.sentence.index, item.samples]] : []));
    // One sample a letter at 1 kHz, and one for each millisecond of silence.
    expect(ends).toEqual([
      [0, 300],
      [1, 7],
      [2, 207],
      [3, 5],
    ]);
    const silent = spoken.flatMap((item) => (item.kind === 'audio' ? [...item.frame.samples] : []));
    expect(silent.filter((sample) => sample === 0)).toHaveLength(500);
  });

  it('stops with its signal', async () => {
    const scope = testScope();
    const stages = {
      splitter: createSplitStage({ sentence_splitting: true }),
      synthesizer: createSpeechStage(fakeVoiceEngine(), { speed: 1, variation: 1, speaker: 0, lexicon: {} }),
    };
    const endless = async function* (): AsyncGenerator<string, void, undefined> {
      while (true) yield 'One more sentence. ';
    };
    let heard = 0;
    const listen = async (): Promise<void> => {
      for await (const spoken of saySpeech(endless(), stages, scope)) {
        if (spoken.kind === 'sentence-end') heard += 1;
        if (heard === 3) scope.controller.abort(new Error('enough'));
      }
    };
    await expect(listen()).rejects.toThrow('enough');
  });
});
