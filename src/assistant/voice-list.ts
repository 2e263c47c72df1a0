/** Every voice that could speak on this machine, whichever engine makes its sound. */
import type { Settings } from '../config/schema.js';
import { modelBytes, type ModelEntry } from '../models/catalog.js';
import { espeakVoices } from '../models/espeak/voices.js';
import { readVoiceFolder } from '../models/piper/voice-folder.js';
import { systemVoices } from '../stages/tts/system-engine.js';
import { isModelPath, type ModelLocation, type ModelStore } from '../models/store.js';
import { isKokoro, listKokoro } from './kokoro-list.js';
import { rankVoices, voiceModels, type VoiceEngineName } from './voices.js';

export interface VoiceRow {
  readonly engine: VoiceEngineName;
  /** What `--voice` takes. */
  readonly voice: string;
  /** BCP 47 tags, the best fitting first; none where nobody knows. */
  readonly languages: readonly string[];
  /** In words. */
  readonly description: string;
  readonly state: 'present' | 'missing' | 'damaged';
  /** To be fetched, where it is missing. */
  readonly bytes?: number;
  /** SPDX. */
  readonly licence?: string;
  readonly nonCommercial?: boolean;
  /** Speakers of a present voice that has several, by number; names where it has them. */
  readonly speakers?: readonly string[];
  /** Whether the settings mean this one. */
  readonly inForce: boolean;
}

export interface VoiceListOptions {
  readonly settings: Settings;
  readonly store: ModelStore;
  readonly signal: AbortSignal;
}

/** Sorted by name within each engine; the engines in the order of `tts.engine`'s choices. */
export async function listVoices(options: VoiceListOptions): Promise<VoiceRow[]> {
  const { settings, store } = options;
  const [first] = await rankVoices(settings, store);
  const lists = await Promise.all([
    listPiper(settings, store),
    listKokoro(settings, store),
    listEspeak(settings),
    listOpenai(settings),
    listSystem(settings, options.signal),
  ]);
  return lists.flatMap((rows) =>
    // Some speech programs list a voice once for each of its languages.
    [...new Map(rows.map((row) => [row.voice, row])).values()]
      .map((row) => ({ ...row, inForce: row.inForce && row.engine === first?.engine }))
      .sort((a, b) => (a.voice < b.voice ? -1 : 1)),
  );
}

async function listPiper(settings: Settings, store: ModelStore): Promise<VoiceRow[]> {
  const wanted = voiceModels(settings, 'piper');
  const { found } = await store.firstPresent(wanted);
  const meant = found?.ref ?? wanted[0];
  const ids = store.catalog.entries.filter(({ id, stage }) => stage === 'tts' && !isKokoro(id)).map(({ id }) => id);
  const refs = new Set([...ids, ...wanted.filter(isModelPath)]);
  return Promise.all(
    [...refs].map(async (ref) => ({ ...(await piperRow(await store.locate(ref))), inForce: ref === meant })),
  );
}

async function piperRow({ ref, state, entry, folder, files }: ModelLocation): Promise<VoiceRow> {
  const base = { engine: 'piper', voice: ref, inForce: false, ...fromEntry(entry, state) } as const;
  const tag = /([a-z]{2,3})_([A-Z]{2})-/.exec(ref);
  const named = tag === null ? [] : [`${tag[1] ?? ''}-${tag[2] ?? ''}`];
  if (state !== 'present') return { ...base, state, languages: named, description: entry?.description ?? '' };
  const [only = folder] = files;
  const place = entry === undefined && files.length === 1 ? only : folder;
  const read = await readVoiceFolder(place).catch((error: unknown) => String(error));
  // A folder that is no voice is listed with what is wrong with it.
  if (typeof read === 'string') return { ...base, state: 'damaged', languages: named, description: read };
  const { espeakVoice, speakers, speakerNames } = read.config;
  return {
    ...{ ...base, state, description: entry?.description ?? `Piper voice ${read.name}` },
    languages: named.length > 0 ? named : [espeakVoice],
    ...(speakers < 2 ? {} : { speakers: Array.from({ length: speakers }, (_, at) => speakerNames[at] ?? String(at)) }),
  };
}

function fromEntry(entry: ModelEntry | undefined, state: VoiceRow['state']): Partial<VoiceRow> {
  if (entry === undefined) return {};
  const { spdx, nonCommercial = false } = entry.licence;
  return { licence: spdx, nonCommercial, ...(state === 'present' ? {} : { bytes: modelBytes(entry) }) };
}

async function listEspeak({ tts }: Settings): Promise<VoiceRow[]> {
  const voices = await espeakVoices();
  return voices.map(({ id, languages, name }) => ({
    ...({
      engine: 'espeak',
      voice: `espeak:${id}`,
      languages: [...new Set([id, ...languages])],
      description: name,
    } as const),
    ...({ state: 'present', inForce: id === tts.espeak.voice } as const),
  }));
}

/** Nobody can ask such a server what voices it has. */
async function listOpenai({ tts: { openai } }: Settings): Promise<VoiceRow[]> {
  const description = `${openai.model} at ${openai.base_url}`;
  const shared = { engine: 'openai', voice: `openai:${openai.voice}`, languages: [], state: 'present' } as const;
  return [{ ...shared, description, inForce: true }];
}

async function listSystem({ tts: { system } }: Settings, signal: AbortSignal): Promise<VoiceRow[]> {
  const voices = await systemVoices(signal);
  const chosen = { id: 'default', language: '', name: "the operating system's choice" };
  return (voices.length === 0 ? [] : [chosen, ...voices]).map(({ id, language, name }) => ({
    ...({ engine: 'system', voice: `system:${id}`, description: name, state: 'present' } as const),
    ...{ languages: language === '' ? [] : [language], inForce: id === system.voice || name === system.voice },
  }));
}
