import { describe, expect, it } from 'vitest';
import { converse, type Conversation } from '../fakes/conversation.js';

/** A turn of 300 ms that was taken after a pause; its answer sounds from then on, as far as the speaker advances. */
async function taken(reply = 'one two three four five six'): Promise<Conversation> {
  const talk = converse(() => reply);
  talk.setup = { ...talk.setup, reopenMs: 1000 };
  talk.speaker.lead = 200;
  await talk.frames(3);
  await talk.say({ kind: 'speech-start', atSample: 100 }, { kind: 'speech-confirmed', atSample: 300 });
  await talk.say({ kind: 'speech-pause', atSample: 300 });
  await talk.partial(0, 'set a timer', true);
  await talk.frames(3);
  await talk.final(0, 'set a timer');
  return talk;
}

async function voice(talk: Conversation): Promise<void> {
  await talk.say({ kind: 'speech-resume', atSample: talk.clock.now() });
}

async function pause(talk: Conversation): Promise<void> {
  await talk.say({ kind: 'speech-pause', atSample: talk.clock.now() });
}

function types(talk: Conversation): string[] {
  return talk.events.map(({ type }) => type);
}

describe('a turn that was taken too early', () => {
  it('falls silent at the first sound, is heard on, and is answered as one', async () => {
    const talk = await taken();
    talk.speaker.advance(150);
    await voice(talk);
    expect(talk.speaker.ledger.map(({ state }) => state)).toEqual(['stopped']);
    await talk.frames(1);
    await talk.partial(0, 'set a timer for ten minutes');
    expect(types(talk)).toContain('turn.reopen');
    await talk.frames(4);
    await pause(talk);
    await talk.frames(3);
    await talk.final(0, 'set a timer for ten minutes');
    talk.speaker.lead = Infinity;
    talk.speaker.advance(0);
    await talk.frames(1);
    expect(talk.asked).toEqual(['set a timer', 'set a timer for ten minutes']);
    expect(talk.reports).toHaveLength(1);
    expect(talk.reports[0]).toMatchObject({ turn: '1', reopened: 1, transcript: 'set a timer for ten minutes' });
    expect(talk.reports[0]).toMatchObject({ outcome: { kind: 'done' }, heard: 'one … one two three four five six' });
    expect(types(talk).filter((type) => type === 'speech.start')).toHaveLength(1);
  });

  it('does to the world what its last answer does, once, and nothing of what was taken back', async () => {
    const talk = await taken();
    await voice(talk);
    await talk.partial(0, 'set a timer for ten minutes');
    await pause(talk);
    await talk.frames(3);
    await talk.final(0, 'set a timer for ten minutes');
    expect(talk.certain).toEqual([false, false]);
    talk.speaker.advance(100);
    await talk.frames(11);
    expect(talk.certain).toEqual([false, true]);
  });

  it('waits with effects until nobody may go on any more', async () => {
    const talk = await taken();
    talk.speaker.advance(100);
    await talk.frames(8);
    expect(talk.certain).toEqual([false]);
    await talk.frames(3);
    expect(talk.certain).toEqual([true]);
  });

  it('goes on from the same sample after a click, a cough, a "mm-hm"', async () => {
    for (const heard of ['set a timer', 'set a timer mm-hm']) {
      const talk = await taken();
      talk.speaker.advance(150);
      await voice(talk);
      await talk.frames(3);
      await pause(talk);
      await talk.partial(0, heard, true);
      talk.speaker.lead = Infinity;
      talk.speaker.advance(0);
      await talk.frames(1);
      expect(types(talk)).not.toContain('turn.reopen');
      const [first, second] = talk.speaker.ledger;
      expect(first).toMatchObject({ state: 'stopped', heard: 150 });
      expect(second?.samples).toHaveLength(450);
      expect(talk.reports[0]).toMatchObject({ reopened: 0, heard: 'one two three four five six' });
    }
  });

  it('is not answered at all when the user goes on only to stop it', async () => {
    const talk = await taken();
    talk.speaker.advance(150);
    await voice(talk);
    await talk.frames(3);
    await talk.partial(0, 'set a timer never mind');
    await pause(talk);
    await talk.partial(0, 'set a timer never mind', true);
    await talk.frames(4);
    expect(talk.speaker.ledger).toHaveLength(1);
    expect(talk.reports.map(({ outcome }) => outcome)).toEqual([{ kind: 'aborted', reason: 'barge-in' }]);
    expect(talk.certain).not.toContain(true);
  });

  it('is somebody else’s turn when the window is over', async () => {
    const talk = await taken();
    talk.speaker.advance(150);
    await talk.frames(11);
    await talk.say({ kind: 'speech-start', atSample: talk.clock.now() });
    expect(types(talk).filter((type) => type === 'speech.start')).toHaveLength(2);
    expect(types(talk)).toContain('audio.duck');
  });
});

describe('speech over a reply', () => {
  /** A reply sounds, and nobody may go on any more. */
  async function spokenOver(): Promise<Conversation> {
    const talk = await taken();
    talk.speaker.advance(150);
    await talk.frames(11);
    await talk.say({ kind: 'speech-start', atSample: talk.clock.now() });
    return talk;
  }

  it('makes it quieter first, and is forgotten when it was a click', async () => {
    const talk = await spokenOver();
    await talk.say({ kind: 'misfire' });
    expect(types(talk).filter((type) => type.startsWith('audio.'))).toEqual([
      ...['audio.start', 'audio.duck', 'audio.unduck'],
    ]);
    expect(talk.speaker.ledger.map(({ state }) => state)).toEqual(['open']);
  });

  it('lets it go on from the same sample after a "mm-hm"', async () => {
    const talk = await spokenOver();
    await talk.say({ kind: 'speech-confirmed', atSample: talk.clock.now() });
    expect(talk.speaker.ledger[0]).toMatchObject({ state: 'stopped', heard: 150 });
    await pause(talk);
    await talk.partial(1, 'Mm-hm.', true);
    expect(talk.events.find(({ type }) => type === 'interjection')).toMatchObject({ meant: 'backchannel' });
    talk.speaker.lead = Infinity;
    talk.speaker.advance(0);
    await talk.frames(2);
    expect(talk.speaker.ledger[1]?.samples).toHaveLength(450);
    expect(talk.asked).toEqual(['set a timer']);
  });

  it('stops it for good at a word that says so, before it is even sure to be speech', async () => {
    const talk = await spokenOver();
    await talk.partial(1, 'Stop!');
    expect(talk.reports.map(({ outcome }) => outcome)).toEqual([{ kind: 'aborted', reason: 'barge-in' }]);
    expect(talk.reports[0]?.heard).toBe('one');
  });
});

describe('a pause inside a turn', () => {
  it('is learned when the voice that ended it lasts, and not for a click', async () => {
    const learned: number[] = [];
    const talk = converse();
    const { policy } = talk.setup.endpointing;
    talk.setup = { ...talk.setup, endpointing: { policy: { ...policy, learnPause: (ms) => learned.push(ms) } } };
    await talk.frames(3);
    await talk.say({ kind: 'speech-start', atSample: 100 }, { kind: 'speech-confirmed', atSample: 300 });
    await pause(talk);
    await talk.frames(2);
    await voice(talk);
    await talk.frames(1);
    expect(learned).toEqual([]);
    await talk.say({ kind: 'speech-confirmed', atSample: talk.clock.now() });
    expect(learned).toEqual([200]);
  });
});
