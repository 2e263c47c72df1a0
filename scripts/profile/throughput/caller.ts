/** One of several people who talk to the same assistant at once: says recordings in turn and waits for each answer. */
import { createSilentSpeaker } from '../../../src/audio/silent-speaker.js';
import type { Assistant } from '../../../src/assistant/assistant.js';
import { stageMs, type StageName } from '../../../src/metrics/stage-parts.js';
import { childController } from '../../../src/pipeline/abort.js';
import type { SessionEvent } from '../../../src/pipeline/events.js';
import type { TurnReport } from '../../../src/pipeline/report.js';
import { LiveLine } from '../turns/live-line.js';
import { sayAndWait } from '../turns/spoken-turn.js';
import type { Utterance } from '../turns/utterance.js';

/** What became of one utterance. */
export interface Said {
  readonly name: string;
  readonly transcript: string;
  /** From the last sample of the voice to the first of the answer; undefined where no answer came. */
  readonly voiceToVoiceMs: number | undefined;
  /** What each stage added to it. */
  readonly parts: Readonly<Partial<Record<StageName, number>>> | undefined;
}

export interface CallerOptions {
  readonly assistant: Assistant;
  /** No two callers have the same. */
  readonly name: string;
  /** Of the first utterance, and of the hiss on the line. */
  readonly seed: number;
  readonly utterances: readonly Utterance[];
  /** Asked before each utterance: whether one more is said behind so many. */
  readonly goesOn: (said: number) => boolean;
  readonly signal: AbortSignal;
}

/** An answer that began so long before the end of the voice is that of something else. */
const EARLY_MS = 300;

/** Throws what the session throws. */
export async function call(options: CallerOptions): Promise<Said[]> {
  const { assistant, name, seed, signal } = options;
  const { clock } = assistant;
  const { sample_rate, lead_ms } = assistant.config.settings.audio.output;
  const { controller, release } = childController(signal);
  const startMs = clock.now();
  const line = new LiveLine({ clock, startMs, seed });
  const speaker = createSilentSpeaker({ clock, sampleRateHz: sample_rate, leadMs: lead_ms });
  let events: SessionEvent[] = [];
  const listening = assistant.listen(line.frames(controller.signal), speaker, controller.signal, {
    speaker: name,
    onEvent: (event) => {
      events.push(event);
    },
  });
  // A session that fails is told at the end; until then nobody waits for it.
  listening.catch(() => undefined);
  try {
    return await talk(options, async (utterance) => {
      events = [];
      const sleep = (ms: number): Promise<void> => clock.sleep(ms, signal);
      const stage = { line, events, busy: () => assistant.busyWith(name), sleep };
      const endMs = startMs + (await sayAndWait(stage, utterance, {})) + utterance.endMs;
      return judgeAnswer(utterance, events, endMs);
    });
  } finally {
    line.end();
    controller.abort(new Error('the caller hangs up'));
    release();
    await listening.catch((error: unknown) => {
      if (!controller.signal.aborted) throw error;
    });
    await speaker.close();
  }
}

async function talk(
  { utterances, seed, goesOn }: CallerOptions,
  say: (utterance: Utterance) => Promise<Said>,
): Promise<Said[]> {
  const said: Said[] = [];
  while (goesOn(said.length)) {
    const utterance = utterances[(said.length + seed) % utterances.length];
    if (utterance === undefined) break;
    said.push(await say(utterance));
  }
  return said;
}

/** @param endMs of the voice, on the session's clock */
function judgeAnswer({ name }: Utterance, events: readonly SessionEvent[], endMs: number): Said {
  const turns = events.filter((event): event is TurnReport & SessionEvent => event.type === 'turn');
  const answer = turns.findLast(({ marks }) => (marks['first-sound'] ?? -Infinity) > endMs - EARLY_MS);
  const soundMs = answer?.marks['first-sound'];
  const parts = answer === undefined ? undefined : stageMs(answer);
  return {
    name,
    transcript: turns.map(({ transcript }) => transcript).join(' '),
    voiceToVoiceMs: soundMs === undefined ? undefined : soundMs - endMs,
    parts: parts && Object.fromEntries(parts),
  };
}
