import { afterEach, describe, expect, it } from 'vitest';
import { abortReason } from '../../../src/pipeline/abort.js';
import type { Clock } from '../../../src/pipeline/stage.js';
import { argumentsOf, describeResult } from '../../../src/skills/built-in/tools-phrases.js';
import { withProgress } from '../../../src/skills/built-in/tools-progress.js';
import { createToolSkills } from '../../../src/skills/built-in/tools.js';
import type { SkillReply } from '../../../src/skills/skill.js';
import type { Tool, ToolBox, ToolResult } from '../../../src/tools/tool.js';
import { noTools } from '../../../src/tools/tool.js';
import { openBox, Station } from '../../fixtures/mcp/box.js';
import type { OpenBox } from '../../fixtures/mcp/box.js';
import { Talk } from '../../fixtures/mcp/talk.js';

/** Time that passes when the test says so. */
class HandClock implements Clock {
  #now = 0;
  readonly #sleepers: { readonly atMs: number; readonly wake: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) reject(abortReason(signal));
      signal.addEventListener('abort', () => {
        reject(abortReason(signal));
      });
      this.#sleepers.push({ atMs: this.#now + ms, wake: resolve });
    });
  }

  async pass(ms: number): Promise<void> {
    this.#now += ms;
    for (const { atMs, wake } of this.#sleepers) if (atMs <= this.#now) wake();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const first = { vary: (lines: readonly [string, ...string[]]) => lines[0] };

function listen(work: Promise<SkillReply>, clock: Clock) {
  const said: SkillReply[] = [];
  const done = (async () => {
    for await (const piece of withProgress(work, first, clock)) said.push(piece);
  })();
  return { said, done };
}

describe('progress', () => {
  it('says nothing before a quick answer', async () => {
    const { said, done } = listen(Promise.resolve('Rain.'), new HandClock());
    await done;
    expect(said).toEqual(['Rain.']);
  });

  it('says one line after 700 ms, another after 6 s, and no third', async () => {
    const clock = new HandClock();
    let answer: (text: string) => void = () => undefined;
    const { said, done } = listen(new Promise<string>((resolve) => (answer = resolve)), clock);
    await clock.pass(699);
    expect(said).toEqual([]);
    await clock.pass(1);
    expect(said).toEqual(['One moment.']);
    await clock.pass(5299);
    expect(said).toHaveLength(1);
    await clock.pass(1);
    expect(said).toEqual(['One moment.', 'This takes a little longer.']);
    await clock.pass(60_000);
    answer('Rain.');
    await done;
    expect(said).toEqual(['One moment.', 'This takes a little longer.', 'Rain.']);
  });

  it('ends with what went wrong, also while a line is being said', async () => {
    const clock = new HandClock();
    let fail: (error: Error) => void = () => undefined;
    const work = new Promise<string>((_resolve, reject) => (fail = reject));
    const pieces = withProgress(work, first, clock);
    const next = pieces.next();
    await clock.pass(700);
    expect((await next).value).toBe('One moment.');
    fail(new Error('barge-in'));
    await clock.pass(1);
    await expect(pieces.next()).rejects.toThrow('barge-in');
  });
});

const sceneTool: Tool = {
  ...{ name: 'Set_Scene', description: 'Sets a scene. And more.', isReadOnly: false, isRisky: false },
  parameters: {
    type: 'object',
    properties: {
      scene: { type: 'string', enum: ['movie_night', 'Dinner'] },
      level: { type: 'integer' },
      lights: { type: 'boolean' },
      rooms: { type: 'array', items: { type: 'string' } },
    },
  },
  phrases: ['[please] (set|start) [the] scene {scene}', 'scene {scene} at {level}'],
};

function boxOf(result: ToolResult, ...tools: Tool[]) {
  const calls: unknown[] = [];
  const box: ToolBox = {
    list: () => tools,
    find: (name) => tools.find((tool) => tool.name === name),
    call: (call) => {
      calls.push(call);
      return Promise.resolve(result);
    },
  };
  return { box, calls };
}

describe('phrases for tools', () => {
  it('are skills with the slots as arguments', async () => {
    const { box, calls } = boxOf({ kind: 'ok', text: 'Enjoy.' }, sceneTool);
    const talk = new Talk(box);
    expect(await talk.say('start the scene movie night')).toBe('Enjoy.');
    expect(await talk.say('scene dinner at 30')).toBe('Enjoy.');
    expect(calls).toEqual([
      { tool: 'Set_Scene', args: { scene: 'movie_night' } },
      { tool: 'Set_Scene', args: { scene: 'Dinner', level: 30 } },
    ]);
    expect(talk.read('start the scene movie night')?.skill).toMatchObject({
      name: 'tool-set-scene',
      about: 'Sets a scene.',
      examples: ['set scene {scene}', 'scene {scene} at {level}'],
      runs: 'taken',
    });
  });

  it('ask first where the tool is risky, and may be read early where it only reads', async () => {
    const { box, calls } = boxOf({ kind: 'ok', text: 'Gone.' }, { ...sceneTool, isRisky: true });
    const talk = new Talk(box);
    expect(await talk.say('set scene dinner')).toBe('Shall I really set scene dinner?');
    expect(calls).toEqual([]);
    expect(await talk.say('yes')).toBe('Gone.');
    for (const [rest, effect] of [
      [{ isReadOnly: true }, 'none'],
      [{ isUndoable: ({ scene }) => scene === 'Dinner' }, 'undoable'],
      [{ isUndoable: ({ scene }) => scene === 'movie_night' }, 'lasting'],
      [{}, 'lasting'],
    ] as [Partial<Tool>, string][]) {
      const { box: other, calls: made } = boxOf({ kind: 'ok', text: '' }, { ...sceneTool, ...rest });
      const until = (what: string): Promise<void> => Promise.reject(new Error(`waits as ${what}`));
      const waiting = new Talk(other, { turn: { until, onTakenBack: () => undefined } });
      await expect(waiting.say('set scene dinner')).rejects.toThrow(`waits as ${effect}`);
      expect(made).toEqual([]);
    }
  });

  it('tell in one line what cannot be read, and keep the others', () => {
    const notices: string[] = [];
    const { box } = boxOf({ kind: 'ok', text: '' }, { ...sceneTool, phrases: ['set (the scene', 'scene {scene}'] });
    const talk = new Talk(box, { notices });
    expect(talk.read('scene dinner')?.skill.name).toBe('tool-set-scene');
    talk.read('scene dinner');
    expect(notices).toEqual(['tools.phrases.Set_Scene: "set (the scene": "(" is never closed; it is left out']);
  });

  it('take arguments from slots alone, as the parameters want them', () => {
    const slots = { scene: 'movie night', level: '7', lights: 'on', rooms: 'hall', other: 'x', __proto__: 'y' };
    expect(argumentsOf(sceneTool, slots)).toEqual({ scene: 'movie_night', level: 7, lights: true, rooms: ['hall'] });
    expect(argumentsOf(sceneTool, { level: 'seven', lights: 'perhaps' })).toEqual({
      level: 'seven',
      lights: 'perhaps',
    });
  });

  it.each<[ToolResult, string]>([
    [{ kind: 'ok', text: '' }, 'Done.'],
    [{ kind: 'ok', text: 'Rain.' }, 'Rain.'],
    [{ kind: 'late', text: 'no answer within 8 seconds' }, 'Sorry, I got no answer in time.'],
    [{ kind: 'failed', text: 'the satellite is down' }, 'Sorry, that did not work: the satellite is down.'],
    [{ kind: 'refused', text: 'it was used too often' }, "Sorry, I can't do that: it was used too often."],
  ])('say what came of it: %j', (result, text) => {
    expect(describeResult(result)).toBe(text);
  });

  it('are the same list as long as the tools are the same', () => {
    let tools: readonly Tool[] = [];
    const skills = createToolSkills({ ...noTools, list: () => tools }, { clock: new HandClock() });
    const before = skills();
    expect(skills()).toBe(before);
    expect(before.map(({ name }) => name)).toEqual([
      ...['home-lock', 'home-set', 'home-switch', 'home-device', 'home-ask', 'weather'],
    ]);
    tools = [sceneTool];
    expect(skills()).not.toBe(before);
    // A home of other tools is left to its phrases and to the language model.
    tools = [{ ...sceneTool, name: 'turn_on_light', phrases: [] }];
    expect(skills().map(({ name }) => name)).toEqual(['weather']);
  });
});

describe('tools of a real server by voice', () => {
  const opened: OpenBox[] = [];
  const station = new Station();
  afterEach(async () => {
    await Promise.all(opened.splice(0).map(({ box }) => box.close()));
    station.remove();
  });

  it('a slow one, a failing one, a hanging one, a crashing one', async () => {
    const phrases = {
      slow_weather: ['satellite view of {location}'],
      failing: ['ask the broken station'],
      hanging: ['ask the silent station'],
      crashing: ['ask the weak station'],
      delete_station: ['take the station away'],
    };
    const servers = { weather: station.server() };
    const open = await openBox({ servers, phrases, per_tool: { hanging: { timeout_ms: 300 } } });
    opened.push(open);
    const talk = new Talk(open.box);
    expect(await talk.pieces('satellite view of rome')).toEqual(['One moment.', 'rome: sunny, 20 degrees.']);
    expect(await talk.say('ask the broken station')).toBe('Sorry, that did not work: the satellite is down.');
    expect(await talk.say('ask the silent station')).toBe('Sorry, I got no answer in time.');
    expect(await talk.say('take the station away')).toBe('Shall I really take the station away?');
    expect(await talk.say('no')).toBe('All right, then not.');
    expect(await talk.say('ask the weak station')).toBe('Sorry, that did not work: Connection closed.');
    expect(station.calls()).not.toContain('delete_station');
  });
});

describe('without any tool', () => {
  it('says what is missing at once, even in a draft', () => {
    const skills = createToolSkills(noTools, { clock: new HandClock() })();
    expect(new Set(skills.map(({ runs }) => runs))).toEqual(new Set(['draft']));
    expect(skills.map(({ name }) => name)).toEqual(expect.arrayContaining(['home-switch', 'weather']));
  });

  it('waits again as soon as there is one', () => {
    const other: Tool = {
      ...{ name: 'sing', description: 'Sings', parameters: { type: 'object' }, phrases: [] },
      ...{ isReadOnly: false, isRisky: false },
    };
    const skills = createToolSkills({ ...noTools, list: () => [other] }, { clock: new HandClock() })();
    expect(skills.find(({ name }) => name === 'home-switch')?.runs).toBe('taken');
    expect(skills.find(({ name }) => name === 'weather')?.runs).toBe('taken');
  });
});
