/** `parley say`: what is refused, before anything is loaded, and the words beside its bar. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { UsageError } from '../../src/cli/run.js';
import { openSayInput } from '../../src/cli/say-input.js';
import { createSayMeter, describeSaying } from '../../src/cli/say-meter.js';
import { checkTarget } from '../../src/cli/say-output.js';
import { collect } from '../fakes/scope.js';
import { samples } from '../fixtures/parley.js';
import { pipeParley } from '../fixtures/parley-pipe.js';

const folder = mkdtempSync(join(tmpdir(), 'parley-say-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const out = join(folder, 'out.wav');
const text = join(folder, 'text.txt');
writeFileSync(text, 'Hello.');
const emptyFile = join(folder, 'empty.txt');
writeFileSync(emptyFile, ' \n\t \n'.repeat(50_000));
const wayOut = /name a text, a file with --file, or pipe one into standard input$/;

const noInput: readonly string[] = [];
interface More {
  readonly file?: string;
  readonly ssml?: boolean;
  readonly isTTY?: boolean;
  readonly input?: string | Uint8Array;
}
const inputFaults: readonly (readonly [what: string, words: readonly string[], line: RegExp, more?: More])[] = [
  ['an empty text', ['  '], wayOut],
  ['an empty standard input', noInput, /^nothing to say: standard input is empty; name/],
  ['a standard input of blanks', ['-'], wayOut, { input: ' \n'.repeat(100_000) }],
  ['a file of blanks', noInput, /empty\.txt is empty; name a text/, { file: emptyFile }],
  ['a file that is not there', noInput, /none\.txt: no such file$/, { file: join(folder, 'none.txt') }],
  ['a folder for a file', noInput, /this is a folder, wanted a text file$/, { file: folder }],
  ['a text and a file', ['hi'], /^--file: does not go with a text on the command line/, { file: text }],
  ['noise on standard input', noInput, /^standard input: not text; wanted text in UTF-8/, { input: randomBytes(5000) }],
  ['zero bytes', ['-'], /^standard input: not text, there are zero bytes in it/, { input: 'h\0e\0l\0l\0o\0' }],
  [
    'another encoding',
    ['-'],
    /not text; wanted text in UTF-8 \(iconv/,
    { input: Buffer.from('Grüße aus Köln', 'latin1') },
  ],
  ['a sound file', noInput, /is-it\.wav: not text/, { file: join(samples, 'what-time-is-it.wav') }],
  ['SSML with a fault', ['<speak>a <audio src="b"/></speak>'], /^SSML line 1, column 10: <audio>: sound files/],
  ['SSML with a fault in a pipe', noInput, /^SSML line 2, column \d: not well formed/, { input: '<speak>\n&</speak>' }],
  ['SSML without text', ['<speak> <mark name="x"/></speak>'], /^nothing to say: no text inside <speak>/],
  ['plain text as SSML', ['Hello.'], /^SSML line 1, column 1: not well formed/, { ssml: true }],
  ['a bomb of a text', noInput, /nested deeper than 32 levels$/, { input: '<speak>' + '<p>'.repeat(50_000) }],
  [
    'SSML without end',
    noInput,
    /wanted at most 262144; cut it into several$/,
    { input: `<speak>${'word '.repeat(500_000)}` },
  ],
  ['a terminal without a text', noInput, /^nothing to say: name a text/, { isTTY: true }],
];

describe('the input of parley say', () => {
  it.each(inputFaults.map(([what, words, line, more = {}]) => [what, words, line, more] as const))(
    'refuses %s in one line',
    async (_what, words, line, more) => {
      const stdin = Object.assign(Readable.from([Buffer.from(more.input ?? '')]), { isTTY: more.isTTY === true });
      const { signal } = new AbortController();
      const opened = openSayInput({ words, ssml: more.ssml === true, file: more.file, stdin, signal });
      await expect(opened).rejects.toThrow(UsageError);
      await expect(opened).rejects.toThrow(line);
      await expect(opened).rejects.not.toThrow(/[\p{Cc}\p{Cf}]/u);
    },
  );

  it('reads on while it is spoken, and a letter that is cut by a border of blocks is whole', async () => {
    const bytes = Buffer.from('Grüße, 世界! 😀 '.repeat(20_000));
    let read = 0;
    const blocks = function* (): Generator<Buffer, void, undefined> {
      for (let at = 0; at < bytes.length; at += 1001) {
        read += 1;
        yield bytes.subarray(at, at + 1001);
      }
    };
    const stdin = Readable.from(blocks(), { highWaterMark: 1 });
    const { signal } = new AbortController();
    const input = await openSayInput({ words: ['-'], ssml: false, stdin, signal });
    expect(read).toBeLessThan(10);
    expect((await collect(input.speech as AsyncIterable<string>)).join('')).toBe(bytes.toString());
    await input.close();
  });

  it('takes a mark at its start for what it is, and finds a fault in the middle', async () => {
    const { signal } = new AbortController();
    const open = (input: Buffer): ReturnType<typeof openSayInput> =>
      openSayInput({ words: [], ssml: false, stdin: Readable.from([input]), signal });
    const marked = await open(Buffer.from('\uFEFF<speak>Hi.</speak>'));
    expect(marked.speech).toEqual([{ text: 'Hi.' }]);
    const cut = await open(Buffer.concat([Buffer.from('word '.repeat(100)), Buffer.from([0xe2, 0x82])]));
    await expect(collect(cut.speech as AsyncIterable<string>)).rejects.toThrow(/^standard input: not text/);
  });
});

describe('the output of parley say', () => {
  it.each([
    ['a.mp3', {}, /^-o a\.mp3: only WAV is written; name it a\.wav$/],
    ['', {}, /^-o: wanted the name of a WAV file/],
    ['./t.wav', { file: 't.wav' }, /is the text itself; name another file$/],
    ['-', { json: true }, /^-o -: sound and --json do not fit/],
    ['-', { isTerminal: true }, /^-o -: standard output is the terminal/],
  ])('refuses "%s" where it cannot be meant', (out, more, line) => {
    expect(() => {
      checkTarget({ out, json: false, isTerminal: false, ...more });
    }).toThrow(line);
  });

  it.each([undefined, '-', 'a.wav', 'A.WAV', '/dev/null', 'talks/one'])('takes %s', (out) => {
    checkTarget({ out, json: false, isTerminal: false });
  });
});

const mistakes: readonly (readonly [string, readonly string[], RegExp, string?])[] = [
  ['a text of nothing', ['  '], wayOut],
  ['zero bytes', ['-'], /^standard input: not text, there are zero bytes in it/, 'h\0e\0'],
  [
    'a speed out of range',
    ['hi', '--speed', '9'],
    /'--speed <factor>' argument '9' is invalid\. Wanted a number from 0\.5 to 2/,
  ],
  ['a variation of nothing', ['hi', '--variation', ''], /'--variation <factor>' argument '' is invalid/],
  ['an unknown voice', ['hi', '--voice', 'piper-en_US-jo-medium'], /did you mean "piper-en_US-joe-medium"\?/],
  ['two speakers', ['hi', '--voice', './a.onnx#1', '--speaker', '2'], /^--speaker: --voice names a speaker already/],
  ['an output that is no WAV', ['hi', '-o', 'a.mp3'], /^-o a\.mp3: only WAV is written; name it a\.wav$/],
  ['a tag that nobody knows', ['<speak><b/></speak>'], /^SSML line 1, column 8: <b>: not a tag/],
];

describe('a mistake of parley say', () => {
  it.each(mistakes.map(([what, args, line, input = '']) => [what, args, line, input] as const))(
    '%s is told in one line before anything is loaded',
    async (_what, args, line, input) => {
      // A folder without models: whoever loads or fetches would say so.
      const env = { PARLEY_MODELS: join(folder, 'models') };
      const run = await pipeParley(['say', ...args, ...(args.includes('-o') ? [] : ['-o', out])], input, env);
      expect(run.stderr.trim().split('\n(parley --help')[0]).toMatch(line);
      expect([run.code, run.stdout.length]).toEqual([2, 0]);
      expect(run.stderr).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
      expect(existsSync(out)).toBe(false);
    },
  );

  it('never lets the text steer the terminal', async () => {
    const run = await pipeParley(['say', '<speak><break time="\u009b31m9h"/></speak>']);
    expect(run.stderr).toMatch(/^SSML line 1/);
    expect(run.stderr.trim()).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});

describe('the bar of parley say', () => {
  const lines = (isTTY: boolean, totalBytes: number | undefined): string => {
    let printed = '';
    const write = (chunk: string): boolean => {
      printed += chunk;
      return true;
    };
    let nowMs = 0;
    const stream = Object.assign(Object.create(process.stderr) as NodeJS.WriteStream, { isTTY, write, columns: 100 });
    const meter = createSayMeter({ stream, totalBytes, now: () => nowMs });
    nowMs = 10_000;
    meter.update(2500, 120_000);
    meter.stop();
    return printed;
  };

  it('is drawn for long texts on a terminal alone', () => {
    expect(lines(false, 10_000)).toBe('');
    expect(lines(true, 100)).toBe('');
    expect(lines(true, 10_000)).toContain('25 %');
    expect(lines(true, undefined)).toContain('spoken');
  });

  it('says how far it is, how fast, and how long it will take', () => {
    expect(describeSaying({ textBytes: 2500, totalBytes: 10_000, soundMs: 120_000 }, 10_000)).toEqual({
      ...{ done: '2:00 spoken', speed: '12 × real time', left: '0:30 left' },
    });
    expect(describeSaying({ textBytes: 5, totalBytes: undefined, soundMs: 1000 }, 0)).toEqual({
      ...{ done: '0:01 spoken', speed: '', left: '' },
    });
  });
});
