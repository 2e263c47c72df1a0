/** The window in front on X11, by xdotool. */
import { readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import type { Focus, FocusReader } from './focus.js';
import { ReadyProcess } from './ready-process.js';
import { hasTool, runTool, type Environment } from './tool.js';
import { xdotoolEnvironment } from './xdotool.js';

const LIMIT_MS = 1000;
/** X's ways of saying that no window has the keyboard: None, and whatever lies under the pointer. */
const NOWHERE = new Set(['0', '1']);

export class X11Focus implements FocusReader {
  readonly #env: Environment;
  readonly #ready: ReadyProcess;
  /** Only a window manager knows the active window; without one the server's focus has to do. */
  #question: 'getactivewindow' | 'getwindowfocus -f' = 'getactivewindow';

  /** Was found to be a program's window. */
  #known: string | undefined;

  constructor(env: Environment) {
    this.#env = env;
    this.#ready = new ReadyProcess({ name: 'xdotool', args: ['-'], env: xdotoolEnvironment(env), limitMs: LIMIT_MS });
  }

  prepare(): void {
    this.#ready.refresh();
  }

  async current(): Promise<string | undefined> {
    const first = await this.#ask(this.#question);
    if (first !== undefined) return first;
    const other = this.#question === 'getactivewindow' ? 'getwindowfocus -f' : 'getactivewindow';
    const second = await this.#ask(other);
    if (second !== undefined) this.#question = other;
    return second;
  }

  async describe(): Promise<Focus | undefined> {
    const id = await this.current();
    if (id === undefined) return undefined;
    const [title, application] = await Promise.all([this.#title(id), this.#application(id)]);
    return { id, ...(application === undefined ? {} : { application }), ...(title === undefined ? {} : { title }) };
  }

  async exists(id: string): Promise<boolean> {
    return (await this.#title(id)) !== undefined;
  }

  close(): void {
    this.#ready.close();
  }

  async #ask(question: string): Promise<string | undefined> {
    const { code, output } = await this.#ready.run(`${question}\n`, new AbortController().signal);
    const id = output.toString().trim();
    if (code !== 0 || !/^\d+$/.test(id) || NOWHERE.has(id)) return undefined;
    if (id === this.#known || question === 'getactivewindow') return id;
    // Where a window has closed, the server leaves the keyboard to the empty screen, which has no title.
    if (((await this.#title(id)) ?? '') === '') return undefined;
    this.#known = id;
    return id;
  }

  async #title(id: string): Promise<string | undefined> {
    const { code, output } = await this.#once(['getwindowname', id]);
    return code === 0 ? output.toString().replace(/\n$/, '') : undefined;
  }

  /** The name that the program gives itself, else that of the process behind the window. */
  async #application(id: string): Promise<string | undefined> {
    if (hasTool('xprop', this.#env)) {
      const args = ['-id', id, 'WM_CLASS'];
      const { output } = await runTool('xprop', args, { env: this.#env, limitMs: LIMIT_MS });
      const instance = /=\s*"([^"]+)"/.exec(output.toString())?.[1];
      if (instance !== undefined) return instance.toLowerCase();
    }
    const { code, output } = await this.#once(['getwindowpid', id]);
    try {
      return code === 0 ? basename(readlinkSync(`/proc/${output.toString().trim()}/exe`)) : undefined;
    } catch {
      // Another user's process, or another machine's.
      return undefined;
    }
  }

  #once(args: readonly string[]): ReturnType<typeof runTool> {
    return runTool('xdotool', args, { env: xdotoolEnvironment(this.#env), limitMs: LIMIT_MS });
  }
}
