/** llama.cpp loaded quietly: no builds, no downloads, nothing on stdout or stderr. */
import type { ChatWrapper, Llama, LlamaContext, LlamaContextSequence, LlamaModel } from 'node-llama-cpp';
import { checkGguf, refuse } from './gguf.js';

export interface LlamaEngineOptions {
  /** Path of a GGUF file. */
  readonly modelPath: string;
  /** Threads of one evaluation; 1 whenever another model runs at the same time. */
  readonly threads: number;
  /** Context window in tokens; shortened to what the model was trained on. */
  readonly contextTokens: number;
  /** `auto` takes the best device that works here. */
  readonly gpu: 'auto' | false;
}

/** Characters of a native complaint that are passed on. */
const LONGEST_REASON = 160;

export interface Runtime {
  readonly model: LlamaModel;
  readonly wrapper: ChatWrapper;
  readonly context: LlamaContext;
  readonly sequence: LlamaContextSequence;
  /** `cuda`, `metal`, `vulkan` or `cpu`. */
  readonly device: string;
  close(): Promise<void>;
}

/** Loads the model. Throws one line that says what is wrong with the file or with this machine. */
export async function loadRuntime(options: LlamaEngineOptions): Promise<Runtime> {
  await checkGguf(options.modelPath);
  const library = await import('node-llama-cpp');
  let complaint = '';
  const llama = await startLlama(library, options, (message) => {
    // The first one is the cause, the others follow from it.
    if (complaint === '') complaint = firstLine(message);
  });
  try {
    const model = await llama.loadModel({ modelPath: options.modelPath });
    const contextSize = Math.min(options.contextTokens, model.trainContextSize);
    const context = await model.createContext({ contextSize, threads: options.threads, sequences: 1 });
    return {
      ...{ model, context, sequence: context.getSequence(), device: llama.gpu === false ? 'cpu' : llama.gpu },
      // Spoken answers: what a model thinks to itself only costs time.
      wrapper: library.resolveChatWrapper(model, {
        warningLogs: false,
        customWrapperSettings: { qwen: { thoughts: 'discourage' } },
      }),
      close: () => llama.dispose(),
    };
  } catch (error) {
    await llama.dispose();
    const reason = complaint === '' ? firstLine(error instanceof Error ? error.message : String(error)) : complaint;
    throw refuse(options.modelPath, `cannot be loaded (${reason})`);
  }
}

function firstLine(text: string): string {
  return (text.trim().split('\n')[0] ?? '').slice(0, LONGEST_REASON);
}

async function startLlama(
  library: typeof import('node-llama-cpp'),
  options: LlamaEngineOptions,
  onComplaint: (message: string) => void,
): Promise<Llama> {
  try {
    return await library.getLlama({
      ...{ gpu: options.gpu, build: 'never', skipDownload: true, progressLogs: false, debug: false },
      logLevel: library.LlamaLogLevel.error,
      logger: (_level, message) => {
        onComplaint(message);
      },
    });
  } catch (error) {
    const reason = firstLine(error instanceof Error ? error.message : String(error));
    throw new Error(
      `no llama.cpp for ${process.platform}-${process.arch} (${reason}): run "npm ci" again so that its binary is installed`,
      { cause: error },
    );
  }
}
