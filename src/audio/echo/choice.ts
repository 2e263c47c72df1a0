/** Who takes the assistant's voice out of the microphone: the system, this program, or nobody. */
import { AudioError } from '../audio-error.js';

/** `audio.input.echo_cancellation`. */
export type EchoSetting = 'auto' | 'software' | 'system' | 'off';

/** What is done about it. */
export type EchoWay =
  | { readonly kind: 'off' }
  | { readonly kind: 'software' }
  /** The microphone to open instead of the one in the settings. */
  | { readonly kind: 'system'; readonly device: string };

export interface EchoChoice {
  readonly setting: EchoSetting;
  /** `microphone`: it hears the loudspeaker. `file`: recordings, which cannot. */
  readonly input: 'microphone' | 'file';
  /** `audio.input.device`. */
  readonly device: string;
  /** Whether replies are heard at all. */
  readonly isHeard: boolean;
  /** The system's echo-cancelling source, if there is one; asked only where it counts. */
  readonly findSource: () => Promise<string | undefined>;
}

/** How the system's own is loaded, for the sound servers that have it. */
const howToLoad = 'pactl load-module module-echo-cancel aec_method=webrtc source_name=echo_cancel_source';

/**
 * A recording and a silent output need none, whatever the setting. `auto` takes the system's source if the microphone
 * is left to the system, and cleans by itself if not. Throws an `AudioError` of one line when the system's is asked for
 * and there is none.
 */
export async function chooseEchoWay(choice: EchoChoice): Promise<EchoWay> {
  const { setting, input, device, isHeard, findSource } = choice;
  if (setting === 'off' || input === 'file' || !isHeard) return { kind: 'off' };
  if (setting === 'software') return { kind: 'software' };
  const source = await findSource();
  if (setting === 'system') {
    if (source !== undefined) return { kind: 'system', device: source };
    throw new AudioError(
      `audio.input.echo_cancellation: got system, but the sound server has no echo-cancelling source; load it: ${howToLoad}, or choose software`,
    );
  }
  // Who names a microphone wants that one; it may be the cancelling one itself.
  const isFree = device === 'default' || device === 'pulse' || device === source;
  return source !== undefined && isFree ? { kind: 'system', device: source } : { kind: 'software' };
}
