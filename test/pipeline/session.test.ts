import { describe, expect, it } from 'vitest';
import { converse, silencePolicy, type Conversation } from '../fakes/conversation.js';

/** The user speaks a turn up to its endpoint and the recogniser hears `text`. */
async function ask(talk: Conversation, turn: number, text: string): Promise<void> {
  await startTalking(talk);
  const at = talk.events.length;
  await talk.say({ kind: 'speech-end', lastSpeechSample: 300, forced: true });
  expect(talk.events.slice(at).some((event) => event.type === 'speech.end')).toBe(true);
  await talk.final(turn, text);
}

async function startTalking(talk: Conversation): Promise<void> {
  await talk.frames(3);
  await talk.say({ kind: 'speech-start', atSample: 200 }, { kind: 'speech-confirmed', atSample: 300 });
}

/** Over a reply there was a sound that is too short for the detector, but long enough for a word. */
async function soundBriefly(): Promise<Conversation> {
  const talk = converse(() => 'the weather tomorrow will be sunny and warm');
  talk.speaker.lead = 100;
  await ask(talk, 0, 'weather');
  talk.speaker.advance(300);
  await talk.frames(3);
  await talk.say({ kind: 'speech-start', atSample: talk.clock.now() });
  await talk.frames(1);
  await talk.say({ kind: 'speech-pause', atSample: talk.clock.now() }, { kind: 'misfire' });
  return talk;
}

function outcomes(talk: Conversation): string[] {
  return talk.reports.map(({ outcome }) => (outcome.kind === 'aborted' ? outcome.reason : outcome.kind));
}

