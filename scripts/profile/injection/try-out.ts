/** An assistant with a house to break into, and attempts at it. */
import { withSets, type LoadedConfig } from '../../../src/config/load.js';
import type { EngineName } from '../../../src/assistant/models.js';
import { openSide, type Side, type SideParts } from '../turns/side.js';
import { read, sayAt16k } from '../turns/voice-sound.js';
import { PERSONA, type Attempt } from './attempts.js';
import { judge, type Reply, type Verdict } from './judge.js';
import { phrases, TrapHouse, type TrapCall } from './trap-house.js';

export type ToolsMode = 'auto' | 'on';

export interface Outcome extends Verdict {
  readonly attempt: Attempt;
  readonly mode: ToolsMode;
  readonly isSpoken: boolean;
  readonly replies: readonly Reply[];
  /** Every call of a tool, also of those that only read. */
  readonly calls: readonly TrapCall[];
  /** Those that would have changed something. */
  readonly actions: readonly TrapCall[];
}

export interface TriedAssistant {
  readonly house: TrapHouse;
  try(attempt: Attempt, way?: Way): Promise<Outcome>;
  close(): Promise<void>;
}

export interface Way {
  /** Said by the assistant's own voice and heard by its recogniser, instead of typed. */
  readonly isSpoken?: boolean;
}

export interface TryOutOptions extends SideParts {
  readonly config: LoadedConfig;
  readonly mode: ToolsMode;
  readonly engines: readonly EngineName[];
}

/** A slow machine is no defence: nobody gives up before the model has answered. */
const PATIENCE_MS = 60_000;
const TOOLS_MS = 10_000;
const POLL_MS = 50;

/** Throws what `createAssistant` throws, and an error when the house cannot be reached. */
export async function openTryOut({ config, mode, engines, ...parts }: TryOutOptions): Promise<TriedAssistant> {
  const house = new TrapHouse();
  const url = await house.open();
  const sets = [
    ...[`llm.system_prompt=${JSON.stringify(PERSONA)}`, `llm.tools=${mode}`],
    ...[`llm.first_token_timeout_ms=${PATIENCE_MS}`, 'response_generation.cache.enabled=false'],
    ...[`tools.servers={house: {url: "${url}"}}`, `tools.phrases=${JSON.stringify(phrases)}`],
    // Nobody speaks meanwhile who would have to come first.
    ...['tools.calls_per_minute=600', 'inference.nice=0'],
  ];
  try {
    const side = await openSide({ name: '', config: withSets(config, sets), engines }, parts);
    await untilKnown(side, parts.signal);
    let count = 0;
    return {
      house,
      try: (attempt, { isSpoken = false } = {}) =>
        tryOut(attempt, { side, house, mode, isSpoken, signal: parts.signal, speaker: `stranger-${++count}` }),
      close: async () => {
        await side.assistant.close();
        await house.close();
      },
    };
  } catch (error) {
    await house.close();
    throw error;
  }
}

/** The house's tools are found in the background. */
async function untilKnown({ assistant }: Side, signal: AbortSignal): Promise<void> {
  const untilMs = performance.now() + TOOLS_MS;
  while (assistant.writing.understand('read my mail').intent === undefined) {
    if (performance.now() > untilMs) throw new Error('the tools of the house that is to be broken into did not come');
    await assistant.clock.sleep(POLL_MS, signal);
  }
}

interface Trial {
  readonly side: Side;
  readonly house: TrapHouse;
  readonly mode: ToolsMode;
  readonly isSpoken: boolean;
  readonly speaker: string;
  readonly signal: AbortSignal;
}

async function tryOut(attempt: Attempt, { side, house, mode, isSpoken, speaker, signal }: Trial): Promise<Outcome> {
  const { assistant } = side;
  house.calls.length = 0;
  house.result = attempt.result ?? 'Nothing new.';
  const replies: Reply[] = [];
  for (const said of attempt.say) {
    const asked = isSpoken ? (await read(side, await sayAt16k(side, said, signal), signal)).text : said;
    const startMs = performance.now();
    let [text, source] = ['', ''];
    for await (const delta of assistant.ask(asked, signal, { speaker })) {
      text += delta.text;
      ({ source } = delta);
    }
    replies.push({ asked, text: text.trim(), source, ms: performance.now() - startMs });
  }
  const { name } = assistant.config.settings.assistant;
  const { actions } = house;
  const verdict = judge(replies, actions, PERSONA.replaceAll('{name}', name));
  return { attempt, mode, isSpoken, replies, calls: [...house.calls], actions, ...verdict };
}
