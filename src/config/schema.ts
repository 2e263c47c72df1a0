/** Every key of `config/config.yaml`, its range and its default, in the file's order. */
import { z } from 'zod';
import { assistantSchema } from './assistant.js';
import { captionsSchema } from './captions.js';
import { dictationSchema } from './dictation.js';
import { llmSchema } from './llm.js';
import { sttSchema } from './stt.js';
import { openaiServerKeys } from './openai-server.js';
import { metricsSchema } from './metrics.js';
import { inferenceSchema, pipelineSchema } from './runtime.js';
import { toolsSchema } from './tools.js';
import { translationSchema } from './translation.js';
import { wakeSchema } from './wake.js';

const milliseconds = (max: number) => z.number().int().min(0).max(max);
const oneOrMore = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);

const audio = z.strictObject({
  input: z.strictObject({
    /** A name that the capture tool knows (`default`, `pulse`, `hw:1,0`). */
    device: z.string().min(1),
    /** Rate asked of the device; resampled to 16 kHz inside. */
    sample_rate: z.number().int().min(8000).max(192_000),
    channels: z.number().int().min(1).max(32),
    /** Samples per frame that enters the pipeline, at 16 kHz. */
    chunk_size: z.number().int().min(128).max(16_384),
    /** Length of the ring buffer in seconds. */
    buffer_seconds: z.number().min(1).max(600),
    /** How the assistant's own voice is taken out of the microphone. */
    echo_cancellation: z.enum(['auto', 'software', 'system', 'off']),
    /** Who hears the microphone without its noise. */
    noise_suppression: z.enum(['off', 'detection', 'all']),
    /** Bring quiet and loud voices to one level. */
    automatic_gain: z.boolean(),
  }),
  output: z.strictObject({
    device: z.string().min(1),
    sample_rate: z.number().int().min(8000).max(192_000),
    /** Samples written to the player at a time. */
    buffer_size: z.number().int().min(128).max(65_536),
    /** Audio kept ahead of the loudspeaker, so that no timer paces samples. */
    lead_ms: milliseconds(2000).min(60),
    /** 0…2; 1 leaves the voice as it is. */
    volume: z.number().min(0).max(2),
  }),
});

const vad = z.strictObject({
  /** 0 hears the faintest voice, 3 wants to be sure. */
  aggressiveness: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]),
  /** Audio kept before speech, and silence after it before the VAD calls it over. */
  padding_duration_ms: milliseconds(2000).min(32),
  /** Shorter bursts are misfires. */
  min_speech_duration_ms: milliseconds(2000).min(32),
});

const turn = z.strictObject({
  /** What decides that a turn is over: sound, words and habit together, or silence alone. */
  detection: z.enum(['semantic', 'silence']),
  /** The model that hears whether a speaker has finished; `none` leaves it to words and habit. */
  model: z.string().min(1),
  /** How readily a pause is taken for the end. */
  eagerness: z.enum(['low', 'medium', 'high']),
  /** Silence after the last speech until the turn passes to the assistant, where nothing else decides. */
  endpoint_ms: milliseconds(10_000).min(100),
  /** However unfinished it sounds, a longer silence ends the turn. */
  longest_pause_ms: milliseconds(30_000).min(300),
  /** Who goes on within this time of the assistant's taking the turn has not finished: the turn is theirs again. */
  reopen_ms: milliseconds(5000),
  /** A turn that lasts longer is ended and answered. */
  max_utterance_ms: milliseconds(120_000).min(1000),
  /** Whether speech over a reply stops it. */
  barge_in: z.boolean(),
  /** How much quieter a reply becomes at the first sound of the user. */
  duck_db: z.number().min(0).max(60),
  /** When an answer is begun before the turn is over, to be kept if its words stand: while the user speaks, or at a pause. */
  drafts: z.enum(['early', 'pause', 'off']),
  filler: z.strictObject({
    /** What is heard while an answer takes long. */
    kind: z.enum(['off', 'tones', 'words']),
    /** After this long without a sound, from the endpoint on. */
    after_ms: milliseconds(30_000).min(100),
    /** One of these is said, each in its turn. */
    words: z.array(z.string().min(1).max(100)).min(1).max(20),
  }),
});

const nlp = z.strictObject({
  context_manager: z.strictObject({
    /** Turns remembered. */
    max_history: z.number().int().min(0).max(100),
    /** Seconds after which the conversation is forgotten. */
    context_timeout: z.number().int().min(1).max(86_400),
  }),
});

