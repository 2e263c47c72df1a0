import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Attention, type AttentionEvent, type AttentionSettings } from '../../src/pipeline/attention.js';
import type { WakeHit } from '../../src/pipeline/wake.js';

/** One sample is one millisecond, which makes positions easy to read. */
const settings: AttentionSettings = { mode: 'word', start: 'awake', followUpMs: 8000, sampleRateHz: 1000 };

function hit(startSample: number, endSample = startSample + 800): WakeHit {
  return { word: 'hey jarvis', startSample, endSample, score: 0.9 };
}

function make(changes: Partial<AttentionSettings> = {}): Attention {
  return new Attention({ ...settings, ...changes });
}

function answer(attention: Attention, from: number, to: number): void {
  attention.step({ kind: 'turn-opened', atSample: from });
  attention.step({ kind: 'endpoint', atSample: from });
  attention.step({ kind: 'turn-ended', atSample: to, answered: true });
}

describe('Attention in mode word', () => {
  it('waits for the word, and then opens a turn that includes it', () => {
    const attention = make();
    expect(attention.mayOpen(10_000)).toBe('wait-for-word');
    expect(attention.step({ kind: 'wake', hit: hit(10_100) })).toBe('open');
    expect(attention.turnStart(10_050, 300)).toBe(9750);
    attention.step({ kind: 'turn-opened', atSample: 11_000 });
    expect(attention.mayOpen(11_500)).toBe('open');
  });

  it('takes the turn from the word where other talk came before it', () => {
    const attention = make();
    attention.step({ kind: 'wake', hit: hit(10_100) });
    expect(attention.turnStart(4000, 300)).toBe(9800);
    expect(attention.turnStart(undefined, 300)).toBe(9800);
  });

  it('needs no word while it answers and for a while after', () => {
    const attention = make();
    attention.step({ kind: 'wake', hit: hit(1000) });
    attention.step({ kind: 'turn-opened', atSample: 1800 });
    expect(attention.mayOpen(5000)).toBe('open');
    attention.step({ kind: 'turn-ended', atSample: 6000, answered: true });
    expect(attention.mayOpen(13_999)).toBe('open');
    expect(attention.wantsWord(13_999)).toBe(false);
    expect(attention.mayOpen(14_000)).toBe('wait-for-word');
    expect(attention.wantsWord(14_000)).toBe(true);
  });

  it('goes on listening after the word alone, but not longer for noise', () => {
    const attention = make();
    attention.step({ kind: 'wake', hit: hit(1000) });
    attention.step({ kind: 'turn-opened', atSample: 1800 });
    attention.step({ kind: 'turn-ended', atSample: 3000, answered: false });
    expect(attention.mayOpen(10_999)).toBe('open');
    attention.step({ kind: 'turn-opened', atSample: 9000 });
    attention.step({ kind: 'turn-ended', atSample: 10_000, answered: false });
    expect(attention.mayOpen(11_000)).toBe('wait-for-word');
  });

  it('does not wake at its own voice', () => {
    const attention = make({ followUpMs: 0 });
    attention.step({ kind: 'turn-opened', atSample: 1000 });
    expect(attention.step({ kind: 'wake', hit: hit(2000) })).toBe('none');
    attention.step({ kind: 'turn-ended', atSample: 5000, answered: true });
    expect(attention.step({ kind: 'wake', hit: hit(4600) })).toBe('none');
    expect(attention.step({ kind: 'wake', hit: hit(4700) })).toBe('open');
  });

  it('hears the word when the follow-up window ends in the middle of it', () => {
    const attention = make();
    answer(attention, 0, 1000);
    expect(attention.mayOpen(9100)).toBe('wait-for-word');
    expect(attention.step({ kind: 'wake', hit: hit(8950) })).toBe('open');
  });
});

