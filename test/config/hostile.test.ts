import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { findExcess, MAX_FILE_BYTES } from '../../src/config/caps.js';
import { parseSource } from '../../src/config/document.js';
import { shippedConfigPath } from '../../src/config/file.js';
import { loadConfig } from '../../src/config/load.js';
import { ConfigError } from '../../src/config/problem.js';
import { Scratch } from './scratch.js';

const scratch = new Scratch();
afterAll(() => {
  scratch.remove();
});

const times = (text: string, count: number): string => text.repeat(count);
const rows = (count: number, row: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => row(index)).join('\n');

describe('text that would hurt the parser', () => {
  const bombs: [string, string, RegExp][] = [
    ['1,000 nested lists', `a: ${times('[', 1000)}${times(']', 1000)}`, /^c\.yaml:1:1 more than 128 opening brackets$/],
    ['1,000 open lists', `a: ${times('[', 1000)}`, /opening brackets$/],
    ['1,000 nested mappings', times('{a: ', 1000), /opening brackets$|in one line; break the line$/],
    ['brackets hidden behind comments', rows(1000, () => '[ # ]'), /opening brackets$/],
    ['1,000 lists in one line', `${times('- ', 1000)}a`, /^c\.yaml:1:41 indented by more than 40 columns$/],
    ['1,000 complex keys', `${times('? ', 1000)}a`, /columns$/],
    ['1,000 keys in one line', `${times('a: ', 1000)}a`, /in one line; break the line$/],
    ['1,000 quoted keys in one line', `${times('"a":', 1000)}a`, /in one line; break the line$/],
    ['deep indentation', rows(300, (index) => `${times(' ', index)}a:`), /columns$/],
    ['100,000 keys', rows(100_000, (index) => `k${index}: 1`), /^c\.yaml: larger than 65536 bytes/],
    ['12,000 keys under the size limit', rows(12_000, (index) => index.toString(36)), /more than 2000 lines$/],
    ['12,000 keys in one line', `{${rows(12_000, (index) => index.toString(36)).replaceAll('\n', ',')}}`, /commas and/],
    ['65,000 closing brackets', `a: ${times(']', 65_000)}`, /commas and brackets$/],
    [
      'an alias bomb',
      `a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]`,
      /^c\.yaml:1:7 anchors are not used here \(&a\); remove it$/,
    ],
    ['a merge bomb', 'a: &a { b: 1 }\nc:\n  <<: *a', /anchors are not used here/],
    ['an alias to nothing', 'a: *b', /^c\.yaml:1:4 aliases are not used here \(\*b\); write the value out$/],
    ['a tag', 'stt: !foo { language: en }', /^c\.yaml:1:11 tags are not used here \(!foo\); remove it$/],
    ['a tag of YAML itself', 'stt: { language: !!str en }', /tags are not used here/],
    ['a second document', 'preset: balanced\n---\npreset: balanced\n', /^c\.yaml:2:1 a second document; wanted one$/],
    ['an older YAML', '%YAML 1.1\n---\nturn: { barge_in: yes }', /^c\.yaml:1:1 YAML directives/],
    ['a NUL', 'preset: bal\0anced', /^c\.yaml:1:12 control character U\+0000; wanted plain UTF-8 text$/],
    ['a terminal escape', 'preset: "\u001b[31mred"', /control character U\+001B/],
    ['a prototype', '__proto__: { polluted: 1 }\nconstructor: 1', /^c\.yaml:1:1 __proto__: unknown key/],
  ];

  it.each(bombs)('%s: refused cleanly, twice', async (_name, text, expected) => {
    const first = await scratch.refuse(text);
    expect(
      first.some((line) => expected.test(line)),
      first[0] ?? '',
    ).toBe(true);
    expect(await scratch.refuse(text)).toEqual(first);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('is parsed again and again at the limits, in a process with a small stack', () => {
    const flow = `${times('[', 64)}${times(']', 64)}`;
    const deepest = [
      ...Array.from({ length: 20 }, (_, index) => `${times(' ', 2 * index)}a:`),
      `${times(' ', 40)}${times('a: ', 60)}${flow}`,
      `${times('- ', 20)}${times('b: ', 44)}${flow}`,
    ].join('\n');
    expect(findExcess(deepest)).toBeUndefined();
    // The parser's own library alone, so that no loader for TypeScript is needed in the child.
    const script = `
      import { parseDocument } from 'yaml';
      const options = { prettyErrors: false, uniqueKeys: false };
      for (let round = 0; round < 5; round += 1) parseDocument(${JSON.stringify(deepest)}, options);
      console.log('alive');`;
    const child = execFileSync(process.execPath, ['--stack-size=700', '--input-type=module', '-e', script]);
    expect(child.toString().trim()).toBe('alive');
    for (let round = 0; round < 3; round += 1) expect(parseSource(deepest).faults.length).toBeGreaterThan(0);
  });

  it('counts thousands of faults and shows twenty', async () => {
    const error: unknown = await scratch
      .load(rows(1500, (index) => `zq${index}: 1`))
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ConfigError);
    const { lines, message } = error as ConfigError;
    expect(lines).toHaveLength(1500);
    expect(message.split('\n')).toHaveLength(21);
    expect(message).toMatch(/… and 1480 more$/);
  });

  it('may be large, not larger', async () => {
    const fill = (size: number): string => `# ${times('x', size - 3)}\n`;
    await expect(scratch.load(fill(MAX_FILE_BYTES))).resolves.toBeDefined();
    expect((await scratch.refuse(fill(MAX_FILE_BYTES + 1)))[0]).toMatch(/^c\.yaml: larger than 65536 bytes/);
  });

  it('is no other encoding, but may start with a byte order mark', async () => {
    expect(await scratch.refuse(Buffer.from('preset: balanced', 'utf16le'))).toHaveLength(1);
    expect(await scratch.refuse(Buffer.from([0x61, 0x3a, 0x20, 0xff]))).toEqual([
      'c.yaml: not UTF-8 text; save the file as UTF-8',
    ]);
    expect((await scratch.load('\uFEFFpreset: low-latency\r\nturn:\r\n  barge_in: false\r\n')).preset).toBe(
      'low-latency',
    );
    expect(await scratch.refuse('\uFEFFpreset: low')).toMatchObject([expect.stringMatching(/^c\.yaml:1:9 /)]);
  });

  it('does not wait for a named pipe', async () => {
    const path = join(scratch.folder, 'pipe');
    execFileSync('sh', ['-c', 'mkfifo "$0"', path]);
    await expect(loadConfig({ path })).rejects.toThrow(/not a regular file/);
  });

  it('shows values without control or direction marks', async () => {
    const [line] = await scratch.refuse('stt: { language: "\\e[31m\u202Eevil" }');
    expect(line).toContain('\\u{202e}evil');
    expect(line).not.toMatch(/[\u0000-\u001f\u202e]/);
  });
});

describe('any text at all', () => {
  const shipped = readFileSync(shippedConfigPath, 'utf8');
  const check = async (content: string | Uint8Array): Promise<void> => {
    const result = await scratch.load(content).catch((error: unknown) => error);
    if (result instanceof ConfigError) {
      expect(result.lines.length).toBeGreaterThan(0);
      // One line for each fault, however odd the file.
      for (const line of result.lines) expect(line).not.toMatch(/[\n\r]/);
    } else expect(Object.isFrozen((result as { settings: object }).settings)).toBe(true);
  };

  it('gives settings or a ConfigError: characters of YAML', async () => {
    const piece = fc.constantFrom(
      ...[
        'a',
        'stt',
        'model',
        'preset',
        'presets',
        'balanced',
        '1',
        '-',
        '- ',
        ': ',
        ':',
        '? ',
        '\n',
        '\n  ',
        '\n    ',
      ],
      ...[
        '[',
        ']',
        '{',
        '}',
        ',',
        '&a ',
        '*a',
        '!t ',
        '"',
        "'",
        '|',
        '>',
        '#',
        '%',
        '---\n',
        '...',
        '\t',
        '~',
        '<<: ',
        '\u2028',
      ],
    );
    const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));
    await fc.assert(fc.asyncProperty(text, check), { numRuns: 300 });
  });

  it('gives settings or a ConfigError: bytes and strange keys', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), check), { numRuns: 100 });
    await fc.assert(fc.asyncProperty(fc.json(), check), { numRuns: 100 });
  });

  it('gives settings or a ConfigError: the shipped file with a piece cut, doubled or replaced', async () => {
    const at = fc.nat({ max: shipped.length });
    const edit = fc.tuple(at, fc.nat({ max: 60 }), fc.string({ maxLength: 8 }));
    const property = fc.asyncProperty(edit, ([start, length, text]) =>
      check(shipped.slice(0, start) + text + shipped.slice(start + length)),
    );
    await fc.assert(property, { numRuns: 100 });
  });
});
