/** Questions in writing: their answers, what words would be understood to mean, what there is to ask, how to forget. */
import type { ReplyDelta } from '../pipeline/messages.js';
import type { Scope } from '../pipeline/stage.js';
import type { AnySkill } from '../skills/skill.js';
import type { Meaning } from '../stages/nlp/understanding.js';
import type { Conversation } from '../stages/response/conversation.js';
import { askText } from './asking.js';
import { eraseTraces } from './data-folder.js';
import { onDemand } from './on-demand.js';
import type { AskOptions } from './options.js';
import type { Running } from './running.js';
import type { Memory } from './stages.js';

export interface WritingParts {
  readonly memory: Memory;
  readonly running: () => Running;
  readonly scope: (signal: AbortSignal) => Scope;
  /** Loads what is loaded on demand, where anything is; then `running` is another one. */
  readonly load?: ((signal: AbortSignal) => Promise<unknown>) | undefined;
}

/** `speaker` is in all methods as in `AskOptions`. */
export class Writing {
  readonly #parts: WritingParts;

  constructor(parts: WritingParts) {
    this.#parts = parts;
  }

  /** Every skill there is at this moment, in the order in which they are tried. */
  skills(): readonly AnySkill[] {
    return this.#parts.running().stages.abilities.skills();
  }

  /** How many timers, alarms and reminders are to ring. */
  waiting(): number {
    return this.#parts.memory.belongings.alarms.find({}).length;
  }

  /** As it would be understood just now; changes nothing. */
  understand(text: string, speaker?: string): Meaning {
    const { understanding, parseContextOf } = this.#parts.running().stages.abilities;
    return understanding.understand(text, { ...parseContextOf(this.#conversation(speaker)), language: 'en' });
  }

  /** Forgets what was said in this conversation. */
  forget(speaker?: string): void {
    this.#conversation(speaker).clear();
  }

  /** See `Controls`. What is to be removed from disk is removed before this returns, or soon after. */
  forgetTraces(onFault: (error: Error) => void): void {
    const { memory, running } = this.#parts;
    const { cache, sounds, stages, specs } = running();
    memory.conversations.clear();
    memory.answers.clear();
    cache.clear();
    sounds?.clear();
    eraseTraces(onFault);
    // What the model has read of the conversation makes way for one that has not begun.
    const { signal } = new AbortController();
    if (specs !== onDemand) void stages.responder.warmUp?.(signal).catch(() => undefined);
  }

  /** Throws `ModelError` or `EngineError` where the language model is needed, loaded on demand, and cannot be. */
  async *ask(
    text: string,
    signal: AbortSignal,
    { speaker, language = 'en' }: AskOptions,
  ): AsyncGenerator<ReplyDelta, void, undefined> {
    const { running, load, scope } = this.#parts;
    if (running().specs === onDemand && this.#needsModel(text, { speaker, language })) {
      await load?.(signal);
      await running().stages.responder.warmUp?.(signal);
    }
    const conversation = this.#conversation(speaker);
    const responder = running().stages.responderIn(conversation);
    let isFromModel = false;
    for await (const delta of askText({ text, language }, { responder, conversation, scope: scope(signal) })) {
      isFromModel = delta.source === 'llm';
      yield delta;
    }
    // The model reads what was said while nobody waits for it; if that fails, the next question will say so.
    if (isFromModel) void responder.warmUp?.(signal).catch(() => undefined);
  }

  /** False where a skill will answer; and where something was asked back, it is tried without the model first. */
  #needsModel(text: string, { speaker, language }: { speaker: string | undefined; language: string }): boolean {
    const { normalised, intent, suggestion } = this.understand(text, speaker);
    if (normalised === '' || this.#conversation(speaker).expects !== undefined) return false;
    return language !== 'en' || (intent === undefined && suggestion === undefined);
  }

  #conversation(speaker: string | undefined): Conversation {
    return this.#parts.memory.conversations.of(speaker);
  }
}
