/** One feed to many readers: none of them waits for another, and none makes the feed keep what it does not read. */
import type { WebSocket } from '@fastify/websocket';

export interface BroadcastOptions {
  /** What brings a reader up to date, whatever it missed. */
  readonly snapshot: () => string;
  /** Unread bytes from which a reader counts as behind. */
  readonly unreadBytes?: number;
}

interface Reader {
  readonly socket: WebSocket;
  /** Gets nothing until it has read what it has, and then a snapshot in place of what it missed. */
  isBehind: boolean;
  /** Answered since the last beat. */
  isAlive: boolean;
}

const UNREAD_BYTES = 64 * 1024;

export class Broadcast {
  readonly #snapshot: () => string;
  readonly #unreadBytes: number;
  readonly #readers = new Set<Reader>();

  constructor({ snapshot, unreadBytes = UNREAD_BYTES }: BroadcastOptions) {
    this.#snapshot = snapshot;
    this.#unreadBytes = unreadBytes;
  }

  /** How many read along. */
  get size(): number {
    return this.#readers.size;
  }

  /** The first message is a snapshot. What a reader says is not listened to. */
  add(socket: WebSocket): void {
    const reader: Reader = { socket, isBehind: false, isAlive: true };
    this.#readers.add(reader);
    socket.on('close', () => this.#readers.delete(reader));
    socket.on('pong', () => {
      reader.isAlive = true;
    });
    socket.on('ping', (data: Buffer) => {
      // Who pings and does not read what comes back would have it kept here.
      if (socket.bufferedAmount < this.#unreadBytes) socket.pong(data);
    });
    this.#write(reader, Buffer.from(this.#snapshot()));
  }

  send(message: string): void {
    const bytes = Buffer.from(message);
    for (const reader of this.#readers) {
      if (!reader.isBehind && reader.socket.bufferedAmount > this.#unreadBytes) reader.isBehind = true;
      if (!reader.isBehind) this.#write(reader, bytes);
    }
  }

  /** To be called every few seconds: ends readers that have not answered since the last time, and asks the others. */
  beat(message: string): void {
    for (const reader of this.#readers) {
      if (!reader.isAlive) {
        reader.socket.terminate();
        this.#readers.delete(reader);
        continue;
      }
      reader.isAlive = false;
      reader.socket.ping();
    }
    this.send(message);
  }

  #write(reader: Reader, bytes: Buffer): void {
    const { socket } = reader;
    if (socket.readyState !== socket.OPEN) return;
    socket.send(bytes, { binary: false }, () => {
      if (!reader.isBehind || socket.bufferedAmount > 0) return;
      reader.isBehind = false;
      this.#write(reader, Buffer.from(this.#snapshot()));
    });
  }
}
