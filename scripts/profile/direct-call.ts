/** Calls an engine in this thread as the inference child would, with faults as the host would tell them. */
import type { Engine, EngineCall } from '../../src/models/host/engine.js';
import { EngineError, recordError, type EngineErrorCode } from '../../src/models/host/error.js';

export interface DirectCall {
  /** As in faults: `stt`, `tts`. */
  readonly name: string;
  readonly method: string;
  readonly args: unknown;
  readonly input?: AsyncIterable<unknown> | undefined;
}

export async function* callDirectly(
  engine: Engine,
  { name, method, args, input = nothing() }: DirectCall,
  signal: AbortSignal,
): AsyncGenerator {
  const run = engine.methods[method];
  if (run === undefined) throw new Error(`the ${name} engine has no method ${method}`);
  let ended = false;
  async function* watched(): AsyncGenerator {
    yield* input;
    ended = true;
  }
  const call: EngineCall = { input: watched(), signal, cancelled: () => signal.aborted, inputEnded: () => ended };
  try {
    yield* run(args, call);
  } catch (error) {
    throw asEngineError(error, name, 'failed');
  }
}

/** What the engine says against its options is for the user, as it is when it comes from the host; a bug is not. */
export function asEngineError(error: unknown, name: string, code: EngineErrorCode): unknown {
  if (!(error instanceof Error) || error.name !== 'Error') return error;
  const { message, detail } = recordError(error);
  return new EngineError({ engine: name, code, message, detail });
}

async function* nothing(): AsyncGenerator<never, void, undefined> {
  // A call without a stream.
}
