/** The sound of somebody who is thinking: two soft notes, made by calculation. Pure. */

interface Note {
  readonly frequencyHz: number;
  readonly startMs: number;
}

/** A major third upwards: it asks for patience where a falling pair would sound like a refusal. */
const notes: readonly Note[] = [
  { frequencyHz: 523.25, startMs: 0 },
  { frequencyHz: 659.25, startMs: 130 },
];
/** Highest sample of one note: −22 dB of full scale, well below a voice. */
const peak = 0.08;
const noteMs = 210;
const attackMs = 18;
/** In which a note falls to 1/e. */
const decayMs = 60;
/** Of the octave above, which takes the tuning-fork sharpness from a bare sine. */
const overtone = 0.12;

/** 340 ms, mono, −1…1, silent at both ends. */
export function thinkingTones(sampleRateHz: number): Float32Array {
  const inSamples = (ms: number): number => Math.round((ms / 1000) * sampleRateHz);
  const lastStartMs = notes.at(-1)?.startMs ?? 0;
  const sound = new Float32Array(inSamples(lastStartMs + noteMs));
  for (const { frequencyHz, startMs } of notes) {
    const start = inSamples(startMs);
    const turn = (2 * Math.PI * frequencyHz) / sampleRateHz;
    for (let at = 0; at < inSamples(noteMs); at += 1) {
      const wave = Math.sin(turn * at) + overtone * Math.sin(2 * turn * at);
      sound[start + at] = (sound[start + at] ?? 0) + peak * envelope((at / sampleRateHz) * 1000) * wave;
    }
  }
  return sound;
}

/** Raised cosine up, bell-like down, and to zero in the end, so that nothing clicks. */
function envelope(ms: number): number {
  const attack = ms < attackMs ? 0.5 - 0.5 * Math.cos((Math.PI * ms) / attackMs) : 1;
  const left = noteMs - ms;
  const release = left < attackMs ? 0.5 - 0.5 * Math.cos((Math.PI * left) / attackMs) : 1;
  return attack * release * Math.exp(-Math.max(0, ms - attackMs) / decayMs);
}
