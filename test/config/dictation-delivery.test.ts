import { describe, expect, it } from 'vitest';
import { shippedConfigPath } from '../../src/config/file.js';
import { loadConfig } from '../../src/config/load.js';
import { ConfigError } from '../../src/config/problem.js';
import { deliverySettings } from '../desktop/settings.js';

const load = async (...sets: string[]) => (await loadConfig({ path: shippedConfigPath, sets })).settings.dictation;

describe('where dictated text goes', () => {
  it('is typed, or else copied, as shipped', async () => {
    const expected = deliverySettings();
    expect(await load()).toMatchObject({ ...expected, typing: { ...expected.typing, restore_ms: 600 } });
  });

  it('takes one place or several, and a program with its arguments', async () => {
    expect((await load('dictation.output=stdout')).output).toBe('stdout');
    expect((await load('dictation.output=[file, command, type]')).output).toEqual(['file', 'command', 'type']);
    expect((await load('dictation.command=[notes, add, "-"]')).command).toEqual(['notes', 'add', '-']);
    expect((await load('dictation.hotkey=Right Ctrl')).hotkey).toBe('Right Ctrl');
  });

  it.each([
    ['dictation.output=window', 'got "window", wanted type, clipboard, stdout, file or command'],
    ['dictation.mode=press', 'got "press", wanted hold, toggle or hands-free'],
    ['dictation.hotkey=Ctrl-Space', 'got "Ctrl-Space", wanted none or a key such as Ctrl+Alt+Space'],
    ['dictation.typing.chunk=0', 'got 0, wanted a whole number from 1 to 400'],
    ['dictation.typing.paste_key=paste', 'wanted auto, ctrl+v, ctrl+shift+v, shift+insert, cmd+v or none'],
    ['dictation.typing.delay=3', 'unknown key, did you mean `dictation.typing.delay_ms`?'],
  ])('refuses %s', async (set, line) => {
    const error: unknown = await load(set).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as ConfigError).lines).toHaveLength(1);
    expect((error as ConfigError).lines[0]).toContain(line);
  });
});
