/** Where the assistant's voice goes: the loudspeaker, a WAV file, or nowhere. */
import { AudioError } from '../audio/audio-error.js';
import { createFileSpeaker } from '../audio/file-speaker.js';
import { createSilentSpeaker } from '../audio/silent-speaker.js';
import { createSystemSpeaker } from '../audio/system-speaker.js';
import type { Speaker } from '../audio/speaker.js';
import type { Settings } from '../config/schema.js';

export interface OutputOptions {
  /** What `--output` said: `speaker`, `none`, or a WAV file. */
  readonly name: string;
  /** Asked at every reply, so that a change of settings is heard at the next one. */
  readonly settings: () => Settings;
  readonly clock: { now(): number; sleep(ms: number, signal: AbortSignal): Promise<void> };
  /** The moment of the input's first sample. */
  readonly startMs: number;
  readonly onNotice: (text: string) => void;
}

/** @throws AudioError when there is no player, or the file cannot be written */
export async function openOutput(options: OutputOptions): Promise<Speaker> {
  const { name, clock, startMs } = options;
  const { output } = options.settings().audio;
  const sampleRateHz = output.sample_rate;
  if (name === 'none') return createSilentSpeaker({ clock, sampleRateHz, leadMs: output.lead_ms });
  if (name !== 'speaker') {
    return createFileSpeaker({ path: name, sampleRateHz, clock, startMs, leadMs: output.lead_ms, gain: output.volume });
  }
  return createSystemSpeaker({
    ...{ device: output.device, sampleRateHz, clock },
    get leadMs() {
      return options.settings().audio.output.lead_ms;
    },
    get bufferSamples() {
      return options.settings().audio.output.buffer_size;
    },
    get gain() {
      return options.settings().audio.output.volume;
    },
    onEvent: ({ detail }) => {
      options.onNotice(detail);
    },
  });
}

/** The loudspeaker if there is one; else a file, and `onNotice` says so. */
export async function openOutputOrFile(options: OutputOptions, fallback: string): Promise<Speaker> {
  try {
    return await openOutput(options);
  } catch (error) {
    if (!(error instanceof AudioError)) throw error;
    options.onNotice(`${error.message}; the replies are written to ${fallback}`);
    return openOutput({ ...options, name: fallback });
  }
}
