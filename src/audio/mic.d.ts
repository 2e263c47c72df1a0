/** The part of the untyped package `mic` that we use. */
declare module 'mic' {
  import type { Readable } from 'node:stream';

  interface MicOptions {
    readonly rate: string;
    readonly channels: string;
    readonly bitwidth: string;
    readonly encoding: string;
    readonly endian: string;
    readonly fileType: string;
    readonly device: string;
  }

  interface Mic {
    start(): void;
    stop(): void;
    /** Lets a stopped (SIGSTOP) process run on. */
    resume(): void;
    getAudioStream(): Readable;
  }

  export default function mic(options: MicOptions): Mic;
}
