/** The chat of `parley ask` on a terminal: a line edited with the usual keys, an answer as it is made, and again. */
import { Writable } from 'node:stream';
import { createInterface, type Interface } from 'node:readline';
import { askOnce, LONGEST_QUESTION, type Answered, type Answerer } from './ask-answer.js';
import { commandNames, runChatCommand } from './ask-commands.js';
import { MOST_ENTRIES, type History } from './ask-history.js';
import { printable } from './io.js';

export interface ChatOptions {
  readonly answerer: Answerer;
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  readonly history: History;
  /** Ends the chat. */
  readonly signal: AbortSignal;
  /** The chat shares the screen with what else has to be said: gets the way to say it. */
  readonly onScreen: (tell: (line: string) => void) => void;
}

/** Resolves when the user has ended it, with Ctrl-C twice, Ctrl-D or `/quit`. */
export async function runChat(options: ChatOptions): Promise<void> {
  const { signal } = options;
  const chat = new Chat(options);
  const end = (): void => {
    chat.end();
  };
  signal.addEventListener('abort', end, { once: true });
  try {
    await chat.run();
  } finally {
    signal.removeEventListener('abort', end);
    chat.end();
  }
}

interface Typed {
  readonly line: string;
  /** It was typed while an answer was printed, and could not be seen. */
  readonly isHidden: boolean;
}

class Chat {
  readonly #options: ChatOptions;
  readonly #screen: Screen;
  readonly #lines: Interface;
  readonly #typed: Typed[] = [];
  #wake: (() => void) | undefined;
  #isOver = false;
  #answering: AbortController | undefined;
  /** Presses of Ctrl-C since the last line was taken. */
  #interrupts = 0;
  #last: Answered | undefined;

  constructor(options: ChatOptions) {
    this.#options = options;
    this.#screen = new Screen(options.output);
    this.#lines = createInterface({
      ...{ input: options.input, output: this.#screen, terminal: true, prompt: '> ' },
      ...{ history: options.history.load(), historySize: MOST_ENTRIES, removeHistoryDuplicates: true },
      completer: (line: string) => [
        line.startsWith('/') ? commandNames.filter((name) => name.startsWith(line)) : [],
        line,
      ],
    });
  }

  async run(): Promise<void> {
    this.#listen();
    this.#options.onScreen((line) => {
      this.#tell(line);
    });
    for (let typed = await this.#next(); typed !== undefined; typed = await this.#next()) {
      this.#interrupts = 0;
      if (typed.isHidden) this.#print(`> ${printable(typed.line)}\n`);
      this.#screen.isMuted = true;
      const goesOn = await this.#answer(typed.line).finally(() => {
        this.#screen.isMuted = false;
      });
      if (!goesOn) return;
    }
    this.#print('\n');
  }

  end(): void {
    this.#lines.close();
  }

  #listen(): void {
    this.#lines.on('line', (line) => {
      this.#typed.push({ line, isHidden: this.#screen.isMuted });
      this.#wake?.();
    });
    this.#lines.on('close', () => {
      this.#isOver = true;
      this.#answering?.abort(new Error('the chat ended'));
      this.#wake?.();
    });
    this.#lines.on('SIGINT', () => {
      this.#interrupt();
    });
  }

  async #next(): Promise<Typed | undefined> {
    if (this.#typed.length === 0 && !this.#isOver) {
      // What was typed while the answer was printed is shown now.
      this.#lines.prompt(true);
      await new Promise<void>((resolve) => (this.#wake = resolve));
      this.#wake = undefined;
    }
    return this.#typed.shift();
  }

  /** False to end the chat. */
  async #answer(line: string): Promise<boolean> {
    const { answerer, history, signal } = this.#options;
    if (line.trim() === '') return true;
    const controller = new AbortController();
    this.#answering = controller;
    try {
      if (line.startsWith('/')) {
        const last = this.#last;
        const lines = await runChatCommand(line, { answerer, last, signal: controller.signal });
        for (const shown of lines ?? []) this.#print(`${shown}\n`);
        return lines !== undefined;
      }
      history.add(line);
      if (line.length > LONGEST_QUESTION) this.#print(`${line.length} characters; wanted at most ${LONGEST_QUESTION}`);
      else {
        const onText = (text: string): void => {
          this.#print(text);
        };
        this.#last = await askOnce(answerer, line, { signal: controller.signal, onText });
      }
      this.#print('\n');
      return true;
    } catch (error) {
      signal.throwIfAborted();
      // A model that cannot be had, say: the next question may need none.
      this.#print(controller.signal.aborted ? '\n' : `${printable(firstLine(error))}\n`);
      return true;
    } finally {
      this.#answering = undefined;
    }
  }

  /** Ctrl-C: stops the answer or empties the line; the second one ends the chat. */
  #interrupt(): void {
    this.#interrupts += 1;
    if (this.#answering !== undefined) {
      // What does not stop when told to is ended as any program is.
      if (this.#answering.signal.aborted) process.kill(process.pid, 'SIGINT');
      else this.#answering.abort(new Error('stopped by Ctrl-C'));
      return;
    }
    if (this.#interrupts > 1) {
      this.end();
      return;
    }
    this.#lines.write(null, { ctrl: true, name: 'e' });
    this.#lines.write(null, { ctrl: true, name: 'u' });
    this.#tell('(Ctrl-C again, or /quit, ends)');
  }

  /** Something besides the answers: above the line that is being typed. */
  #tell(line: string): void {
    const isTyping = !this.#screen.isMuted && !this.#isOver;
    this.#print(`${isTyping ? '\r\u001b[J' : ''}${printable(line)}\n`);
    if (isTyping) this.#lines.prompt(true);
  }

  #print(text: string): void {
    this.#options.output.write(text);
  }
}

/** The terminal as the line editor sees it: silent while an answer is printed. */
class Screen extends Writable {
  isMuted = false;
  readonly #output: NodeJS.WriteStream;

  constructor(output: NodeJS.WriteStream) {
    super({ decodeStrings: false });
    this.#output = output;
  }

  get columns(): number {
    return this.#output.columns;
  }

  override _write(text: string, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (!this.isMuted) this.#output.write(text);
    // At once, so that what the editor and the answer write stays in order.
    done();
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
