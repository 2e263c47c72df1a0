/** The conversations that are held aloud at this moment: that of the microphone, and others side by side with it. */
import type { AudioFrame } from '../audio/frame.js';
import type { Speaker } from '../audio/speaker.js';
import { recordTurn } from '../metrics/turn-record.js';
import type { Watch } from '../metrics/watch.js';
import { Attention } from '../pipeline/attention.js';
import type { TurnReport } from '../pipeline/report.js';
import type { KeyEvent, Session } from '../pipeline/session.js';
import type { Clock, Stage } from '../pipeline/stage.js';
import type { SpeechEvent } from '../pipeline/messages.js';
import { PauseHabit } from '../stages/turn-detection/habit.js';
import type { Settings } from '../config/schema.js';
import type { InferenceHost } from '../models/host/contract.js';
import { attentionSettings } from './attention-settings.js';
import { openSession, type Surroundings } from './hearing.js';
import type { OpenMemory } from './memory.js';
import { faultNotice } from './notices.js';
import type { AssistantOptions, ListenOptions } from './options.js';
import type { Running } from './running.js';
import type { Conversation } from '../stages/response/conversation.js';
import type { SpeakerStages } from './stages.js';

export interface SessionsParts {
  readonly options: AssistantOptions;
  readonly host: InferenceHost;
  readonly memory: OpenMemory;
  readonly clock: Clock;
  readonly watch: Watch;
  readonly vad: Stage<AudioFrame, SpeechEvent>;
  /** Asked at every turn, as settings change. */
  readonly running: () => Running;
  /** Somebody is listened to where nobody was. */
  readonly onFirst: () => void;
  /** Nobody is listened to any more. */
  readonly onLast: () => void;
  /** Something happens while somebody speaks or is answered. */
  readonly onBusy: () => void;
}

/** Whom a session is with; undefined for whoever speaks to the microphone. */
type Name = string | undefined;

export class Sessions {
  readonly #parts: SessionsParts;
  /** That of the microphone outlives its sessions: who muted it finds it muted. */
  readonly #attention: Attention;
  /** Undefined while it is being opened. */
  readonly #sessions = new Map<Name, Session | undefined>();

  constructor(parts: SessionsParts) {
    this.#parts = parts;
    this.#attention = new Attention(attentionSettings(parts.running().config.settings));
  }

  /** Whether anybody is listened to. */
  get areOpen(): boolean {
    return this.#sessions.size > 0;
  }

  /** True while anybody speaks or is answered. */
  get busy(): boolean {
    return [...this.#sessions.values()].some((session) => session?.busy === true);
  }

  busyWith(name: Name): boolean {
    return this.#sessions.get(name)?.busy ?? false;
  }

  /** Holds a conversation until the frames end or the signal fires. Throws when one of that name is being held. */
  async listen(
    frames: AsyncIterable<AudioFrame>,
    speaker: Speaker,
    signal: AbortSignal,
    options: ListenOptions,
  ): Promise<void> {
    const name = options.speaker;
    if (this.#sessions.has(name)) {
      throw new Error(`this assistant is listening ${name === undefined ? '' : `to ${name} `}already`);
    }
    this.#sessions.set(name, undefined);
    if (this.#sessions.size === 1) this.#parts.onFirst();
    try {
      await this.#converse({ frames, speaker, hearsSpeaker: options.hearsSpeaker ?? false }, signal, options);
    } finally {
      this.#sessions.delete(name);
      if (this.#sessions.size === 0) this.#parts.onLast();
    }
  }

  /** A key was pressed: it is for the microphone. Nothing happens while nobody listens to it. */
  attend(kind: KeyEvent): void {
    this.#sessions.get(undefined)?.attendNow(kind);
  }

  /** Says something unasked to everybody who is listened to. False when that is nobody. */
  announce(text: string): boolean {
    const open = [...this.#sessions.values()].filter((session) => session !== undefined);
    for (const session of open) void session.announce(text);
    return open.length > 0;
  }

  /** New settings of what gets the microphone's attention. */
  configure(settings: Settings): void {
    this.#attention.configure(attentionSettings(settings));
  }

  async #converse(heard: Surroundings, signal: AbortSignal, options: ListenOptions): Promise<void> {
    const { memory, running, watch, options: assistant } = this.#parts;
    const name = options.speaker;
    const conversation = memory.conversations.of(name);
    const stages = name === undefined ? (now: Running): SpeakerStages => now.stages : ownStages(conversation);
    const onEvent = options.onEvent ?? assistant.onEvent;
    const open = await openSession({
      ...{ ...this.#parts, ...heard, stages, probe: watch.probe },
      // One microphone has one line of time.
      frames: name === undefined ? watch.hear(heard.frames) : heard.frames,
      attention: name === undefined ? this.#attention : new Attention(attentionSettings(running().config.settings)),
      onFault: faultNotice(assistant),
      onEvent: (event) => {
        if (this.busy) this.#parts.onBusy();
        if (name === undefined) watch.take(event);
        // The live view is of the microphone; figures are of everybody.
        else if (event.type === 'turn') recordTurn(event, watch.meter);
        onEvent?.(event);
      },
      onTurn: ({ turn, transcript, reply, heard: words }: TurnReport) => {
        // A turn that came to nothing leaves no trace, not even of an answer that was begun.
        if (transcript === '' && reply === '') {
          conversation.drop(turn);
          return;
        }
        conversation.recordHeard(turn, words);
        // The model reads what was said while nobody waits for it; if that fails, the next question will say so.
        void stages(running())
          .responder.warmUp?.(signal)
          .catch(() => undefined);
      },
    });
    this.#sessions.set(name, open.session);
    const over = open.run(signal);
    memory.belongings.alarms.start();
    await over;
  }
}

/** Stages that hear and answer one person alone, made anew whenever the settings change. */
function ownStages(conversation: Conversation): (running: Running) => SpeakerStages {
  const habit = new PauseHabit();
  let made: { readonly from: Running; readonly stages: SpeakerStages } | undefined;
  return (running) => {
    if (made?.from !== running) made = { from: running, stages: running.stages.stagesIn(conversation, habit) };
    return made.stages;
  };
}
