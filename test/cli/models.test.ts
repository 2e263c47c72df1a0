/** `parley models`: what it prints, where, and its exit codes. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createProgressReporter } from '../../src/cli/model-progress.js';
import { registerModelsCommand } from '../../src/cli/models.js';
import { loadCatalog } from '../../src/models/catalog.js';
import { ModelStore } from '../../src/models/store.js';
import { entryOf, fileOf, randomBody, scratchStore } from '../fixtures/model-server.js';

const body = randomBody(1_500_000);
const bound = { licence: { spdx: 'CC-BY-NC-4.0', nonCommercial: true } };

function sink(): { stream: PassThrough; text: () => string } {
  const stream = new PassThrough();
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return { stream, text: () => Buffer.concat(chunks).toString() };
}

let store: ModelStore;
let remove: () => Promise<void>;
let source: string;
beforeEach(async () => {
  const files = [fileOf('model.bin', body)];
  const folder = [{ file: '../source' }];
  ({ store, remove } = await scratchStore([
    entryOf('small', files, folder),
    entryOf('bound', files, folder, bound),
    entryOf('gone', files, [{ https: 'https://example.org/' }]),
  ]));
  source = join(store.folder, '..', 'source');
  await mkdir(source);
  await writeFile(join(source, 'model.bin'), body);
});
afterEach(async () => {
  process.exitCode = undefined;
  await remove();
});

/** Runs a command line and tells what it wrote and its exit code. */
async function run(line: string, options: { isTTY?: boolean; defaults?: string[]; store?: ModelStore } = {}) {
  const [out, err] = [sink(), sink()];
  const program = new Command('parley').exitOverride();
  registerModelsCommand(program, {
    io: { stdout: out.stream, stderr: err.stream, isTTY: options.isTTY === true },
    store: () => options.store ?? store,
    ...(options.defaults === undefined ? {} : { defaultModels: () => Promise.resolve(options.defaults ?? []) }),
  });
  process.exitCode = undefined;
  await program.parseAsync(['models', ...line.split(' ')], { from: 'user' });
  const code = process.exitCode;
  process.exitCode = undefined;
  return { code, out: out.text(), err: err.text() };
}

describe('models list', () => {
  it('shows id, stage, size, licence and state, and the folder', async () => {
    await run('fetch small');
    const { code, out } = await run('list');
    expect(code).toBe(0);
    expect(out).toMatch(/small +│ stt +│ 1\.5 MB +│ MIT +│ present/);
    expect(out).toMatch(/bound +│ stt +│ 1\.5 MB +│ CC-BY-NC-4\.0 \(non-commercial\) +│ missing/);
    expect(out).toContain(`models folder: ${store.folder}`);
  });

  it('says what is wrong with a damaged model and how to mend it', async () => {
    await run('fetch small');
    await writeFile(join(store.folderOf('small'), 'model.bin'), 'x');
    expect((await run('list')).out).toContain(
      'small is damaged: model.bin has 1 bytes, 1500000 wanted; to mend it: parley models fetch small',
    );
  });

  it('prints one JSON array with --json', async () => {
    const { out } = await run('list --json');
    expect(JSON.parse(out)).toMatchObject([
      { id: 'small', stage: 'stt', bytes: 1_500_000, licence: 'MIT', nonCommercial: false, state: 'missing' },
      { id: 'bound', nonCommercial: true },
      { id: 'gone' },
    ]);
  });

  it('lists the whole shipped catalog', async () => {
    const shipped = new ModelStore(store.folder, loadCatalog());
    const { out } = await run('list', { store: shipped });
    for (const { id } of shipped.catalog.entries) expect(out).toContain(` ${id} `);
  });
});

