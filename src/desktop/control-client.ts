/** Asks the running dictation. It imports next to nothing, as every press of a bound key starts a program with it. */
import { connect } from 'node:net';
import { controlPath, type ControlAnswer, type ControlRequest } from './control-words.js';

export { controlCommands, type ControlAnswer, type ControlCommand, type ControlRequest } from './control-words.js';

export interface AskOptions {
  /** Parley's data folder, the same as the running instance's. */
  readonly dataFolder: string;
  readonly env?: NodeJS.ProcessEnv;
  /** ms; `retry` may have to type for a while. */
  readonly limitMs?: number;
}

const NONE = 'no dictation is running: start one with `parley dictate`';

/** Never throws: what went wrong is one line in `error`. */
export function sendControl(request: ControlRequest, options: AskOptions): Promise<ControlAnswer> {
  return new Promise((resolve) => {
    const socket = connect(controlPath(options.dataFolder, options.env));
    let text = '';
    const settle = (answer: ControlAnswer): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => {
      settle({ ok: false, error: 'the running dictation does not answer' });
    }, options.limitMs ?? 60_000);
    socket.once('connect', () => socket.write(`${JSON.stringify(request)}\n`));
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      text += chunk;
      const end = text.indexOf('\n');
      if (end >= 0) settle(readAnswer(text.slice(0, end)));
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      const isAbsent = error.code === 'ENOENT' || error.code === 'ECONNREFUSED';
      settle({ ok: false, error: isAbsent ? NONE : `the running dictation cannot be reached: ${error.message}` });
    });
    socket.once('close', () => {
      settle({ ok: false, error: 'the running dictation has ended' });
    });
  });
}

function readAnswer(line: string): ControlAnswer {
  try {
    // Our own program wrote it.
    return JSON.parse(line) as ControlAnswer;
  } catch {
    return { ok: false, error: 'the running dictation gave an answer that cannot be read' };
  }
}
