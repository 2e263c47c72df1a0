/** llama.cpp loaded quietly: no builds, no downloads, nothing on stdout or stderr. */
import type { ChatWrapper, Llama, LlamaContext, LlamaContextSequence, LlamaModel } from 'node-llama-cpp';
import { checkGguf, refuse } from './gguf.js';
import type { Start } from './prompt.js';
import { Slots } from './slots.js';

export interface LlamaEngineOptions {
  /** Path of a GGUF file. */
  readonly modelPath: string;
  /** Threads of one evaluation; 1 whenever another model runs at the same time. */
  readonly threads: number;
  /** Context window in tokens; shortened to what the model was trained on. */
  readonly contextTokens: number;
  /** `auto` takes the best device that works here. */
  readonly gpu: 'auto' | false;
  /** Conversations whose prompts are kept side by side, each with a whole context window of memory; default 1. */
  readonly sessions?: number;
}

/** One conversation's place in the model's memory. */
export interface Session {
  readonly sequence: LlamaContextSequence;
  /** Whose it is, and where that conversation began to be read when it had grown too long for the window. */
  window: { readonly owner: string; readonly start: Start | undefined } | undefined;
}

/** Characters of a native complaint that are passed on. */
const LONGEST_REASON = 160;

export interface Runtime {
  readonly library: typeof import('node-llama-cpp');
  readonly llama: Llama;
  readonly model: LlamaModel;
  readonly wrapper: ChatWrapper;
  readonly context: LlamaContext;
  readonly sessions: Slots<Session>;
  /** Plain texts that the template ends a message with, where it uses no special token for that. */
  readonly stops: readonly string[];
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
    const sequences = options.sessions ?? 1;
    // A window that slides inside the model could not be taken back to where a draft began.
    const context = await model.createContext({ contextSize, threads: options.threads, sequences, swaFullCache: true });
    const sessions = Array.from({ length: sequences }, () => ({ sequence: context.getSequence(), window: undefined }));
    // Spoken answers: what a model thinks to itself only costs time.
    const customWrapperSettings = { qwen: { thoughts: 'discourage' } } as const;
    const wrapper = library.resolveChatWrapper(model, { warningLogs: false, customWrapperSettings });
    return {
      ...{ library, llama, model, context, wrapper, sessions: new Slots<Session>(sessions) },
      device: llama.gpu === false ? 'cpu' : llama.gpu,
      stops: plainStops(library, wrapper),
      close: () => llama.dispose(),
    };
  } catch (error) {
    await llama.dispose();
    const reason = complaint === '' ? firstLine(error instanceof Error ? error.message : String(error)) : complaint;
    throw refuse(options.modelPath, `cannot be loaded (${reason})`);
  }
}

function plainStops({ LlamaText }: typeof import('node-llama-cpp'), wrapper: ChatWrapper): string[] {
  const { stopGenerationTriggers } = wrapper.generateContextState({ chatHistory: [{ type: 'user', text: '' }] });
  return stopGenerationTriggers.flatMap((trigger) => {
    const { values } = LlamaText(trigger);
    return values.every((value) => typeof value === 'string') ? [values.join('')] : [];
  });
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
