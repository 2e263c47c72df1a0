/** What lies beside the weights is read from either format's files, and a wrong file is named in one line. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDescription } from '../../../src/models/whisper/description.js';
import { distilled, scratchFolder, tinyTokenizer, tinyTokens } from './tiny-whisper.js';

const dimensions = {
  ...distilled,
  encoderHeads: 2,
  decoderHeads: 2,
  audioPositions: 1500,
  textPositions: 448,
};
const { vocabulary: size } = dimensions;
const tokens = tinyTokens(size);
const times = Array.from({ length: 1501 }, (_, i) => `<|${(i / 50).toFixed(2)}|>`);
const end = tokens.indexOf('<|endoftext|>');
const idsOf = (list: readonly string[], first: number): object =>
  Object.fromEntries(list.map((token, i) => [token, first + i]));

const plain = { 'config.json': { suppress_ids: [3, 4], suppress_ids_begin: [5], alignment_heads: [[0, 1]] } };

function folderWith(files: Readonly<Record<string, unknown>>): string {
  const folder = scratchFolder();
  for (const [name, value] of Object.entries(files)) {
    writeFileSync(join(folder, name), typeof value === 'string' ? value : JSON.stringify(value));
  }
  return folder;
}

const read = (files: Readonly<Record<string, unknown>>, sizes = dimensions) =>
  readDescription(folderWith(files), sizes);

/** Every form in which the same tokens are published. */
const forms: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['vocabulary.txt', { 'vocabulary.txt': [...tokens, ...times].join('\n') + '\n' }],
  ['vocabulary.txt without times', { 'vocabulary.txt': tokens.join('\n') }],
  ['vocabulary.json', { 'vocabulary.json': [...tokens, ...times] }],
  ['tokenizer.json', { 'tokenizer.json': tinyTokenizer(size) }],
  [
    'vocab.json and added_tokens.json',
    {
      'vocab.json': idsOf(tokens.slice(0, end + 1), 0),
      'added_tokens.json': idsOf([...tokens.slice(end), ...times], end),
    },
  ],
  [
    'vocab.json, the rest in tokenizer.json',
    { 'vocab.json': idsOf(tokens.slice(0, end), 0), 'tokenizer.json': tinyTokenizer(size) },
  ],
];

describe('the vocabulary', () => {
  it.each(forms)('is read from %s', async (_, files) => {
    const { vocabulary, multilingual } = await read({ ...plain, ...files });
    expect(multilingual).toBe(true);
    expect(vocabulary.size).toBe(51_866);
    expect([...vocabulary.languages.keys()].at(-1)).toBe('yue');
    expect(vocabulary.languages.size).toBe(100);
    expect(vocabulary.decode([17, 18])).toBe(' word17 word18');
    expect(vocabulary.special).toEqual({
      endOfText: end,
      startOfTranscript: end + 1,
      transcribe: end + 103,
      translate: end + 102,
      noSpeech: end + 106,
      noTimestamps: end + 107,
      startOfPrevious: end + 105,
      firstTimestamp: tokens.length,
    });
  });

  it.each<readonly [string, Readonly<Record<string, unknown>>, string]>([
    ['that is not there', {}, 'vocabulary: no vocabulary.txt, vocabulary.json, vocab.json, tokenizer.json in '],
    ['of another model', { 'vocabulary.txt': 'a\nb\n' }, 'vocabulary.txt: 2 tokens, the weights want 51866; '],
    ['that is an object', { 'vocabulary.json': { a: 1 } }, 'vocabulary.json: it is not a JSON array of tokens; '],
    [
      'with an id that is none',
      { 'vocab.json': { a: 'x' } },
      'vocab.json: token "a" has id "x", wanted a number below 1000000; ',
    ],
    ['with one id twice', { 'vocab.json': { a: 1, b: 1 } }, 'vocab.json: tokens ["a","b"] have the same id 1; '],
    ['with added tokens alone', { 'tokenizer.json': { added_tokens: [] } }, 'tokenizer.json: no model.vocab in it'],
    [
      'with a nameless token',
      { 'tokenizer.json': { model: { vocab: {} }, added_tokens: [{ id: 1 }] } },
      'has no content',
    ],
    [
      'that is a pointer',
      { 'tokenizer.json': 'version https://git-lfs.github.com/spec/v1' },
      'it is a Git LFS pointer',
    ],
    ['without special tokens', { 'vocabulary.json': tokens.map((_, i) => `t${i}`) }, 'no token <|endoftext|>, wanted'],
    [
      'with a hole',
      { 'vocab.json': { ...idsOf(tokens, 0), x: 60_000 } },
      'vocab.json: 50366 tokens, the weights want 51866',
    ],
    [
      'with ids past the end',
      { 'vocab.json': { ...idsOf([...tokens, ...times].slice(1), 1), x: 60_000 } },
      'vocab.json: no token has id 0 of 51866; ',
    ],
  ])('%s is refused in one line', async (_, files, message) => {
    await expect(read({ ...plain, ...files })).rejects.toThrow(message);
    await expect(read({ ...plain, ...files })).rejects.toThrow(/^[^\n]+; ?[^\n]*$|^vocabulary [^\n]+$/);
  });

  it('that is a folder is refused in one line', async () => {
    const folder = folderWith(plain);
    mkdirSync(join(folder, 'vocab.json'));
    await expect(readDescription(folder, dimensions)).rejects.toThrow(/vocab\.json: it is not a file; [^\n]+$/);
  });
});