describe('session', () => {
  it('answers a turn and reports it once', async () => {
    const talk = converse();
    await ask(talk, 0, 'hello');
    expect(talk.asked).toEqual(['hello']);
    expect(outcomes(talk)).toEqual(['done']);
    expect(talk.reports[0]).toMatchObject({ transcript: 'hello', reply: 'you said hello', heard: 'you said hello' });
    expect(talk.events.map((event) => event.type)).toEqual([
      ...['listening', 'speech.start', 'speech.end', 'transcript', 'reply.delta', 'reply', 'audio.start', 'turn'],
    ]);
  });

  it('gives the recogniser the pre-roll and ends the turn after the silence of the settings', async () => {
    const talk = converse();
    await startTalking(talk);
    await talk.frames(2);
    await talk.say({ kind: 'speech-pause', atSample: 500 });
    await talk.frames(2);
    expect(talk.events.some((event) => event.type === 'speech.end')).toBe(false);
    await talk.frames(1);
    expect(talk.events.some((event) => event.type === 'speech.end')).toBe(true);
    await talk.final(0, 'done');
    // 200 ms of pre-roll before sample 200, then up to the endpoint at 800.
    expect(talk.reports[0]?.audioMs).toBe(800);
  });

  it('keeps one turn over a pause that is shorter than the endpoint', async () => {
    const talk = converse();
    await startTalking(talk);
    await talk.say({ kind: 'speech-pause', atSample: 300 });
    await talk.frames(2);
    await talk.say({ kind: 'speech-resume', atSample: 400 });
    await talk.frames(5);
    expect(talk.events.filter((event) => event.type === 'speech.start')).toHaveLength(1);
    expect(talk.events.some((event) => event.type === 'speech.end')).toBe(false);
  });

  it('drops a misfire without a reply', async () => {
    const talk = converse();
    await talk.frames(3);
    await talk.say({ kind: 'speech-start', atSample: 200 }, { kind: 'misfire' });
    expect(outcomes(talk)).toEqual(['misfire']);
    expect(talk.asked).toEqual([]);
    expect(talk.session.busy).toBe(false);
  });

  it('says nothing to a turn without words', async () => {
    const talk = converse();
    await ask(talk, 0, '');
    expect(outcomes(talk)).toEqual(['done']);
    expect(talk.speaker.ledger).toHaveLength(0);
  });

  it('stops a reply when the user speaks over it, and keeps only what was heard', async () => {
    const talk = converse(() => 'one two three four five six');
    talk.speaker.lead = 200;
    await ask(talk, 0, 'count');
    talk.speaker.advance(250);
    await startTalking(talk);
    expect(talk.speaker.ledger[0]?.state).toBe('stopped');
    await talk.partial(1, 'stop it');
    expect(outcomes(talk)).toEqual(['barge-in']);
    expect(talk.reports[0]?.heard).toBe('one two');
    await talk.say({ kind: 'speech-end', lastSpeechSample: 300, forced: true });
    await talk.final(1, 'stop it');
    expect(talk.asked).toEqual(['count', 'stop it']);
  });

  it('counts how often the loudspeaker ran dry, over all parts of a reply', async () => {
    const talk = converse(() => 'one two three four five six');
    talk.speaker.lead = 200;
    talk.speaker.underruns = 2;
    talk.speaker.gapMs = 70;
    await ask(talk, 0, 'count');
    talk.speaker.advance(250);
    await startTalking(talk);
    await talk.say({ kind: 'speech-end', lastSpeechSample: 300, forced: true });
    await talk.final(1, '');
    talk.speaker.lead = Infinity;
    talk.speaker.advance(0);
    await talk.frames(2);
    expect(talk.speaker.ledger).toHaveLength(2);
    expect(talk.reports.find((report) => report.turn === '1')).toMatchObject({ underruns: 4, gapMs: 140 });
  });

  it('goes on from the same sample when the interruption had no words', async () => {
    const talk = converse(() => 'one two three four five six');
    talk.speaker.lead = 200;
    await ask(talk, 0, 'count');
    talk.speaker.advance(250);
    await startTalking(talk);
    await talk.say({ kind: 'speech-end', lastSpeechSample: 300, forced: true });
    await talk.final(1, '');
    talk.speaker.lead = Infinity;
    talk.speaker.advance(0);
    await talk.frames(2);
    const [first, second] = talk.speaker.ledger;
    expect(first).toMatchObject({ state: 'stopped', heard: 250 });
    expect(second?.samples).toHaveLength(350);
    expect(talk.reports.find((report) => report.turn === '1')).toMatchObject({
      outcome: { kind: 'done' },
      heard: 'one two three four five six',
    });
  });

  it('is not interrupted by its own voice, and learns that it hears itself', async () => {
    const talk = converse(() => 'the weather tomorrow will be sunny and warm');
    talk.speaker.lead = 100;
    await ask(talk, 0, 'weather');
    talk.speaker.advance(300);
    await startTalking(talk);
    await talk.partial(1, 'weather tomorrow will');
    expect(outcomes(talk)).toEqual([]);
    expect(talk.speaker.ledger.at(-1)?.state).toBe('open');
    await talk.say({ kind: 'speech-pause', atSample: talk.clock.now() });
    await talk.partial(1, 'weather tomorrow will', true);
    expect(outcomes(talk)).toEqual(['misfire']);
    await talk.frames(1);
    const paused = talk.speaker.ledger.filter((entry) => entry.state === 'stopped').length;
    await startTalking(talk);
    expect(talk.speaker.ledger.filter((entry) => entry.state === 'stopped')).toHaveLength(paused);
    await talk.partial(2, 'no wait');
    expect(outcomes(talk)).toEqual(['misfire', 'barge-in']);
  });

  it.each([
    ['stops for a word that is too short for the detector', 'Stop.', ['misfire', 'barge-in']],
    ['goes on after a sound that is too short for the detector', '', ['misfire']],
  ])('%s, once the recogniser has read it', async (_name, word, ends) => {
    const talk = await soundBriefly();
    expect(outcomes(talk)).toEqual([]);
    await talk.partial(1, word, true);
    expect(outcomes(talk)).toEqual(ends);
  });

  it('goes on after a short sound that no recogniser makes anything of', async () => {
    const talk = await soundBriefly();
    await talk.frames(6);
    expect(outcomes(talk)).toEqual([]);
    await talk.frames(2);
    expect(outcomes(talk)).toEqual(['misfire']);
    await talk.frames(1);
    expect(talk.speaker.ledger.at(-1)?.state).toBe('open');
  });

  it('joins words that come before an answer is out: it is one turn', async () => {
    const talk = converse();
    await startTalking(talk);
    await talk.say({ kind: 'speech-end', lastSpeechSample: 300, forced: true });
    await startTalking(talk);
    await talk.partial(0, 'set a timer for');
    await talk.final(0, 'set a timer');
    await talk.frames(9);
    await talk.say({ kind: 'speech-end', lastSpeechSample: 300, forced: true });
    await talk.final(0, 'set a timer for ten minutes');
    expect(outcomes(talk)).toEqual(['done']);
    expect(talk.reports[0]).toMatchObject({ transcript: 'set a timer for ten minutes', reopened: 1 });
    expect(talk.asked).toEqual(['set a timer for ten minutes']);
  });

  it('listens to nobody during a reply when barge-in is off', async () => {
    const talk = converse(() => 'one two three');
    talk.setup = { ...talk.setup, bargeIn: false };
    talk.speaker.lead = 50;
    await ask(talk, 0, 'count');
    await startTalking(talk);
    expect(talk.events.filter((event) => event.type === 'speech.start')).toHaveLength(1);
  });

  it('announces when the floor is free', async () => {
    const talk = converse(() => 'one two three');
    talk.speaker.lead = 50;
    await ask(talk, 0, 'count');
    const rung = talk.session.announce('Your timer is done.');
    await talk.frames(2);
    expect(talk.speaker.ledger).toHaveLength(1);
    talk.speaker.lead = Infinity;
    talk.speaker.advance(1000);
    await talk.frames(2);
    expect((await rung)?.heard).toBe('Your timer is done.');
    expect(talk.speaker.ledger).toHaveLength(2);
  });

  it('takes the settings of a new turn from the moment it opens', async () => {
    const talk = converse();
    await startTalking(talk);
    const before = talk.setup;
    talk.setup = { ...before, endpointing: { policy: silencePolicy(100_000) } };
    await talk.say({ kind: 'speech-pause', atSample: 300 });
    await talk.frames(3);
    expect(talk.events.some((event) => event.type === 'speech.end')).toBe(true);
  });

  it('survives a stage that fails, and names it', async () => {
    const talk = converse((question) => {
      if (question === 'break') throw new Error('no tokens');
      return 'fine';
    });
    await ask(talk, 0, 'break');
    expect(talk.reports[0]?.outcome).toEqual({ kind: 'failed', stage: 'response', message: 'response: no tokens' });
    await ask(talk, 1, 'go on');
    expect(outcomes(talk)).toEqual(['failed', 'done']);
  });
});
