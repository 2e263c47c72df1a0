/** `parley say`: speaks a text, or writes the sound of it to a file or a pipe. */
import { InvalidArgumentError, type Command } from 'commander';
import type { Assistant } from '../assistant/assistant.js';
import { AudioError } from '../audio/audio-error.js';
import { openStore } from '../models/store.js';
import type { SpokenAudio } from '../pipeline/messages.js';
import { addConfigOptions, type ConfigOptions } from './config.js';
import { withEngine, withSet } from './engine.js';
import { exitCodes, processIo, type Io } from './io.js';
import { runCommand, UsageError } from './run.js';
import { openSayInput, type SayInput } from './say-input.js';
import { createSayMeter } from './say-meter.js';
import { checkTarget, openSink } from './say-output.js';
import { speakerValue, voiceSettings } from './voice-choice.js';

export interface SayOptions extends ConfigOptions {
  readonly voice?: string;
  readonly speaker?: string;
  readonly speed?: number;
  readonly variation?: number;
  readonly volume?: number;
  readonly out?: string;
  readonly file?: string;
  readonly ssml?: boolean;
  readonly json?: boolean;
}

export function registerSayCommand(program: Command): void {
  const say = program
    .command('say')
    .description('speak a text')
    .argument('[text...]', 'what to say, plain or SSML; - or nothing reads standard input')
    .option('-f, --file <path>', 'speak this text file')
    .option('--voice <name>', 'voice as parley voices prints it, or the path of a Piper voice')
    .option('--speaker <speaker>', 'number or name of a speaker, for a voice that has several')
    .option('--speed <factor>', "speaking rate; 1 is the voice's own", factor(0.5, 2))
    .option('--volume <factor>', 'loudness; 1 leaves the voice as it is', factor(0, 2))
    .option('--variation <factor>', "liveliness; 1 is the voice's own, 0 is flat (Piper)", factor(0, 2))
    .option('--ssml', 'the text is SSML, whatever it begins with')
    .option('-o, --out <FILE.wav>', 'write a WAV file instead of speaking; - writes it to standard output')
    .option('--json', 'print one line for each sentence, with the times of its words');
  say.addHelpText('after', ssmlHelp);
  addConfigOptions(say).action(async (words: string[], options: SayOptions) => {
    await runCommand(processIo, (signal) => sayText(words, options, { io: processIo, signal }));
  });
}

const ssmlHelp = `
A text that begins with <speak> is SSML: p, s, break, say-as, emphasis, prosody (rate, volume), sub, phoneme (IPA),
voice (a speaker of the same voice) and mark; any other tag is refused with its place. The voices have no stress of
their own, so emphasis makes a stretch slower and louder.`;

function factor(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Wanted a number from ${least} to ${most}.`);
  };
}

interface Surroundings {
  readonly io: Io;
  readonly signal: AbortSignal;
}

async function sayText(words: readonly string[], options: SayOptions, around: Surroundings): Promise<number> {
  const { out, file, json = false, ssml = false } = options;
  checkTarget({ out, json, file, isTerminal: process.stdout.isTTY });
  const settings = settingsOf(options);
  const input = await openSayInput({ words, file, ssml, stdin: process.stdin, signal: around.signal });
  try {
    await withEngine('tts', settings, around, (assistant) => speak(assistant, input, options, around));
  } finally {
    await input.close();
  }
  return exitCodes.fine;
}

/** What the options mean, laid over the settings. */
function settingsOf(options: SayOptions): ConfigOptions {
  const { voice, speaker, speed, variation } = options;
  if (voice?.includes('#') === true && speaker !== undefined) {
    throw new UsageError('--speaker: --voice names a speaker already, behind the #; leave one of them out');
  }
  const sets = voice === undefined ? [] : [...voiceSettings(voice, openStore().catalog)];
  if (speaker !== undefined) sets.push(['tts.speaker', speakerValue(speaker)]);
  if (speed !== undefined) sets.push(['tts.speed', speed]);
  if (variation !== undefined) sets.push(['tts.variation', variation]);
  // As JSON, so that no name is taken for another kind of value.
  return sets.reduce<ConfigOptions>((laid, [key, value]) => withSet(laid, key, JSON.stringify(value)), options);
}

async function speak(
  assistant: Assistant,
  { speech, totalBytes }: SayInput,
  { out, json = false, volume }: SayOptions,
  { io, signal }: Surroundings,
): Promise<void> {
  const delivery = volume === undefined ? {} : { volume };
  const sink = await openSink(out, assistant, { io, signal });
  const { clock } = assistant;
  const meter = createSayMeter({ stream: json ? undefined : io.stderr, totalBytes, now: () => clock.now() });
  const told = new Told();
  try {
    for await (const spoken of assistant.say(speech, signal, delivery)) {
      if (spoken.kind === 'audio') {
        told.sampleRateHz = spoken.frame.sampleRateHz;
        await sink.write(spoken.frame.samples, told.sampleRateHz);
      } else if (spoken.kind === 'sentence-end') {
        const line = told.add(spoken);
        if (json && spoken.samples > 0) io.stdout.write(`${JSON.stringify(line)}\n`);
        meter.update(told.textBytes, told.soundMs);
      }
    }
    if (told.soundMs === 0) throw new AudioError('nothing in this text can be said by this voice');
    await sink.end();
  } finally {
    meter.stop();
    await sink.close();
  }
}

/** What has been spoken so far, on the time line of the whole sound. */
class Told {
  sampleRateHz = 0;
  textBytes = 0;
  #samples = 0;

  get soundMs(): number {
    return this.#msAt(this.#samples);
  }

  add({ sentence, samples, wordEnds }: Extract<SpokenAudio, { kind: 'sentence-end' }>): Record<string, unknown> {
    const start = this.#samples;
    this.#samples += samples;
    this.textBytes += Buffer.byteLength(sentence.text);
    const words = sentence.text.split(/\s+/).filter((word) => word !== '');
    return {
      type: 'sentence',
      index: sentence.index,
      text: sentence.text,
      startMs: this.#msAt(start),
      endMs: this.soundMs,
      words: words.map((text, index) => ({
        text,
        startMs: this.#msAt(start + (wordEnds[index - 1] ?? 0)),
        endMs: this.#msAt(start + (wordEnds[index] ?? samples)),
      })),
    };
  }

  #msAt(sample: number): number {
    return this.sampleRateHz === 0 ? 0 : Math.round((sample / this.sampleRateHz) * 1000);
  }
}
