/** The catalog: what ships is sound, and what is wrong is refused with its place. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeLicence, loadCatalog, packageRoot, parseCatalog } from '../../src/models/catalog.js';
import { maxCatalogBytes } from '../../src/models/catalog-parse.js';
import { ModelError } from '../../src/models/model-error.js';

const sha = 'a'.repeat(64);
const good = `version: 1
models:
  - id: one
    stage: stt
    description: One.
    licence: { spdx: MIT }
    files:
      - { name: a.bin, bytes: 3, sha256: ${sha} }
    sources:
      - https: https://example.org/one/
`;

function complaint(text: string): string {
  try {
    parseCatalog(text, 'c.yaml');
  } catch (error) {
    if (error instanceof ModelError) return `${error.kind}: ${error.message}`;
    throw error;
  }
  return 'no complaint';
}

describe('the shipped catalog', () => {
  const catalog = loadCatalog();

  it('has every default model, each with a source that needs no hub', () => {
    const ids = ['whisper-tiny.en', 'whisper-base', 'smollm2-135m-instruct', 'piper-en_US-joe-medium'];
    for (const id of [
      ...ids,
      'smart-turn-v3.2',
      'silero-v5',
      'silero-v4',
      'kokoro-82m-int8',
      'openwakeword-hey_jarvis',
    ]) {
      expect(
        catalog.get(id).sources.some((source) => !('https' in source)),
        id,
      ).toBe(true);
    }
  });

  it('has Kokoro whole without a hub, with the default voice among American and British ones', () => {
    const { files, sources } = catalog.get('kokoro-82m-int8');
    const names = files.map((file) => file.name);
    const isThere = (name: string, isHub: boolean): boolean =>
      sources.some((source) => 'https' in source === isHub && Object.hasOwn(source.members ?? {}, name));
    for (const name of names) expect([name, isThere(name, false), isThere(name, true)]).toEqual([name, true, true]);
    expect(names).toEqual(expect.arrayContaining(['af_heart.bin', 'am_michael.bin', 'bf_emma.bin', 'bm_george.bin']));
    for (const { name, bytes } of files.filter((file) => file.name.endsWith('.bin'))) {
      expect([name, bytes]).toEqual([name, 510 * 256 * 4]);
    }
  });

  it('pins every hub address to a revision or a release', () => {
    for (const entry of catalog.entries) {
      for (const source of entry.sources) {
        if (!('https' in source)) continue;
        expect(source.https).toMatch(/\/resolve\/([0-9a-f]{40}|v\d+\.\d+\.\d+)\/|\/releases\/download\//);
      }
    }
  });

  it('says of every model without a package where its figures come from', () => {
    for (const entry of catalog.entries) {
      if (entry.sources.every((source) => 'https' in source)) expect(entry.provenance, entry.id).toBeDefined();
    }
  });

  it('flags every licence whose name forbids commercial use', () => {
    for (const entry of catalog.entries) {
      if (/-NC\b|-NC-/.test(entry.licence.spdx)) expect(entry.licence.nonCommercial, entry.id).toBe(true);
    }
    expect(describeLicence(catalog.get('openwakeword-alexa'))).toMatch(/^CC-BY-NC-SA-4\.0 \(non-commercial/);
  });

  it('names no package index and stays far below the size limit', () => {
    const text = readFileSync(join(packageRoot(), 'models', 'catalog.yaml'), 'utf8');
    expect(text).not.toMatch(/pypi|npmjs|registry/i);
    expect(text.length).toBeLessThan(maxCatalogBytes / 2);
  });

  it('knows only requirements that exist, and lists them before what needs them', () => {
    const all = catalog.expand(catalog.entries.map((entry) => entry.id));
    expect(all).toHaveLength(catalog.entries.length);
    expect(catalog.expand(['openwakeword-alexa']).map((entry) => entry.id)).toEqual([
      'openwakeword-features',
      'openwakeword-alexa',
    ]);
  });
});

describe('parseCatalog', () => {
  it('takes a good one', () => {
    expect(parseCatalog(good, 'c.yaml').get('one').files[0]?.bytes).toBe(3);
  });

  it.each([
    ['an unknown key', good.replace('licence:', 'licenses: x\n    licence:'), /c\.yaml:3:\d+: models\.0: .*licenses/],
    [
      'a wrong digest',
      good.replace(sha, 'abc'),
      /c\.yaml:8:\d+: models\.0\.files\.0\.sha256: 64 lower-case hex digits/,
    ],
    ['a wrong size', good.replace('bytes: 3', 'bytes: 0'), /c\.yaml:8:\d+: models\.0\.files\.0\.bytes/],
    ['a plain http address', good.replace('https://', 'http://'), /c\.yaml:10:\d+: models\.0\.sources\.0/],
    ['a climbing name', good.replace('a.bin', '../a'), /files\.0\.name/],
    ['an option for a package', good.replace('https: https://example.org/one/', 'pip: --index-url==1'), /sources\.0/],
    [
      'a member of no file',
      good + '        members: { b.bin: x }\n',
      /b\.bin is not among[^]*no source delivers a\.bin/,
    ],
    ['broken YAML', good.replace('stage: stt', 'stage: "stt'), /c\.yaml:\d+:\d+:/],
    ['an alias', good.replace('id: one', 'id: &x one').replace('One.', '*x'), /aliases are not allowed/],
    ['a key said twice', good.replace('stage: stt', 'stage: stt\n    stage: tts'), /c\.yaml:5:\d+:.*unique/i],
  ])('refuses %s with its place', (_name, text, expected) => {
    expect(complaint(text)).toMatch(expected);
  });

  it('refuses an id that is there twice', () => {
    const second = good.slice(good.indexOf('  - id'));
    expect(complaint(good + second)).toMatch(/c\.yaml:11:\d+: models\.1\.id: the id one is there twice/);
  });

  it.each([
    ['flow brackets', '['.repeat(2000)],
    ['brackets over lines', '[\n'.repeat(2000)],
    ['dashes', '- '.repeat(2000)],
    ['indentation', Array.from({ length: 200 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
    ['a large file', `# ${'x'.repeat(maxCatalogBytes)}`],
  ])('refuses %s before parsing', (_name, text) => {
    expect(complaint(text)).toMatch(/catalog: c\.yaml.*(nested deeper|larger than)/);
  });

  it('answers any text with a catalog or a ModelError, nothing else', () => {
    const piece = fc.constantFrom(
      'models:',
      '- ',
      '\n',
      '  ',
      '{',
      '}',
      '[',
      ']',
      'id: x',
      ': ',
      '"',
      '&a ',
      '*a',
      '!!map ',
      '? ',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 4 })), { maxLength: 60 }), (parts) => {
        expect(complaint(parts.join(''))).toMatch(/^catalog: /);
      }),
      { numRuns: 500 },
    );
  });
});

describe('Catalog.get', () => {
  const catalog = loadCatalog();
  it.each([
    ['whisper-tinyen', 'whisper-tiny.en'],
    ['whisper_base', 'whisper-base'],
    ['smollm', 'smollm2-135m-instruct'],
    ['hey_jarvis', 'openwakeword-hey_jarvis'],
  ])('guesses what %s meant', (typed, meant) => {
    expect(() => catalog.get(typed)).toThrow(`unknown model "${typed}", did you mean "${meant}"?`);
  });

  it('does not guess wildly', () => {
    expect(() => catalog.get('zzzzzzzz')).toThrow('unknown model "zzzzzzzz" (parley models list shows all)');
  });
});

describe('loadCatalog', () => {
  it("adds the user's own catalog from the models folder", () => {
    const folder = mkdtempSync(join(tmpdir(), 'parley-catalog-'));
    try {
      writeFileSync(join(folder, 'catalog.yaml'), good.replace('id: one', 'id: silero-v4'));
      const merged = loadCatalog(folder);
      expect(merged.get('silero-v4').description).toBe('One.');
      expect(merged.entries).toHaveLength(loadCatalog().entries.length);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
