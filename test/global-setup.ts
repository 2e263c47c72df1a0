/** Before the first test: the weights that the tests under test/model need are fetched, as `parley start` would. */
import { loadCatalog } from '../src/models/catalog.js';
import { ensureModels } from '../src/models/fetch.js';
import { ModelError } from '../src/models/model-error.js';
import { ModelStore, modelsFolder } from '../src/models/store.js';

export const testModels = ['whisper-tiny.en', 'whisper-base', 'smollm2-135m-instruct', 'piper-en_US-joe-medium'];

export default async function setup(): Promise<void> {
  const store = new ModelStore(modelsFolder(), loadCatalog());
  try {
    await ensureModels(testModels, {
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
}
