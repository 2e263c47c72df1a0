/** Another recogniser beside ours: a command that reads file names on stdin and prints a JSON line for each. */
import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../../../src/models/catalog.js';
import { PeerLines } from '../peer-lines.js';

const answerSchema = z.object({ file: z.string(), text: z.string(), ms: z.number().nonnegative() });
/** What the peer heard and how long it took. */
export type PeerAnswer = z.infer<typeof answerSchema>;

export interface Peer {
  /** What it calls itself, or its command. */
  readonly name: string;
  transcribe(path: string): Promise<PeerAnswer>;
  close(): void;
}

export interface PeerOptions {
  /** `faster-whisper`, or a command with its arguments parted by spaces. */
  readonly command: string;
  /** Interpreter for faster-whisper. */
  readonly python: string;
  readonly modelFolder: string;
  readonly language: string;
  readonly threads: number;
}

/** Resolves when the peer says that it is ready, or at once for a command of the user's own. Throws AudioError. */
export async function startPeer(options: PeerOptions, signal: AbortSignal): Promise<Peer> {
  const builtIn = options.command === 'faster-whisper';
  const command = builtIn ? fasterWhisper(options) : options.command.split(/\s+/).filter(Boolean);
  const lines = new PeerLines({ command, wanted: '{"file","text","ms"}' }, answerSchema, signal);
  const name = builtIn ? await lines.ready() : options.command;
  return {
    name,
    transcribe: (path) => lines.ask(path),
    close: () => {
      lines.leave();
    },
  };
}

function fasterWhisper({ python, modelFolder, language, threads }: PeerOptions): string[] {
  const script = join(packageRoot(), 'scripts/profile/stt/faster_whisper_peer.py');
  return [python, script, modelFolder, language, String(threads)];
}
