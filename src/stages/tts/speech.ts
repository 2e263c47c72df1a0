/** The stage that speaks sentences, whatever engine makes the sound. */
import type { Settings } from '../../config/schema.js';
import type { EngineHandle } from '../../models/host/engine.js';
import type { Sentence, SpokenAudio } from '../../pipeline/messages.js';
import type { Stage } from '../../pipeline/stage.js';
import { drain } from '../../pipeline/streams.js';
import { checked } from './check.js';
import { CodeFence } from './code-fence.js';
import { untilTurnEnds } from './input.js';
import { keptOrMade, type Keeping } from './kept-voice.js';
import { atRate } from './same-rate.js';
import {
  voiceInfoSchema,
  voiceOutputSchema,
  type SynthesizeArgs,
  type VoiceInfo,
  type VoiceOutput,
} from './voice-engine.js';

export type SpeakSettings = Pick<Settings['tts'], 'speed' | 'variation' | 'speaker' | 'lexicon'>;

/**
 * Sentences in, sound out. Works on one sentence at a time and only when asked: put a read-ahead behind it to have the
 * next one made while this one plays. Frames are numbered from the start of the reply, without gaps. With `keeping`, a
 * sentence that was said before in the same way comes from the cache.
 */
export function createSpeechStage(
  engine: EngineHandle,
  settings: SpeakSettings,
  keeping?: Keeping,
): Stage<Sentence, SpokenAudio> {
  let info: VoiceInfo | undefined;
  let served: object | undefined;
  // An engine can be changed for another while a reply still uses it: the next sentence has another voice then.
  const voiceNow = async (signal: AbortSignal): Promise<VoiceInfo> => {
    const serving = keeping?.serving();
    if (info === undefined || serving !== served) info = await readVoiceInfo(engine, signal);
    served = serving;
    return info;
  };
  return {
    name: 'tts',
    async warmUp(signal) {
      await voiceNow(signal);
      await drain(untilTurnEnds(engine.call('warmUp', {}, { signal }), signal));
    },
    async *run(input, scope) {
      const { signal } = scope;
      const fence = new CodeFence();
      let startSample = 0;
      let sampleRateHz = 0;
      for await (const sentence of untilTurnEnds(input, signal)) {
        const voice = await voiceNow(signal);
        if (sampleRateHz === 0) sampleRateHz = voice.sampleRateHz;
        const args = argsFor(sentence, fence.mask(sentence.text), settings);
        const make = (): AsyncIterable<VoiceOutput> => speak(engine, args, signal);
        const sound = keeping === undefined ? make() : keptOrMade(args, make, { keeping, info: voice, scope });
        const even = atRate(sound, voice.sampleRateHz, sampleRateHz);
        for await (const spoken of withPause(even, sentence, sampleRateHz)) {
          if (spoken.kind === 'end') {
            yield { kind: 'sentence-end', sentence, samples: spoken.samples, wordEnds: spoken.wordEnds };
          } else if (spoken.kind === 'words') {
            yield { kind: 'words', sentence, wordEnds: spoken.wordEnds };
          } else {
            const frame = { samples: spoken.samples, sampleRateHz, startSample };
            startSample += spoken.samples.length;
            yield { kind: 'audio', sentence, frame };
          }
        }
      }
    },
  };
}

/** Voice, rate and provider: for the doctor, and for whoever opens a player. */
export async function readVoiceInfo(engine: EngineHandle, signal: AbortSignal): Promise<VoiceInfo> {
  for await (const output of untilTurnEnds(engine.call('info', {}, { signal }), signal)) {
    return checked(voiceInfoSchema, output, 'voice engine');
  }
  throw new Error('the voice engine said nothing about its voice');
}

function argsFor(sentence: Sentence, text: string, settings: SpeakSettings): SynthesizeArgs {
  const { speed = 1, volume = 1, variation = 1, speaker = settings.speaker } = sentence.delivery ?? {};
  return {
    text,
    index: sentence.index,
    speed: Math.min(4, Math.max(0.25, settings.speed * speed)),
    volume,
    variation: Math.min(2, settings.variation * variation),
    ...(speaker === '' ? {} : { speaker }),
    lexicon: lexiconFor(text, { ...settings.lexicon, ...sentence.delivery?.lexicon }),
  };
}

/** A phrase counts however its blanks, apostrophes and accents are written. */
const fold = (text: string): string => text.normalize('NFC').toLowerCase().replaceAll('’', "'").replace(/\s+/g, ' ');

/** Of a long lexicon only what this text needs crosses to the engine. */
function lexiconFor(text: string, lexicon: SpeakSettings['lexicon']): Record<string, string> {
  const folded = fold(text);
  return Object.fromEntries(
    Object.entries(lexicon)
      .map(([word, said]) => [word.toLowerCase(), said] as const)
      .filter(([word]) => folded.includes(fold(word))),
  );
}

async function* speak(
  engine: EngineHandle,
  args: SynthesizeArgs,
  signal: AbortSignal,
): AsyncGenerator<VoiceOutput, void, undefined> {
  for await (const output of untilTurnEnds(engine.call('synthesize', args, { signal }), signal)) {
    const spoken = checked(voiceOutputSchema, output, 'voice engine');
    yield spoken;
    if (spoken.kind === 'end') return;
  }
  throw new Error(`the voice engine stopped in the middle of sentence ${args.index}`);
}

/** Silence that was asked for belongs to the sentence before it. */
async function* withPause(
  spoken: AsyncIterable<VoiceOutput>,
  { pauseAfterMs = 0 }: Sentence,
  sampleRateHz: number,
): AsyncGenerator<VoiceOutput, void, undefined> {
  const silence = Math.round((pauseAfterMs / 1000) * sampleRateHz);
  for await (const output of spoken) {
    if (output.kind !== 'end' || silence === 0) {
      yield output;
      continue;
    }
    yield { kind: 'audio', samples: new Float32Array(silence) };
    yield { ...output, samples: output.samples + silence };
  }
}
