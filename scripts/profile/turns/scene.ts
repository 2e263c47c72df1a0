/** One scene: somebody speaks to an assistant as the clock goes, and everything heard on both sides is kept on one time line. */
import { createFileSpeaker } from '../../../src/audio/file-speaker.js';
import { readWav } from '../../../src/audio/wav.js';
import { childController } from '../../../src/pipeline/abort.js';
import type { SessionEvent } from '../../../src/pipeline/events.js';
import { LiveLine } from './live-line.js';
import type { Side } from './side.js';

/** What happened. Times are in ms from the first sample of the line; the output's first sample lies there too. */
export interface SceneRecord {
  readonly side: string;
  readonly input: Float32Array;
  readonly output: Float32Array;
  readonly outputRateHz: number;
  /** With `atMs` on the time line of the scene. */
  readonly events: readonly SessionEvent[];
  /** Of the session's clock, at the first sample. */
  readonly startMs: number;
  /** When it began, for a look at what else the machine did: ms since 1970. */
  readonly startedAt: number;
}

/** What a script may do and see while the scene plays. */
export interface Stage {
  readonly line: LiveLine;
  readonly events: readonly SessionEvent[];
  /** True while somebody speaks or is answered. */
  readonly busy: () => boolean;
  readonly sleep: (ms: number) => Promise<void>;
}

export interface SceneOptions {
  readonly side: Side;
  /** Where the output is written; a file that is there is replaced. */
  readonly path: string;
  readonly seed: number;
  readonly signal: AbortSignal;
}

/** Silence before anybody speaks. */
const SETTLE_MS = 500;

/** The scene is over when the script is; whatever still sounds then is cut off. */
export async function playScene(options: SceneOptions, script: (stage: Stage) => Promise<void>): Promise<SceneRecord> {
  const { side, path, seed, signal } = options;
  const { assistant } = side;
  const { clock } = assistant;
  const { sample_rate, lead_ms } = assistant.config.settings.audio.output;
  const { controller, release } = childController(signal);
  const startMs = clock.now();
  const startedAt = Date.now();
  const line = new LiveLine({ clock, startMs, seed });
  const speaker = await createFileSpeaker({ path, sampleRateHz: sample_rate, clock, startMs, leadMs: lead_ms });
  const events: SessionEvent[] = [];
  side.record(events);
  const listening = assistant.listen(line.frames(controller.signal), speaker, controller.signal);
  // A session that fails is told when the script is over; until then nobody waits for it.
  listening.catch(() => undefined);
  const stage: Stage = {
    ...{ line, events, busy: () => assistant.busy },
    sleep: (ms) => clock.sleep(ms, signal),
  };
  try {
    await assistant.prepared();
    await stage.sleep(SETTLE_MS);
    await script(stage);
  } finally {
    line.end();
    controller.abort(new Error('the scene is over'));
    release();
    await listening.catch((error: unknown) => {
      if (!controller.signal.aborted) throw error;
    });
    await speaker.close();
  }
  const { samples: output, sampleRateHz: outputRateHz } = await readWav(path);
  const placed = events.map((event) => ({ ...event, atMs: event.atMs - startMs }));
  return { side: side.name, input: line.samples, output, outputRateHz, events: placed, startMs, startedAt };
}
