/** A session on scripted stages: the test says what the detector and the recogniser report, and when. */
import type { AudioFrame } from '../../src/audio/frame.js';
import { RingBuffer } from '../../src/audio/ring-buffer.js';
import { Attention } from '../../src/pipeline/attention.js';
import { whenCertain } from '../../src/pipeline/certainty.js';
import { Channel } from '../../src/pipeline/channel.js';
import type { EndpointPolicy } from '../../src/pipeline/endpointing.js';
import type { SessionEvent } from '../../src/pipeline/events.js';
import type { ReplyDelta, Sentence, SpeechEvent, SpokenAudio, Transcript } from '../../src/pipeline/messages.js';
import type { TurnReport } from '../../src/pipeline/report.js';
import { Session } from '../../src/pipeline/session.js';
import type { TurnSetup } from '../../src/pipeline/session-options.js';
import { drain } from '../../src/pipeline/streams.js';
import { VirtualClock } from '../audio/virtual-clock.js';
import { FakeSpeaker } from './speaker.js';
import { settle } from './scope.js';

const RATE_HZ = 1000;
const FRAME = 100;

/** What the scripted recogniser reports, turn by turn. */
export interface ScriptedTurn {
  /** Sent as soon as they are put there. */
  readonly transcripts: Channel<Transcript>;
}

export interface Conversation {
  readonly session: Session;
  /** Moves with the frames, and by hand. */
  readonly clock: VirtualClock;
  readonly speaker: FakeSpeaker;
  readonly events: SessionEvent[];
  readonly reports: TurnReport[];
  readonly turns: ScriptedTurn[];
  /** Questions that reached the responder, and beginnings of some that it was prepared for. */
  readonly asked: string[];
  readonly prepared: string[];
  /** For each of them, whether an effect of its answer has happened. */
  readonly certain: boolean[];
  setup: TurnSetup;
  say(...events: SpeechEvent[]): Promise<void>;
  /** Frames of silence (or voice: the content does not matter here). */
  frames(count: number): Promise<void>;
  partial(turn: number, text: string, atPause?: boolean): Promise<void>;
  final(turn: number, text: string): Promise<void>;
  end(): Promise<void>;
}

/** `reply` makes the answer's text from the question; a space ends a word, each word sounds for 100 samples. */
export function converse(
  reply: (question: string) => string | Promise<string> = (question) => `you said ${question}`,
): Conversation {
  const controller = new AbortController();
  const detector = new Channel<SpeechEvent>({ capacity: 10_000, overflow: 'wait', signal: controller.signal });
  const speaker = new FakeSpeaker(RATE_HZ);
  const events: SessionEvent[] = [];
  const reports: TurnReport[] = [];
  const turns: ScriptedTurn[] = [];
  const asked: string[] = [];
  const prepared: string[] = [];
  const certain: boolean[] = [];
  const ring = new RingBuffer(60 * RATE_HZ);
  const clock = new VirtualClock();
  const setup: TurnSetup = {
    stages: {
      recognizer: {
        name: 'stt',
        async *run(input, scope) {
          const transcripts = new Channel<Transcript>({ capacity: 100, overflow: 'wait', signal: scope.signal });
          turns.push({ transcripts });
          void drain(input).then(
            () => {
              transcripts.end();
            },
            () => undefined,
          );
          yield* transcripts;
        },
      },
      responder: {
        name: 'response',
        async prepare(input) {
          for await (const { text } of input) prepared.push(text);
        },
        async *run(input, scope): AsyncGenerator<ReplyDelta, void, undefined> {
          for await (const final of input) {
            asked.push(final.text);
            const index = certain.push(false) - 1;
            whenCertain(scope, () => {
              certain[index] = true;
            });
            yield { text: await reply(final.text), source: 'llm' };
          }
        },
      },
      splitter: {
        name: 'split',
        async *run(deltas): AsyncGenerator<Sentence, void, undefined> {
          let index = 0;
          for await (const delta of deltas) yield { index: index++, text: delta.text };
        },
      },
      synthesizer: { name: 'tts', run: (sentences) => speak(sentences) },
      ahead: 1,
    },
    limits: { maxUtteranceMs: 30_000, firstTokenTimeoutMs: 5000 },
    endpointing: { policy: silencePolicy(300) },
    reopenMs: 0,
    preRollMs: 200,
    bargeIn: true,
    duckDb: 18,
    partials: true,
    speculation: {
      economy: { mayBegin: () => true, mayPrepare: () => true, learn: () => undefined },
      soundsComplete: () => false,
    },
  };
  const conversation: Conversation = {
    ...{ clock, speaker, events, reports, turns, asked, prepared, certain, setup },
    session: new Session({
      vad: { name: 'vad', run: () => detector },
      ring,
      sampleRateHz: RATE_HZ,
      speaker,
      clock,
      attention: new Attention({ mode: 'always', start: 'awake', followUpMs: 0, sampleRateHz: RATE_HZ }),
      setup: () => conversation.setup,
      onEvent: (event) => events.push(event),
      onTurn: (report) => reports.push(report),
    }),
    async say(...said) {
      for (const event of said) await detector.send(event);
      for (let i = 0; i < 5; i += 1) await settle();
    },
    async frames(count) {
      for (let i = 0; i < count; i += 1) {
        await clock.advance(FRAME);
        const frame: AudioFrame = {
          samples: new Float32Array(FRAME).fill(0.5),
          sampleRateHz: RATE_HZ,
          startSample: ring.endSample,
        };
        await conversation.say({ kind: 'frame', frame, speechProbability: 1 });
      }
    },
    async partial(turn, text, atPause = false) {
      await turns[turn]?.transcripts.send({
        kind: 'partial',
        revision: 0,
        text,
        stable: '',
        language: 'en',
        atPause,
        heardMs: Infinity,
      });
      for (let i = 0; i < 5; i += 1) await settle();
    },
    async final(turn, text) {
      await turns[turn]?.transcripts.send({ kind: 'final', text, language: 'en', words: [] });
      for (let i = 0; i < 10; i += 1) await settle();
    },
    async end() {
      detector.end();
      for (let i = 0; i < 10; i += 1) await settle();
    },
  };
  void conversation.session.run(none(), controller.signal);
  return conversation;
}

async function* speak(sentences: AsyncIterable<Sentence>): AsyncGenerator<SpokenAudio, void, undefined> {
  let startSample = 0;
  for await (const sentence of sentences) {
    const words = sentence.text.trim().split(/\s+/).length;
    const wordEnds = Array.from({ length: words }, (_, i) => (i + 1) * 100);
    yield { kind: 'words', sentence, wordEnds };
    for (let word = 0; word < words; word += 1) {
      const samples = new Float32Array(100).fill(0.5);
      yield { kind: 'audio', sentence, frame: { samples, sampleRateHz: RATE_HZ, startSample } };
      startSample += samples.length;
    }
    yield {
      kind: 'sentence-end',
      sentence,
      samples: words * 100,
      wordEnds: Array.from({ length: words }, (_, i) => (i + 1) * 100),
    };
  }
}

async function* none(): AsyncGenerator<AudioFrame, void, undefined> {
  // The scripted detector has its own source.
}

/** Every pause must last `ms`. */
export function silencePolicy(ms: number): EndpointPolicy {
  return {
    askSoundAtMs: [],
    decide: () => ({ ms, reasons: ['silence'] }),
    learnPause: () => undefined,
  };
}
