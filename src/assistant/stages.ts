/** The stages of a turn, from engines and settings. */
import type { Settings } from '../config/schema.js';
import type { InferenceHost } from '../models/host/contract.js';
import type { EngineSpec } from '../models/host/engine.js';
import { chain } from '../pipeline/chain.js';
import type {
  FinalTranscript,
  ReplyDelta,
  Sentence,
  SpokenAudio,
  Transcript,
  UtteranceEvent,
} from '../pipeline/messages.js';
import type { TurnSetup } from '../pipeline/session-options.js';
import type { Clock, Stage } from '../pipeline/stage.js';
import type { FillerSource } from '../pipeline/filler.js';
import type { SpeculationSetup } from '../pipeline/turn-options.js';
import { buildAbilities, type Abilities, type Belongings } from './abilities.js';
import { buildEndpointing, type AssistantEndpointing } from './endpointing.js';
import { engineOf } from './engines.js';
import type { EngineSpecs } from './on-demand.js';
import { createFillers } from './fillers.js';
import { answererOf, languageModel } from './language-models.js';
import { hintsFrom } from './request-hints.js';
import { buildSpeculation } from './speculation.js';
import { dictationHints } from '../stages/dictation/hints.js';
import { createNlpStage } from '../stages/nlp/nlp.js';
import type { ReplyCache } from '../stages/response/cache.js';
import type { SkillAnswers } from '../stages/response/cache/skill-answers.js';
import type { Conversation } from '../stages/response/conversation.js';
import type { Conversations } from '../stages/response/conversations.js';
import { createModelAnswers } from '../stages/response/model-answers.js';
import { createResponseStage } from '../stages/response/response.js';
import { createWhisperStage } from '../stages/stt/whisper.js';
import type { PauseHabit } from '../stages/turn-detection/habit.js';
import type { Keeping } from '../stages/tts/kept-voice.js';
import { createSpeechStage } from '../stages/tts/speech.js';
import { createSplitStage } from '../stages/tts/split.js';

/** What outlives a change of settings: what was said, and what is kept. */
export interface Memory {
  readonly conversations: Conversations;
  /** Answers of skills that may be given again. */
  readonly answers: SkillAnswers;
  /** What skills may reach. */
  readonly belongings: Belongings;
  /** How long this user pauses. */
  readonly habit: PauseHabit;
  readonly clock: Clock;
  /** For keeping sound; without it none is kept. */
  readonly voice?: VoiceMemory;
}

export interface VoiceMemory {
  /** Where models lie, and what else is to survive a restart. */
  readonly folder: string;
  /** What stands for the voice in service; undefined when that is not `spec`. Another object after every change. */
  readonly serving: (spec: EngineSpec) => object | undefined;
}

/** What the stages need besides engines and settings. */
export interface StageParts {
  readonly memory: Memory;
  readonly specs: EngineSpecs;
  readonly cache: ReplyCache;
  /** How the voice uses the sound of sentences said before; unless told it makes each anew. */
  readonly keeping?: Keeping | undefined;
  /** Names the language model in the cache's keys. */
  readonly modelId: string;
  /** Told of failures that the user only hears as an apology. */
  readonly onFault: (error: Error) => void;
}

/** What a turn of one speaker goes through. */
export interface SpeakerStages {
  /** Hears requests: what the skills expect wins over what sounds like it. Remembers the language that was spoken. */
  readonly recognizer: Stage<UtteranceEvent, Transcript>;
  readonly responder: Stage<FinalTranscript, ReplyDelta>;
  readonly splitter: Stage<ReplyDelta, Sentence>;
  readonly synthesizer: Stage<Sentence, SpokenAudio>;
  /** What is heard while an answer takes long; undefined for nothing. */
  readonly fillers: FillerSource | undefined;
  readonly endpointing: AssistantEndpointing;
  readonly speculation: SpeculationSetup;
}

