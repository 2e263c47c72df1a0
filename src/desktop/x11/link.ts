/** One living connection to an X server: questions with answers, each within its time, and faults brought home. */
import type { Client, Display, Reply, XError, XEvent, XInput, Xkb, XkbState, XTest } from 'x11';

export interface LinkParts {
  /** `:0`. */
  readonly name: string;
  readonly client: Client;
  readonly display: Display;
  readonly xtest: XTest;
  readonly xkb: Xkb;
  /** Tells one keyboard from the other; absent where the server does not. */
  readonly xinput: XInput | undefined;
}

/** The keyboard that all keyboards are seen as. */
export const CORE_KEYBOARD = 0x100;
const EVENTS = { newKeyboard: 1, map: 2, state: 4 };
const GROUP_STATE = 16;
const MAP_PARTS = 0xff;
/** A fault comes before the answer to the question after it; older ones belong to nobody any more. */
const MOST_FAULTS = 20;
/** A server that is well answers within a millisecond, but one program may hold up all others for a moment. */
const ASK_LIMIT_MS = 5000;

export class Link {
  readonly parts: LinkParts;
  readonly root: number;
  /** The group that was in force when the server last said so. */
  group = 0;
  /** Counts the changes of the keyboard's map. */
  mapVersion = 0;
  readonly #pending = new Set<(error: Error) => void>();
  #faults: XError[] = [];
  #end: Error | undefined;

  /** @param parts a client that is connected */
  constructor(parts: LinkParts) {
    this.parts = parts;
    this.root = parts.display.screen[0]?.root ?? 0;
  }

  get isLost(): boolean {
    return this.#end !== undefined;
  }

  /** Hears what the server says by itself from here on. */
  async start(): Promise<void> {
    this.#listen();
    const { xkb } = this.parts;
    const wanted = EVENTS.newKeyboard | EVENTS.map;
    xkb.SelectEvents(CORE_KEYBOARD, wanted | EVENTS.state, 0, wanted, MAP_PARTS, MAP_PARTS, {
      stateNotify: [GROUP_STATE, GROUP_STATE],
    });
    const { group } = await this.ask<XkbState>((reply) => {
      xkb.GetState(CORE_KEYBOARD, reply);
    });
    this.group = group;
  }

  #listen(): void {
    const { client, name } = this.parts;
    client.on('event', (event: XEvent) => {
      this.#hear(event);
    });
    client.removeAllListeners('error');
    client.on('error', (error: XError) => {
      if (error.seq === undefined) this.lose(new Error(`the display ${name} is lost: ${error.message}`));
      else this.#faults = [...this.#faults, error].slice(-MOST_FAULTS);
    });
    const gone = (): void => {
      this.lose(new Error(`the display ${name} is gone`));
    };
    client.once('end', gone);
    client.stream?.once('close', gone);
    // A connection that waits must not keep the program alive.
    client.stream?.unref();
  }

  /** Throws one line when the server says no, is gone, or does not answer in time: the connection is given up then. */
  ask<T>(send: (reply: Reply<T>) => void, limitMs = ASK_LIMIT_MS): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#end !== undefined) {
        reject(this.#end);
        return;
      }
      const fail = (error: Error): void => {
        this.#settle(fail, timer);
        reject(error);
      };
      const timer = setTimeout(() => {
        this.lose(new Error(`the display ${this.parts.name} did not answer within ${limitMs / 1000} s`));
      }, limitMs);
      this.#pending.add(fail);
      this.parts.client.stream?.ref();
      send((error, value) => {
        if (error) fail(lineOf(error));
        else {
          this.#settle(fail, timer);
          resolve(value);
        }
        return true;
      });
    });
  }

  /** Asks what the package has no words for. @returns the answer from its ninth byte on */
  request(packet: Buffer): Promise<Buffer> {
    const { client } = this.parts;
    return this.ask<Buffer>((reply) => {
      // The order of the package's own extensions: the number first.
      client.seq_num += 1;
      client.pack_stream.put(packet);
      client.replies[client.seq_num] = [(body) => body, reply];
      client.pack_stream.submit(true);
    });
  }

  /** Sends requests that have no answers, all at once; resolves when the server has dealt with them, or throws its fault. */
  async carry(send: () => void, limitMs = ASK_LIMIT_MS): Promise<void> {
    if (this.#end !== undefined) throw this.#end;
    const { client } = this.parts;
    const from = client.seq_num;
    send();
    const to = client.seq_num;
    await this.ask((reply) => {
      client.GetInputFocus(reply);
    }, limitMs);
    const fault = this.#faults.find(({ seq = 0 }) => seq > from && seq <= to);
    this.#faults = [];
    if (fault !== undefined) throw lineOf(fault);
  }

  /** Ends it; every question that is open fails with this. */
  lose(error: Error): void {
    if (this.#end !== undefined) return;
    this.#end = error;
    for (const fail of [...this.#pending]) fail(error);
    this.parts.client.stream?.destroy();
  }

  #settle(fail: (error: Error) => void, timer: NodeJS.Timeout): void {
    clearTimeout(timer);
    this.#pending.delete(fail);
    if (this.#pending.size === 0) this.parts.client.stream?.unref();
  }

  #hear({ name, xkbType, group }: XEvent): void {
    if (name === 'XkbStateNotify') this.group = group ?? this.group;
    else if (name === 'MappingNotify' || xkbType === 0 || xkbType === 1) this.mapVersion += 1;
  }
}

function lineOf(error: XError): Error {
  return error.seq === undefined ? error : new Error(`the display refused: ${error.message.toLowerCase()}`);
}
