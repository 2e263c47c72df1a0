/** What is heard while an answer takes long, as the settings want it. */
import { thinkingTones } from '../audio/earcon.js';
import type { AudioFrame } from '../audio/frame.js';
import type { Settings } from '../config/schema.js';
import type { FillerSound, FillerSource } from '../pipeline/filler.js';
import { once } from '../pipeline/streams.js';
import { saySpeech, type SayingStages } from './saying.js';

/** Often enough to say "still there", seldom enough not to become a rhythm one waits for. */
const tonesAgainMs = 4000;
/** Words ask for more of one's ear. */
const wordsAgainMs = 8000;

/** Undefined when nothing is wanted. */
export function createFillers(
  settings: Pick<Settings, 'turn' | 'audio'>,
  voice: SayingStages,
): FillerSource | undefined {
  const { kind, after_ms: afterMs, words } = settings.turn.filler;
  if (kind === 'off') return undefined;
  if (kind === 'tones') {
    const tones = tonesAt(settings.audio.output.sample_rate);
    return { afterMs, againMs: tonesAgainMs, next: () => tones };
  }
  let count = 0;
  return { afterMs, againMs: wordsAgainMs, next: () => spoken(words[count++ % words.length] ?? '', voice) };
}

function tonesAt(sampleRateHz: number): FillerSound {
  const samples = thinkingTones(sampleRateHz);
  return { text: '', mayBeCut: true, audio: () => once({ samples, sampleRateHz, startSample: 0 }) };
}

function spoken(text: string, voice: SayingStages): FillerSound {
  return {
    ...{ text, mayBeCut: false },
    async *audio(scope): AsyncGenerator<AudioFrame, void, undefined> {
      for await (const item of saySpeech(text, voice, scope)) if (item.kind === 'audio') yield item.frame;
    },
  };
}
