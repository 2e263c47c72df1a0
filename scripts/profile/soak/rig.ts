/** One session of the real turn engine in virtual time, and the turns that a soak puts it through. */
import { RingBuffer } from '../../../src/audio/ring-buffer.js';
import { createSilentSpeaker } from '../../../src/audio/silent-speaker.js';
import { Attention } from '../../../src/pipeline/attention.js';
import { Channel } from '../../../src/pipeline/channel.js';
import type { SessionEvent } from '../../../src/pipeline/events.js';
import type { SpeechEvent } from '../../../src/pipeline/messages.js';
import { Session } from '../../../src/pipeline/session.js';
import type { TurnSetup } from '../../../src/pipeline/session-options.js';
import { settle, StepClock } from '../step-clock.js';
import { steadyStages, type World } from './stages.js';
import { RATE_HZ, User } from './user.js';

/** What the user does; in this order, round and round. */
const habits = [
  ...Array.from({ length: 12 }, () => 'asks' as const),
  ...(['interrupts', 'interrupts', 'goes on', 'goes on', 'coughs', 'meets a fault', 'waits in vain'] as const),
];
type Habit = (typeof habits)[number];

const VOICE_FRAMES = 4;
/** Who goes on within this time has not finished. */
const REOPEN_MS = 300;
/** In silence nobody needs short frames. */
const LONG_FRAME_MS = 400;
/** Sentences of replies: whoever interrupts needs something to interrupt. */
const SHORT_MS = 100;
const LONG_MS = 1500;

export class SoakRig {
  readonly #controller = new AbortController();
  readonly #clock = new StepClock();
  readonly #world: World = { clock: this.#clock, mood: 'answers', said: '', sentenceMs: SHORT_MS };
  readonly #detector: Channel<SpeechEvent>;
  readonly #user: User;
  readonly #session: Session;
  #running: Promise<void> | undefined;
  #last: SessionEvent['type'] = 'listening';
  /** Events that tell of more than one question and one answer. */
  readonly events: Record<string, number> = {};
  /** Turns that are over, by outcome. */
  readonly outcomes: Record<string, number> = {};
  turns = 0;
  #round = 0;

  constructor() {
    const { signal } = this.#controller;
    this.#detector = new Channel({ capacity: 1000, overflow: 'wait', signal });
    this.#user = new User(this.#clock, (event) => this.#detector.offer(event));
    const setup = setupOf(this.#world);
    this.#session = new Session({
      ...{ clock: this.#clock, sampleRateHz: RATE_HZ, ring: new RingBuffer(30_000) },
      speaker: createSilentSpeaker({ clock: this.#clock, sampleRateHz: RATE_HZ }),
      vad: { name: 'vad', run: () => this.#detector },
      attention: new Attention({ mode: 'always', start: 'awake', followUpMs: 0, sampleRateHz: RATE_HZ }),
      setup: () => setup,
      onEvent: ({ type }) => {
        this.#last = type;
        if (type === 'turn.reopen' || type === 'audio.pause') this.events[type] = (this.events[type] ?? 0) + 1;
      },
      onTurn: ({ outcome }) => {
        const kind = outcome.kind === 'aborted' ? outcome.reason : outcome.kind;
        this.outcomes[kind] = (this.outcomes[kind] ?? 0) + 1;
        this.turns += 1;
      },
    });
  }

  /** Of the whole session: what a turn leaves on it stays. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Sleepers of the turn engine; none while nobody speaks. */
  get waiting(): number {
    return this.#clock.waiting;
  }

  async open(): Promise<void> {
    this.#running = this.#session.run(silence(), this.signal);
    await settle();
  }

  /** The next thing that the user does, to its end. Throws when the session does not come to rest. */
  async next(): Promise<void> {
    const habit = habits[this.#round % habits.length] ?? 'asks';
    this.#round += 1;
    await this.#do(habit);
    const isQuiet = await this.#user.hushUntil(() => !this.#session.busy, { frameMs: LONG_FRAME_MS });
    if (!isQuiet) throw new Error(`who ${habit} is not answered within a minute (turn ${this.turns + 1})`);
  }

  async close(): Promise<void> {
    this.#detector.end();
    await this.#clock.advance(1000);
    await this.#running;
  }

  async #do(habit: Habit): Promise<void> {
    const user = this.#user;
    const world = this.#world;
    world.mood = habit === 'meets a fault' ? 'fails' : habit === 'waits in vain' ? 'hangs' : 'answers';
    world.said = 'what time is it';
    world.sentenceMs = habit === 'interrupts' ? LONG_MS : SHORT_MS;
    if (habit === 'coughs') {
      await user.speak(1);
      await user.hushUntil(() => !this.#session.busy);
      return;
    }
    await user.speak(VOICE_FRAMES);
    if (habit === 'interrupts') {
      await user.hushUntil(() => this.#last === 'audio.start');
      // Sooner it would be the same turn that goes on.
      await user.hushUntil(() => false, { mostMs: REOPEN_MS + 100 });
      world.said = 'no tell me about tomorrow';
      world.sentenceMs = SHORT_MS;
      await user.speak(2 * VOICE_FRAMES);
    } else if (habit === 'goes on') {
      await user.hushUntil(() => this.#last !== 'partial' && this.#last !== 'speech.start');
      await user.speak(VOICE_FRAMES);
    }
  }
}

function setupOf(world: World): TurnSetup {
  return {
    stages: steadyStages(world),
    limits: { maxUtteranceMs: 4000, firstTokenTimeoutMs: 1000 },
    endpointing: {
      policy: {
        askSoundAtMs: [50, 150],
        decide: () => ({ ms: 200, reasons: ['silence'] }),
        learnPause: () => undefined,
      },
      listener: { judge: () => Promise.resolve(0.9) },
    },
    ...{ reopenMs: REOPEN_MS, preRollMs: 80, bargeIn: true, partials: true, duckDb: 18 },
    speculation: {
      economy: { mayBegin: () => true, mayPrepare: () => true, learn: () => undefined },
      soundsComplete: () => true,
    },
  };
}

async function* silence(): AsyncGenerator<never, void, undefined> {
  // The scripted detector has its own source.
}
