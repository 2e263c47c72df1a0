/** Replies whose sound was made before: played from memory, they cost a loop nothing. */
import type { AudioFrame } from '../../../../src/audio/frame.js';
import { join } from '../../../../src/models/piper/trim.js';
import type { ReplyDelta, Sentence, SpokenAudio } from '../../../../src/pipeline/messages.js';
import type { Stage } from '../../../../src/pipeline/stage.js';

/** One reply, as the voice said it. */
export interface LoopReply {
  readonly text: string;
  readonly sampleRateHz: number;
  /** Mono. */
  readonly samples: Float32Array;
  /** For each word of the text, the sample at which its sound is over. */
  readonly wordEnds: readonly number[];
}

/** Samples handed on at a time. */
const pieceSamples = 2048;

/** Everything that a voice says for a text. */
export async function recordReply(text: string, spoken: AsyncIterable<SpokenAudio>): Promise<LoopReply> {
  const parts: Float32Array[] = [];
  const wordEnds: number[] = [];
  let sampleRateHz = 0;
  let before = 0;
  for await (const item of spoken) {
    if (item.kind === 'audio') {
      parts.push(item.frame.samples);
      ({ sampleRateHz } = item.frame);
    } else if (item.kind === 'sentence-end') {
      for (const end of item.wordEnds) wordEnds.push(before + end);
      before += item.samples;
    }
  }
  return { text, sampleRateHz, samples: join(parts), wordEnds };
}

/** Each reply is one sentence. */
export const wholeReply: Stage<ReplyDelta, Sentence> = {
  name: 'split',
  async *run(input) {
    let text = '';
    for await (const delta of input) text += delta.text;
    yield { index: 0, text };
  },
};

/** Says what is among the replies, and nothing else. */
export function createRecordedVoice(replies: readonly LoopReply[]): Stage<Sentence, SpokenAudio> {
  return {
    name: 'tts',
    async *run(input): AsyncGenerator<SpokenAudio, void, undefined> {
      for await (const sentence of input) {
        const reply = replies.find(({ text }) => text === sentence.text);
        if (reply === undefined) throw new Error(`nobody has recorded ${JSON.stringify(sentence.text)}`);
        yield* speak(reply, sentence);
      }
    },
  };
}

function* speak(reply: LoopReply, sentence: Sentence): Generator<SpokenAudio, void, undefined> {
  const { samples, sampleRateHz, wordEnds } = reply;
  yield { kind: 'words', sentence, wordEnds };
  for (let startSample = 0; startSample < samples.length; startSample += pieceSamples) {
    const piece = samples.slice(startSample, startSample + pieceSamples);
    const frame: AudioFrame = { samples: piece, sampleRateHz, startSample };
    yield { kind: 'audio', sentence, frame };
  }
  yield { kind: 'sentence-end', sentence, samples: samples.length, wordEnds };
}
