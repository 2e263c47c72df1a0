/** Speaks a whole text at once: for the command line, for files, for tests. */
import type { ReplyDelta, Sentence, SpokenAudio } from '../../pipeline/messages.js';
import type { Scope, Stage } from '../../pipeline/stage.js';

export interface SpokenFile {
  /** Mono, −1…1. */
  readonly samples: Float32Array;
  /** 0 when there was nothing to say. */
  readonly sampleRateHz: number;
}

export interface SayStages {
  readonly split: Stage<ReplyDelta, Sentence>;
  readonly tts: Stage<Sentence, SpokenAudio>;
}

/** Runs the text through both stages and joins what they say. Throws what they throw. */
export async function sayText(text: string, stages: SayStages, scope: Scope): Promise<SpokenFile> {
  const parts: Float32Array[] = [];
  let sampleRateHz = 0;
  for await (const spoken of stages.tts.run(stages.split.run(oneDelta(text), scope), scope)) {
    if (spoken.kind !== 'audio') continue;
    parts.push(spoken.frame.samples);
    ({ sampleRateHz } = spoken.frame);
  }
  const samples = new Float32Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    samples.set(part, at);
    at += part.length;
  }
  return { samples, sampleRateHz };
}

async function* oneDelta(text: string): AsyncGenerator<ReplyDelta, void, undefined> {
  yield { text, source: 'skill' };
}
