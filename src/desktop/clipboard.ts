/** The clipboard: what is in it, of whatever type, and putting something else there. */
import { readSession } from './session.js';
import { offerText } from './xclip-offer.js';
import { hasTool } from '../programs/find.js';
import { runTool, type Environment, type ToolResult } from './tool.js';

/** X11 and Wayland have a second one, which holds what was marked last and is pasted by the middle button. */
export type Selection = 'clipboard' | 'primary';

export interface Held {
  /** MIME type or X11 target; absent for text. */
  readonly type?: string;
  readonly bytes: Uint8Array;
}

export interface Clipboard {
  /** The program that does it. */
  readonly name: string;
  readonly selections: readonly Selection[];
  /** Undefined when it is empty, or nobody answers. */
  read(selection: Selection): Promise<Held | undefined>;
  /** Throws one line. */
  write(selection: Selection, held: Held): Promise<void>;
  /** As `write`, and tells each time that a program fetches it; absent where nobody can tell. */
  offer?(selection: Selection, held: Held, onFetch: () => void): Promise<void>;
}

export function textOf(held: Held | undefined): string | undefined {
  return held?.type === undefined && held !== undefined ? Buffer.from(held.bytes).toString() : undefined;
}

export function heldText(text: string): Held {
  return { bytes: Buffer.from(text) };
}

/** The program in front may have to be asked for what it copied, and be busy. */
const LIMIT_MS = 1500;
/** Most bytes brought back after a paste: a photograph, not a film. */
const LARGEST_BYTES = 64 * 2 ** 20;

const TEXT_TYPES = ['UTF8_STRING', 'text/plain;charset=utf-8', 'TEXT', 'STRING', 'text/plain'];
/** What else is worth bringing back, the best first. */
const OTHER_TYPES = ['image/png', 'text/uri-list', 'text/html', 'image/jpeg', 'image/bmp'];

const TEXT = 'text';

/** A type, or `text` for text; undefined where none of the types is known. */
function chooseType(listed: string): string | undefined {
  const types = new Set(listed.split('\n').map((line) => line.trim()));
  if (TEXT_TYPES.some((type) => types.has(type))) return TEXT;
  return OTHER_TYPES.find((type) => types.has(type));
}

interface ToolWords {
  readonly name: string;
  readonly reader: string;
  readonly writer: string;
  readonly list: (selection: Selection) => readonly string[];
  readonly read: (selection: Selection, type: string | undefined) => readonly string[];
  readonly write: (selection: Selection, type: string | undefined) => readonly string[];
}

const xclip: ToolWords = {
  ...{ name: 'xclip', reader: 'xclip', writer: 'xclip' },
  list: (selection) => ['-selection', selection, '-o', '-t', 'TARGETS'],
  read: (selection, type) => ['-selection', selection, '-o', '-t', type ?? 'UTF8_STRING'],
  write: (selection, type) => ['-selection', selection, '-i', ...(type === undefined ? [] : ['-t', type])],
};

const primaryFlag = (selection: Selection): readonly string[] => (selection === 'primary' ? ['--primary'] : []);

const wayland: ToolWords = {
  ...{ name: 'wl-clipboard', reader: 'wl-paste', writer: 'wl-copy' },
  list: (selection) => [...primaryFlag(selection), '--list-types'],
  read: (selection, type) => [...primaryFlag(selection), '--no-newline', '--type', type ?? 'text'],
  write: (selection, type) => [...primaryFlag(selection), '--type', type ?? 'text/plain;charset=utf-8'],
};

/** Those programs stay behind to hand out what they were given. */
class ToolClipboard implements Clipboard {
  readonly name: string;
  readonly selections = ['clipboard', 'primary'] as const;
  readonly #words: ToolWords;
  readonly #env: Environment;

  constructor(words: ToolWords, env: Environment) {
    this.name = words.name;
    this.#words = words;
    this.#env = env;
  }

  async read(selection: Selection): Promise<Held | undefined> {
    const { reader, list, read } = this.#words;
    const listed = await this.#run(reader, list(selection));
    if (listed.code !== 0) return undefined;
    const chosen = chooseType(listed.output.toString());
    if (chosen === undefined) return undefined;
    const type = chosen === TEXT ? undefined : chosen;
    const { code, output } = await this.#run(reader, read(selection, type));
    if (code !== 0 || output.length > LARGEST_BYTES) return undefined;
    return { bytes: output, ...(type === undefined ? {} : { type }) };
  }

  async write(selection: Selection, { type, bytes }: Held): Promise<void> {
    const { writer, write } = this.#words;
    const { code, complaint } = await this.#run(writer, write(selection, type), bytes);
    if (code !== 0) throw new Error(`${writer}: ${complaint === '' ? 'it did not take the text' : complaint}`);
  }

  protected get env(): Environment {
    return this.#env;
  }

  #run(name: string, args: readonly string[], input?: Uint8Array): Promise<ToolResult> {
    const given = input === undefined ? {} : { input, staysBehind: true };
    return runTool(name, args, { env: this.#env, limitMs: LIMIT_MS, ...given });
  }
}

class XclipClipboard extends ToolClipboard {
  constructor(env: Environment) {
    super(xclip, env);
  }

  offer(selection: Selection, { bytes }: Held, onFetch: () => void): Promise<void> {
    return offerText(selection, bytes, { env: this.env, onFetch });
  }
}

/** For macOS, Windows and whatever else: text alone, one clipboard. It sees the environment of this process. */
class PlainClipboard implements Clipboard {
  readonly name = 'clipboardy';
  readonly selections = ['clipboard'] as const;

  async read(): Promise<Held | undefined> {
    try {
      return heldText(await (await this.#open()).read());
    } catch {
      // Empty, or something that is no text.
      return undefined;
    }
  }

  async write(_selection: Selection, { bytes }: Held): Promise<void> {
    try {
      await (await this.#open()).write(Buffer.from(bytes).toString());
    } catch (error) {
      throw new Error(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error), { cause: error });
    }
  }

  async #open(): Promise<typeof import('clipboardy').default> {
    return (await import('clipboardy')).default;
  }
}

/** Undefined where there is no desktop to have one. */
export function openClipboard(env: Environment): Clipboard | undefined {
  const kind = readSession(env);
  if (kind === 'none') return undefined;
  if (kind === 'wayland' && hasTool('wl-copy', env) && hasTool('wl-paste', env)) return new ToolClipboard(wayland, env);
  if (kind === 'x11' && hasTool('xclip', env)) return new XclipClipboard(env);
  return new PlainClipboard();
}
