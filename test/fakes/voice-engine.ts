/** A voice engine without a voice: one sample per letter, two windows a sentence. */
import type { EngineCallOptions, EngineHandle } from '../../src/models/host/engine.js';
import type { SynthesizeArgs, VoiceInfo, VoiceOutput } from '../../src/stages/tts/voice-engine.js';

export interface FakeVoiceEngine extends EngineHandle {
  /** Every call, in order. */
  readonly calls: { readonly method: string; readonly args: unknown }[];
  /** How many calls were ended by their reader or ran to their end. */
  ended: number;
}

const info: VoiceInfo = {
  ...{ engine: 'fake', voice: 'fake', sampleRateHz: 1000, provider: 'cpu', threads: 1 },
  ...{ speakers: [], notes: [] },
};

/** `script` replaces what `synthesize` yields. */
export function fakeVoiceEngine(
  script?: (args: SynthesizeArgs, options: EngineCallOptions) => AsyncIterable<unknown>,
): FakeVoiceEngine {
  const engine: FakeVoiceEngine = {
    calls: [],
    ended: 0,
    ready: () => Promise.resolve(),
    async *call(method, args, options) {
      engine.calls.push({ method, args });
      try {
        if (method === 'info') yield info;
        else if (method === 'synthesize') yield* (script ?? letters)(args as SynthesizeArgs, options);
      } finally {
        engine.ended += 1;
      }
    },
  };
  return engine;
}

async function* letters({ text }: SynthesizeArgs): AsyncGenerator<VoiceOutput, void, undefined> {
  const samples = text.replace(/[^a-z]/gi, '').length;
  const first = Math.floor(samples / 2);
  if (samples > 0) {
    yield { kind: 'audio', samples: new Float32Array(first).fill(0.5) };
    yield { kind: 'words', wordEnds: [samples] };
    yield { kind: 'audio', samples: new Float32Array(samples - first).fill(0.5) };
  }
  yield { kind: 'end', samples, wordEnds: text.trim() === '' ? [] : [samples] };
}