describe('suppressed tokens and alignment heads', () => {
  const vocabulary = { 'vocabulary.json': tokens };

  it("come from CTranslate2's config.json", async () => {
    expect(await read({ ...vocabulary, ...plain })).toMatchObject({
      suppressed: [3, 4],
      suppressedFirst: [5],
      alignmentHeads: [[0, 1]],
    });
  });

  it('come from generation_config.json, and what it lacks from config.json', async () => {
    const generation = {
      suppress_tokens: [1, 2, -1],
      alignment_heads: [
        [0, 0],
        [11, 3],
      ],
    };
    const config = { suppress_tokens: [9], begin_suppress_tokens: [220, end], alignment_heads: [[0, 1]] };
    const description = await read({ ...vocabulary, 'generation_config.json': generation, 'config.json': config });
    // Heads of layers that the model lacks are its teacher's.
    expect(description).toMatchObject({ suppressed: [1, 2], suppressedFirst: [220, end], alignmentHeads: [[0, 0]] });
  });

  it('are none, and the upper half of the layers, where no file names any', async () => {
    const sizes = { ...dimensions, decoderLayers: 4 };
    const config = { suppress_tokens: null, alignment_heads: [[7, 0]] };
    const { suppressed, suppressedFirst, alignmentHeads } = await read({ ...vocabulary, 'config.json': config }, sizes);
    expect([suppressed, suppressedFirst]).toEqual([[], []]);
    expect(alignmentHeads).toEqual([
      [2, 0],
      [2, 1],
      [3, 0],
      [3, 1],
    ]);
  });

  it.each([
    [{ suppress_ids: 'all' }, 'suppress_ids is not a list'],
    [{ suppress_ids: [1, 99_999] }, 'has 99999, wanted token ids below 51866'],
    [{ begin_suppress_tokens: [1.5] }, 'has 1.5, wanted token ids below 51866'],
    [{ alignment_heads: [[1]] }, 'alignment_heads has [1], wanted [layer, head]'],
    [{ alignment_heads: ['x'] }, 'alignment_heads has "x", wanted [layer, head]'],
  ])('that make no sense are refused: %j', async (config, message) => {
    await expect(read({ ...vocabulary, 'config.json': config })).rejects.toThrow(message);
    await expect(read({ ...vocabulary, 'config.json': config })).rejects.toThrow(
      /^model file \S+config\.json: [^\n]+$/,
    );
  });

  it('are read from any JSON, or refused in one line that names the file', async () => {
    const folder = folderWith(vocabulary);
    const names = ['suppress_ids', 'suppress_tokens', 'begin_suppress_tokens', 'alignment_heads'];
    const config = fc.dictionary(fc.constantFrom(...names), fc.jsonValue());
    await fc.assert(
      fc.asyncProperty(fc.oneof(config, fc.jsonValue()), async (value) => {
        writeFileSync(join(folder, 'config.json'), JSON.stringify(value));
        const said = await readDescription(folder, dimensions).then(
          ({ alignmentHeads }) => (alignmentHeads.length > 0 ? '' : 'no heads'),
          (error: unknown) => (error as Error).message,
        );
        if (said !== '') expect(said).toMatch(/^model file \S+config\.json: [^\n\u2028]+$/);
      }),
      { numRuns: 25 },
    );
    rmSync(join(folder, 'config.json'));
    await expect(readDescription(folder, dimensions)).rejects.toThrow(/config\.json: there is no such file/);
  });
});
