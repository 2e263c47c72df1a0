/** The speech programs of other machines: what they are told, and how their lists are read. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { SpeechProgram } from '../../../../src/stages/tts/system/program.js';
import { findSpeechProgram, speechPrograms } from '../../../../src/stages/tts/system/programs.js';

const files = { textPath: '/t/text.txt', soundPath: '/t/sound.wav' };
const job = { text: '-v of "you"', voice: undefined, speed: 1 };

function program(platform: string, tool: string): SpeechProgram {
  const found = speechPrograms(platform).find((candidate) => candidate.tool === tool);
  if (!found) throw new Error(`no ${tool} on ${platform}`);
  return found;
}

const path = process.env['PATH'];

afterEach(() => {
  process.env['PATH'] = path;
});

describe('speech programs', () => {
  it('prefers what streams, and each system its own', () => {
    expect(speechPrograms('linux').map(({ tool }) => tool)).toEqual(['espeak-ng', 'espeak', 'flite', 'pico2wave']);
    expect(speechPrograms('darwin')[0]?.tool).toBe('say');
    expect(speechPrograms('win32')[0]?.tool).toBe('powershell');
  });

  it('takes the first that is here, and says what to install when none is', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-programs-'));
    process.env['PATH'] = folder;
    expect(() => findSpeechProgram(speechPrograms('linux'))).toThrow(
      /^tts\.engine system: got none of espeak-ng, espeak, flite, pico2wave on this machine, wanted one; install it: .*espeak-ng$/,
    );
    for (const tool of ['flite', 'pico2wave']) await writeFile(join(folder, tool), '#!/bin/sh\n', { mode: 0o755 });
    expect(findSpeechProgram(speechPrograms('linux')).tool).toBe('flite');
    await rm(folder, { recursive: true });
  });

  it.each([
    ['linux', 'espeak-ng'],
    ['linux', 'flite'],
    ['darwin', 'say'],
    ['win32', 'powershell'],
  ])('never gives the text to %s %s as an option', (platform, tool) => {
    expect(program(platform, tool).args(job, files).join(' ')).not.toContain('of "you"');
  });

  it('gives pico2wave its text as the one argument that no hyphen begins', () => {
    const args = program('linux', 'pico2wave').args(job, files);
    expect(args).toEqual(['--wave=/t/sound.wav', ' -v of "you"']);
  });

  it('tells each the voice and the speed in its own way', () => {
    const quick = { text: 'Hi.', voice: 'v', speed: 1.5 };
    expect(program('linux', 'espeak-ng').args(quick, files)).toEqual(expect.arrayContaining(['-v', 'v', '-s', '263']));
    expect(program('linux', 'flite').args(quick, files)).toEqual(
      expect.arrayContaining(['-voice', 'v', '--setf', 'duration_stretch=0.667']),
    );
    expect(program('linux', 'pico2wave').args(quick, files)).toEqual(
      expect.arrayContaining(['--lang=v', ' <speed level="150">Hi.</speed>']),
    );
    expect(program('darwin', 'say').args(quick, files)).toEqual(expect.arrayContaining(['-v', 'v', '-r', '270']));
    expect(program('win32', 'powershell').environment?.(quick)).toEqual({ PARLEY_VOICE: 'v', PARLEY_RATE: '4' });
  });

  it('keeps the speed within what a program takes', () => {
    const args = (speed: number): readonly string[] => program('linux', 'espeak-ng').args({ ...job, speed }, files);
    expect(args(0.25)).toContain('80');
    expect(args(4)).toContain('700');
    expect(program('win32', 'powershell').environment?.({ ...job, speed: 4 })).toMatchObject({ PARLEY_RATE: '10' });
  });

  it('puts nothing of a job into the script for Windows', () => {
    const powershell = program('win32', 'powershell');
    const script = (given: typeof job): string =>
      Buffer.from(powershell.args(given, files).at(-1) ?? '', 'base64').toString('utf16le');
    expect(script(job)).toBe(script({ text: "'; rm", voice: undefined, speed: 2 }));
    expect(script(job)).toContain('[Console]::OpenStandardInput()');
  });

  it('reads what `say -v ?` prints', () => {
    const printed = [
      'Alex                en_US    # Most people recognize me by my voice.',
      'Bad News            en_US    # The light you see',
      'Eddy (German (Germany)) de_DE    # Hallo! Ich heiße Eddy.',
    ].join('\n');
    expect(program('darwin', 'say').parseVoices(printed)).toEqual([
      { id: 'Alex', language: 'en-US', name: 'Alex' },
      { id: 'Bad News', language: 'en-US', name: 'Bad News' },
      { id: 'Eddy (German (Germany))', language: 'de-DE', name: 'Eddy (German (Germany))' },
    ]);
  });

  it('reads what PowerShell prints', () => {
    expect(program('win32', 'powershell').parseVoices('en-US\tMicrosoft Zira Desktop\r\n\tOld Voice\r\n')).toEqual([
      { id: 'Microsoft Zira Desktop', language: 'en-US', name: 'Microsoft Zira Desktop' },
      { id: 'Old Voice', language: '', name: 'Old Voice' },
    ]);
  });
});
