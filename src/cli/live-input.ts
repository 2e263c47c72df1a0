/** What captions, translation and dictation hear: the microphone, sound files in real time, or a pipe as it comes. */
import type { Assistant } from '../assistant/assistant.js';
import { AudioError } from '../audio/audio-error.js';
import { probeMicrophone } from '../audio/devices.js';
import type { AudioFrame } from '../audio/frame.js';
import type { Settings } from '../config/schema.js';
import { openInput as openMicrophoneInput } from './input.js';
import { UsageError } from './run.js';
import { mediaFrames, openInput, Scratch, type Input } from './transcribe-input.js';

export type LiveInput =
  | { readonly kind: 'microphone'; readonly device: string }
  /** `isLive`: a pipe sets the pace by itself. */
  | { readonly kind: 'sound'; readonly inputs: readonly Input[]; readonly isLive: boolean; readonly scratch: Scratch };

/**
 * @param names what `--input` said: nothing or `mic` for the microphone, `-` for standard input, else sound files
 * @throws AudioError where there is no microphone, or a file is no sound; UsageError for what cannot be meant together
 */
export async function chooseLiveInput(
  names: readonly string[],
  settings: Settings,
  signal: AbortSignal,
): Promise<LiveInput> {
  const [first = 'mic'] = names;
  if (names.length > 1 && names.some((name) => name === 'mic' || name === '-')) {
    throw new UsageError(`--input: got ${names.join(' ')}, wanted mic, - or sound files`);
  }
  if (first !== 'mic') {
    const scratch = new Scratch();
    const inputs: Input[] = [];
    for (const name of names) inputs.push(await openInput(name, { scratch, signal }));
    return { kind: 'sound', inputs, isLive: first === '-', scratch };
  }
  const { device } = settings.audio.input;
  const probe = await probeMicrophone(device, signal);
  if (probe.status !== 'works') throw new AudioError(`${probe.line}; --input FILE reads sound files, --input - a pipe`);
  return { kind: 'microphone', device };
}

/** Mono frames at 16 kHz; several files follow one another without a gap in their time. */
export function openLiveInput(
  input: LiveInput,
  assistant: Assistant,
  signal: AbortSignal,
  onNotice: (line: string) => void,
): AsyncIterable<AudioFrame> {
  return input.kind === 'microphone'
    ? openMicrophoneInput(input, assistant, signal, onNotice)
    : speakInputs(input, assistant, signal, onNotice);
}

async function* speakInputs(
  { inputs, isLive, scratch }: Extract<LiveInput, { kind: 'sound' }>,
  { clock }: Assistant,
  signal: AbortSignal,
  onNotice: (line: string) => void,
): AsyncGenerator<AudioFrame, void, undefined> {
  let startSample = 0;
  const pace = isLive ? undefined : clock;
  try {
    for (const { media } of inputs) {
      let end = startSample;
      for await (const frame of mediaFrames(media, { signal, pace, onDamage: onNotice, onRead: () => undefined })) {
        end = startSample + frame.startSample + frame.samples.length;
        yield { ...frame, startSample: startSample + frame.startSample };
      }
      startSample = end;
    }
  } finally {
    await scratch.remove();
  }
}
