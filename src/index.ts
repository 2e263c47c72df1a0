/** Parley as a library: what an embedding program may rely on. */
export { createAssistant } from './assistant.js';
export { Assistant } from './assistant/assistant.js';
export { inputRateHz } from './assistant/hearing.js';
export type { AssistantOptions, ListenOptions } from './assistant/options.js';
export type { EngineName } from './assistant/models.js';
export { parseSsml, SsmlError, type Speech, type SpeechPiece } from './assistant/saying.js';
export type { Segment } from './assistant/transcriber.js';
export { loadConfig, withPreset, type LoadedConfig, type LoadOptions } from './config/load.js';
export { ConfigError } from './config/problem.js';
export type { PresetName, Settings } from './config/schema.js';
export { openStore, type ModelStore } from './models/store.js';
export { ModelError } from './models/model-error.js';
export { EngineError } from './models/host/error.js';
export { AudioError } from './audio/audio-error.js';
export type { AudioFrame } from './audio/frame.js';
export { readWav } from './audio/wav.js';
export { openMicrophone, type MicrophoneEvent, type MicrophoneOptions } from './audio/microphone.js';
export { speakFiles, type FileSourceOptions } from './audio/file-source.js';
export type { Playout, Speaker } from './audio/speaker.js';
export { createSystemSpeaker } from './audio/system-speaker.js';
export { createFileSpeaker } from './audio/file-speaker.js';
export { createSilentSpeaker } from './audio/silent-speaker.js';
export { systemClock } from './pipeline/clock.js';
export type { Caption, CaptionEvent, KeptSound, Translation } from './pipeline/captions.js';
export type { Captioning, CaptionOptions } from './assistant/reading.js';
export type { SessionEvent } from './pipeline/events.js';
export type {
  FinalTranscript,
  PartialTranscript,
  ReplyDelta,
  Delivery,
  SpokenAudio,
  Transcript,
  Word,
} from './pipeline/messages.js';
export type { Alert } from './metrics/alerts.js';
export type { Watch, WatchView } from './metrics/watch.js';
export type { TurnReport, TurnTimings } from './pipeline/report.js';
export type { Clock, Probe, Scope, Stage } from './pipeline/stage.js';
export {
  defineSkill,
  smallTalk,
  type AnySkill,
  type Expectation,
  type LastRequest,
  type ParseContext,
  type Skill,
  type SkillAnswer,
  type SkillReply,
} from './skills/skill.js';
export type { SkillContext } from './skills/context.js';
export { yesOrNo } from './skills/dialogue.js';
