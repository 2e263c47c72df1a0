/** One conversation: the input is heard, the output speaks, and keys of the terminal are followed meanwhile. */
import type { Assistant } from '../assistant/assistant.js';
import { findEchoCancellingSource } from '../audio/devices.js';
import { chooseEchoWay, type EchoWay } from '../audio/echo/choice.js';
import type { Settings } from '../config/schema.js';
import { openInput, type Input } from './input.js';
import { followKeys, followTalkSignal, type KeyCommand } from './keys.js';
import { openOutput, openOutputOrFile } from './output.js';

/** Where replies go when the machine cannot play them. */
const REPLY_FILE = 'parley-replies.wav';

interface Surroundings {
  readonly signal: AbortSignal;
  readonly onNotice: (text: string) => void;
}

/**
 * Until the input ends or the signal fires.
 * @param output what `--output` said; undefined for the loudspeaker
 */
export async function converse(
  assistant: Assistant,
  input: Input,
  output: string | undefined,
  { signal, onNotice }: Surroundings,
): Promise<void> {
  const { clock } = assistant;
  const options = { settings: () => assistant.config.settings, clock, startMs: clock.now(), onNotice };
  // Without a microphone this is a demonstration: its replies must be found somewhere. Who asked for a speaker gets the error.
  const speaker =
    output === undefined && input.kind === 'sample'
      ? await openOutputOrFile({ ...options, name: 'speaker' }, REPLY_FILE)
      : await openOutput({ ...options, name: output ?? 'speaker' });
  const way = await echoWay(input, assistant.config.settings, (output ?? 'speaker') === 'speaker');
  const heard = input.kind === 'microphone' && way.kind === 'system' ? { ...input, device: way.device } : input;
  const letGo = input.kind === 'microphone' ? followPresses(assistant) : undefined;
  try {
    const frames = openInput(heard, assistant, signal, onNotice);
    await assistant.listen(frames, speaker, signal, { hearsSpeaker: way.kind === 'software' });
  } finally {
    letGo?.();
    await speaker.close();
  }
}

/** Who takes the assistant's own voice out of what it hears. */
function echoWay(input: Input, settings: Settings, isHeard: boolean): Promise<EchoWay> {
  const { echo_cancellation: setting, device } = settings.audio.input;
  const kind = input.kind === 'microphone' ? 'microphone' : 'file';
  return chooseEchoWay({ setting, input: kind, device, isHeard, findSource: findEchoCancellingSource });
}

/** Keys of the terminal, and the signal that stands for one. Returns how to stop. */
function followPresses(assistant: Assistant): () => void {
  const events = { talk: 'key-tap', mute: 'mute-toggle', sleep: 'sleep-toggle' } as const;
  const onCommand = (command: KeyCommand): void => {
    // As Ctrl-C: a second one ends the program at once.
    if (command === 'quit') process.kill(process.pid, 'SIGINT');
    else assistant.attend(events[command]);
  };
  const stops = [followKeys(process.stdin, onCommand), followTalkSignal(onCommand)];
  return () => {
    for (const stop of stops) stop();
  };
}
