/** Before the first test: the weights that the tests under test/model need are fetched, as `parley start` would. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCatalog } from '../src/models/catalog.js';
import { ensureModels } from '../src/models/fetch.js';
import { ModelError } from '../src/models/model-error.js';
import { ModelStore, modelsFolder } from '../src/models/store.js';

/** Conversations are held with these. */
export const testModels = ['whisper-tiny.en', 'whisper-base', 'smollm2-135m-instruct', 'piper-en_US-joe-medium'];
/** What single tests are about. Wake words are left out: their licence has to be accepted by somebody. */
const furtherModels = ['smart-turn-v3.2', 'kokoro-82m-int8'];

/** What the tests ask Parley to remember is nobody's: it lies in a folder of its own, which goes when they are over. */
async function useOwnData(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-data-'));
  process.env['PARLEY_DATA'] = folder;
  process.env['PARLEY_HISTORY'] = 'off';
  return () => rm(folder, { recursive: true, force: true });
}

export default async function setup(): Promise<() => Promise<void>> {
  const forget = await useOwnData();
  const store = new ModelStore(modelsFolder(), loadCatalog());
  try {
    await ensureModels([...testModels, ...furtherModels], {
      store,
      onEvent: (event) => {
        if (event.kind === 'start')
          console.log(`fetching ${event.model} (${Math.round(event.totalBytes / 1e6)} MB, ${event.licence})`);
      },
    });
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    // Offline machines run everything else; the tests that need weights say that they skip.
    console.warn(`tests that need weights will be skipped: ${error.message}`);
  }
  return forget;
}
