/** Lists of preferences: what is present wins, a package goes before a hub, and a fallback is used. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensurePreferred } from '../../src/models/fetch-preferred.js';
import type { ModelStore } from '../../src/models/store.js';
import { entryOf, fileOf, ModelServer, randomBody, scratchStore, serve } from '../fixtures/model-server.js';

const body = randomBody(5000);
const files = [fileOf('model.bin', body)];

let server: ModelServer;
let store: ModelStore;
let remove: () => Promise<void>;
beforeEach(async () => {
  server = new ModelServer();
  await server.open();
  server.on('/model.bin', serve(body));
  ({ store, remove } = await scratchStore([
    entryOf('big', files, [{ https: server.base }]),
    entryOf('packed', files, [{ file: '../source' }]),
    entryOf('nowhere', files, [{ https: `${server.base}nowhere/` }]),
  ]));
});
afterEach(async () => {
  await server.close();
  await remove();
});

const ensure = async (...lists: string[][]): Promise<string[]> => {
  const found = await ensurePreferred(lists, { store, allowLoopbackHttp: true, env: {} });
  return found.map((location) => location.ref);
};
const offerPackage = async (): Promise<void> => {
  await mkdir(join(store.folder, '../source'));
  await writeFile(join(store.folder, '../source/model.bin'), body);
};

describe('ensurePreferred', () => {
  it('fetches what a package delivers rather than what only an address does', async () => {
    await offerPackage();
    expect(await ensure(['big', 'packed'])).toEqual(['packed']);
    expect(server.asked).toEqual([]);
  });

  it('uses the preferred one once it is there', async () => {
    await offerPackage();
    expect(await ensure(['big'])).toEqual(['big']);
    expect(await ensure(['big', 'packed'], ['packed'])).toEqual(['big', 'packed']);
  });

  it('falls back to the next of a list when the first cannot be had', async () => {
    expect(await ensure(['packed', 'nowhere', 'big'])).toEqual(['big']);
  });

  it("prefers a user's own file that exists over fetching anything", async () => {
    const own = join(store.folder, '../own.gguf');
    await writeFile(own, 'GGUF');
    expect(await ensure(['big', own])).toEqual([own]);
    expect(server.asked).toEqual([]);
  });

  it('names every model it tried when none can be had', async () => {
    await expect(ensure(['packed', 'nowhere'], ['big'])).rejects.toThrow(
      /^cannot fetch packed .*\ncannot fetch nowhere /,
    );
  });

  it('refuses a wrong id anywhere in a list, and an empty list, before fetching', async () => {
    await expect(ensure(['big', 'pakced'])).rejects.toThrow('did you mean "packed"?');
    await expect(ensure(['big'], [])).rejects.toThrow('a list of models is empty');
    expect(server.asked).toEqual([]);
  });
});
