/** Which models the settings mean on this machine. */
import type { Settings } from '../config/schema.js';
import type { EnsureOptions } from '../models/fetch-events.js';
import { ensurePreferred } from '../models/fetch-preferred.js';
import { errorLine, ModelError } from '../models/model-error.js';
import type { ModelLocation } from '../models/store.js';
import { wantedLlms } from './language-models.js';
import { wantedTranslators } from './translating.js';
import { findWakeModels, type WakeModels } from './wake-models.js';
import { rankVoices, voiceModels, wantedVoices, type VoiceChoice } from './voices.js';

/** The engines of the inference host. */
export const engineNames = [
  'stt',
  'llm',
  'llm-server',
  'tts',
  'turn',
  'wake',
  'translator',
  'translator-server',
] as const;
export type EngineName = (typeof engineNames)[number];

/** One model for each engine that is loaded and reads one. */
export type ChosenModels = ReadonlyMap<EngineName, ModelLocation>;

/** Each engine's models in order of preference. `tts` is absent where no voice engine of the settings reads a model. */
export interface Preferences {
  readonly stt: readonly string[];
  /** Empty where only a server answers. */
  readonly llm: readonly string[];
  readonly tts?: readonly string[];
  /** Absent where turns end without a model. */
  readonly turn?: readonly string[];
}

/** The first that is present is used, else the first that can be had. */
export function preferences(settings: Settings): Preferences {
  const tts = wantedVoices(settings).flatMap((engine) => voiceModels(settings, engine));
  const { detection, model } = settings.turn;
  return {
    ...{ stt: list(settings.stt.model), llm: wantedLlms(settings).includes('llama') ? list(settings.llm.model) : [] },
    ...(tts.length === 0 ? {} : { tts }),
    ...(detection === 'silence' || model === 'none' ? {} : { turn: [model] }),
  };
}

/** What is loaded, as far as the models folder can tell. */
export interface Choice {
  readonly models: ChosenModels;
  /** The voice engines in the order to try; the first one's model is among `models`. None without a `tts` engine. */
  readonly voices: readonly VoiceChoice[];
  /** Whether a server is asked for answers. */
  readonly asksServer: boolean;
  /** And for translations. */
  readonly asksTranslator: boolean;
  /** Absent where no wake word is listened for. */
  readonly wake?: WakeModels;
}

export interface ChoiceOptions extends EnsureOptions {
  /** Told of a model that cannot be had where the assistant does without it. */
  readonly onNotice?: ((text: string) => void) | undefined;
}

function list(models: string | readonly string[]): readonly string[] {
  return typeof models === 'string' ? [models] : models;
}

/** Fetches what is missing. Throws ModelError when a whole list of preferences cannot be had. */
export async function chooseModels(
  settings: Settings,
  engines: readonly EngineName[],
  options: ChoiceOptions,
): Promise<Choice> {
  const voices = engines.includes('tts') ? await rankVoices(settings, options.store) : [];
  const { turn = [], ...needed } = preferences(settings);
  const wanted = { ...needed, tts: voiceLists(voices) };
  const named = (['stt', 'llm', 'tts'] as const).filter((name) => engines.includes(name) && wanted[name].length > 0);
  const found = await ensurePreferred(
    named.map((name) => wanted[name]),
    options,
  );
  const models = new Map<EngineName, ModelLocation>();
  for (const [index, name] of named.entries()) {
    const location = found[index];
    if (location !== undefined) models.set(name, location);
  }
  const turnModel = engines.includes('turn') && turn.length > 0 ? await findTurnModel(turn, options) : undefined;
  if (turnModel !== undefined) models.set('turn', turnModel);
  const wake = engines.includes('wake') ? await findWakeModels(settings.wake, options) : undefined;
  const translators = engines.includes('translator') ? wantedTranslators(settings) : [];
  if (translators.includes('llama')) {
    const [model] = await ensurePreferred([list(settings.translation.model)], options);
    if (model !== undefined) models.set('translator', model);
  }
  const asksServer = engines.includes('llm') && wantedLlms(settings).includes('openai');
  return {
    models,
    asksServer,
    asksTranslator: translators.includes('openai'),
    voices: startingWith(voices, models.get('tts')),
    ...(wake === undefined ? {} : { wake }),
  };
}

/** Who listens without it waits a little longer now and then: no reason not to start. */
async function findTurnModel(refs: readonly string[], options: ChoiceOptions): Promise<ModelLocation | undefined> {
  try {
    const [found] = await ensurePreferred([refs], options);
    return found;
  } catch (error) {
    if (!(error instanceof ModelError) || error.kind === 'aborted') throw error;
    options.onNotice?.(`turn.model: ${errorLine(error)}; until then words and habit alone tell when you have finished`);
    return undefined;
  }
}

/** Where no voice engine can speak yet, the models of all of them are one list of preferences. */
function voiceLists(voices: readonly VoiceChoice[]): readonly string[] {
  const [first] = voices;
  return first?.isReady === true ? first.models : voices.flatMap(({ models }) => models);
}

function startingWith(voices: readonly VoiceChoice[], model: ModelLocation | undefined): readonly VoiceChoice[] {
  if (model === undefined) return voices;
  const isMeant = ({ models }: VoiceChoice): boolean => models.includes(model.ref);
  return [...voices.filter(isMeant), ...voices.filter((voice) => !isMeant(voice))];
}
