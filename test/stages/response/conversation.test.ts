/** What was said: bounded, forgotten in time, apart by speaker, and what it leaves for the next turn. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { Conversation } from '../../../src/stages/response/conversation.js';
import { Conversations } from '../../../src/stages/response/conversations.js';
import { FakeClock } from './fakes.js';

const MINUTE = 60_000;

describe('Conversation', () => {
  it('holds what was heard, and never more than it may', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 40 }), (maxHistory, turns) => {
        const conversation = new Conversation(new FakeClock(), { maxHistory, timeoutMs: 1000 });
        for (let turn = 0; turn < turns; turn++) {
          conversation.begin(String(turn), { user: `q${turn}`, remembered: true });
          conversation.recordHeard(String(turn), ` a${turn} `);
        }
        const history = conversation.history();
        expect(history.length).toBeLessThanOrEqual(maxHistory);
        expect(history.length).toBeGreaterThanOrEqual(Math.min(turns, Math.ceil(maxHistory / 2)));
        expect(history).toEqual(
          Array.from({ length: history.length }, (_, index) => {
            const turn = turns - history.length + index;
            return { user: `q${turn}`, assistant: `a${turn}` };
          }),
        );
      }),
    );
  });
  it('is forgotten a while after the last word, not after the first', async () => {
    const clock = new FakeClock();
    const conversation = new Conversation(clock, { maxHistory: 5, timeoutMs: MINUTE });
    for (const turn of ['1', '2', '3']) {
      conversation.begin(turn, { user: turn, remembered: true });
      conversation.recordHeard(turn, turn);
      await clock.advance(MINUTE);
    }
    expect(conversation.history()).toHaveLength(3);
    await clock.advance(1);
    expect(conversation.history()).toEqual([]);
    expect(conversation.lastHeard()).toBe('');
  });
  it('keeps the question of a reply that nobody heard, and unasked speech as what was heard last', () => {
    const conversation = new Conversation(new FakeClock(), { maxHistory: 5, timeoutMs: MINUTE });
    conversation.begin('1', { user: 'why', remembered: true });
    conversation.recordHeard('1', '');
    conversation.recordHeard('ring', 'Your pasta timer is done.');
    expect(conversation.history()).toEqual([{ user: 'why', assistant: '' }]);
    expect(conversation.lastHeard()).toBe('Your pasta timer is done.');
  });
  it('forgets an answer that is given to one question after another', () => {
    const conversation = new Conversation(new FakeClock(), { maxHistory: 9, timeoutMs: MINUTE });
    const said = (turn: string, user: string, assistant: string): void => {
      conversation.begin(turn, { user, remembered: true });
      conversation.recordHeard(turn, assistant);
    };
    said('1', 'who are you', 'I am Parley.');
    said('2', 'what is rain', 'I am sorry for that.');
    said('3', 'what is snow', 'I am sorry for that.');
    expect(conversation.history().map(({ user }) => user)).toEqual(['who are you']);
    said('4', 'is it wet', 'Yes.');
    said('5', 'is it cold', 'Yes.');
    expect(conversation.history()).toHaveLength(3);
  });
  it('takes new limits at once', () => {
    const conversation = new Conversation(new FakeClock(), { maxHistory: 5, timeoutMs: MINUTE });
    conversation.begin('1', { user: 'why', remembered: true });
    conversation.recordHeard('1', 'so');
    conversation.configure({ maxHistory: 0, timeoutMs: MINUTE });
    expect(conversation.history()).toEqual([]);
  });
  it('knows what a skill was asked in the turn before, and no longer than that', () => {
    const conversation = new Conversation(new FakeClock(), { maxHistory: 5, timeoutMs: MINUTE });
    const request = { skill: 'arithmetic', slots: { expression: '6*7' }, result: 42 };
    conversation.begin('1', { user: 'six times seven', remembered: true, request });
    expect(conversation.last).toBeUndefined();
    conversation.recordHeard('1', '42.');
    expect(conversation.last).toEqual(request);
    expect(conversation.lastSaid()).toBe('six times seven');
    conversation.begin('2', { user: 'why', remembered: true });
    conversation.drop('2');
    expect(conversation.last).toEqual(request);
    conversation.begin('3', { user: 'why', remembered: true });
    conversation.recordHeard('3', 'because');
    expect(conversation.last).toBeUndefined();
  });
  it('waits for the answer to its question for one turn', () => {
    const conversation = new Conversation(new FakeClock(), { maxHistory: 5, timeoutMs: MINUTE });
    conversation.begin('1', { user: 'clear it', remembered: true, expects: () => 'Done.' });
    conversation.recordHeard('1', 'Really?');
    expect(conversation.expects).toBeDefined();
    conversation.recordHeard('ring', 'Your timer is done.');
    expect(conversation.expects).toBeDefined();
    conversation.begin('2', { user: 'yes', remembered: true });
    conversation.recordHeard('2', 'Done.');
    expect(conversation.expects).toBeUndefined();
  });
});

describe('Conversations', () => {
  const options = { maxHistory: 5, timeoutMs: MINUTE };
  it('are kept apart by speaker', () => {
    const conversations = new Conversations(new FakeClock(), options);
    const ann = conversations.of('ann');
    ann.begin('1', { user: 'my name is Ann', remembered: true });
    ann.recordHeard('1', 'Hello Ann.');
    expect(conversations.of('ann')).toBe(ann);
    expect(conversations.of('bob').history()).toEqual([]);
    expect(conversations.of(undefined)).toBe(conversations.main);
    expect(new Set([ann.id, conversations.of('bob').id, conversations.main.id]).size).toBe(3);
  });
  it('are bounded in number, and take new limits all at once', () => {
    const conversations = new Conversations(new FakeClock(), options);
    const ann = conversations.of('ann');
    ann.begin('1', { user: 'why', remembered: true });
    ann.recordHeard('1', 'so');
    conversations.configure({ ...options, maxHistory: 0 });
    expect(ann.history()).toEqual([]);
    for (let other = 0; other < 100; other++) conversations.of(`guest ${other}`);
    expect(conversations.of('ann')).not.toBe(ann);
  });
});
