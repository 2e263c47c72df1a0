/** What a disturbance did to a reply, read from the recording of the loudspeaker and one of the same reply undisturbed. */
import { findIn } from './alignment.js';

export interface DisturbedReply {
  readonly output: Float32Array;
  /** The same reply, heard without disturbance, from its first sound on. */
  readonly reference: Float32Array;
  readonly rateHz: number;
  /** Where the reply begins in the output, and where the first sound of the user lies. */
  readonly replyMs: number;
  readonly userMs: number;
}

/** Milliseconds from the user's first sound; absent where it did not happen. */
export interface DisturbanceSound {
  /** Until the reply is 6 dB quieter than it was meant. */
  readonly duckMs?: number | undefined;
  /** Until nothing of it is heard any more, for a tenth of a second at least. */
  readonly silenceMs?: number | undefined;
  /** The reply is heard again (or still) behind the disturbance. */
  readonly wentOn: boolean;
  /** Samples of the reply that were lost (above 0) or heard twice (below) on the way; undefined unless it went on. */
  readonly jumpSamples?: number | undefined;
}

const PIECE_MS = 400;
const BLOCK_MS = 5;
/** Half the amplitude: 6 dB. */
const DUCKED = 0.5;
const SILENT = 0.02;
const SILENT_BLOCKS = 20;
/** Where the reply itself is quieter than this, nobody can tell. */
const LOUD_ENOUGH = 0.01;
const ALIKE = 0.9;
/** Below one step of a 16-bit sample. */
const NOTHING = 1.5 / 32_768;

/** Undefined when the output is not the reply that the reference is. */
export function soundOfDisturbance(disturbed: DisturbedReply): DisturbanceSound | undefined {
  const { output, reference, rateHz, replyMs, userMs } = disturbed;
  const toSample = (ms: number): number => Math.round((ms / 1000) * rateHz);
  const from = toSample(replyMs + 50);
  const before = findIn(reference, output.subarray(from, Math.min(from + toSample(PIECE_MS), toSample(userMs))));
  if (before === undefined || before.likeness < ALIKE) return undefined;
  const lag = before.atSample - from;
  const gains = gainTrack(disturbed, lag, toSample(userMs));
  const duck = gains.findIndex((gain, index) => gain < DUCKED && (gains[index + 1] ?? 0) < DUCKED);
  const silence = gains.findIndex(
    (_, index) =>
      index + SILENT_BLOCKS <= gains.length && gains.slice(index, index + SILENT_BLOCKS).every((gain) => gain < SILENT),
  );
  const times = {
    ...(duck < 0 ? {} : { duckMs: duck * BLOCK_MS }),
    ...(silence < 0 ? {} : { silenceMs: silence * BLOCK_MS }),
  };
  const after = pieceAfter(disturbed, toSample(userMs));
  const found = after === undefined ? undefined : findIn(reference, after.samples);
  if (after === undefined || found === undefined || found.likeness < ALIKE) return { ...times, wentOn: false };
  const inserted = lag - (found.atSample - after.atSample);
  const span = { from: toSample(userMs), to: after.atSample, lag };
  return { ...times, wentOn: true, jumpSamples: jumpOf(disturbed, inserted, span) };
}

/** Loudness of the output over that of the reply, block by block; blocks that tell nothing are as the one before. */
function gainTrack({ output, reference, rateHz }: DisturbedReply, lag: number, from: number): number[] {
  const block = Math.round((BLOCK_MS / 1000) * rateHz);
  const gains: number[] = [];
  for (let at = from; at + block <= output.length && at + lag + block <= reference.length; at += block) {
    const meant = level(reference.subarray(at + lag, at + lag + block));
    const heard = level(output.subarray(at, at + block));
    gains.push(
      meant < LOUD_ENOUGH
        ? heard > SILENT * LOUD_ENOUGH
          ? (gains.at(-1) ?? 1)
          : Math.min(gains.at(-1) ?? 1, 1)
        : heard / meant,
    );
  }
  return gains;
}

/** The last stretch behind the user's sound that is loud enough to be recognised. */
function pieceAfter(
  { output, rateHz }: DisturbedReply,
  from: number,
): { atSample: number; samples: Float32Array } | undefined {
  const length = Math.round((PIECE_MS / 1000) * rateHz);
  for (let at = output.length - length; at > from; at -= Math.round(length / 8)) {
    const samples = output.subarray(at, at + length);
    if (level(samples) > 2 * LOUD_ENOUGH) return { atSample: at, samples };
  }
  return undefined;
}

/**
 * What was lost of the reply, or (below 0) heard twice: by how much it was shifted less than the silence that was put in.
 * Silence of the reply's own at that place cannot be told from silence put in, and is let pass.
 */
function jumpOf(
  { output, reference }: DisturbedReply,
  inserted: number,
  { from, to, lag }: { readonly from: number; readonly to: number; readonly lag: number },
): number {
  if (inserted === 0) return 0;
  const gap = longestSilence(output, from, to);
  const own = silenceAround(reference, gap.atSample + lag);
  const jump = gap.length - inserted;
  if (Math.abs(jump) <= own) return 0;
  return jump - Math.sign(jump) * own;
}

function longestSilence(samples: Float32Array, from: number, to: number): { atSample: number; length: number } {
  let best = { atSample: from, length: 0 };
  let length = 0;
  for (let i = from; i <= to; i++) {
    if (i < to && Math.abs(samples[i] ?? 0) < NOTHING) {
      length += 1;
      continue;
    }
    if (length > best.length) best = { atSample: i - length, length };
    length = 0;
  }
  return best;
}

function silenceAround(samples: Float32Array, at: number): number {
  const isSilent = (i: number): boolean => i >= 0 && i < samples.length && Math.abs(samples[i] ?? 0) < NOTHING;
  let [from, to] = [at, at];
  while (isSilent(from - 1)) from -= 1;
  while (isSilent(to)) to += 1;
  return to - from;
}

function level(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample ** 2;
  return Math.sqrt(sum / Math.max(1, samples.length));
}