describe('Attention and the talk key', () => {
  it('opens only by key in mode key, and says when to end', () => {
    const attention = make({ mode: 'key' });
    expect(attention.mayOpen(1000)).toBe('closed');
    expect(attention.wantsWord(1000)).toBe(false);
    expect(attention.step({ kind: 'key-down', atSample: 2000 })).toBe('open');
    expect(attention.held).toBe(true);
    expect(attention.turnStart(1500, 300)).toBe(1700);
    expect(attention.mayOpen(2500)).toBe('open');
    expect(attention.step({ kind: 'key-down', atSample: 2600 })).toBe('none');
    expect(attention.step({ kind: 'key-up', atSample: 3000 })).toBe('end');
    expect(attention.mayOpen(3100)).toBe('closed');
  });

  it('taps: one opens, the next ends, and so does the endpoint', () => {
    const attention = make({ mode: 'key' });
    expect(attention.step({ kind: 'key-tap', atSample: 1000 })).toBe('open');
    expect(attention.held).toBe(false);
    expect(attention.step({ kind: 'key-tap', atSample: 2000 })).toBe('end');
    expect(attention.step({ kind: 'key-tap', atSample: 3000 })).toBe('open');
    attention.step({ kind: 'turn-opened', atSample: 3000 });
    attention.step({ kind: 'endpoint', atSample: 4000 });
    expect(attention.step({ kind: 'key-tap', atSample: 5000 })).toBe('open');
  });

  it('forgets a tap that led to nothing', () => {
    const attention = make({ mode: 'key' });
    attention.step({ kind: 'key-tap', atSample: 1000 });
    attention.step({ kind: 'turn-opened', atSample: 1000 });
    attention.step({ kind: 'turn-ended', atSample: 2000, answered: false });
    expect(attention.mayOpen(3000)).toBe('closed');
  });
});

describe('Attention muted and asleep', () => {
  it('hears nothing while muted, and is as before afterwards', () => {
    const attention = make({ mode: 'always' });
    expect(attention.step({ kind: 'mute', atSample: 0 })).toBe('drop');
    expect(attention.stateAt(0)).toBe('muted');
    expect(attention.mayOpen(100)).toBe('closed');
    expect(attention.step({ kind: 'wake', hit: hit(100) })).toBe('none');
    expect(attention.step({ kind: 'key-tap', atSample: 200 })).toBe('none');
    expect(attention.step({ kind: 'mute-toggle', atSample: 300 })).toBe('none');
    expect(attention.mayOpen(400)).toBe('open');
  });

  it('sleeps until the word, the key or a command', () => {
    for (const waking of [
      { kind: 'wake', hit: hit(1000) },
      { kind: 'key-tap', atSample: 1000 },
      { kind: 'wake-up', atSample: 1000 },
      { kind: 'sleep-toggle', atSample: 1000 },
    ] satisfies AttentionEvent[]) {
      const attention = make({ mode: 'always', start: 'asleep' });
      expect(attention.mayOpen(500)).toBe('wait-for-word');
      attention.step(waking);
      expect(attention.stateAt(2000)).toBe('listening');
    }
  });

  it('can be stopped by voice while it rings in its sleep, and sleeps on', () => {
    const attention = make({ start: 'asleep' });
    attention.step({ kind: 'turn-opened', atSample: 1000 });
    expect(attention.mayOpen(1500)).toBe('open');
    attention.step({ kind: 'turn-ended', atSample: 3000, answered: true });
    expect(attention.mayOpen(3500)).toBe('wait-for-word');
    expect(attention.stateAt(3500)).toBe('asleep');
  });

  it('listens for a while when woken by hand', () => {
    const attention = make({ start: 'asleep' });
    attention.step({ kind: 'sleep-toggle', atSample: 1000 });
    expect(attention.mayOpen(8999)).toBe('open');
    expect(attention.mayOpen(9000)).toBe('wait-for-word');
  });
});

type Step = (at: number) => AttentionEvent;

