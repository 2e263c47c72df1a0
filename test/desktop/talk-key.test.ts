import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TalkKey, type TalkAction, type TalkEvent, type TalkMode } from '../../src/desktop/talk-key.js';

const press = (atMs: number): TalkEvent => ({ kind: 'press', atMs });
const release = (atMs: number): TalkEvent => ({ kind: 'release', atMs });

function play(mode: TalkMode, ...events: readonly TalkEvent[]): (TalkAction | '-')[] {
  const key = new TalkKey({ mode, tapMs: 250 });
  return events.map((event) => key.take(event) ?? '-');
}

describe('hold to talk', () => {
  it('lasts as long as the key is held, however often the keyboard repeats it', () => {
    expect(play('hold', press(0), press(500), press(530), release(900))).toEqual(['start', '-', '-', 'stop']);
    expect(play('hold', press(0), release(250), press(300), release(900))).toEqual(['start', 'stop', 'start', 'stop']);
  });

  it('leaves the microphone open after a tap, until the next press', () => {
    const events = [press(0), release(249), press(5000), release(5900), press(6000)];
    expect(play('hold', ...events)).toEqual(['start', '-', 'stop', '-', 'start']);
  });

  it('does nothing at the release of what was thrown away or has ended by itself', () => {
    expect(play('hold', press(0), { kind: 'cancel' }, release(900))).toEqual(['start', 'cancel', '-']);
    expect(play('hold', press(0), { kind: 'ended' }, release(900), press(1000))).toEqual(['start', '-', '-', 'start']);
    expect(play('hold', press(0), { kind: 'ended' }, { kind: 'start' }, release(900))).toEqual([
      'start',
      '-',
      'start',
      '-',
    ]);
  });
});

describe('toggle', () => {
  it('begins with one press and ends with the next, and the release means nothing', () => {
    expect(play('toggle', press(0), release(2000), press(3000), release(3010))).toEqual(['start', '-', 'stop', '-']);
  });

  it('begins anew after silence has ended the take', () => {
    expect(play('toggle', press(0), release(50), { kind: 'ended' }, press(900))).toEqual(['start', '-', '-', 'start']);
  });

  it('is the same by command', () => {
    const events: TalkEvent[] = [
      { kind: 'stop' },
      { kind: 'toggle' },
      { kind: 'start' },
      press(10),
      { kind: 'cancel' },
    ];
    expect(play('toggle', ...events)).toEqual(['-', 'start', '-', 'stop', '-']);
  });
});

describe('hands-free', () => {
  it('goes on listening after a take', () => {
    const events: TalkEvent[] = [press(0), release(50), { kind: 'ended' }, { kind: 'ended' }, press(9000)];
    expect(play('hands-free', ...events)).toEqual(['start', '-', '-', '-', 'stop']);
  });
});

const anyEvent = fc.oneof(
  fc.constantFrom<TalkEvent['kind']>('toggle', 'start', 'stop', 'cancel', 'ended', 'press', 'release'),
);

describe('any order of events', () => {
  it('opens and closes by turns, and knows which it is', () => {
    const modes = fc.constantFrom<TalkMode>('hold', 'toggle', 'hands-free');
    fc.assert(
      fc.property(modes, fc.array(fc.tuple(anyEvent, fc.nat(1000)), { maxLength: 60 }), (mode, steps) => {
        const key = new TalkKey({ mode, tapMs: 250 });
        let atMs = 0;
        let isOpen = false;
        for (const [kind, afterMs] of steps) {
          atMs += afterMs;
          const action = key.take(kind === 'press' || kind === 'release' ? { kind, atMs } : { kind });
          if (action !== undefined) expect(action === 'start').toBe(!isOpen);
          if (kind === 'ended' && mode !== 'hands-free') isOpen = false;
          else if (action !== undefined) isOpen = action === 'start';
          expect(key.isOpen).toBe(isOpen);
        }
      }),
    );
  });
});
