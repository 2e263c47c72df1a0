/** How the loaded engines run, in words. */
import type { InferenceHost } from '../models/host/contract.js';
import { readWhisperInfo } from '../stages/stt/whisper.js';
import { readSmartTurnInfo } from '../stages/turn-detection/listener.js';
import { readVoiceInfo } from '../stages/tts/speech.js';
import type { VoiceInfo } from '../stages/tts/voice-engine.js';
import { describeLlms } from './language-models.js';
import type { EngineName } from './models.js';
import type { Running } from './running.js';

export interface EngineDescriptions {
  /** `whisper-base (int8 on cpu)`. */
  readonly engines: ReadonlyMap<EngineName, string>;
  /** One line for everything that is not as wished: a provider that failed, a voice that cannot be cut. */
  readonly notes: readonly string[];
}

export async function describeEngines(
  host: InferenceHost,
  { config, models, specs }: Pick<Running, 'config' | 'models' | 'specs'>,
  signal: AbortSignal,
): Promise<EngineDescriptions> {
  const engines = new Map<EngineName, string>();
  const notes: string[] = [];
  for (const [name, { ref }] of models) engines.set(name, ref);
  if (specs.has('llm') || specs.has('llm-server'))
    engines.set('llm', describeLlms(config.settings, models.get('llm')?.ref));
  if (specs.has('stt')) {
    const info = await readWhisperInfo(host.engine('stt'), signal);
    engines.set('stt', `${engines.get('stt') ?? ''} (${info.computeType} on ${info.provider})`);
    notes.push(...info.notes);
  }
  if (specs.has('tts')) {
    const info = await readVoiceInfo(host.engine('tts'), signal);
    engines.set('tts', `${voiceName(info, models.get('tts')?.ref)} (${info.provider})`);
    notes.push(...info.notes);
  }
  if (specs.has('turn')) {
    const info = await readSmartTurnInfo(host.engine('turn'), signal);
    engines.set('turn', `${engines.get('turn') ?? info.model} (${info.provider})`);
    notes.push(...info.notes);
  }
  return { engines, notes };
}

/** `piper-en_US-joe-medium`, `kokoro-82m-int8 af_heart`, `espeak en-us`. A Piper model is one voice, and its name says which. */
function voiceName({ engine, voice }: VoiceInfo, model: string | undefined): string {
  return engine === 'piper' && model !== undefined ? model : `${model ?? engine} ${voice}`;
}
