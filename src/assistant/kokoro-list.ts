/** Kokoro's voices as far as they are here, and what can be fetched of it. */
import type { Settings } from '../config/schema.js';
import { describeLicence, modelBytes, type ModelEntry } from '../models/catalog.js';
import { listVoices } from '../models/kokoro/voices.js';
import type { ModelStore } from '../models/store.js';
import type { VoiceRow } from './voice-list.js';

/** The first letter of a voice's name tells what it was trained to speak, the second is `f` or `m`. */
const languages: Readonly<Record<string, string>> = { a: 'en-US', b: 'en-GB' };

export const isKokoro = (id: string): boolean => id.startsWith('kokoro');

export async function listKokoro({ tts: { kokoro } }: Settings, store: ModelStore): Promise<VoiceRow[]> {
  const rows = new Map<string, VoiceRow>();
  for (const entry of store.catalog.entries.filter(({ id }) => isKokoro(id))) {
    for (const row of await rowsOf(entry, store)) {
      const isMeant = row.voice === `kokoro:${kokoro.voice}` || row.voice === kokoro.model;
      rows.set(row.voice, { ...row, inForce: isMeant });
    }
  }
  return [...rows.values()];
}

async function rowsOf(entry: ModelEntry, store: ModelStore): Promise<VoiceRow[]> {
  const { state, folder } = await store.locate(entry.id);
  const { spdx, nonCommercial = false } = entry.licence;
  const shared = { engine: 'kokoro', licence: spdx, nonCommercial, inForce: false } as const;
  if (state !== 'present') {
    const description = `${entry.description} (${describeLicence(entry)})`;
    return [{ ...shared, voice: entry.id, languages: [], description, state, bytes: modelBytes(entry) }];
  }
  const names = await listVoices(folder);
  return names.map((name) => {
    const language = languages[name.charAt(0)];
    const description = `Kokoro, ${name.charAt(1) === 'm' ? 'male' : 'female'}`;
    return {
      ...{ ...shared, state, description, voice: `kokoro:${name}` },
      languages: language === undefined ? [] : [language],
    };
  });
}
