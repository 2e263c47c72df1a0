/** The places that are no window: files, programs, streams, the clipboard. */
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openClipboard, textOf } from '../../src/desktop/clipboard.js';
import { FileOutlet } from '../../src/desktop/file-outlet.js';
import { ClipboardOutlet, CommandOutlet, StreamOutlet } from '../../src/desktop/plain-outlets.js';
import { sendKeysFor } from '../../src/desktop/scripted.js';
import type { TextEdit } from '../../src/pipeline/dictation.js';
import { missingScreen, startScreen, type Screen } from '../fixtures/screen.js';

const insert = (text: string): TextEdit => ({ kind: 'insert', text });
const never = new AbortController().signal;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outlets-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a file', () => {
  it('grows, and gives back only what was just put there', async () => {
    const path = join(folder, 'notes.txt');
    await writeFile(path, 'Before. ');
    const outlet = new FileOutlet(path);
    expect(await outlet.deliver(insert('Grüße 👍🏽!'))).toEqual({ by: path });
    await outlet.deliver({ kind: 'key', key: 'enter' });
    await outlet.deliver({ kind: 'delete', characters: 3 });
    expect(await readFile(path, 'utf8')).toBe('Before. Grüße ');
    await outlet.deliver({ kind: 'delete', characters: 100 });
    expect(await readFile(path, 'utf8')).toBe('Before. ');
    await writeFile(path, 'Somebody else.');
    await expect(outlet.deliver({ kind: 'delete', characters: 1 })).rejects.toThrow(
      `${path}: it was changed, nothing is taken back`,
    );
  });

  it('is made for its owner alone', async () => {
    const path = join(folder, 'new.txt');
    await new FileOutlet(path).deliver(insert('x'));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('says in one line why it cannot be written', async () => {
    await expect(new FileOutlet(folder).deliver(insert('x'))).rejects.toThrow(`${folder}: it is a folder`);
    const path = join(folder, 'no', 'such', 'file');
    await expect(new FileOutlet(path).deliver(insert('x'))).rejects.toThrow(`${path}: there is no such file or folder`);
    if (process.getuid?.() === 0) return;
    const shut = join(folder, 'shut.txt');
    await writeFile(shut, '');
    await chmod(shut, 0o400);
    await expect(new FileOutlet(shut).deliver(insert('x'))).rejects.toThrow(`${shut}: permission denied`);
  });
});

describe.skipIf(process.platform === 'win32')('a command', () => {
  it('reads the text from its standard input, without a shell', async () => {
    const path = join(folder, 'out');
    const outlet = new CommandOutlet(['tee', '-a', path], process.env);
    await outlet.deliver(insert('Grüße; $HOME `x`\n'), never);
    expect(await outlet.deliver(insert('two'), never)).toEqual({ by: 'tee' });
    expect(await readFile(path, 'utf8')).toBe('Grüße; $HOME `x`\ntwo');
  });

  it('says what went wrong', async () => {
    const deliver = (...command: string[]): Promise<unknown> =>
      new CommandOutlet(command, process.env).deliver(insert('x'), never);
    await expect(deliver('sh', '-c', 'echo no paper >&2; exit 3')).rejects.toThrow('sh: no paper');
    await expect(deliver('sh', '-c', 'exit 3')).rejects.toThrow('sh: it ended with code 3');
    await expect(deliver('no-such-program')).rejects.toThrow('no-such-program: spawn no-such-program ENOENT');
  });
});

describe('the standard output', () => {
  it('gets the text as it stands, and takes nothing back', async () => {
    const stream = new PassThrough();
    const outlet = new StreamOutlet(stream);
    await outlet.deliver(insert('One.'));
    await outlet.deliver({ kind: 'key', key: 'enter' });
    expect(String(stream.read())).toBe('One.\n');
    await expect(outlet.deliver({ kind: 'delete', characters: 1 })).rejects.toThrow('cannot be taken back');
    stream.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    stream.on('error', () => undefined);
    await expect(outlet.deliver(insert('x'))).rejects.toThrow('stdout: ');
  });
});

const missing = missingScreen();

describe.skipIf(missing !== undefined)('the clipboard', () => {
  let screen: Screen;
  beforeAll(async () => {
    screen = await startScreen();
  });
  afterAll(() => screen.stop());

  it('grows by utterances as long as nobody copies something else', async () => {
    const clipboard = openClipboard(screen.env);
    if (clipboard === undefined) throw new Error('there is a screen');
    const outlet = new ClipboardOutlet(clipboard);
    const held = async (): Promise<string | undefined> => textOf(await clipboard.read('clipboard'));
    await outlet.deliver(insert('„Grüße“ 你好 '));
    await outlet.deliver(insert('und 👍🏽.'));
    await outlet.deliver({ kind: 'delete', characters: 2 });
    expect(await held()).toBe('„Grüße“ 你好 und ');
    await clipboard.write('clipboard', { bytes: Buffer.from('mine') });
    await outlet.deliver({ kind: 'delete', characters: 2 });
    expect(await held()).toBe('mine');
    await outlet.deliver(insert('anew'));
    expect(await held()).toBe('anew');
  });

  it('keeps pictures as pictures', async () => {
    const clipboard = openClipboard(screen.env);
    const bytes = Buffer.from('89504e470d0a1a0a00ff', 'hex');
    await clipboard?.write('clipboard', { type: 'image/png', bytes });
    const held = await clipboard?.read('clipboard');
    expect(held?.type).toBe('image/png');
    expect(Buffer.from(held?.bytes ?? []).equals(bytes)).toBe(true);
  });
});

describe('the words of the tools', () => {
  it('puts the signs of SendKeys in braces', () => {
    expect(sendKeysFor('50% (a+b) {x}')).toBe('50{%} {(}a{+}b{)} {{}x{}}');
  });
});
