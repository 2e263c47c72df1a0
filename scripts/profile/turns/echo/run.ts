/** Plays replies into an echo room and cleans what its microphone hears, in virtual time. */
import { createEchoCanceller, type EchoCanceller } from '../../../../src/audio/echo/canceller.js';
import { EchoReference, withReference } from '../../../../src/audio/echo/reference.js';
import { EchoRoom, type EchoRoomOptions } from './room.js';
import { EagerClock } from './eager-clock.js';

/** A reply and the silence before it. */
export interface RoomReply {
  readonly samples: Float32Array;
  readonly sampleRateHz: number;
  readonly pauseMs: number;
}

export interface RoomSpeech {
  /** Mono, 16 kHz. */
  readonly samples: Float32Array;
  readonly atMs: number;
}

export type RoomShape = Omit<EchoRoomOptions, 'clock'>;

export interface RoomRun {
  /** What the microphone heard, and what was left of it; 16 kHz. */
  readonly mic: Float32Array;
  readonly clean: Float32Array;
  /** When each reply began and ended, in samples of the microphone. */
  readonly spans: readonly { readonly start: number; readonly end: number }[];
  readonly canceller: EchoCanceller;
  /** Processor time that the canceller took, as a share of the time of the sound. */
  readonly load: number;
}

const samplesPerMs = 16;
/** Heard after the last reply. */
const tailMs = 500;

/** All replies one after the other, in a room of this shape. */
export async function runRoom(
  replies: readonly RoomReply[],
  shape: RoomShape,
  speech: readonly RoomSpeech[] = [],
): Promise<RoomRun> {
  const clock = new EagerClock();
  const room = new EchoRoom({ ...shape, clock });
  const reference = new EchoReference(clock);
  const canceller = await createEchoCanceller({ clock, reference });
  for (const { samples, atMs } of speech) room.speak(samples, atMs);
  const speaker = withReference(room, reference);
  const over = new AbortController();
  const spans: { start: number; end: number }[] = [];
  const playing = async (): Promise<void> => {
    for (const { samples, sampleRateHz, pauseMs } of replies) {
      await clock.sleep(pauseMs, over.signal);
      const playout = speaker.begin({ sampleRateHz });
      await playout.write(samples);
      await playout.end();
      const start = Math.round((playout.firstSoundAtMs ?? 0) * samplesPerMs);
      spans.push({ start, end: start + Math.round((samples.length * 16_000) / sampleRateHz) });
    }
    await clock.sleep(tailMs, over.signal);
    over.abort();
  };
  const mic: Float32Array[] = [];
  const clean: Float32Array[] = [];
  let spentMs = 0;
  const hearing = async (): Promise<void> => {
    for await (const frame of room.frames(over.signal)) {
      const before = process.cpuUsage();
      const cleaned = canceller.clean(frame);
      const spent = process.cpuUsage(before);
      spentMs += (spent.user + spent.system) / 1000;
      mic.push(frame.samples);
      clean.push(cleaned.samples);
    }
  };
  await clock.runUntil(Promise.all([playing(), hearing()]));
  canceller.close();
  return { mic: join(mic), clean: join(clean), spans, canceller, load: spentMs / clock.now() };
}

function join(parts: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
