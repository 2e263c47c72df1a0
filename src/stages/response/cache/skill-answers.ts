/** Answers of skills that may be given again for a while (`keepMs`), in memory only. */
import { serialize } from 'node:v8';
import { LRUCache } from 'lru-cache';
import { whenCertain } from '../../../pipeline/certainty.js';
import type { Clock, Scope } from '../../../pipeline/stage.js';
import type { AnySkill, SkillReply } from '../../../skills/skill.js';

/** What was asked, and of which skill. */
export interface SkillAsked {
  readonly skill: AnySkill;
  readonly slots: object;
  /** ISO 639-1. */
  readonly language: string;
}

const mostAnswers = 200;
/** An answer above this (characters) is a text to read, not something to say twice. */
const longestChars = 4000;

export class SkillAnswers {
  readonly #kept: LRUCache<string, readonly SkillReply[]>;
  /** A skill that was read again from its file is another one, even under the same name. */
  readonly #numbers = new WeakMap<AnySkill, number>();
  #count = 0;

  constructor(clock: Clock) {
    this.#kept = new LRUCache({
      max: mostAnswers,
      // The injected clock, asked every time; the library takes a start of 0 for "no TTL".
      ttlResolution: 0,
      perf: { now: () => clock.now() + 1 },
    });
  }

  /** The answer that was given to the same before, in its pieces; undefined when there is none, or it is too old. */
  find(asked: SkillAsked): readonly SkillReply[] | undefined {
    const key = this.#keyOf(asked);
    return key === undefined ? undefined : this.#kept.get(key);
  }

  /**
   * Hands the pieces of a new answer on, and keeps them once all were given and the turn is certain. An answer with
   * consequences (`effect`, `expects`), one that failed and one that was cut off is not kept.
   */
  async *keep(replies: AsyncIterable<SkillReply>, asked: SkillAsked, scope: Scope): AsyncGenerator<SkillReply> {
    const key = this.#keyOf(asked);
    const given: SkillReply[] = [];
    for await (const reply of replies) {
      given.push(reply);
      yield reply;
    }
    const isPlain = given.every((reply) => typeof reply === 'string' || (!reply.effect && !reply.expects));
    const chars = given.reduce((sum, reply) => sum + (typeof reply === 'string' ? reply : reply.text).length, 0);
    if (key === undefined || !isPlain || chars === 0 || chars > longestChars || scope.signal.aborted) return;
    whenCertain(scope, () => {
      this.#kept.set(key, given, { ttl: asked.skill.keepMs ?? 0 });
    });
  }

  clear(): void {
    this.#kept.clear();
  }

  /** Undefined for what must not be kept: no `keepMs`, or a skill that changes something. */
  #keyOf({ skill, slots, language }: SkillAsked): string | undefined {
    if (skill.keepMs === undefined || skill.keepMs <= 0 || skill.runs === 'certain') return undefined;
    const number = this.#numbers.get(skill) ?? (this.#count += 1);
    this.#numbers.set(skill, number);
    try {
      return `${number} ${language} ${serialize(slots).toString('base64')}`;
    } catch {
      // Slots with functions in them are equal to no others.
      return undefined;
    }
  }
}
