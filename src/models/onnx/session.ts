/** ONNX Runtime sessions: the first execution provider that works, and thread settings that suit a shared CPU. */
import * as ort from 'onnxruntime-node';

export interface SessionOptions {
  /** Execution providers in the order tried, e.g. `['cuda', 'cpu']`. */
  readonly providers: readonly string[];
  /** Threads of one run. */
  readonly threads: number;
}

export interface LoadedSession {
  readonly session: ort.InferenceSession;
  readonly provider: string;
  /** One line for each provider that was tried before and failed. */
  readonly refused: readonly string[];
}

/** Opens a graph from its bytes or its file. Throws one line that says what each provider answered. */
export async function openSession(graph: Uint8Array | string, options: SessionOptions): Promise<LoadedSession> {
  const refused: string[] = [];
  for (const provider of options.providers) {
    try {
      // The overloads for a path and for bytes have the same body.
      const session = await (typeof graph === 'string'
        ? ort.InferenceSession.create(graph, sessionOptions(provider, options.threads))
        : ort.InferenceSession.create(graph, sessionOptions(provider, options.threads)));
      return { session, provider, refused };
    } catch (error) {
      refused.push(`${provider}: ${firstLine(error)}`);
    }
  }
  const answers = refused.join('; ') || 'none was named';
  throw new Error(`no execution provider could load the graph (${answers}); parley doctor lists those that work here`);
}

function sessionOptions(provider: string, threads: number): ort.InferenceSession.SessionOptions {
  return {
    executionProviders: [provider],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    // Every run has another length here: a plan for the memory of one shape is never used again.
    enableMemPattern: false,
    // Only errors: a warning on stderr would break the command line's output.
    logSeverityLevel: 3,
    // Spinning threads take the other engines' cores: five times slower under contention.
    extra: { session: { intra_op: { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } },
  };
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
}
