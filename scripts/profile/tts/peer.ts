/** Another voice beside ours: a command that reads JSON lines of texts and tells when its sound came. */
import { join } from 'node:path';
import { z } from 'zod';
import { AudioError } from '../../../src/audio/audio-error.js';
import { packageRoot } from '../../../src/models/catalog.js';
import { readVoiceFolder } from '../../../src/models/piper/voice-folder.js';
import type { VoiceInfo } from '../../../src/stages/tts/voice-engine.js';
import { PeerLines } from '../peer-lines.js';
import type { VoicePlan } from './assistant-way.js';
import { processMemory } from './memory.js';
import type { Saying } from './saying.js';

const answerSchema = z.object({
  /** Until the first piece with an audible sample; null for a text without a sound. */
  firstMs: z.number().nonnegative().nullable(),
  /** Silence in front of that sample. */
  leadMs: z.number().nonnegative(),
  ms: z.number().nonnegative(),
  /** Length of the sound. */
  seconds: z.number().nonnegative(),
});

export interface PeerVoice {
  /** What it calls itself, or its command. */
  readonly name: string;
  /** `wav`: the sound is written there, too, after the clock has stopped. */
  say(text: string, wav?: string): Promise<Saying>;
  /** Resident memory of its process in MB; undefined where the system does not tell. */
  rssMb(): Promise<number | undefined>;
  close(): void;
}

/** Whom to compare with. */
export interface Compare {
  /** `piper`, or a command with its arguments parted by spaces. */
  readonly command: string;
  /** Interpreter that has `piper-tts`. */
  readonly python: string;
}

export interface PeerOptions extends Compare {
  /** The voice's `.onnx` file. */
  readonly voicePath: string;
  readonly threads: number;
}

/** Resolves when the peer says that it is ready, or at once for a command of the user's own. Throws AudioError. */
export async function startPeer(options: PeerOptions, signal: AbortSignal): Promise<PeerVoice> {
  const builtIn = options.command === 'piper';
  const command = builtIn ? piper(options) : options.command.split(/\s+/).filter(Boolean);
  const lines = new PeerLines({ command, wanted: '{"firstMs","leadMs","ms","seconds"}' }, answerSchema, signal);
  const name = builtIn ? await lines.ready() : options.command;
  return {
    name,
    async say(text, wav) {
      const { firstMs, ...rest } = await lines.ask(JSON.stringify({ text, ...(wav === undefined ? {} : { wav }) }));
      return { ...rest, firstMs: firstMs ?? undefined };
    },
    rssMb: async () => (await processMemory(lines.pid))?.rssMb,
    close: () => {
      lines.leave();
    },
  };
}

/** The peer with the very voice that was planned. Throws AudioError. */
export async function openPeer(
  compare: Compare,
  { plan, info }: { readonly plan: VoicePlan; readonly info: VoiceInfo },
  signal: AbortSignal,
): Promise<PeerVoice> {
  const folder = plan.models.get('tts')?.folder;
  if (compare.command === 'piper' && (info.engine !== 'piper' || folder === undefined)) {
    throw new AudioError(
      `--compare piper: got the engine ${info.engine}, wanted piper: the package speaks with the same voice`,
    );
  }
  const voicePath = info.engine === 'piper' && folder !== undefined ? (await readVoiceFolder(folder)).path : '';
  return startPeer({ ...compare, voicePath, threads: info.threads }, signal);
}

function piper({ python, voicePath, threads }: PeerOptions): string[] {
  return [python, join(packageRoot(), 'scripts/profile/tts/piper_peer.py'), voicePath, String(threads)];
}
