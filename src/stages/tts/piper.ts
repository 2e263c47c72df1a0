/** The stage that speaks sentences with a Piper voice. */
import { z } from 'zod';
import type { Settings } from '../../config/schema.js';
import type { EngineHandle } from '../../models/host/engine.js';
import type { Sentence, SpokenAudio } from '../../pipeline/messages.js';
import type { Stage } from '../../pipeline/stage.js';
import { drain } from '../../pipeline/streams.js';
import { checked } from './check.js';
import { CodeFence } from './code-fence.js';
import { untilTurnEnds } from './input.js';
import type { PiperInfo, SynthesizeArgs } from './piper-engine.js';

export type SpeakSettings = Pick<Settings['tts'], 'speed'>;

const samples = z.custom<Float32Array>((value) => value instanceof Float32Array, 'wanted a Float32Array');
const outputSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('audio'), samples }),
  z.object({ kind: z.literal('words'), wordEnds: z.array(z.number()) }),
  z.object({ kind: z.literal('end'), samples: z.number().int().min(0), wordEnds: z.array(z.number()) }),
]);
const infoSchema = z.object({
  voice: z.string(),
  sampleRateHz: z.number().int().min(1),
  provider: z.string(),
  threads: z.number(),
  cut: z.boolean(),
  uncutReason: z.string().optional(),
});

/**
 * Sentences in, sound out. Works on one sentence at a time and only when asked: put a read-ahead behind it to have the
 * next one made while this one plays. Frames are numbered from the start of the reply, without gaps.
 */
export function createPiperStage(engine: EngineHandle, settings: SpeakSettings): Stage<Sentence, SpokenAudio> {
  let info: PiperInfo | undefined;
  return {
    name: 'tts',
    async warmUp(signal) {
      info = await readPiperInfo(engine, signal);
      await drain(untilTurnEnds(engine.call('warmUp', {}, { signal }), signal));
    },
    async *run(input, { signal }) {
      const fence = new CodeFence();
      let startSample = 0;
      for await (const sentence of untilTurnEnds(input, signal)) {
        info ??= await readPiperInfo(engine, signal);
        const args: SynthesizeArgs = { text: fence.mask(sentence.text), index: sentence.index, speed: settings.speed };
        for await (const spoken of speak(engine, args, signal)) {
          if (spoken.kind === 'end') {
            yield { kind: 'sentence-end', sentence, samples: spoken.samples, wordEnds: spoken.wordEnds };
          } else if (spoken.kind === 'words') {
            yield { kind: 'words', sentence, wordEnds: spoken.wordEnds };
          } else {
            const frame = { samples: spoken.samples, sampleRateHz: info.sampleRateHz, startSample };
            startSample += spoken.samples.length;
            yield { kind: 'audio', sentence, frame };
          }
        }
      }
    },
  };
}

/** Voice, rate, provider and whether the voice runs in windows: for the doctor, and for whoever opens a player. */
export async function readPiperInfo(engine: EngineHandle, signal: AbortSignal): Promise<PiperInfo> {
  for await (const output of untilTurnEnds(engine.call('info', {}, { signal }), signal)) {
    const { uncutReason, ...info } = checked(infoSchema, output, 'voice engine');
    return uncutReason === undefined ? info : { ...info, uncutReason };
  }
  throw new Error('the voice engine said nothing about its voice');
}

type Spoken = z.output<typeof outputSchema>;

async function* speak(
  engine: EngineHandle,
  args: SynthesizeArgs,
  signal: AbortSignal,
): AsyncGenerator<Spoken, void, undefined> {
  for await (const output of untilTurnEnds(engine.call('synthesize', args, { signal }), signal)) {
    const spoken = checked(outputSchema, output, 'voice engine');
    yield spoken;
    if (spoken.kind === 'end') return;
  }
  throw new Error(`the voice engine stopped in the middle of sentence ${args.index}`);
}
