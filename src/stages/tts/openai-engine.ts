/** The engine module of voices behind an OpenAI-compatible address: text goes out, sound is played while it comes back. */
import { z } from 'zod';
import type { Engine, EngineCall } from '../../models/host/engine.js';
import { drain } from '../../pipeline/streams.js';
import { checked } from './check.js';
import { silentEnd, voiceOutputs, type SoundPart } from './foreign-sound.js';
import { SpeechClient } from './openai/client.js';
import { sendableText } from './sendable-text.js';
import { synthesizeSchema, type SynthesizeRequest, type VoiceInfo, type VoiceOutput } from './voice-engine.js';

const optionsSchema = z.strictObject({
  /** Up to and including the version, e.g. `http://127.0.0.1:8000/v1`. */
  baseUrl: z.url({ protocol: /^https?$/ }),
  model: z.string().min(1),
  voice: z.string().min(1),
  /** Environment variable that holds the key; without such a variable no key is sent. */
  apiKeyEnv: z.string().min(1),
  /** Without a first sound after this long, or any more of it, a sentence fails. */
  timeoutMs: z.number().min(1).max(120_000),
});

export type OpenaiEngineOptions = z.input<typeof optionsSchema>;

/** Rate of the protocol's raw sound; what comes at another is resampled. */
const sampleRateHz = 24_000;
/** Patience with the first sentence, as many servers load their model for it. */
const loadFactor = 6;
/** Longest input that the protocol allows. */
const longestText = 4096;
const trialText = 'Ready.';

/**
 * Speaks a word before it says that it is loaded, so that one behind it in the list gets its chance when the server is
 * down, or lacks the model or the voice. `variation` and `speaker` have no meaning here and are left alone.
 */
export async function createEngine(given: unknown): Promise<Engine> {
  const options = checked(optionsSchema, given, 'voice options');
  const key = process.env[options.apiKeyEnv]?.trim();
  const client = new SpeechClient(options, key === '' ? undefined : key);
  const closed = new AbortController();
  const trial = { text: trialText, speed: 1, firstSoundMs: loadFactor * options.timeoutMs };
  try {
    await drain(client.speak({ ...trial, signal: closed.signal }));
  } catch (error) {
    client.close();
    throw error;
  }
  return {
    methods: {
      synthesize: (args, call) => synthesize(client, checked(synthesizeSchema, args, 'synthesize'), call),
      // Opens the connection again if the server has closed it meanwhile.
      warmUp: async function* (_args, { signal }) {
        await drain(client.speak({ ...trial, signal }));
      },
      info: async function* () {
        yield infoOf(client, options);
      },
    },
    close: async () => {
      client.close();
    },
  };
}

function infoOf(client: SpeechClient, { voice }: OpenaiEngineOptions): VoiceInfo {
  const raw = `the server makes no WAV: its raw sound is taken for ${sampleRateHz} Hz; a wrong pitch means that it is not`;
  return {
    ...{ engine: 'openai', voice, sampleRateHz, provider: 'http', threads: 0, speakers: [] },
    notes: client.format === 'pcm' ? [raw] : [],
  };
}

async function* synthesize(
  client: SpeechClient,
  args: SynthesizeRequest,
  { signal }: EngineCall,
): AsyncGenerator<VoiceOutput, void, undefined> {
  const text = sendableText(args.text, args.lexicon);
  if (text === '') yield silentEnd(args.text);
  else yield* voiceOutputs(partsOf(client, piecesOf(text), { speed: args.speed, signal }), args, sampleRateHz);
}

async function* partsOf(
  client: SpeechClient,
  pieces: readonly string[],
  how: { speed: number; signal: AbortSignal },
): AsyncGenerator<SoundPart, void, undefined> {
  for (const text of pieces) yield* client.speak({ text, ...how });
}

/** A text beyond the protocol's limit is asked for in pieces that end with a sentence, or at least with a word. */
function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > longestText) {
    const head = rest.slice(0, longestText);
    const sentence = Math.max(head.lastIndexOf('. '), head.lastIndexOf('! '), head.lastIndexOf('? ')) + 1;
    const cut = sentence > 0 ? sentence : head.lastIndexOf(' ');
    pieces.push(rest.slice(0, cut > 0 ? cut : longestText));
    rest = rest.slice(cut > 0 ? cut : longestText).trimStart();
  }
  return [...pieces, rest];
}
