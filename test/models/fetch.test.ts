/** Fetching as a whole: sources in order, offline, consent, damage, full disks, killed and competing processes. */
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TestContext } from 'vitest';
import { Catalog, packageRoot } from '../../src/models/catalog.js';
import type { ModelEntry } from '../../src/models/catalog.js';
import { ensureModels } from '../../src/models/fetch.js';
import type { EnsureOptions, FetchEvent } from '../../src/models/fetch-events.js';
import { ModelStore } from '../../src/models/store.js';
import { entryOf, fileOf, ModelServer, randomBody, scratchStore, serve } from '../fixtures/model-server.js';

const body = randomBody(400_000);
const file = fileOf('model.bin', body);

let server: ModelServer;
let cleanups: (() => Promise<void> | void)[];
beforeEach(async () => {
  server = new ModelServer();
  await server.open();
  server.on('/model.bin', serve(body));
  cleanups = [() => server.close()];
});
afterEach(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
});

async function rig(entries: readonly ModelEntry[] = [entryOf('m', [file], [{ https: server.base }])]) {
  const { store, remove } = await scratchStore(entries);
  cleanups.push(remove);
  const events: FetchEvent[] = [];
  const fetch = (refs: string[] = ['m'], extra: Partial<EnsureOptions> = {}) =>
    ensureModels(refs, { store, allowLoopbackHttp: true, env: {}, onEvent: (event) => events.push(event), ...extra });
  const kinds = (): string[] => events.map((event) => event.kind).filter((kind) => kind !== 'progress');
  return { store, fetch, events, kinds, folder: store.folderOf('m') };
}

describe('ensureModels', () => {
  it('says what, how much and under which licence before it fetches, and nothing when all is there', async () => {
    const { fetch, events, kinds } = await rig();
    await fetch();
    expect(kinds()).toEqual(['start', 'source', 'verified', 'done']);
    expect(events[0]).toMatchObject({ totalBytes: 400_000, licence: 'MIT', description: 'Test model.' });
    events.length = 0;
    await fetch();
    expect(events).toEqual([]);
    expect(server.asked).toHaveLength(1);
  });

  it('takes files from several sources, each asked only for what is still missing', async () => {
    const [first, second] = [randomBody(1000), randomBody(2000)];
    server.on('/a/one.bin', serve(first));
    server.on('/b/two.bin', serve(second));
    const files = [fileOf('one.bin', first), fileOf('two.bin', second)];
    const sources = [{ https: `${server.base}a/` }, { https: `${server.base}b/` }];
    const { fetch } = await rig([entryOf('m', files, sources)]);
    expect(await fetch()).toMatchObject([{ state: 'present', verified: true }]);
    expect(server.asked.map((item) => item.path)).toEqual(['/a/one.bin', '/a/two.bin', '/b/two.bin']);
  });

  it('tells what every source said, in one line, and where a file can be put by hand', async () => {
    const sources = [{ pip: 'no-such==1' }, { https: `${server.base}none/` }];
    const { fetch, folder, store } = await rig([entryOf('m', [file], sources)]);
    await expect(fetch(['m'], { env: { PATH: '/nowhere' } })).rejects.toThrow(
      /^cannot fetch m \(pip no-such==1: no package client found .*; 127\.0\.0\.1:\d+\/none: answers 404 Not Found for model\.bin\); or put model\.bin into \S+ by hand$/,
    );
    expect(existsSync(folder)).toBe(false);
    expect(await readdir(store.folder)).toEqual([]);
  });

  it('under PARLEY_OFFLINE asks no source that needs the network, and takes what was put there by hand', async () => {
    const { fetch, folder } = await rig();
    const env = { PARLEY_OFFLINE: '1' };
    await expect(fetch(['m'], { env })).rejects.toThrow(
      `PARLEY_OFFLINE forbids the network); or put model.bin into ${folder} by hand`,
    );
    expect(server.asked).toEqual([]);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'model.bin'), body);
    expect(await fetch(['m'], { env })).toMatchObject([{ state: 'present', verified: true }]);
  });

  it('fetches the others when one fails, and names each that failed', async () => {
    const none = [{ https: `${server.base}none/` }];
    const { fetch, store } = await rig([
      entryOf('a', [file], none),
      entryOf('b', [file], [{ https: server.base }]),
      entryOf('c', [file], none),
    ]);
    await expect(fetch(['a', 'b', 'c'])).rejects.toThrow(/^cannot fetch a .*\ncannot fetch c /);
    expect((await store.locate('b')).state).toBe('present');
  });

  it('asks for consent before a non-commercial model, and before anything else is fetched', async () => {
    const bound = { licence: { spdx: 'CC-BY-NC-4.0', nonCommercial: true }, requires: ['plain'] };
    const { fetch } = await rig([
      entryOf('plain', [file], [{ https: server.base }]),
      entryOf('m', [file], [{ https: server.base }], bound),
    ]);
    await expect(fetch()).rejects.toThrow(
      'm: licence CC-BY-NC-4.0 (non-commercial); to accept it: parley models fetch --accept-licence m',
    );
    expect(server.asked).toEqual([]);
    await fetch(['m'], { acceptLicences: true });
    expect(server.asked).toHaveLength(2);
  });

  it('moves a damaged file aside and fetches it again', async () => {
    const { fetch, folder, kinds } = await rig();
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'model.bin'), randomBody(body.length));
    await fetch();
    expect(kinds()).toEqual(['damaged', 'start', 'source', 'verified', 'done']);
    expect((await readdir(folder)).sort()).toEqual(['.verified.json', 'model.bin', 'model.bin.bad']);
  });

  it("takes a user's own path, and says when there is nothing", async () => {
    const { fetch, folder } = await rig();
    await fetch();
    expect(await fetch([join(folder, 'model.bin')])).toMatchObject([{ state: 'present' }]);
    await expect(fetch(['./no.gguf'])).rejects.toThrow(/^the model \.\/no\.gguf cannot be used: .* does not exist$/);
  });

  it('refuses an unknown id before fetching anything', async () => {
    const { fetch } = await rig();
    await expect(fetch(['m', 'mm'])).rejects.toThrow('unknown model "mm", did you mean "m"?');
    expect(server.asked).toEqual([]);
  });

  it('removes scratch folders of processes that are gone, and no others', async () => {
    const { fetch, store } = await rig();
    const gone = spawnSync('true').pid;
    const { hostname } = await import('node:os');
    const prefix = `.fetch-${hostname().replace(/[^\w-]/g, '_')}-`;
    await mkdir(join(store.folder, `${prefix}${gone}-x`), { recursive: true });
    await mkdir(join(store.folder, `${prefix}${process.ppid}-x`));
    await fetch();
    expect((await readdir(store.folder)).sort()).toEqual([`${prefix}${process.ppid}-x`, 'm']);
  });
});