const kinds = [
  ...['key-down', 'key-up', 'key-tap', 'mute', 'unmute', 'mute-toggle', 'sleep', 'wake-up', 'sleep-toggle'],
  ...['turn-opened', 'endpoint'],
] as const;
const steps = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Step>((at) => ({ kind: 'wake', hit: hit(Math.max(0, at - 800), at) })) },
  {
    weight: 3,
    arbitrary: fc.boolean().map<Step>((answered) => (at) => ({ kind: 'turn-ended', atSample: at, answered })),
  },
  {
    weight: 8,
    arbitrary: fc.constantFrom(...kinds).map<Step>((kind) => (at) => ({ kind, atSample: at })),
  },
);
const schedules = fc.array(fc.tuple(fc.integer({ min: 0, max: 5000 }), steps), { maxLength: 60 });
const anySettings = fc.record<AttentionSettings>({
  mode: fc.constantFrom('always', 'word', 'key'),
  start: fc.constantFrom('awake', 'asleep', 'muted'),
  followUpMs: fc.constantFrom(0, 3000, 8000),
  sampleRateHz: fc.constant(1000),
});

/** What a reader of the events alone would say. */
interface Shadow {
  muted: boolean;
  open: number;
  lastTurnEnd: number;
  lastWoken: number;
}

function follow(shadow: Shadow, event: AttentionEvent, atSample: number): void {
  if (event.kind === 'mute') shadow.muted = true;
  else if (event.kind === 'unmute') shadow.muted = false;
  else if (event.kind === 'mute-toggle') shadow.muted = !shadow.muted;
  else if (event.kind === 'turn-opened') shadow.open += 1;
  else if (event.kind === 'wake-up' || event.kind === 'sleep-toggle') shadow.lastWoken = atSample;
  else if (event.kind === 'turn-ended') {
    shadow.open = Math.max(0, shadow.open - 1);
    shadow.lastTurnEnd = atSample;
  }
}

describe('Attention, whatever happens', () => {
  it('keeps its promises', () => {
    fc.assert(
      fc.property(anySettings, schedules, (chosen, schedule) => {
        const attention = new Attention(chosen);
        const shadow: Shadow = { muted: chosen.start === 'muted', open: 0, lastTurnEnd: -1e9, lastWoken: -1e9 };
        let keyIsUp = true;
        let at = 0;
        for (const [passed, step] of schedule) {
          at += passed;
          const event = step(at);
          const before = attention.mayOpen(at);
          const order = attention.step(event);
          follow(shadow, event, at);
          if (event.kind.startsWith('key')) keyIsUp = order !== 'open' && (order === 'end' || keyIsUp);
          if (order === 'drop' || event.kind === 'endpoint' || event.kind === 'turn-ended') keyIsUp = !attention.held;
          const may = attention.mayOpen(at);

          // Muted hears nothing, and nothing opens.
          if (shadow.muted) expect([may, attention.wantsWord(at)]).toEqual(['closed', false]);
          if (order === 'open') expect(shadow.muted).toBe(false);
          // A word opens only where it was waited for; a turn that it opens holds all of it.
          if (event.kind === 'wake' && order === 'open') {
            expect(before).toBe('wait-for-word');
            expect(attention.turnStart(undefined, 300)).toBeLessThanOrEqual(event.hit.startSample);
            expect(attention.turnStart(at, 300)).toBeLessThanOrEqual(event.hit.startSample);
          }
          if (event.kind === 'key-down' && attention.held && order === 'open') expect(may).toBe('open');
          // Without a word, a key, a turn or a reply shortly before, nobody speaks to us.
          const isRecent = at - Math.max(shadow.lastTurnEnd, shadow.lastWoken) < chosen.followUpMs;
          if (chosen.mode === 'word' && shadow.open === 0 && !isRecent && keyIsUp && may === 'open') {
            expect(event.kind).toBe('key-tap');
          }
          if (chosen.mode === 'key' && may === 'open') expect(attention.stateAt(at)).not.toBe('waiting-for-key');
          expect(attention.turnStart(at, 300)).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
