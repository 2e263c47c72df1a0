/** Where the assistant's ears are: the microphone, WAV files, or the sample conversation. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Assistant } from '../assistant/assistant.js';
import { INPUT_FRAME_SAMPLES, speakRecordings } from '../assistant/recordings.js';
import { AudioError } from '../audio/audio-error.js';
import type { AudioFrame } from '../audio/frame.js';
import { probeMicrophone } from '../audio/devices.js';
import { describeFiles } from '../audio/file-source.js';
import { openMicrophone, type MicrophoneEvent } from '../audio/microphone.js';
import type { Settings } from '../config/schema.js';
import { packageRoot } from '../models/catalog.js';

/** How the assistant will hear. */
export type Input =
  | { readonly kind: 'microphone'; readonly device: string }
  | { readonly kind: 'files'; readonly paths: readonly string[] }
  /** There is no microphone; `why` says so in one line. */
  | { readonly kind: 'sample'; readonly paths: readonly string[]; readonly why: string };

/**
 * @param names what `--input` said: nothing or `mic` for the microphone, else WAV files
 * @throws AudioError for a file that is no WAV, and for a microphone that was named and is not there
 */
export async function chooseInput(names: readonly string[], settings: Settings, signal: AbortSignal): Promise<Input> {
  if (names.length > 0 && names[0] !== 'mic') {
    await describeFiles(names);
    return { kind: 'files', paths: names };
  }
  const { device } = settings.audio.input;
  const probe = await probeMicrophone(device, signal);
  if (probe.status === 'works') return { kind: 'microphone', device };
  // Who names a device wants that one and no play-acting instead.
  if (device !== 'default' || names[0] === 'mic') throw new AudioError(probe.line);
  return { kind: 'sample', paths: samplePaths(), why: probe.line };
}

/** The recordings that the sample conversation asks with. */
export function samplePaths(): string[] {
  const folder = join(packageRoot(), 'assets', 'sample');
  return ['what-time-is-it.wav', 'megabytes-in-a-bit.wav', 'grapefruit-in-french.wav']
    .filter((name) => readdirSync(folder).includes(name))
    .map((name) => join(folder, name));
}

/** The stream of frames. Files are spoken in real time, and each waits until the one before it has been answered. */
export function openInput(
  input: Input,
  assistant: Assistant,
  signal: AbortSignal,
  onNotice: (text: string) => void,
): AsyncIterable<AudioFrame> {
  const { clock } = assistant;
  if (input.kind === 'microphone') {
    const { sample_rate, channels } = assistant.config.settings.audio.input;
    return openMicrophone(
      {
        ...{ device: input.device, sampleRateHz: sample_rate, channels, chunkSamples: INPUT_FRAME_SAMPLES, clock },
        onEvent: (event) => {
          onNotice(describeMicrophone(event, input.device));
          // Nobody looks at the screen of an assistant that has gone deaf.
          if (event.kind === 'lost') assistant.announce('I cannot hear you: the microphone is gone.');
          if (event.kind === 'reopened') assistant.announce('I can hear you again.');
        },
      },
      signal,
    );
  }
  return speakRecordings(assistant, input.paths, signal);
}

function describeMicrophone(event: MicrophoneEvent, device: string): string {
  switch (event.kind) {
    case 'lost':
      return `The microphone "${device}" is gone (${event.detail}); trying to open it again.`;
    case 'reopened':
      return `The microphone is back; ${Math.round(event.gapSamples / 16)} ms were not heard.`;
    case 'silent':
      return `The microphone "${device}" has given nothing but zeros for 10 s: is it muted?`;
    case 'dropped':
      return `The machine is too slow: ${Math.round(event.samples / 16)} ms of the microphone were dropped.`;
  }
}