/** Those of whoever speaks to the microphone, and what is the same for everybody. */
export interface AssistantStages extends SpeakerStages {
  readonly abilities: Abilities;
  /** Hears whatever is said. */
  readonly reader: Stage<UtteranceEvent, Transcript>;
  readonly responderIn: (conversation: Conversation) => Stage<FinalTranscript, ReplyDelta>;
  /** Those of another speaker, over the same engines. `habit`: how long that one pauses. */
  readonly stagesIn: (conversation: Conversation, habit: PauseHabit) => SpeakerStages;
}

export function buildStages(host: InferenceHost, settings: Settings, parts: StageParts): AssistantStages {
  const { memory, specs, cache, keeping, modelId, onFault } = parts;
  const { conversations, clock, answers, belongings } = memory;
  const abilities = buildAbilities(settings, belongings);
  const onNotice = (line: string): void => {
    onFault(new Error(line));
  };
  const engine = languageModel(host, { settings, specs }, { clock, onNotice });
  const { facts, tools } = belongings;
  const modelIn = createModelAnswers({
    engine,
    settings,
    facts,
    tools,
    cache,
    modelId: () => answererOf(engine, settings, modelId),
    onFault,
  });
  const responderIn = (conversation: Conversation): Stage<FinalTranscript, ReplyDelta> => {
    const { skills, understanding, parseContextOf, contextOf } = abilities;
    const nlp = createNlpStage({ understanding, context: () => parseContextOf(conversation) });
    const model = modelIn(conversation);
    const contextIn = contextOf(conversation);
    return chain(nlp, createResponseStage({ conversation, answers, skills, contextOf: contextIn, model, onFault }), 0);
  };
  const hints = hintsFrom(abilities, belongings);
  const splitter = createSplitStage(settings.tts);
  const synthesizer = createSpeechStage(engineOf(host, specs, 'tts'), settings.tts, keeping);
  const shared = { splitter, synthesizer, fillers: createFillers(settings, { splitter, synthesizer }) };
  const stagesIn: AssistantStages['stagesIn'] = (conversation, habit) => {
    // What people may call the assistant at the start of a sentence.
    const words = {
      names: [settings.assistant.name.toLowerCase()],
      understands: abilities.understandsIn(conversation),
    };
    return {
      ...shared,
      recognizer: createWhisperStage(engineOf(host, specs, 'stt'), settings.stt, readsPauses(settings), hints),
      responder: responderIn(conversation),
      endpointing: buildEndpointing(host, settings, { specs, ...words, habit }),
      speculation: buildSpeculation(settings, { ...words, clock }),
    };
  };
  const reader = buildReader(host, settings, specs);
  return { ...stagesIn(conversations.main, memory.habit), ...{ abilities, reader, responderIn, stagesIn } };
}

function buildReader(host: InferenceHost, settings: Settings, specs: EngineSpecs): AssistantStages['reader'] {
  const { stt, pipeline, dictation } = settings;
  const language = stt.language === 'auto' ? 'en' : stt.language;
  const hints = pipeline.mode === 'dictation' ? dictationHints(dictation, language) : undefined;
  return createWhisperStage(engineOf(host, specs, 'stt'), stt, readsPauses(settings), () => hints);
}

/** Whether a turn's end is weighed by its words: then they are read at every pause. */
function readsPauses({ turn }: Settings): boolean {
  return turn.detection === 'semantic';
}

/** What a turn that opens now takes with it. */
export function turnSetup(stages: SpeakerStages, settings: Settings): TurnSetup {
  const { mode, max_workers } = settings.pipeline.processing;
  return {
    stages: { ...stages, ahead: mode === 'async' ? max_workers : 0 },
    limits: {
      maxUtteranceMs: settings.turn.max_utterance_ms,
      firstTokenTimeoutMs: settings.llm.first_token_timeout_ms,
    },
    ...{ endpointing: stages.endpointing, speculation: stages.speculation },
    reopenMs: settings.turn.reopen_ms,
    preRollMs: settings.vad.padding_duration_ms,
    bargeIn: settings.turn.barge_in,
    duckDb: settings.turn.duck_db,
    partials: readsPauses(settings) || (settings.stt.streaming && settings.stt.partial_results),
    showsPartials: settings.stt.partial_results,
    filler: stages.fillers,
  };
}