describe('two at once', () => {
  it('in one process: the second waits and finds all done', async () => {
    const { fetch, kinds } = await rig();
    await Promise.all([fetch(), fetch(), fetch()]);
    expect(server.asked).toHaveLength(1);
    expect(kinds().filter((kind) => kind === 'waiting')).toHaveLength(2);
    expect(kinds().filter((kind) => kind === 'done')).toHaveLength(1);
  });

  it('a lock whose holder is gone does not stop anyone; an abort ends the wait for a living one', async () => {
    const { fetch, folder } = await rig();
    const { hostname } = await import('node:os');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, '.lock'), `${process.ppid} ${hostname()} someone-else\n`);
    const controller = new AbortController();
    const waiting = fetch(['m'], {
      signal: controller.signal,
      onEvent: (event) => {
        if (event.kind === 'waiting') controller.abort();
      },
    });
    await expect(waiting).rejects.toThrow('fetching m was stopped');
    await writeFile(join(folder, '.lock'), `${spawnSync('true').pid} ${hostname()} a-dead-one\n`);
    expect(await fetch()).toMatchObject([{ state: 'present' }]);
    await writeFile(join(folder, '.lock'), `1 another-machine a-silent-one\n`);
    await utimes(join(folder, '.lock'), new Date(0), new Date(0));
    await writeFile(join(folder, 'model.bin'), '');
    expect(await fetch()).toMatchObject([{ state: 'present' }]);
    expect(await readdir(folder)).not.toContain('.lock');
  });
});

