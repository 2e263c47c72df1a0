/** The engine module of wake words: sound in, one score for each word every 80 ms out. */
import { basename, join } from 'node:path';
import { z } from 'zod';
import { openSession, type SessionOptions } from '../../models/onnx/session.js';
import type { Engine, EngineCall } from '../../models/host/engine.js';
import { HOP_SAMPLES, type FeatureGraphs } from './features.js';
import { HopCutter } from './hops.js';
import { WordEar } from './word-ear.js';
import { WordModel } from './word-model.js';

const optionsSchema = z.strictObject({
  /** Folder with `melspectrogram.onnx` and `embedding_model.onnx`. */
  featuresFolder: z.string().min(1),
  /** One classifier file for each word. */
  wordFiles: z.array(z.string().min(1)).min(1),
  providers: z.array(z.string()).min(1),
});

export type WakeEngineOptions = z.input<typeof optionsSchema>;

/** A stretch of the microphone's stream, mono at 16 kHz. The silence before a young stream has negative places. */
export const wakeInputSchema = z.object({
  samples: z.instanceof(Float32Array),
  startSample: z.number().int(),
});

/** What the words' models made of the stream up to `endSample`. */
export interface WakeScores {
  /** Position after the last sample that was heard. */
  readonly endSample: number;
  /** 0…1, in the order of `wordFiles`. */
  readonly scores: readonly number[];
}

export async function createEngine(given: unknown): Promise<Engine> {
  const parsed = optionsSchema.safeParse(given);
  if (!parsed.success) throw new Error(`wake word options: ${parsed.error.issues.map(describeIssue).join('; ')}`);
  const { featuresFolder, wordFiles, providers } = parsed.data;
  // The graphs are so small that a second thread costs more than it brings.
  const options = { providers, threads: 1 };
  const graphs: FeatureGraphs = {
    spectrogram: await open(join(featuresFolder, 'melspectrogram.onnx'), options),
    embedding: await open(join(featuresFolder, 'embedding_model.onnx'), options),
  };
  const load = async (file: string): Promise<WordModel> => new WordModel(await open(file, options), basename(file));
  const words = await Promise.all(wordFiles.map(load));
  return {
    methods: {
      listen: (_args, call) => listen(new WordEar(graphs, words), call),
      warmUp: async function* () {
        const ear = new WordEar(graphs, words);
        while ((await ear.hear(new Float32Array(HOP_SAMPLES))) === undefined);
        yield* [];
      },
    },
  };
}

/** One stretch of the stream. Its first scores need two seconds of sound. */
async function* listen(ear: WordEar, call: EngineCall): AsyncGenerator<WakeScores, void, undefined> {
  const cutter = new HopCutter(HOP_SAMPLES);
  for await (const item of call.input) {
    const { samples, startSample } = wakeInputSchema.parse(item);
    for (const { hop, endSample } of cutter.push(samples, startSample)) {
      if (call.cancelled()) return;
      const scores = await ear.hear(hop);
      if (scores !== undefined) yield { endSample, scores };
    }
  }
}

async function open(file: string, options: SessionOptions): Promise<FeatureGraphs['embedding']> {
  try {
    return (await openSession(file, options)).session;
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function describeIssue({ path, message }: z.core.$ZodIssue): string {
  return `${path.join('.')}: ${message}`;
}
