/** Speech to text without a conversation: the detector cuts the audio into utterances, the recogniser reads each. */
import type { AudioFrame } from '../audio/frame.js';
import { RingBuffer } from '../audio/ring-buffer.js';
import { Channel } from '../pipeline/channel.js';
import type { SpeechEvent, Transcript, UtteranceEvent, Word } from '../pipeline/messages.js';
import type { Scope, Stage } from '../pipeline/stage.js';

/** What was said in one stretch of speech. Times count from the start of the audio. */
export type Segment =
  | { readonly kind: 'partial'; readonly text: string; readonly stable: string }
  | {
      readonly kind: 'segment';
      readonly startMs: number;
      readonly endMs: number;
      readonly text: string;
      readonly language: string;
      readonly words: readonly Word[];
    };

export interface TranscriberParts {
  readonly vad: Stage<AudioFrame, SpeechEvent>;
  readonly recognizer: Stage<UtteranceEvent, Transcript>;
  readonly scope: Scope;
  readonly sampleRateHz: number;
  /** Audio kept before speech and after it. */
  readonly paddingMs: number;
}

const RING_SECONDS = 60;
/** Frames the recogniser may lie behind before the file's reader waits for it. */
const AHEAD = 256;

interface OpenSegment {
  readonly startSample: number;
  readonly audio: Channel<UtteranceEvent>;
  /** Read from the start, so that the recogniser works while the segment still grows. */
  readonly transcripts: Promise<readonly Transcript[]>;
}

/** Reads as fast as the recogniser can. Stretches without a voice cost only the detector. */
export async function* transcribeFrames(
  frames: AsyncIterable<AudioFrame>,
  parts: TranscriberParts,
): AsyncGenerator<Segment, void, undefined> {
  const { vad, scope, sampleRateHz } = parts;
  const ring = new RingBuffer(RING_SECONDS * sampleRateHz);
  let open: OpenSegment | undefined;
  for await (const event of vad.run(frames, scope)) {
    if (event.kind === 'frame') {
      ring.write(event.frame.samples);
      await open?.audio.send({ kind: 'audio', frame: event.frame });
    } else if (event.kind === 'speech-start' && open === undefined) {
      open = openSegment(ring, event.atSample, parts);
    } else if (open !== undefined && (event.kind === 'speech-end' || event.kind === 'misfire')) {
      yield* finish(open, ring.endSample, sampleRateHz);
      open = undefined;
    }
  }
  if (open !== undefined) yield* finish(open, ring.endSample, sampleRateHz);
}

function openSegment(ring: RingBuffer, atSample: number, parts: TranscriberParts): OpenSegment {
  const { recognizer, scope, sampleRateHz, paddingMs } = parts;
  const from = Math.max(ring.oldestSample, atSample - Math.round((paddingMs / 1000) * sampleRateHz));
  const { samples, startSample } = ring.read(from, ring.endSample);
  const audio = new Channel<UtteranceEvent>({ capacity: AHEAD, overflow: 'wait', signal: scope.signal });
  audio.offer({ kind: 'audio', frame: { samples: samples.slice(), sampleRateHz, startSample } });
  const transcripts = collect(recognizer.run(audio, scope), audio);
  // A failure is thrown to whoever finishes the segment, not to nobody.
  transcripts.catch(() => undefined);
  return { startSample, audio, transcripts };
}

async function collect(run: AsyncIterable<Transcript>, audio: Channel<UtteranceEvent>): Promise<readonly Transcript[]> {
  try {
    const transcripts: Transcript[] = [];
    for await (const transcript of run) transcripts.push(transcript);
    return transcripts;
  } finally {
    // The reader of the file must not wait for a recogniser that is gone.
    audio.end();
  }
}

async function* finish(
  open: OpenSegment,
  endSample: number,
  sampleRateHz: number,
): AsyncGenerator<Segment, void, undefined> {
  open.audio.end();
  const startMs = (open.startSample / sampleRateHz) * 1000;
  for (const transcript of await open.transcripts) {
    if (transcript.kind === 'partial') {
      yield { kind: 'partial', text: transcript.text, stable: transcript.stable };
    } else if (transcript.text !== '') {
      const words = transcript.words.map((word) => ({
        ...word,
        startMs: word.startMs + startMs,
        endMs: word.endMs + startMs,
      }));
      const endMs = (endSample / sampleRateHz) * 1000;
      yield { kind: 'segment', startMs, endMs, text: transcript.text, language: transcript.language, words };
    }
  }
}
