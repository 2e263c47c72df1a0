/** What captions are made with: the detector, and the recogniser in the inference host as the assistant has it. */
import { join } from 'node:path';
import { packageRoot } from '../../../src/models/catalog.js';
import { createInferenceHost } from '../../../src/models/host/host.js';
import type { Effort } from '../../../src/models/whisper/effort.js';
import type { Settings } from '../../../src/config/schema.js';
import type { AudioFrame } from '../../../src/audio/frame.js';
import type { SpeechEvent, Transcript, UtteranceEvent } from '../../../src/pipeline/messages.js';
import type { Stage } from '../../../src/pipeline/stage.js';
import { createWhisperStage } from '../../../src/stages/stt/whisper.js';
import { createSileroStage } from '../../../src/stages/vad/silero.js';

export interface CaptionEngines {
  readonly vad: Stage<AudioFrame, SpeechEvent>;
  readonly recognizer: Stage<UtteranceEvent, Transcript>;
  /** Of the process that the recogniser runs in. */
  pid(): number | undefined;
  rssBytes(): number;
  effort(): Promise<Effort>;
  close(): Promise<void>;
}

/** Loaded and warm. */
export async function openEngines(
  settings: Settings,
  modelFolder: string,
  signal: AbortSignal,
): Promise<CaptionEngines> {
  const { stt } = settings;
  // The child loads what was built, wherever this file runs from.
  const built = join(packageRoot(), 'dist/src/stages/stt/whisper-engine.js');
  const options = {
    ...{ modelFolder, computeType: stt.optimization.compute_type, threads: stt.optimization.num_workers },
    ...{ providers: ['cpu'], language: stt.language },
  };
  const engines = { stt: { module: new URL(`file://${built}`).href, options } };
  const host = createInferenceHost({ engines, nice: settings.inference.nice });
  const detector = { ...settings.vad, max_utterance_ms: settings.turn.max_utterance_ms };
  const vad = createSileroStage(() => detector);
  const recognizer = createWhisperStage(host.engine('stt'), stt);
  const close = async (): Promise<void> => {
    await host.close();
    await vad.close?.();
  };
  host.start();
  try {
    await Promise.all([recognizer.warmUp?.(signal), vad.warmUp?.(signal)]);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    ...{ vad, recognizer, close },
    pid: () => host.stats().pid,
    rssBytes: () => host.stats().rssBytes + process.memoryUsage().rss,
    async effort() {
      for await (const value of host.engine('stt').call('effort', {}, { signal })) return { ...(value as Effort) };
      throw new Error('the speech engine does not tell what it cost');
    },
  };
}
