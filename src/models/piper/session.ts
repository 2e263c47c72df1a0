/** Opens an ONNX graph on the first execution provider that takes it. */
import { InferenceSession } from 'onnxruntime-node';

export interface SessionOptions {
  readonly threads: number;
  /** Names of execution providers in the order tried, e.g. `['cuda', 'cpu']`. */
  readonly providers: readonly string[];
}

export interface OpenSession {
  readonly session: InferenceSession;
  readonly provider: string;
}

/** `graph` is a path or the bytes of a model. Throws one line with every provider's reason when none takes it. */
export async function openSession(graph: string | Uint8Array, options: SessionOptions): Promise<OpenSession> {
  const refusals: string[] = [];
  for (const provider of options.providers) {
    try {
      const settings = sessionSettings(provider, options.threads);
      // The two overloads differ in their first parameter alone.
      const session =
        typeof graph === 'string'
          ? await InferenceSession.create(graph, settings)
          : await InferenceSession.create(graph, settings);
      return { session, provider };
    } catch (error) {
      refusals.push(`${provider}: ${firstLine(error)}`);
    }
  }
  throw new Error(`no execution provider could load the graph (${refusals.join('; ')})`);
}

function sessionSettings(provider: string, threads: number): InferenceSession.SessionOptions {
  return {
    executionProviders: [provider],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    // Errors come as exceptions; the rest is talk about the exporter's leftovers.
    logSeverityLevel: 3,
    // Waiting threads that spin made runs five times slower once two sessions shared the cores.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  };
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0] ?? text;
}
