/** Joins the calls of tools that a model asks for from the pieces in which they are streamed. */
import { randomUUID } from 'node:crypto';
import type { ChatCall, ChatTool } from '../chat.js';

/** One piece, as the protocol streams it. Servers leave out whatever they like. */
export interface CallPiece {
  readonly index?: number | undefined;
  readonly id?: string | null | undefined;
  readonly function?: { readonly name?: string | null | undefined; readonly arguments?: unknown } | undefined;
}

interface Open {
  readonly index: number;
  id: string;
  name: string;
  json: string;
}

/** What the model asked for cannot be done. `what` is for people; it holds nothing that anyone said. */
export class BadCall extends Error {
  override readonly name = 'BadCall';
}

/** More than any tool takes; a model that loops must not fill the memory. */
const longestArguments = 64_000;

export class CallCollector {
  readonly #tools: ReadonlySet<string>;
  readonly #open: Open[] = [];

  constructor(tools: readonly ChatTool[]) {
    this.#tools = new Set(tools.map(({ name }) => name));
  }

  get isEmpty(): boolean {
    return this.#open.length === 0;
  }

  push(pieces: readonly CallPiece[]): void {
    for (const piece of pieces) {
      const { name, arguments: args } = piece.function ?? {};
      const call = this.#callOf(piece);
      // Some say the whole name again with every piece.
      if (typeof name === 'string' && name !== call.name && call.json === '') call.name += name;
      // Some servers send them as an object, whole.
      if (typeof args === 'string') call.json += args;
      else if (typeof args === 'object' && args !== null) call.json = JSON.stringify(args);
      if (call.json.length > longestArguments) throw new BadCall('arguments of a tool without an end');
    }
  }

  /** All of them, whole. Throws `BadCall` for what no tool could be called with. */
  finish(): ChatCall[] {
    return this.#open.map(({ id, name, json }) => {
      if (!this.#tools.has(name)) throw new BadCall(`a tool "${name.slice(0, 64)}" that it was not given`);
      return { id: id === '' ? `call_${randomUUID()}` : id, name, args: readArguments(name, json) };
    });
  }

  /** Some servers give every call the same index: a second id or a second name there is a second call. */
  #callOf({ index, id, function: called }: CallPiece): Open {
    const at = index ?? (id ? this.#open.length : Math.max(0, this.#open.length - 1));
    const before = this.#open.findLast((call) => call.index === at);
    const isOther =
      before !== undefined &&
      ((Boolean(id) && before.id !== '' && before.id !== id) ||
        (!id && Boolean(called?.name) && before.name !== '' && isWhole(before.json)));
    if (before !== undefined && !isOther) {
      if (id) before.id = id;
      return before;
    }
    const call = { index: at, id: id ?? '', name: '', json: '' };
    this.#open.push(call);
    return call;
  }
}

function isWhole(json: string): boolean {
  try {
    JSON.parse(json);
    return true;
  } catch {
    return false;
  }
}

function readArguments(name: string, json: string): Readonly<Record<string, unknown>> {
  let args: unknown;
  try {
    args = json.trim() === '' ? {} : JSON.parse(json);
  } catch {
    throw new BadCall(`tool "${name}" with arguments that are no JSON`);
  }
  if (typeof args !== 'object' || args === null || Array.isArray(args)) {
    throw new BadCall(`tool "${name}" with arguments that are no JSON object`);
  }
  return args as Readonly<Record<string, unknown>>;
}
