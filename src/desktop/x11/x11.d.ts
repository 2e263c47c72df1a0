/** The part of the untyped package `x11` that we use. */
declare module 'x11' {
  import type { EventEmitter } from 'node:events';
  import type { Socket } from 'node:net';

  /** Of the server when it has a `seq`, else of the connection. */
  export interface XError extends Error {
    /** Number of the request at fault. */
    readonly seq?: number;
  }

  /** Returns true: an error was dealt with. */
  export type Reply<T> = (error: XError | null | undefined, value: T) => true;

  /** Reads an answer's body, from its ninth byte on; `detail` is its second byte. */
  type Unpack<T> = (body: Buffer, detail: number) => T;

  export interface XTest {
    readonly majorOpcode: number;
    readonly KeyPress: 2;
    readonly KeyRelease: 3;
    /** `delayMs`: the server waits so long before it does it, and everything that this client asks after it. */
    FakeInput(type: 2 | 3, keycode: number, delayMs: number, root: 0, x: 0, y: 0): void;
  }

  export interface XkbState {
    readonly lockedMods: number;
    readonly latchedMods: number;
    /** The group in force, from 0. */
    readonly group: number;
  }

  export interface Xkb {
    readonly majorOpcode: number;
    SelectEvents(
      device: number,
      which: number,
      clear: number,
      all: number,
      affectMap: number,
      map: number,
      details: { readonly stateNotify: readonly [number, number] },
    ): void;
    GetState(device: number, reply: Reply<XkbState>): void;
    LatchLockState(
      device: number,
      affectLocks: number,
      locks: number,
      lockGroup: boolean,
      group: number,
      affectLatches: number,
      latches: number,
      latchGroup: boolean,
      latchedGroup: number,
    ): void;
  }

  export interface XInput {
    readonly majorOpcode: number;
    readonly firstEvent: number;
    ListInputDevices(
      reply: Reply<readonly { readonly id: number; readonly use: number; readonly name: string }[]>,
    ): void;
  }

  export interface XEvent {
    readonly name?: string;
    /** Of an XKB event: 0 is another keyboard, 1 another map. */
    readonly xkbType?: number;
    readonly group?: number;
  }

  export interface Client extends EventEmitter {
    readonly stream?: Socket;
    seq_num: number;
    readonly replies: Record<number, readonly [Unpack<unknown>, Reply<never>]>;
    readonly pack_stream: { put(packet: Buffer): void; submit(expectsReply: boolean): void };
    require(name: 'xtest', ready: (error: Error | null, extension: XTest) => void): void;
    require(name: 'xkb', ready: (error: Error | null, extension: Xkb) => void): void;
    require(name: 'xinput', ready: (error: Error | null, extension: XInput) => void): void;
    InternAtom(onlyIfExists: boolean, name: string, reply: Reply<number>): void;
    /** `type` 0 is any; `length` in units of 4 bytes. */
    GetProperty(
      remove: 0,
      window: number,
      property: number,
      type: number,
      offset: number,
      length: number,
      reply: Reply<{ readonly type: number; readonly data: Buffer }>,
    ): void;
    GetInputFocus(reply: Reply<{ readonly focus: number }>): void;
    QueryTree(window: number, reply: Reply<{ readonly parent: number }>): void;
    /** 32 bytes, a bit for each key code. */
    QueryKeymap(reply: Reply<Buffer>): void;
    terminate(): void;
  }

  export interface Display {
    readonly min_keycode: number;
    readonly max_keycode: number;
    readonly screen: readonly { readonly root: number }[];
  }

  interface ClientOptions {
    readonly display: string;
    readonly shm: false;
    readonly disableBigRequests: true;
    readonly bufferRequests: true;
  }

  const x11: {
    createClient(options: ClientOptions, ready: (error: Error | null | undefined, display: Display) => void): Client;
    /** By name, with the character in front of its description where there is one: `(ä) LATIN SMALL …`. */
    readonly keySyms: Readonly<Record<string, { readonly code: number; readonly description: string | null }>>;
  };
  export default x11;
}
