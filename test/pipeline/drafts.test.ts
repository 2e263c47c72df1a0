import { describe, expect, it } from 'vitest';
import { converse, type Conversation } from '../fakes/conversation.js';
import { settle } from '../fakes/scope.js';

/** The user speaks, pauses, and the recogniser has read everything up to the pause. */
async function pauseAfter(talk: Conversation, turn: number, text: string): Promise<void> {
  await talk.frames(3);
  await talk.say({ kind: 'speech-start', atSample: 200 }, { kind: 'speech-confirmed', atSample: 300 });
  await talk.say({ kind: 'speech-pause', atSample: 300 });
  await talk.partial(turn, text, true);
}

async function endpoint(talk: Conversation): Promise<void> {
  await talk.say({ kind: 'speech-end', lastSpeechSample: 300, forced: true });
}

/** Words of which none asks for more. */
function whole(talk: Conversation): Conversation {
  talk.setup = { ...talk.setup, speculation: { ...talk.setup.speculation, soundsComplete: () => true } };
  return talk;
}

function types(talk: Conversation): string[] {
  return talk.events.map((event) => event.type);
}

describe('drafts', () => {
  it('begin at a pause, stay silent until the endpoint, and are played then without asking again', async () => {
    const talk = converse();
    await pauseAfter(talk, 0, 'What time is it?');
    expect(talk.asked).toEqual(['What time is it?']);
    expect(types(talk)).toEqual(['listening', 'speech.start', 'partial']);
    expect(talk.speaker.ledger).toHaveLength(0);
    await endpoint(talk);
    await talk.final(0, 'what time is it');
    expect(talk.asked).toHaveLength(1);
    expect(types(talk).slice(3)).toEqual([
      ...['speech.end', 'transcript', 'reply.delta', 'reply', 'audio.start', 'turn'],
    ]);
    expect(talk.reports[0]).toMatchObject({ outcome: { kind: 'done' }, reply: 'you said What time is it?' });
    expect(talk.reports[0]?.timings.draftUsed).toBe(true);
  });

  it('begin as soon as the voice pauses on what was read before it, where that may be all', async () => {
    const talk = whole(converse());
    await talk.frames(3);
    await talk.say({ kind: 'speech-start', atSample: 200 }, { kind: 'speech-confirmed', atSample: 300 });
    await talk.partial(0, 'What time is it?');
    expect(talk.asked).toEqual([]);
    await talk.say({ kind: 'speech-pause', atSample: 300 });
    expect(talk.asked).toEqual(['What time is it?']);
    await talk.partial(0, 'what time is it', true);
    expect(talk.asked).toHaveLength(1);
    await endpoint(talk);
    await talk.final(0, 'what time is it');
    expect(talk.reports[0]?.speculation).toMatchObject({ started: 1, used: 'early' });
  });

  it('begin anew when the pause turns out to have other words', async () => {
    const talk = whole(converse());
    await talk.frames(3);
    await talk.say({ kind: 'speech-start', atSample: 200 }, { kind: 'speech-confirmed', atSample: 300 });
    await talk.partial(0, 'What time is it?');
    await talk.say({ kind: 'speech-pause', atSample: 300 });
    await talk.partial(0, 'What time is it in Rome?', true);
    // A recogniser may think better of it in the same pause.
    await talk.partial(0, 'What time is it in Roma?');
    expect(talk.asked).toEqual(['What time is it?', 'What time is it in Rome?', 'What time is it in Roma?']);
    await endpoint(talk);
    await talk.final(0, 'What time is it in Roma?');
    expect(talk.reports[0]?.speculation).toMatchObject({ started: 3, used: 'pause' });
    expect(talk.speaker.ledger).toHaveLength(1);
    expect(talk.certain).toEqual([false, false, true]);
  });

  it('begin while the user speaks once two partials have the same words; until then the answer is prepared', async () => {
    const talk = whole(converse());
    await talk.frames(3);
    await talk.say({ kind: 'speech-start', atSample: 200 }, { kind: 'speech-confirmed', atSample: 300 });
    await talk.partial(0, 'What time');
    await talk.partial(0, 'What time is it?');
    expect(talk.asked).toEqual([]);
    expect(talk.prepared).toEqual(['What time', 'What time is it?']);
    await talk.partial(0, 'What time is it');
    expect(talk.asked).toEqual(['What time is it']);
    // Other words: the draft is void.
    await talk.partial(0, 'What time is it in');
    await endpoint(talk);
    await talk.final(0, 'What time is it in Rome?');
    expect(talk.reports[0]?.reply).toBe('you said What time is it in Rome?');
  });

  it('are certain only when they are taken', async () => {
    const talk = converse();
    await pauseAfter(talk, 0, 'set a timer');
    await settle();
    expect(talk.certain).toEqual([false]);
    await endpoint(talk);
    await talk.final(0, 'set a timer');
    expect(talk.certain).toEqual([true]);
  });

  it('leave no trace when the user goes on', async () => {
    const talk = converse();
    await pauseAfter(talk, 0, 'set a timer');
    await talk.say({ kind: 'speech-resume', atSample: 400 });
    await talk.frames(2);
    await endpoint(talk);
    await talk.final(0, 'set a timer for ten minutes');
    expect(talk.asked).toEqual(['set a timer', 'set a timer for ten minutes']);
    const replies = talk.events.filter((event) => event.type === 'reply' || event.type === 'reply.delta');
    expect(replies.map((event) => event.text)).toEqual(Array(2).fill('you said set a timer for ten minutes'));
    expect(talk.reports).toHaveLength(1);
    expect(talk.reports[0]?.timings.draftUsed).toBe(false);
    expect(talk.speaker.ledger).toHaveLength(1);
    expect(talk.certain).toEqual([false, true]);
  });

  it('are made anew when the final words differ', async () => {
    const talk = converse();
    await pauseAfter(talk, 0, 'grapefruit infringe');
    await endpoint(talk);
    await talk.final(0, 'grapefruit in French');
    expect(talk.reports[0]).toMatchObject({ reply: 'you said grapefruit in French' });
    expect(talk.reports[0]?.timings.draftUsed).toBe(false);
  });

  it('fail like any answer: the turn names the stage, and the next one is fine', async () => {
    const talk = converse((question) => {
      if (question === 'break') throw new Error('no tokens');
      return 'fine';
    });
    await pauseAfter(talk, 0, 'break');
    await endpoint(talk);
    await talk.final(0, 'break');
    expect(talk.reports[0]?.outcome).toEqual({ kind: 'failed', stage: 'response', message: 'response: no tokens' });
    await pauseAfter(talk, 1, 'go on');
    await endpoint(talk);
    await talk.final(1, 'go on');
    expect(talk.reports[1]?.outcome).toEqual({ kind: 'done' });
  });

  it.each([['not worth it', { mayBegin: false }]])('are not begun when they are %s', async (_why, change) => {
    const talk = converse();
    const { mayBegin } = change;
    const economy = { mayBegin: () => mayBegin, mayPrepare: () => false, learn: () => undefined };
    talk.setup = { ...talk.setup, speculation: { ...talk.setup.speculation, economy } };
    await pauseAfter(talk, 0, 'hello');
    expect(talk.asked).toEqual([]);
    await endpoint(talk);
    await talk.final(0, 'hello');
    expect(talk.asked).toEqual(['hello']);
  });
});
