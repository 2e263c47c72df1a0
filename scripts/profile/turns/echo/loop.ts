/** A session that keeps speaking in a room where its microphone hears it: in virtual time, with the real detector. */
import type { AudioFrame } from '../../../../src/audio/frame.js';
import { RingBuffer } from '../../../../src/audio/ring-buffer.js';
import type { Playout, Speaker } from '../../../../src/audio/speaker.js';
import { gatherChunks } from '../../../../src/assistant/chunks.js';
import { createResampler } from '../../../../src/audio/resample.js';
import { openEars } from '../../../../src/assistant/ears.js';
import type { Settings } from '../../../../src/config/schema.js';
import { Attention } from '../../../../src/pipeline/attention.js';
import type { SessionEvent } from '../../../../src/pipeline/events.js';
import type { ReplyDelta, SpeechEvent } from '../../../../src/pipeline/messages.js';
import { Session } from '../../../../src/pipeline/session.js';
import type { TurnSetup } from '../../../../src/pipeline/session-options.js';
import type { Stage } from '../../../../src/pipeline/stage.js';
import { createEndpointPolicy } from '../../../../src/stages/turn-detection/policy.js';
import { createSileroStage } from '../../../../src/stages/vad/silero.js';
import { join } from '../../../../src/models/piper/trim.js';
import { seeded } from '../seeded.js';
import { createLoopEar, type Transcribe } from './loop-ear.js';
import { createRecordedVoice, wholeReply, type LoopReply } from './loop-voice.js';
import { EchoRoom } from './room.js';
import type { RoomShape, RoomSpeech } from './run.js';
import { EagerClock } from './eager-clock.js';

export interface LoopOptions {
  readonly settings: Settings;
  readonly shape: RoomShape;
  /** Said in turn, again and again. */
  readonly replies: readonly LoopReply[];
  /** What a user is answered with. */
  readonly answer: LoopReply;
  readonly seconds: number;
  /** `text`: nobody takes the echo out; words alone tell it from a person. */
  readonly guard: 'canceller' | 'text';
  readonly transcribe: Transcribe;
  /** People who speak in the room. */
  readonly speech?: readonly RoomSpeech[];
}

export interface LoopRun {
  readonly events: readonly SessionEvent[];
  /** What the microphone heard, and what the session did; 16 kHz, from the start of the clock. */
  readonly mic: Float32Array;
  readonly clean: Float32Array;
  /** Where the loudspeaker sounded, in samples of the microphone. */
  readonly spans: readonly { readonly start: number; readonly end: number }[];
  /** When the detector took something for the beginning of a voice, in samples. */
  readonly voices: readonly number[];
}

interface Played {
  readonly playout: Playout;
  /** Of its samples, in Hz. */
  readonly rate: number;
}

const rateHz = 16_000;
const samplesPerMs = rateHz / 1000;
const gapMs = { from: 300, to: 1300 };
/** Heard after the last reply. */
const tailMs = 1500;

export async function runLoop(options: LoopOptions): Promise<LoopRun> {
  const { settings, shape, seconds, guard } = options;
  // Loading takes no virtual time, which would be another in each run.
  for (const { sampleRateHz } of options.replies) (await createResampler(sampleRateHz, rateHz)).close();
  const clock = new EagerClock();
  const room = new EchoRoom({ ...shape, clock });
  for (const { samples, atMs } of options.speech ?? []) room.speak(samples, atMs);
  const over = new AbortController();
  const seen = { mic: [] as Float32Array[], clean: [] as Float32Array[], voices: [] as number[] };
  const playouts: Played[] = [];
  const detector = createSileroStage(() => vadSettings);
  const vadSettings = { ...settings.vad, max_utterance_ms: settings.turn.max_utterance_ms };
  const ears = await openEars({
    ...{ clock, input: settings.audio.input, hearsSpeaker: guard === 'canceller' },
    frames: kept(inHand(room.frames(over.signal), clock), seen.mic),
    speaker: noted(room, playouts),
    vad: watched(detector, seen.voices),
  });
  const events: SessionEvent[] = [];
  const session = new Session({
    ...{ ...ears, clock, sampleRateHz: rateHz },
    ring: new RingBuffer(settings.audio.input.buffer_seconds * rateHz),
    attention: new Attention({ mode: 'always', start: 'awake', followUpMs: 0, sampleRateHz: rateHz }),
    setup: () => setup,
    onEvent: (event) => events.push(event),
    onTurn: () => undefined,
  });
  const setup = loopSetup(options, clock);
  const speaking = async (): Promise<void> => {
    const random = seeded(7);
    for (let index = 0; clock.now() < seconds * 1000; index++) {
      await clock.sleep(gapMs.from + random() * (gapMs.to - gapMs.from), over.signal);
      await session.announce(options.replies[index % options.replies.length]?.text ?? '');
    }
    await clock.sleep(tailMs, over.signal);
    over.abort();
  };
  const hearing = session.run(
    gatherChunks(kept(ears.frames, seen.clean), () => settings.audio.input.chunk_size),
    new AbortController().signal,
  );
  await clock.runUntil(Promise.all([speaking(), hearing]));
  await detector.close?.();
  return { events, mic: join(seen.mic), clean: join(seen.clean), spans: playouts.flatMap(spanOf), voices: seen.voices };
}

