import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { followKeys, followTalkSignal, KeyReader, type KeyCommand, type KeySource } from '../../src/cli/keys.js';

describe('KeyReader', () => {
  it.each([
    [' ', 'talk'],
    ['m', 'mute'],
    ['S', 'sleep'],
    ['q', 'quit'],
    ['\u0003', 'quit'],
    ['\u0004', 'quit'],
    ['x', undefined],
    ['\u001b[A', undefined],
    ['smile', undefined],
    ['', undefined],
  ])('reads %j as %s', (text, command) => {
    expect(new KeyReader().read(text, 0)).toBe(command);
  });

  it('takes a key that is held for one press, and the next press for another', () => {
    const reader = new KeyReader();
    const times = [0, 660, 690, 720, 750, 2000];
    expect(times.map((atMs) => reader.read(' ', atMs))).toEqual([
      'talk',
      undefined,
      undefined,
      undefined,
      undefined,
      'talk',
    ]);
  });

  it('lets an impatient Ctrl-C through', () => {
    const reader = new KeyReader();
    expect([reader.read('\u0003', 0), reader.read('\u0003', 100)]).toEqual(['quit', 'quit']);
  });
});

class FakeTerminal extends EventEmitter implements KeySource {
  readonly isTTY: boolean;
  readonly modes: boolean[] = [];
  paused = true;
  constructor(isTTY = true) {
    super();
    this.isTTY = isTTY;
  }
  setRawMode = (mode: boolean): never => {
    this.modes.push(mode);
    return this as never;
  };
  setEncoding = (): never => this as never;
  resume = (): never => {
    this.paused = false;
    return this as never;
  };
  pause = (): never => {
    this.paused = true;
    return this as never;
  };
}

describe('followKeys', () => {
  it('reads keys in raw mode and gives the terminal back', () => {
    const terminal = new FakeTerminal();
    const exits = process.listenerCount('exit');
    const commands: KeyCommand[] = [];
    const stop = followKeys(terminal, (command) => commands.push(command));
    terminal.emit('data', 'm');
    terminal.emit('data', 'x');
    expect(process.listenerCount('exit')).toBe(exits + 1);
    stop();
    terminal.emit('data', 's');
    expect(commands).toEqual(['mute']);
    expect(terminal.modes).toEqual([true, false]);
    expect(terminal.paused).toBe(true);
    expect(process.listenerCount('exit')).toBe(exits);
    expect(terminal.listenerCount('data')).toBe(0);
  });

  it('leaves what is no terminal alone', () => {
    const pipe = new FakeTerminal(false);
    followKeys(pipe, () => undefined)();
    expect(pipe.modes).toEqual([]);
    expect(pipe.listenerCount('data')).toBe(0);
  });
});

describe.skipIf(process.platform === 'win32')('followTalkSignal', () => {
  it('presses the talk key until told otherwise', () => {
    const commands: KeyCommand[] = [];
    const stop = followTalkSignal((command) => commands.push(command));
    process.emit('SIGUSR1');
    stop();
    expect(commands).toEqual(['talk']);
    expect(process.listenerCount('SIGUSR1')).toBe(0);
  });
});
