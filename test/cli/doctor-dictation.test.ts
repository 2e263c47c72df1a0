import { describe, expect, it } from 'vitest';
import { checkDictation } from '../../src/cli/doctor-dictation.js';
import { deliverySettings } from '../desktop/settings.js';
import { missingScreen, startScreen } from '../fixtures/screen.js';

const missing = missingScreen();

describe.skipIf(process.platform !== 'linux')('what doctor says about dictation', () => {
  const check = (env: Record<string, string | undefined>, changes = {}) =>
    checkDictation(deliverySettings(changes), env);

  it('says where text can go without a desktop', async () => {
    expect(await check({ XDG_SESSION_TYPE: 'wayland' })).toEqual([
      {
        ...{ area: 'dictation', state: 'note', mend: 'set dictation.output to stdout, file or command' },
        line: 'no desktop: neither DISPLAY nor WAYLAND_DISPLAY is set, though the session is called wayland: text cannot be typed',
      },
    ]);
  });

  it('names what is missing, and the command that mends it', async () => {
    const checks = await check({ DISPLAY: ':4999', PATH: '/nowhere' });
    expect(checks.map(({ line }) => line.replace(/(cannot be reached): .*/, '$1'))).toEqual([
      'an X11 desktop (:4999)',
      'x11 does not work: the display :4999 cannot be reached',
      'dotool is not installed',
      'ydotool is not installed',
      'xclip is not installed: pasting does not reach terminals, and brings back text alone',
      'this desktop does not tell which window is in front: text goes wherever the cursor is',
      'hotkey Ctrl+Alt+Space',
    ]);
    expect(checks[4]?.mend).toMatch(/ xclip$/);
  });

  it('says on Wayland how a key is had', async () => {
    const checks = await check({ WAYLAND_DISPLAY: 'wayland-0', PATH: '/nowhere' });
    expect(checks[1]).toMatchObject({ line: 'wtype is not installed' });
    expect(checks.at(-1)).toMatchObject({
      line: 'Ctrl+Alt+Space cannot be a hotkey on Wayland',
      mend: 'bind a key to `parley dictate toggle` in the settings of your desktop',
    });
    expect((await check({ WAYLAND_DISPLAY: 'x', PATH: '' }, { hotkey: 'none' })).at(-1)?.line).toMatch(/in front/);
  });

  it('refuses a hotkey that is none', async () => {
    const checks = await check({ DISPLAY: ':0', PATH: '/nowhere' }, { hotkey: 'Ctrl+Spcae' });
    expect(checks.at(-1)).toMatchObject({ state: 'bad', line: expect.stringContaining('"spcae" is no key') as string });
  });

  it.skipIf(missing !== undefined)('is content with a desktop that has all', async () => {
    const screen = await startScreen();
    const checks = await check(screen.env);
    await screen.stop();
    expect(checks.map(({ state, line }) => `${state} ${line}`)).toEqual([
      `ok an X11 desktop (${screen.env['DISPLAY'] ?? ''})`,
      'ok x11 types into the window in front',
      'ok xclip reaches the clipboard',
      'ok windows are told apart',
      'ok hotkey Ctrl+Alt+Space',
    ]);
  });
});