describe('separate processes', () => {
  const root = packageRoot();
  const start = (folder: string): ChildProcess => {
    if (!existsSync(join(root, 'dist/src/models/fetch.js'))) throw new Error('build first: npx tsc -b');
    const script = join(root, 'test/fixtures/fetch-child.mjs');
    const args = [script, root, folder, server.base, JSON.stringify(file)];
    return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  };
  const nextEvent = async (child: ChildProcess, wanted: (event: FetchEvent) => boolean): Promise<void> => {
    if (child.stdout === null) throw new Error('no output');
    for await (const line of createInterface({ input: child.stdout })) {
      if (wanted(JSON.parse(line) as FetchEvent)) return;
    }
    throw new Error('the child ended before the event');
  };

  it('killed in mid-file leaves only a part, and the next fetch goes on from it', async () => {
    server.on('/model.bin', (_request, response) => {
      response.writeHead(200, { 'content-length': body.length });
      response.write(body.subarray(0, 150_000));
    });
    const { fetch, folder, store } = await rig();
    const child = start(store.folder);
    await nextEvent(child, (event) => event.kind === 'progress' && event.bytes >= 150_000);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    expect((await readdir(folder)).sort()).toEqual(['.lock', 'model.bin.part']);
    expect((await stat(join(folder, 'model.bin.part'))).size).toBe(150_000);
    expect((await store.locate('m')).state).toBe('missing');
    server.on('/model.bin', serve(body));
    await fetch();
    expect(server.asked.at(-1)?.range).toBe('bytes=150000-');
    expect((await readdir(folder)).sort()).toEqual(['.verified.json', 'model.bin']);
  });

  it('three at the same moment: one download, one good file, all content', async () => {
    const { store, folder } = await rig();
    const codes = await Promise.all(
      [1, 2, 3].map(async () => {
        const child = start(store.folder);
        child.stdout?.resume();
        return new Promise((resolve) => child.once('exit', resolve));
      }),
    );
    expect(codes).toEqual([0, 0, 0]);
    expect(server.asked).toHaveLength(1);
    expect((await readFile(join(folder, 'model.bin'))).equals(body)).toBe(true);
  });
});

describe('the disk', () => {
  const isRoot = process.getuid?.() === 0;

  it.skipIf(isRoot)(
    'without permission: says whose folder to change (skipped for root, who may write anywhere)',
    async () => {
      const { store, fetch } = await rig();
      await mkdir(store.folder, { recursive: true });
      await chmod(store.folder, 0o555);
      await expect(fetch()).rejects.toThrow(/^cannot write .*: no permission to write: change its owner/);
    },
  );

  it('with a file where the folder should be: says so', async () => {
    const { store, fetch } = await rig();
    await writeFile(store.folder, 'not a folder');
    await expect(fetch()).rejects.toThrow(/^cannot write .*: (a part of this path is a file|a file stands)/);
  });

  it('too small: refused before the first byte', async () => {
    const huge = { ...file, bytes: Number.MAX_SAFE_INTEGER };
    const { fetch } = await rig([entryOf('m', [huge], [{ https: server.base }])]);
    await expect(fetch()).rejects.toThrow(
      /^not enough room in .*: .* needed, .* free: free some space, or name another/,
    );
    expect(server.asked).toEqual([]);
  });

  const run = (tool: string, ...args: string[]): boolean => spawnSync(tool, args).status === 0;

  /** A file system of one megabyte, or the test is skipped and says why. */
  async function smallDisk(context: TestContext): Promise<string> {
    const { store } = await rig();
    const mount = join(store.folder, 'small');
    await mkdir(mount, { recursive: true });
    if (!run('mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', mount))
      context.skip('no right to mount a small disk here');
    cleanups.push(() => {
      run('umount', mount);
    });
    return mount;
  }

  it('full in mid-download: one line, nothing half-written, no other source troubled', async (context) => {
    const mount = await smallDisk(context);
    // The room is there when it is looked at, and gone when the bytes come.
    server.on('/model.bin', (request, response) => {
      void writeFile(join(mount, 'filler'), randomBody(800_000)).then(() => {
        serve(body)(request, response);
      });
    });
    const entry = entryOf('m', [file], [{ https: server.base }, { https: `${server.base}other/` }]);
    const store = new ModelStore(join(mount, 'models'), new Catalog([entry]));
    const fetching = ensureModels(['m'], { store, allowLoopbackHttp: true, env: {} });
    await expect(fetching).rejects.toThrow(/^cannot write .*model\.bin\.part: the disk is full: free some space/);
    expect(await readdir(store.folder)).toEqual([]);
    expect(server.asked.map((item) => item.path)).toEqual(['/model.bin']);
  });

  it('read-only: what is there is used, what is missing is refused in one line', async (context) => {
    const mount = await smallDisk(context);
    const [there, missing] = [entryOf('there', [file], [{ https: server.base }]), entryOf('m', [file], [])];
    const store = new ModelStore(join(mount, 'models'), new Catalog([there, missing]));
    await mkdir(store.folderOf('there'), { recursive: true });
    await writeFile(join(store.folderOf('there'), 'model.bin'), body);
    expect(run('mount', '-o', 'remount,ro', mount)).toBe(true);
    expect(await ensureModels(['there'], { store, env: {} })).toMatchObject([{ state: 'present' }]);
    await expect(ensureModels(['m'], { store, env: {} })).rejects.toThrow(
      /^cannot write .*: the disk is read-only: name another folder/,
    );
  });
});