describe('models fetch', () => {
  it('says what, how much, the licence and the source on stderr, and the result on stdout', async () => {
    const { code, out, err } = await run('fetch small');
    expect(code).toBe(0);
    expect(err).toContain(`small: fetching into ${store.folderOf('small')}\n  Test model. 1.5 MB, licence MIT\n`);
    expect(err).toContain('small: complete and verified, 1.5 MB');
    expect(out).toBe(`small: 1.5 MB, licence MIT, in ${store.folderOf('small')}\n`);
    expect((await readFile(join(store.folderOf('small'), 'model.bin'))).equals(body)).toBe(true);
  });

  it('without ids fetches the models of the settings; without those says how to name one', async () => {
    expect(await run('fetch', { defaults: ['small'] })).toMatchObject({ code: 0 });
    const none = await run('fetch');
    expect(none.code).toBe(2);
    expect(none.err).toBe('name at least one model: parley models fetch ID… (parley models list shows all)\n');
  });

  it('wants consent to a non-commercial licence', async () => {
    const refused = await run('fetch bound');
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(refused.err).toBe(
      'bound: licence CC-BY-NC-4.0 (non-commercial); to accept it: parley models fetch --accept-licence bound\n',
    );
    expect((await run('fetch --accept-licence bound')).code).toBe(0);
  });

  it('guesses what a mistyped id meant, with exit code 2', async () => {
    expect(await run('fetch smal')).toMatchObject({
      code: 2,
      err: 'unknown model "smal", did you mean "small"? (parley models list shows all)\n',
    });
  });

  it('fails with exit code 1 and one line when no source delivers', async () => {
    await writeFile(join(source, 'model.bin'), randomBody(body.length));
    const { code, err } = await run('fetch small');
    expect(code).toBe(1);
    expect(err.trim().split('\n').at(-1)).toMatch(
      /^cannot fetch small \(folder \.\.\/source: model\.bin .* wanted\); or put/,
    );
    expect(err).not.toContain('    at ');
  });
});

describe('models verify', () => {
  it('reads what is here: 0 when it is good, 1 with the mending command when it is not', async () => {
    expect(await run('verify')).toMatchObject({ code: 0, out: `no models in ${store.folder}\n` });
    await run('fetch small');
    expect(await run('verify')).toMatchObject({ code: 0, out: 'small: verified\n' });
    const path = join(store.folderOf('small'), 'model.bin');
    const flipped = Buffer.from(body);
    flipped[7] = (flipped[7] ?? 0) ^ 1;
    await writeFile(path, flipped);
    const { code, out } = await run('verify');
    expect(code).toBe(1);
    expect(out).toMatch(/^small: damaged: model\.bin .* wanted; to mend it: parley models fetch small\n$/);
    expect((await run('fetch small')).err).toContain('moved to');
    expect((await run('verify small')).code).toBe(0);
  });

  it('calls a named model that is missing a failure', async () => {
    expect(await run('verify gone')).toMatchObject({ code: 1 });
    expect(await run('verify nope')).toMatchObject({ code: 2 });
  });
});

describe('the progress reporter', () => {
  const progress = (bytes: number) => ({ kind: 'progress', model: 'm', bytes, totalBytes: 1000 }) as const;

  it('writes at most one line for each tenth when there is no terminal', () => {
    const { stream, text } = sink();
    const reporter = createProgressReporter({ stdout: stream, stderr: stream, isTTY: false });
    for (let bytes = 0; bytes <= 1000; bytes += 7) reporter.onEvent(progress(bytes));
    reporter.onEvent(progress(1000));
    reporter.stop();
    const lines = text().trimEnd().split('\n');
    expect(lines).toHaveLength(10);
    expect(lines[0]).toBe('  10 % of 1.0 kB');
  });

  it('draws a bar on a terminal, and takes it away before it says anything else', () => {
    const { stream, text } = sink();
    const terminal = Object.assign(stream, { isTTY: true, columns: 80, cursorTo: () => true, clearLine: () => true });
    const reporter = createProgressReporter({ stdout: stream, stderr: terminal, isTTY: true });
    reporter.onEvent(progress(0));
    reporter.onEvent(progress(500));
    reporter.onEvent({ kind: 'done', model: 'm', totalBytes: 1000, source: 's' });
    reporter.stop();
    expect(text()).toMatch(/█.*50 % {2}500 B of 1\.0 kB {2}m/);
    expect(text().trimEnd().endsWith('m: complete and verified, 1.0 kB')).toBe(true);
  });
});
