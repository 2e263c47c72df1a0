/** Figures of dictation at a desk, from what was seen of it; and what a desk needs. */
import { describe, expect, it } from 'vitest';
import { xdotoolKeys } from '../../../../scripts/profile/dictation/desk/hotkey-keys.js';
import { deskFacts, deskRows, type Dictated } from '../../../../scripts/profile/dictation/desk/rows.js';
import { missingDesk } from '../../../../scripts/profile/dictation/desk/tools.js';
import type { DictatedEvent } from '../../../../src/modes/dictation-event.js';

const piece = (text: string, atMs: number): DictatedEvent => ({
  ...{ type: 'dictated', take: 0, raw: text, text, by: 'x11', atMs },
  timings: {
    ...{ startToSoundMs: 12, chunkMs: 0.5, longestChunkMs: 3 },
    ...{ speechEndToTextMs: 90, modifiersMs: 2, textToWindowMs: 8 },
  },
});

const call: Dictated = {
  utterance: { length: '1s', text: 'Please call me back.', path: '/tmp/a.wav', voiceMs: 930 },
  ...{ pressedMs: 1000, listeningMs: 1004, voiceEndMs: 2495, releasedMs: 2500 },
  pieces: [piece('Please call', 2550), piece(' me back.', 2600)],
  arrivals: [
    // What a held Ctrl+Alt+Space is to a terminal.
    { atMs: 1100, text: '\u001b\u0000\u0080' },
    { atMs: 2545, text: 'Please call' },
    { atMs: 2605, text: ' me back.' },
  ],
};

describe('dictation at a desk', () => {
  it('is told by its parts, from the key to the window', () => {
    const rows = new Map(deskRows([call]).map(({ name, p50 }) => [name, p50]));
    expect(Object.fromEntries(rows)).toEqual({
      ...{ 'hotkey-to-capture': 4, 'hotkey-to-new-sound': 16, chunk: 0.5, 'chunk-longest': 3 },
      // Known 10 ms before it was told: at 2590.
      ...{ 'speech-end-to-text-1s': 90, 'text-to-window': 15, 'whole-1s': 105 },
    });
  });

  it('counts what did not arrive, and what is wrong', () => {
    const lost: Dictated = { ...call, pieces: [], arrivals: [] };
    const wrong: Dictated = { ...call, arrivals: [{ atMs: 2600, text: 'Please fall back.' }] };
    expect(deskRows([lost])).toEqual([]);
    expect(deskFacts([call, lost, wrong])).toMatchObject({
      ...{ utterances: 3, arrived: 2, right: 1, by: 'x11', releaseBehindVoiceMs: 5, soundFromBeforeHotkeyMs: 400 },
      texts: [
        { said: 'Please call me back.', seconds: 0.93, window: 'Please call me back.', right: true },
        { window: '', right: false },
        { window: 'Please fall back.', right: false },
      ],
    });
  });

  it('begins late where the voice goes on behind the key', () => {
    const early = deskRows([{ ...call, voiceEndMs: 2550 }]);
    expect(early.find(({ name }) => name === 'whole-1s')?.p50).toBe(55);
  });

  it('presses the hotkey of the settings, or says that it cannot', () => {
    expect(xdotoolKeys('Ctrl+Alt+Space')).toEqual(['Control_L', 'Alt_L', 'space']);
    expect(xdotoolKeys('Meta + Shift + d')).toEqual(['Super_L', 'Shift_L', 'd']);
    expect(xdotoolKeys('F13')).toEqual(['F13']);
    expect(xdotoolKeys('Right Ctrl')).toEqual(['Control_R']);
    expect(() => xdotoolKeys('Ctrl+Bracketleft')).toThrow(
      /^dictation\.hotkey "Ctrl\+Bracketleft": "bracketleft" cannot/,
    );
  });

  it.runIf(process.platform === 'linux')('says which programs are missing, and how to get them', () => {
    expect(missingDesk(() => true)).toBeUndefined();
    expect(missingDesk((tool) => tool !== 'xterm')).toMatch(/^--desk needs xterm; install it: .*xterm$/);
    expect(missingDesk((tool) => !/^pa/.test(tool))).toMatch(
      /^--desk needs pactl, paplay, parec; install them: .* pulseaudio-utils libasound2-plugins$/,
    );
  });
});
