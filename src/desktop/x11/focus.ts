/** The window in front on X11: what the window manager says, else where the server sends keys. */
import { readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import type { Focus, FocusReader } from '../focus.js';
import type { XDisplay } from './display.js';
import type { Link } from './link.js';

/** A window that hangs does not answer itself, but the server does. */
const LIMIT_MS = 2000;
/** X's ways of saying that no window has the keyboard: None, and whatever lies under the pointer. */
const NOWHERE: ReadonlySet<number | undefined> = new Set([undefined, 0, 1]);
/** Units of four bytes: no title needs more. */
const LONGEST = 1024;
/** Windows in windows. */
const DEEPEST = 32;

/** Names of properties that are asked for. */
type PropertyName =
  | '_NET_ACTIVE_WINDOW'
  | '_NET_SUPPORTING_WM_CHECK'
  | '_NET_WM_NAME'
  | '_NET_WM_PID'
  | 'WM_CLASS'
  | 'WM_NAME'
  | 'UTF8_STRING';

interface Property {
  readonly type: number;
  readonly data: Buffer;
}

/** Its questions throw one line where the display is not to be reached. */
export class X11Focus implements FocusReader {
  readonly #display: XDisplay;

  constructor(display: XDisplay) {
    this.#display = display;
  }

  async current(): Promise<string | undefined> {
    const link = await this.#display.open();
    const [active, focused] = await Promise.all([readActive(link), readFocused(link)]);
    const window = active ?? (await findNamed(link, focused));
    return window === undefined ? undefined : String(window);
  }

  async describe(): Promise<Focus | undefined> {
    const id = await this.current();
    if (id === undefined) return undefined;
    const link = await this.#display.open();
    const [title, application] = await Promise.all([readTitle(link, Number(id)), readApplication(link, Number(id))]);
    return { id, ...(application === undefined ? {} : { application }), ...(title === undefined ? {} : { title }) };
  }

  async exists(id: string): Promise<boolean> {
    const link = await this.#display.open();
    return (await readParent(link, Number(id))) !== undefined;
  }

  close(): void {
    this.#display.close();
  }
}

/**
 * A window manager that has died leaves its last word behind, and a busy one that of a window which is gone: it counts only
 * while both windows live.
 */
async function readActive(link: Link): Promise<number | undefined> {
  const [active, manager] = await Promise.all([
    readNumber(link, link.root, '_NET_ACTIVE_WINDOW'),
    readNumber(link, link.root, '_NET_SUPPORTING_WM_CHECK'),
  ]);
  if (active === undefined || NOWHERE.has(active) || manager === undefined) return undefined;
  const [check, parent] = await Promise.all([
    readNumber(link, manager, '_NET_SUPPORTING_WM_CHECK'),
    readParent(link, active),
  ]);
  return check === manager && parent !== undefined ? active : undefined;
}

async function readFocused(link: Link): Promise<number | undefined> {
  const { focus } = await link.ask<{ readonly focus: number }>((reply) => {
    link.parts.client.GetInputFocus(reply);
  }, LIMIT_MS);
  return NOWHERE.has(focus) ? undefined : focus;
}

/** Some programs give the keyboard to a nameless window inside their own. The empty screen has no name either. */
async function findNamed(link: Link, focused: number | undefined): Promise<number | undefined> {
  let window = focused;
  for (let depth = 0; window !== undefined && window !== link.root && depth < DEEPEST; depth++) {
    const [names, parent] = await Promise.all([
      Promise.all([read(link, window, 'WM_CLASS'), read(link, window, 'WM_NAME')]),
      readParent(link, window),
    ]);
    if (names.some((name) => name !== undefined)) return window;
    window = parent;
  }
  return undefined;
}

/** Undefined where there is no such window. */
async function readParent(link: Link, window: number): Promise<number | undefined> {
  const asked = link.ask<{ readonly parent: number }>((reply) => {
    link.parts.client.QueryTree(window, reply);
  }, LIMIT_MS);
  return (await orUndefined(link, asked))?.parent;
}

async function readTitle(link: Link, window: number): Promise<string | undefined> {
  const [name, old] = await Promise.all([read(link, window, '_NET_WM_NAME'), read(link, window, 'WM_NAME')]);
  if (name !== undefined) return name.data.toString();
  if (old === undefined) return undefined;
  return old.data.toString(old.type === (await readAtom(link, 'UTF8_STRING')) ? 'utf8' : 'latin1');
}

/** The name that the program gives itself, else that of the process behind the window. */
async function readApplication(link: Link, window: number): Promise<string | undefined> {
  const [named, pid] = await Promise.all([read(link, window, 'WM_CLASS'), readNumber(link, window, '_NET_WM_PID')]);
  const [instance = ''] = named?.data.toString('latin1').split('\0') ?? [];
  if (instance !== '') return instance.toLowerCase();
  try {
    return pid === undefined ? undefined : basename(readlinkSync(`/proc/${pid}/exe`));
  } catch {
    // Another user's process, or another machine's.
    return undefined;
  }
}

async function readNumber(link: Link, window: number, name: PropertyName): Promise<number | undefined> {
  const data = (await read(link, window, name))?.data;
  return data === undefined || data.length < 4 ? undefined : data.readUInt32LE(0);
}

/** Undefined where the window has no such property, or is gone. */
async function read(link: Link, window: number, name: PropertyName): Promise<Property | undefined> {
  const atom = await readAtom(link, name);
  const asked = link.ask<Property>((reply) => {
    link.parts.client.GetProperty(0, window, atom, 0, 0, LONGEST, reply);
  }, LIMIT_MS);
  const property = await orUndefined(link, asked);
  return property === undefined || property.data.length === 0 ? undefined : property;
}

/** The package keeps what it once asked. */
function readAtom(link: Link, name: PropertyName): Promise<number> {
  return link.ask<number>((reply) => {
    link.parts.client.InternAtom(false, name, reply);
  }, LIMIT_MS);
}

/** A window may go between two questions; the display may not. */
async function orUndefined<T>(link: Link, asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (link.isLost) throw error;
    return undefined;
  }
}
