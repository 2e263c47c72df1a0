import { describe, expect, it } from 'vitest';
import { AudioError } from '../../../src/audio/audio-error.js';
import { pickEchoCancellingSource } from '../../../src/audio/devices.js';
import { chooseEchoWay, type EchoChoice } from '../../../src/audio/echo/choice.js';

const choose = (choice: Partial<EchoChoice>) =>
  chooseEchoWay({
    ...{ setting: 'auto', input: 'microphone', device: 'default', isHeard: true },
    findSource: async () => undefined,
    ...choice,
  });
const findSource = async () => 'pulse:aec';

describe('chooseEchoWay', () => {
  it('takes the system’s source where there is one, and else cleans by itself', async () => {
    expect(await choose({ findSource })).toEqual({ kind: 'system', device: 'pulse:aec' });
    expect(await choose({})).toEqual({ kind: 'software' });
  });

  it('leaves a microphone that was named where it is', async () => {
    expect(await choose({ findSource, device: 'hw:1,0' })).toEqual({ kind: 'software' });
    expect(await choose({ findSource, device: 'pulse:aec' })).toEqual({ kind: 'system', device: 'pulse:aec' });
  });

  it.each(['auto', 'software', 'system', 'off'] as const)(
    'does nothing for recordings and silence (%s)',
    async (setting) => {
      expect(await choose({ setting, input: 'file' })).toEqual({ kind: 'off' });
      expect(await choose({ setting, isHeard: false })).toEqual({ kind: 'off' });
    },
  );

  it('obeys', async () => {
    expect(await choose({ setting: 'off', findSource })).toEqual({ kind: 'off' });
    expect(await choose({ setting: 'software', findSource })).toEqual({ kind: 'software' });
  });

  it('says in one line how the system’s is loaded', async () => {
    const failure = await choose({ setting: 'system' }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AudioError);
    expect((failure as AudioError).message).toMatch(
      /^audio\.input\.echo_cancellation: got system, .* pactl load-module module-echo-cancel .*$/,
    );
  });
});

describe('pickEchoCancellingSource', () => {
  const line = (name: string, driver: string): string => `3\t${name}\t${driver}\ts16le 1ch 48000Hz\tIDLE\n`;
  const plain = line('alsa_input.pci.analog-stereo', 'module-alsa-card.c');

  it('knows the module behind a source', () => {
    const sources = plain + line('aec', 'module-echo-cancel.c') + line('aec_sink.monitor', 'module-echo-cancel.c');
    expect(pickEchoCancellingSource({ sources, modules: '', chosen: '' })).toBe('aec');
  });

  it('knows PipeWire’s by the arguments of its module, or by its name', () => {
    const named = plain + line('clean_mic', 'PipeWire');
    const modules = '7\tmodule-echo-cancel\tsource_name=clean_mic aec_method=webrtc\t\n';
    expect(pickEchoCancellingSource({ sources: named, modules, chosen: '' })).toBe('clean_mic');
    const usual = plain + line('echo-cancel-source', 'PipeWire');
    expect(pickEchoCancellingSource({ sources: usual, modules: '', chosen: '' })).toBe('echo-cancel-source');
  });

  it('prefers the default source, and finds none where there is none', () => {
    const sources = line('echo-cancel-a', 'PipeWire') + line('echo-cancel-b', 'PipeWire');
    expect(pickEchoCancellingSource({ sources, modules: '', chosen: 'echo-cancel-b\n' })).toBe('echo-cancel-b');
    expect(pickEchoCancellingSource({ sources: plain, modules: '', chosen: 'alsa_input' })).toBeUndefined();
  });
});
