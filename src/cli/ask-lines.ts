/** Questions from a pipe or a file, one a line, and what `--json` prints for each. */
import { createInterface } from 'node:readline';
import { askOnce, LONGEST_QUESTION, type Answered, type Answerer } from './ask-answer.js';
import { exitCodes, type Io } from './io.js';
import { UsageError } from './run.js';

export interface AskLineOptions {
  readonly io: Io;
  readonly signal: AbortSignal;
  /** One JSON object for each question, instead of the reply as it is made. */
  readonly isJson: boolean;
}

/** Prints the answer to one question; the exit code tells whether there was one. Throws the signal's reason. */
export async function askLine(answerer: Answerer, text: string, options: AskLineOptions): Promise<number> {
  const { io, signal, isJson } = options;
  if (text.length > LONGEST_QUESTION)
    throw new UsageError(`a question of ${text.length} characters; wanted at most ${LONGEST_QUESTION}`);
  const onText = (piece: string): void => {
    if (!isJson) io.stdout.write(piece);
  };
  const answered = await askOnce(answerer, text, { signal, onText });
  io.stdout.write(isJson ? `${JSON.stringify(answered)}\n` : '\n');
  signal.throwIfAborted();
  return hasFailed(answered) ? exitCodes.failed : exitCodes.fine;
}

function hasFailed({ source }: Answered): boolean {
  return source === 'fallback';
}

/** The conversation goes on from line to line; empty lines are no questions. Failed when any of them failed. */
export async function askLines(
  answerer: Answerer,
  input: NodeJS.ReadableStream,
  options: AskLineOptions,
): Promise<number> {
  const { signal } = options;
  const lines = createInterface({ input, crlfDelay: Infinity });
  const stop = (): void => {
    lines.close();
  };
  signal.addEventListener('abort', stop, { once: true });
  let asked = 0;
  let code: number = exitCodes.fine;
  try {
    for await (const line of lines) {
      signal.throwIfAborted();
      const text = line.replace(/^\uFEFF/, '').trim();
      if (text === '') continue;
      asked += 1;
      code = Math.max(code, await askLine(answerer, text, options));
    }
  } finally {
    signal.removeEventListener('abort', stop);
    lines.close();
  }
  signal.throwIfAborted();
  if (asked === 0) throw new UsageError('nothing was asked; wanted parley ask TEXT, or one question a line');
  return code;
}
