/** A room to talk in: skills that are asked in words, with stores in memory and chance in the test's hand. */
import type { SkillContext, TurnView } from '../../../src/skills/context.js';
import type { Controls } from '../../../src/skills/controls.js';
import type { Fact, Facts } from '../../../src/skills/keep/facts.js';
import type { ListItem, Lists } from '../../../src/skills/keep/lists.js';
import type { AnySkill, LastRequest, ParseContext, SkillAnswer, SkillReply } from '../../../src/skills/skill.js';
import { Phrases } from '../../../src/skills/template/phrases.js';
import { noTools } from '../../../src/tools/tool.js';
import { normalise, withoutPoliteness } from '../../../src/stages/nlp/text.js';

class MemoryLists implements Lists {
  readonly #lists = new Map<string, ListItem[]>();
  #id = 0;

  names(): readonly string[] {
    return [...this.#lists].filter(([, items]) => items.length > 0).map(([name]) => name);
  }

  items(list: string): readonly ListItem[] {
    return [...(this.#lists.get(list) ?? [])];
  }

  add(list: string, text: string): boolean {
    const items = this.#lists.get(list) ?? [];
    if (items.some((item) => item.text === text)) return false;
    items.push({ id: this.#id++, text });
    this.#lists.set(list, items);
    return true;
  }

  remove(list: string, text: string): readonly ListItem[] {
    const items = this.items(list);
    const gone = items.filter((item) => item.text === text);
    this.#lists.set(
      list,
      items.filter((item) => item.text !== text),
    );
    return gone;
  }

  clear(list: string): number {
    const { length } = this.items(list);
    this.#lists.delete(list);
    return length;
  }
}

class MemoryFacts implements Facts {
  readonly #facts = new Map<string, string>();

  list(): readonly Fact[] {
    return [...this.#facts].map(([subject, value]) => ({ subject, value }));
  }

  get(subject: string): string | undefined {
    return this.#facts.get(subject);
  }

  set(subject: string, value: string): void {
    this.#facts.set(subject, value);
  }

  forget(subject: string): boolean {
    return this.#facts.delete(subject);
  }

  forgetAll(): number {
    const { size } = this.#facts;
    this.#facts.clear();
    return size;
  }
}

/** Settings that can be read back; a name with "broken" in it does not load. */
export class MemoryControls implements Controls {
  volume = 1;
  speed = 1;
  preset = 'balanced';
  presets = ['low-latency', 'balanced', 'high-quality', 'my-cabin'];
  voices = ['piper-en_US-joe-medium', 'af_heart', 'bf_emma'];
  voice = 'piper-en_US-joe-medium';
  isMuted = false;
  isAsleep = false;
  tracesForgotten = 0;

  setVolume(volume: number): void {
    this.volume = volume;
  }

  setSpeed(speed: number): void {
    this.speed = speed;
  }

  setPreset(name: string): Promise<void> {
    if (name.includes('broken')) return Promise.reject(new Error(`${name} needs a model that is not here`));
    this.preset = name;
    return Promise.resolve();
  }

  setVoice(name: string): Promise<void> {
    if (name.includes('broken')) return Promise.reject(new Error(`${name} needs a model that is not here`));
    this.voice = name;
    return Promise.resolve();
  }

  mute(): void {
    this.isMuted = true;
  }

  sleep(): void {
    this.isAsleep = true;
  }

  forgetTraces(): void {
    this.tracesForgotten += 1;
  }
}

export interface Room {
  readonly context: SkillContext;
  readonly lists: Lists;
  readonly facts: Facts;
  readonly controls: MemoryControls;
  /** What was cleared, heard and said. */
  readonly talk: { heard: string; said: string; cleared: number };
  /** Which skill means it, with which slots. */
  readonly read: (said: string) => { readonly skill: AnySkill; readonly slots: object } | undefined;
  /** What is answered, and what would happen; nothing has happened yet. */
  readonly plan: (said: string) => Promise<SkillAnswer | undefined>;
  /** What is answered in a turn that is certain; an empty text when no skill means it. */
  readonly ask: (said: string) => Promise<string>;
}

/** A turn that nobody takes back. */
export const certainTurn: TurnView = { until: () => Promise.resolve(), onTakenBack: () => undefined };

interface RoomOptions extends Partial<SkillContext> {
  readonly skills: readonly AnySkill[];
}

export function openRoom(options: RoomOptions): Room {
  const { skills } = options;
  const phrases = new Phrases(skills);
  const parts = { lists: new MemoryLists(), facts: new MemoryFacts(), controls: new MemoryControls() };
  const talk = { heard: '', said: '', cleared: 0 };
  let last: LastRequest | undefined;
  let expects: SkillAnswer['expects'];
  let turn = 0;
  const context = {
    ...{ signal: new AbortController().signal, language: 'en', now: () => new Date('2026-03-14T09:30:00Z') },
    ...{ timeZone: 'UTC', assistantName: 'Parley', random: () => 0.5, tools: noTools, ...parts },
    vary: (lines: readonly [string, ...string[]]) => lines[turn++ % lines.length] ?? lines[0],
    conversation: {
      lastHeard: () => talk.heard,
      lastSaid: () => talk.said,
      last: undefined,
      clear: () => (talk.cleared += 1),
    },
    alarms: { ringing: () => [] },
    turn: certainTurn,
    ...options,
  } as unknown as SkillContext;
  const parsing = (): ParseContext => ({
    knows: (subject) => parts.facts.get(subject) !== undefined,
    ...{ language: 'en', now: context.now(), timeZone: 'UTC' },
    ...(last === undefined ? {} : { last }),
  });
  const read: Room['read'] = (said) => {
    const text = normalise(said, { names: ['parley'] });
    for (const form of new Set([text, withoutPoliteness(text)])) {
      const found = readAs(form, { skills, phrases, context: parsing() });
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const plan: Room['plan'] = async (said) => {
    const expected = await expects?.(normalise(said, { names: ['parley'] }), context);
    if (typeof expected === 'object' && 'run' in expected) throw new Error(`nobody runs ${expected.run} here`);
    const found = expected === undefined ? read(said) : undefined;
    const reply = found === undefined ? expected : await gather(found.skill.answer(found.slots, context));
    expects = undefined;
    if (reply === undefined) return undefined;
    const answer = whole(reply);
    ({ expects } = answer);
    // The answer to a question that was asked back belongs to the request before.
    const request = found === undefined ? last : { skill: found.skill.name, slots: found.slots };
    const result = answer.result === undefined ? {} : { result: answer.result };
    last = request === undefined ? undefined : { ...request, ...result };
    return answer;
  };
  const ask: Room['ask'] = async (said) => {
    const answer = await plan(said);
    answer?.effect?.();
    return answer?.text ?? '';
  };
  return { context, ...parts, talk, read, plan, ask };
}

interface Reading {
  readonly skills: readonly AnySkill[];
  readonly phrases: Phrases;
  readonly context: ParseContext;
}

function readAs(text: string, { skills, phrases, context }: Reading): ReturnType<Room['read']> {
  const { last } = context;
  const before = skills.find(({ name }) => name === last?.skill);
  const goOn = last === undefined ? undefined : before?.goOn?.(text, last, context);
  if (before !== undefined && goOn !== undefined) return { skill: before, slots: goOn };
  for (const skill of skills) {
    const slots = skill.parse?.(text, context);
    if (slots !== undefined) return { skill, slots };
  }
  return phrases.exact(text.split(' '));
}

function whole(reply: SkillReply): SkillAnswer {
  return typeof reply === 'string' ? { text: reply } : reply;
}

async function gather(replies: ReturnType<AnySkill['answer']>): Promise<SkillAnswer> {
  if (typeof replies !== 'object' || !(Symbol.asyncIterator in replies)) return whole(await replies);
  const all: SkillAnswer[] = [];
  for await (const reply of replies) all.push(whole(reply));
  return { ...all.at(-1), text: all.map(({ text }) => text).join(' ') };
}