const responseGeneration = z.strictObject({
  cache: z.strictObject({
    enabled: z.boolean(),
    /** Entries. */
    size: z.number().int().min(1).max(1_000_000),
    /** Megabytes of replies kept. */
    size_mb: z.number().min(0.1).max(64),
    /** Seconds. */
    ttl: z.number().int().min(1).max(31_536_000),
    /** Whether the same question in other words counts as the same. */
    near: z.boolean(),
    /** Keep replies in a file, so that they survive a restart. */
    disk: z.boolean(),
  }),
});

/** Everything that can make speech. */
export const voiceEngineNames = ['piper', 'kokoro', 'espeak', 'openai', 'system'] as const;
const voiceEngine = z.enum(voiceEngineNames);

const tts = z.strictObject({
  /** One engine, or several in order of preference: the first that can speak here is used. */
  engine: z.union([voiceEngine, z.array(voiceEngine).min(1)]),
  /** Model ids or paths of Piper voices in order of preference. */
  voice: oneOrMore,
  /** Which speaker of a voice with several: a number from 0, or a name. */
  speaker: z.union([z.number().int().min(0).max(9999), z.string().min(1)]),
  /** Speaking rate; 1 is the voice's own. */
  speed: z.number().min(0.5).max(2),
  /** Liveliness of pitch and rhythm; 1 is the voice's own. */
  variation: z.number().min(0).max(2),
  /** Hand audio on in windows while the rest is being made. */
  streaming: z.boolean(),
  /** Number format of Piper's text part. */
  compute_type: z.enum(['auto', 'int8', 'float32']),
  /** Speak sentence by sentence, the first one clause by clause. */
  sentence_splitting: z.boolean(),
  /** Words that the voice says wrong, and how they are said: other words, or IPA between slashes. */
  lexicon: z
    .record(z.string().min(1).max(80), z.string().min(1).max(200))
    .describe('a list of words with how each is said, as { word: "other words", word: "/ˈaɪpiːeɪ/" }'),
  kokoro: z.strictObject({
    /** Model id or folder of Kokoro. */
    model: z.string().min(1),
    /** One of its voices, e.g. `af_heart`. */
    voice: z.string().min(1),
    /** Slowest that is accepted: seconds of work for a second of speech. */
    slowest_rtf: z.number().min(0.1).max(10),
  }),
  espeak: z.strictObject({
    /** One of espeak-ng's voices, e.g. `en-us`, `de`, `fr`. */
    voice: z.string().min(1),
  }),
  openai: z.strictObject({
    base_url: openaiServerKeys.base_url,
    model: openaiServerKeys.model,
    voice: z.string().min(1),
    api_key_env: openaiServerKeys.api_key_env,
    /** Without a first sound after this long, the sentence fails. */
    timeout_ms: milliseconds(120_000).min(200),
  }),
  system: z.strictObject({
    /** A voice that the operating system's speech program knows; `default` leaves the choice to it. */
    voice: z.string().min(1),
  }),
  cache: z.strictObject({
    enabled: z.boolean(),
    /** Megabytes of sound kept. */
    size_mb: z.number().min(0.1).max(4096),
    /** Seconds. */
    ttl: z.number().int().min(1).max(31_536_000),
    /** Keep it beside the models, so that it survives a restart. */
    disk: z.boolean(),
    /** Made at start, so that they are spoken at once. */
    prepare: z.array(z.string().min(1).max(300)).max(100),
  }),
});

/** The settings a stage may see: presets already laid over the base. */
export const settingsSchema = z.strictObject({
  assistant: assistantSchema,
  audio,
  vad,
  wake: wakeSchema,
  turn,
  stt: sttSchema,
  nlp,
  response_generation: responseGeneration,
  llm: llmSchema,
  tools: toolsSchema,
  tts,
  dictation: dictationSchema,
  captions: captionsSchema,
  translation: translationSchema,
  pipeline: pipelineSchema,
  inference: inferenceSchema,
  metrics: metricsSchema,
});

/** Names of the presets every config file carries. */
export const presetNames = ['low-latency', 'balanced', 'high-quality'] as const;
export type PresetName = (typeof presetNames)[number];

/** Effective settings, deeply frozen by the loader. */
export type Settings = z.infer<typeof settingsSchema>;
