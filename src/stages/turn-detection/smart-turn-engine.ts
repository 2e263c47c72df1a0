/** The turn model as an engine of the inference host: the sound of a turn in, the probability that it is over out. */
import { z } from 'zod';
import type { Engine, EngineCall } from '../../models/host/engine.js';
import { SmartTurn } from '../../models/smart-turn/model.js';

const optionsSchema = z.strictObject({
  /** Path of the graph. */
  modelPath: z.string().min(1),
  /** Execution providers in the order tried. */
  providers: z.array(z.string().min(1)).min(1),
});

/** Plain data, as it crosses to the worker. */
export type SmartTurnEngineOptions = z.infer<typeof optionsSchema>;

const judgeSchema = z.strictObject({
  /** 16 kHz mono: the turn so far, the pause included. */
  samples: z.instanceof(Float32Array),
});

/** What `info` yields. */
export interface SmartTurnInfo {
  readonly model: string;
  readonly provider: string;
  readonly notes: readonly string[];
}

/** A second thread saves a third of the time on a quiet machine, and triples it on a busy one. */
const THREADS = 1;
const WARM_UP_SAMPLES = 16_000;

/** Loads the model. Throws one line that names the file or the option at fault. */
export async function createEngine(options: unknown): Promise<Engine> {
  const { modelPath, providers } = parse(optionsSchema, options, 'options');
  const model = await SmartTurn.load(modelPath, { providers, threads: THREADS });
  const { name, provider, refused } = model;
  const info: SmartTurnInfo = { model: name, provider, notes: refused.map((line) => `turn: ${line}`) };
  return {
    methods: {
      judge: (args, call) => judge(model, parse(judgeSchema, args, 'judge').samples, call),
      warmUp: async function* () {
        // A tone, since silence alone says nothing.
        await model.judge(Float32Array.from({ length: WARM_UP_SAMPLES }, (_, i) => 0.1 * Math.sin(i / 8)));
      },
      info: async function* () {
        yield info;
      },
    },
    close: () => model.close(),
  };
}

async function* judge(model: SmartTurn, samples: Float32Array, call: EngineCall): AsyncGenerator<number> {
  if (samples.length === 0) throw new Error('turn model judge: got no samples, wanted the sound of a turn');
  if (call.cancelled()) return;
  yield await model.judge(samples);
}

function parse<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) => `${path.join('.') || what}: ${message}`);
  throw new Error(`turn model ${what}: ${issues.join('; ')}`);
}
