/** What `parley doctor` says about voices: which one speaks, tried in earnest, and what a missing one would add. */
import { createAssistant } from '../assistant.js';
import { rankVoices, wantedVoices, type VoiceChoice } from '../assistant/voices.js';
import type { LoadedConfig } from '../config/load.js';
import { EngineError } from '../models/host/error.js';
import { errorLine } from '../models/model-error.js';
import type { ModelStore } from '../models/store.js';
import { checkModelList, type Check } from './doctor-check.js';

/** Of the engines in `tts.engine`: the first that is complete, and those before it that are not. */
export async function checkVoices(
  config: LoadedConfig,
  preset: string,
  { store, needed }: { readonly store: ModelStore; readonly needed: boolean },
): Promise<Check[]> {
  const { settings } = config;
  const ranked = await rankVoices(settings, store);
  const [first] = ranked;
  const order = wantedVoices(settings).flatMap((engine) => ranked.find((choice) => choice.engine === engine) ?? []);
  const until = first?.isReady === true ? order.indexOf(first) + 1 : order.length;
  const checks: Check[] = [];
  for (const { engine, models } of order.slice(0, until)) {
    const line = `${engine} speaks without weights`;
    if (models.length === 0) checks.push({ area: preset, state: 'ok', line });
    else checks.push(...(await checkModelList(models, preset, { store, needed, isSpare: first?.isReady === true })));
  }
  return checks;
}

/** Loads the voice of the settings in force. Fetches nothing: without any voice that is complete there is no check. */
export async function tryVoice(config: LoadedConfig, store: ModelStore, signal: AbortSignal): Promise<Check[]> {
  const ready = (await rankVoices(config.settings, store)).filter(({ isReady }) => isReady);
  if (ready.length === 0) return [];
  const checks: Check[] = [];
  const onNotice = (line: string): void => {
    checks.push({ area: 'voice', state: 'note', line });
  };
  try {
    const options = { config: onlyWith(config, ready), store, engines: ['tts'], onNotice } as const;
    const assistant = await createAssistant(options, signal);
    try {
      const { engines, notes } = await assistant.describe(signal);
      checks.push({ area: 'voice', state: 'ok', line: `${engines.get('tts') ?? 'nothing'} speaks` });
      for (const note of notes) onNotice(note);
    } finally {
      await assistant.close();
    }
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    checks.push({ area: 'voice', state: 'bad', line: errorLine(error) });
  }
  return checks;
}

function onlyWith(config: LoadedConfig, voices: readonly VoiceChoice[]): LoadedConfig {
  const tts = { ...config.settings.tts, engine: voices.map(({ engine }) => engine) };
  return { ...config, settings: { ...config.settings, tts } };
}