function loopSetup({ settings, replies, answer, transcribe }: LoopOptions, clock: EagerClock): TurnSetup {
  const { turn, vad, llm } = settings;
  return {
    stages: {
      recognizer: createLoopEar(transcribe, clock),
      responder: {
        name: 'response',
        async *run(input): AsyncGenerator<ReplyDelta, void, undefined> {
          for await (const final of input) if (final.text !== '') yield { text: answer.text, source: 'skill' };
        },
      },
      splitter: wholeReply,
      synthesizer: createRecordedVoice([...replies, answer]),
      ahead: 1,
    },
    limits: { maxUtteranceMs: turn.max_utterance_ms, firstTokenTimeoutMs: llm.first_token_timeout_ms },
    endpointing: {
      policy: createEndpointPolicy({
        ...{ detection: turn.detection, eagerness: turn.eagerness },
        ...{ endpointMs: turn.endpoint_ms, longestPauseMs: turn.longest_pause_ms },
      }),
    },
    reopenMs: turn.reopen_ms,
    preRollMs: vad.padding_duration_ms,
    ...{ bargeIn: true, duckDb: turn.duck_db, partials: true },
    speculation: {
      economy: { mayBegin: () => false, mayPrepare: () => false, learn: () => undefined },
      soundsComplete: () => false,
    },
  };
}

/** Time stands still while somebody is at work on a frame. */
async function* inHand(
  frames: AsyncIterable<AudioFrame>,
  clock: EagerClock,
): AsyncGenerator<AudioFrame, void, undefined> {
  for await (const frame of frames) {
    const release = clock.hold();
    try {
      yield frame;
    } finally {
      release();
    }
  }
}

async function* kept(
  frames: AsyncIterable<AudioFrame>,
  into: Float32Array[],
): AsyncGenerator<AudioFrame, void, undefined> {
  for await (const frame of frames) {
    into.push(frame.samples);
    yield frame;
  }
}

function watched(vad: Stage<AudioFrame, SpeechEvent>, voices: number[]): Stage<AudioFrame, SpeechEvent> {
  return {
    ...vad,
    async *run(input, scope) {
      for await (const event of vad.run(input, scope)) {
        if (event.kind === 'speech-start') voices.push(event.atSample);
        yield event;
      }
    },
  };
}

function noted(speaker: Speaker, playouts: Played[]): Speaker {
  return {
    ...{ name: speaker.name, sampleRateHz: speaker.sampleRateHz, close: () => speaker.close() },
    begin: (options) => {
      const playout = speaker.begin(options);
      playouts.push({ playout, rate: options?.sampleRateHz ?? speaker.sampleRateHz });
      return playout;
    },
  };
}

function spanOf({ playout, rate }: Played): LoopRun['spans'] {
  if (playout.firstSoundAtMs === undefined) return [];
  const start = Math.round(playout.firstSoundAtMs * samplesPerMs);
  return [{ start, end: start + Math.round((playout.heardSamples() * rateHz) / rate) }];
}
