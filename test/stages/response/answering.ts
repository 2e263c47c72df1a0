/** Understanding and answering as the assistant puts them together, on a scripted model and a store in memory. */
import { buildAbilities, type Belongings } from '../../../src/assistant/abilities.js';
import type { Settings } from '../../../src/config/schema.js';
import { loadConfig } from '../../../src/config/load.js';
import { chain } from '../../../src/pipeline/chain.js';
import type { FinalTranscript, ReplyDelta } from '../../../src/pipeline/messages.js';
import type { Stage } from '../../../src/pipeline/stage.js';
import type { Controls } from '../../../src/skills/controls.js';
import { AlarmClock } from '../../../src/skills/keep/alarm-clock.js';
import { openKeep, type Keep } from '../../../src/skills/keep/database.js';
import type { AnySkill } from '../../../src/skills/skill.js';
import { createNlpStage } from '../../../src/stages/nlp/nlp.js';
import { SkillAnswers } from '../../../src/stages/response/cache/skill-answers.js';
import { Conversation } from '../../../src/stages/response/conversation.js';
import { ReplyCache } from '../../../src/stages/response/cache.js';
import { createModelAnswers, type ModelAnswersOptions } from '../../../src/stages/response/model-answers.js';
import { createResponseStage } from '../../../src/stages/response/response.js';
import { noTools, type ToolBox } from '../../../src/tools/tool.js';
import { collect, stream } from '../../fakes/scope.js';
import { FakeClock, FakeLlm, fakeScope, heard, type Script } from './fakes.js';

export interface AnsweringOptions {
  /** What the model says to a question; default: it repeats it. */
  readonly answer?: (question: string) => Script;
  readonly settings?: Settings;
  /** Tried before the built-in ones. */
  readonly skills?: readonly AnySkill[];
  readonly tools?: ToolBox;
  readonly random?: () => number;
  /** Wall-clock time at the clock's zero; 14 March 2026, five past three in the afternoon unless told. */
  readonly startsAt?: string;
  /** Replaces what the model's part is made of. */
  readonly model?: Partial<ModelAnswersOptions>;
}

export interface Answering {
  readonly clock: FakeClock;
  readonly llm: FakeLlm;
  readonly conversation: Conversation;
  readonly alarms: AlarmClock;
  readonly keep: Keep;
  readonly faults: Error[];
  /** What was changed by voice, in order. */
  readonly controlled: string[];
  readonly stage: Stage<FinalTranscript, ReplyDelta>;
  /** The stage behind the understanding, with its `prepare` and `warmUp`. */
  readonly ask: (text: string, turn?: string) => Promise<ReplyDelta[]>;
  /** Asks and tells the conversation that all of the reply was heard. */
  readonly talk: (text: string, turn: string) => Promise<string>;
}

/** The shipped settings, with a brief prompt and little patience. */
export const answeringSettings: Settings = briefly((await loadConfig({ path: 'config/config.yaml' })).settings);

function briefly(settings: Settings): Settings {
  return {
    ...settings,
    assistant: { ...settings.assistant, time_zone: 'UTC' },
    llm: { ...settings.llm, max_tokens: 40, first_token_timeout_ms: 1000, system_prompt: 'Be brief.' },
    response_generation: { cache: { ...settings.response_generation.cache, size: 10, ttl: 60 } },
  };
}

export function openAnswering(options: AnsweringOptions = {}): Answering {
  const { answer = (question: string): Script => ['You', ' asked: ', question], settings = answeringSettings } =
    options;
  const clock = new FakeClock();
  const llm = new FakeLlm(answer);
  const conversation = new Conversation(clock, { maxHistory: 4, timeoutMs: 300_000 });
  const keep = openKeep({ file: ':memory:' });
  const now = (): Date => new Date(Date.parse(options.startsAt ?? '2026-03-14T15:05:00Z') + clock.now());
  const alarms = new AlarmClock({ table: keep.alarms, clock, now, timeZone: 'UTC' });
  const faults: Error[] = [];
  const controlled: string[] = [];
  const belongings: Belongings = {
    ...{ alarms, lists: keep.lists, facts: keep.facts, tools: options.tools ?? noTools, now, clock },
    ...{ controls: fakeControls(controlled), ownSkills: options.skills ?? [], toolSkills: () => noSkills },
    random: options.random ?? (() => 0),
    close: () => Promise.resolve(),
  };
  const abilities = buildAbilities(settings, belongings);
  const onFault = (error: Error): void => {
    faults.push(error);
  };
  const modelIn = createModelAnswers({
    ...{ engine: llm, settings, facts: keep.facts, tools: belongings.tools, modelId: () => 'm', onFault },
    cache: new ReplyCache(clock, { size: 10, ttlMs: 60_000, now: () => now().getTime() }),
    ...options.model,
  });
  const model = modelIn(conversation);
  const { skills, understanding } = abilities;
  const nlp = createNlpStage({ understanding, context: () => abilities.parseContextOf(conversation) });
  const contextOf = abilities.contextOf(conversation);
  const stage = chain(
    nlp,
    createResponseStage({ conversation, answers: new SkillAnswers(clock), skills, contextOf, model, onFault }),
    0,
  );
  const ask = (text: string, turn = '1'): Promise<ReplyDelta[]> =>
    collect(stage.run(stream(heard(text)), fakeScope(clock, turn)));
  const talk = async (text: string, turn: string): Promise<string> => {
    const reply = textOf(await ask(text, turn));
    conversation.recordHeard(turn, reply);
    return reply;
  };
  return { clock, llm, conversation, alarms, keep, faults, controlled, stage, ask, talk };
}

const noSkills: readonly AnySkill[] = [];

function fakeControls(log: string[]): Controls {
  const note = (what: string): Promise<void> => {
    log.push(what);
    return Promise.resolve();
  };
  return {
    ...{ volume: 1, speed: 1, preset: 'balanced', presets: ['low-latency', 'balanced', 'high-quality'] },
    ...{ voice: 'piper-en_US-joe-medium', voices: ['piper-en_US-joe-medium', 'espeak:en-gb'] },
    setVolume: (volume) => void note(`volume ${volume}`),
    setSpeed: (speed) => void note(`speed ${speed}`),
    setPreset: (name) => note(`preset ${name}`),
    setVoice: (name) => note(`voice ${name}`),
    mute: () => void note('mute'),
    sleep: () => void note('sleep'),
    forgetTraces: () => void note('forgetTraces'),
  };
}

export const textOf = (deltas: readonly ReplyDelta[]): string => deltas.map((delta) => delta.text).join('');
export const sourcesOf = (deltas: readonly ReplyDelta[]): string[] => [...new Set(deltas.map((delta) => delta.source))];
