import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newWords, Returning, type ReturnEvent, type ReturnVerdict } from '../../src/pipeline/returning.js';

const FRAME_MS = 32;

function returning(options: Partial<ConstructorParameters<typeof Returning>[0]> = {}): Returning {
  return new Returning({
    text: 'set a timer',
    language: 'en',
    partials: true,
    spoken: () => '',
    onEcho: () => undefined,
    ...options,
  });
}

/** The last verdict; none may follow one that decides. */
function feed(machine: Returning, ...events: readonly ReturnEvent[]): ReturnVerdict {
  let verdict: ReturnVerdict = 'wait';
  for (const event of events) {
    expect(verdict).toBe('wait');
    verdict = machine.step(event);
  }
  return verdict;
}

function frames(kind: 'voice' | 'silence', ms: number): ReturnEvent[] {
  return Array.from({ length: Math.ceil(ms / FRAME_MS) }, () => ({ kind, ms: FRAME_MS }));
}

const read = (text: string, atPause = false): ReturnEvent => ({ kind: 'read', text, atPause });
const paused: ReturnEvent = { kind: 'paused' };

describe('a voice after the turn was taken', () => {
  it('goes on with other words: the turn is theirs again', () => {
    expect(feed(returning(), ...frames('voice', 200), read('set a timer for ten minutes'))).toBe('reopen');
  });

  it('goes on with a word or two: a second reading, or one at a pause, must say so', () => {
    const words = read('set a timer for ten');
    expect(feed(returning(), ...frames('voice', 200), words)).toBe('wait');
    expect(feed(returning(), ...frames('voice', 200), words, words)).toBe('reopen');
    expect(feed(returning(), ...frames('voice', 200), words, read('set a timer'), words)).toBe('wait');
    expect(feed(returning(), ...frames('voice', 200), paused, read('set a timer for ten', true))).toBe('reopen');
  });

  it('lasts, and is read as nothing: only a longer one is a voice all the same', () => {
    const wordless = [...frames('voice', 480), read('set a timer')];
    const machine = returning();
    expect(feed(machine, ...wordless, ...wordless, ...wordless, ...frames('voice', 480))).toBe('wait');
    expect(feed(machine, ...frames('voice', 320))).toBe('reopen');
    expect(feed(returning(), ...Array.from({ length: 5 }, () => wordless).flat(), ...frames('voice', 128))).toBe(
      'reopen',
    );
  });

  it('says nothing new so far: nobody knows yet', () => {
    expect(feed(returning(), ...frames('voice', 200), read('set a timer'), read('Set the timer.'))).toBe('wait');
  });

  it.each(['mm-hm', 'yeah', 'okay'])('only says “%s”: the answer may go on', (word) => {
    expect(feed(returning(), ...frames('voice', 200), paused, read(`set a timer ${word}`, true))).toBe('go-on');
  });

  it('begins like a sign of listening, and goes on', () => {
    const machine = returning();
    expect(feed(machine, ...frames('voice', 200), read('set a timer yeah'))).toBe('wait');
    expect(machine.step(read('set a timer yeah but make it ten'))).toBe('reopen');
  });

  it('calls for an end: the turn is theirs again, at once', () => {
    expect(feed(returning(), ...frames('voice', 100), read('set a timer never mind'))).toBe('reopen');
  });

  it('is a click', () => {
    expect(feed(returning(), { kind: 'voice', ms: FRAME_MS }, paused)).toBe('go-on');
    expect(feed(returning(), ...frames('voice', 200), { kind: 'misfire' })).toBe('go-on');
  });

  it('is too short for the detector: the recogniser says whether it was a word', () => {
    const short = [...frames('voice', 200), paused, { kind: 'misfire' } as const];
    expect(feed(returning(), ...short)).toBe('wait');
    expect(feed(returning(), ...short, read('set a timer stop', true))).toBe('reopen');
    expect(feed(returning(), ...short, read('set a timer', true))).toBe('go-on');
    expect(feed(returning(), ...short, ...frames('silence', 700))).toBe('go-on');
    expect(feed(returning({ partials: false }), ...frames('voice', 200), { kind: 'misfire' })).toBe('go-on');
  });

  it('makes other words of those before it: the turn is theirs again, unless it was a cough', () => {
    const other = read('set a time', true);
    const confirmed: ReturnEvent = { kind: 'confirmed' };
    expect(feed(returning(), ...frames('voice', 450), confirmed, paused, other)).toBe('reopen');
    expect(feed(returning(), ...frames('voice', 300), confirmed, paused, other)).toBe('go-on');
    expect(feed(returning(), ...frames('voice', 450), confirmed, paused, read('Set a timer.', true))).toBe('go-on');
  });

  it('is our own, heard back: it waits for other words, and goes on without', () => {
    const echo = { spoken: () => 'Your timer is set for ten minutes' };
    const heard = 'set a timer your timer is set for ten';
    expect(feed(returning(echo), ...frames('voice', 300), read(heard), paused, read(heard, true))).toBe('go-on');
    expect(feed(returning(echo), ...frames('voice', 300), read(heard), read(`${heard} no make it five hours`))).toBe(
      'reopen',
    );
  });

  it('is our own, however long it lasts, and that is told', () => {
    let echoes = 0;
    const echo = { spoken: () => 'Your timer is set for ten minutes', onEcho: () => (echoes += 1) };
    const heard = read('set a timer your timer is set for ten');
    expect(feed(returning(echo), ...frames('voice', 300), heard, ...frames('voice', 900))).toBe('wait');
    expect(echoes).toBe(1);
  });

  it('lasts too long for a cough, whatever the recogniser says', () => {
    expect(feed(returning(), ...frames('voice', 800))).toBe('reopen');
  });

  it('was a voice, and the recogniser has no words for it in time', () => {
    const silence = frames('silence', 700);
    expect(feed(returning(), ...frames('voice', 320), { kind: 'confirmed' }, paused, ...silence)).toBe('reopen');
    expect(feed(returning(), ...frames('voice', 320), paused, ...silence)).toBe('reopen');
    expect(feed(returning(), ...frames('voice', 128), paused, ...silence)).toBe('go-on');
  });

  it('is cut off by the end of the sound: what was a voice is theirs', () => {
    expect(feed(returning(), ...frames('voice', 320), { kind: 'cut' })).toBe('reopen');
    expect(feed(returning(), ...frames('voice', 64), { kind: 'cut' })).toBe('go-on');
  });

  it('is judged by sound alone where the recogniser does not report', () => {
    const machine = (): Returning => returning({ partials: false });
    expect(feed(machine(), ...frames('voice', 100), { kind: 'confirmed' })).toBe('reopen');
    expect(feed(machine(), ...frames('voice', 320), paused)).toBe('reopen');
    expect(feed(machine(), ...frames('voice', 128), paused)).toBe('go-on');
  });

  it('always comes to a verdict once it is silent for long enough', () => {
    const event = fc.oneof(
      fc.integer({ min: 1, max: 8 }).map((count): ReturnEvent[] => frames('voice', count * FRAME_MS)),
      fc.constant<ReturnEvent[]>([paused]),
      fc.constant<ReturnEvent[]>([{ kind: 'confirmed' }]),
      fc
        .tuple(fc.constantFrom('', 'set a timer', 'set a timer mm-hm'), fc.boolean())
        .map(([text, at]) => [read(text, at)]),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (events) => {
        const machine = returning();
        const verdicts = [...events.flat(), paused, ...frames('silence', 800)].map((step) => machine.step(step));
        expect(verdicts.some((verdict) => verdict !== 'wait')).toBe(true);
      }),
    );
  });
});

describe('newWords', () => {
  it.each([
    ['set a timer', 'set a timer for ten', 'for ten'],
    ['set a timer', 'Set the timer, for ten', 'for ten'],
    ['set a timer', 'set', ''],
    ['', 'hello', 'hello'],
    ['what - ever', 'what - ever else', 'else'],
  ])('%j → %j brings %j', (before, after, news) => {
    expect(newWords(before, after)).toBe(news);
  });
});
