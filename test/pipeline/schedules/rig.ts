/** Plays a schedule: a session in virtual time, scripted stages, and a record of everything that happened. */
import { getEventListeners } from 'node:events';
import { RingBuffer } from '../../../src/audio/ring-buffer.js';
import { Attention } from '../../../src/pipeline/attention.js';
import { Channel } from '../../../src/pipeline/channel.js';
import type { SessionEvent } from '../../../src/pipeline/events.js';
import type { FillerSource } from '../../../src/pipeline/filler.js';
import type { SpeechEvent } from '../../../src/pipeline/messages.js';
import type { TurnReport } from '../../../src/pipeline/report.js';
import { Session } from '../../../src/pipeline/session.js';
import type { TurnSetup } from '../../../src/pipeline/session-options.js';
import { Child } from './call.js';
import { LedgerSpeaker, RATE_HZ } from './ledger-speaker.js';
import { Microphone } from './microphone.js';
import type { Attending, Command, CommandName, Schedule, SetupScript } from './script.js';
import { forgetWords, makeWord, scriptedStages, WORD_SAMPLES, type Records, type World } from './stages.js';
import { settle, StepClock } from '../../../scripts/profile/step-clock.js';

/** Of the latest turn; `over` another that is not yet over. */
type Plain = 'idle' | 'hearing' | 'transcribing' | 'thinking' | 'speaking';
export type Phase = Plain | `${Plain} over another`;

/** All there is to judge a run by. */
export interface Trace extends Records {
  readonly schedule: Schedule;
  readonly events: SessionEvent[];
  readonly reports: TurnReport[];
  readonly speaker: LedgerSpeaker;
  readonly microphone: Microphone;
  readonly announced: { readonly text: string; readonly atMs: number }[];
  /** Setup that each turn began with. */
  readonly setups: Map<string, SetupScript>;
  /** What the rig saw that must not be. */
  readonly faults: string[];
  /** Phase of the latest turn when each command came. */
  readonly visits: { readonly phase: Phase; readonly command: CommandName }[];
  /** Silence until nobody was busy any more, after the last command. */
  quietAfterMs: number;
  /** The run was ended by a command: the last turns are cut off. */
  isCut: boolean;
  /** When a key was pressed or a wake word was heard: who calls anew has finished before. */
  readonly called: number[];
  /** When the microphone's stream ended. */
  streamEndMs: number;
  /** Turns of before the last question, which finds the stages in order. */
  turnsBeforeProbe: number;
}

const LIMITS = { maxUtteranceMs: 4000, firstTokenTimeoutMs: 1000 };
/** Longer than all deadlines of a turn together: 14 s to hear, 5 s and twice the audio, 16 s to think, 15 s to speak. */
const QUIET_MS = 150_000;
const SLOW_FRAME_MS = 400;
const UNEVEN_MS = 70;
const CLOSE_MS = 50;

export async function play(schedule: Schedule): Promise<Trace> {
  const rig = new Rig(schedule);
  const onRejection = (reason: unknown): void => {
    rig.trace.faults.push(`unhandled rejection: ${messageOf(reason)}`);
  };
  process.on('unhandledRejection', onRejection);
  try {
    await rig.run();
    await settle();
  } catch (error) {
    rig.trace.faults.push(`the session threw at its caller: ${messageOf(error)}`);
  } finally {
    process.off('unhandledRejection', onRejection);
  }
  return rig.trace;
}

class Rig {
  readonly trace: Trace;
  readonly #world: World;
  readonly #clock = new StepClock();
  readonly #controller = new AbortController();
  readonly #detector: Channel<SpeechEvent>;
  readonly #session: Session;
  #setup: SetupScript;
  #isDone = false;
  #error: unknown;

  constructor(schedule: Schedule) {
    forgetWords();
    const { signal } = this.#controller;
    this.#detector = new Channel({ capacity: 10_000, overflow: 'wait', signal });
    const microphone = new Microphone(this.#clock, schedule.origin, (event) => this.#detector.offer(event));
    const speaker = new LedgerSpeaker(this.#clock, schedule.reach);
    const records: Records = { ears: [], asked: [], spoken: [] };
    this.#world = {
      ...{ ...records, clock: this.#clock, child: new Child(), microphone, isKind: false },
      heardOf: (run) => speaker.heardOf(run),
      faults: [],
    };
    this.trace = {
      ...{
        schedule,
        ...records,
        speaker,
        microphone,
        events: [],
        reports: [],
        announced: [],
        called: [],
        setups: new Map(),
      },
      ...{ faults: [], visits: [], quietAfterMs: 0, isCut: false, streamEndMs: Infinity },
      turnsBeforeProbe: 0,
    };
    this.#setup = schedule.setups[0];
    const stages = scriptedStages(schedule, this.#world);
    this.#session = new Session({
      ...{ speaker, clock: this.#clock, sampleRateHz: RATE_HZ, ring: new RingBuffer(60_000, schedule.origin) },
      vad: { name: 'vad', run: () => this.#detector },
      attention: new Attention({ mode: 'always', start: 'awake', followUpMs: 0, sampleRateHz: RATE_HZ }),
      setup: () => realise(this.#setup, stages),
      onEvent: (event) => {
        this.#onEvent(event);
      },
      onTurn: (report) => this.trace.reports.push(report),
    });
  }

  async run(): Promise<void> {
    const { trace } = this;
    const { signal } = this.#controller;
    void this.#session.run(nothing(), signal).then(
      () => (this.#isDone = true),
      (error: unknown) => {
        this.#isDone = true;
        this.#error = error;
      },
    );
    await settle();
    for (const command of trace.schedule.commands) {
      trace.visits.push({ phase: this.#phase(), command: command[0] });
      await this.#perform(command);
      if (trace.isCut) break;
    }
    if (!trace.isCut) await this.#probe();
    await this.#close();
    trace.faults.push(...this.#world.faults);
    trace.speaker.update();
    if (getEventListeners(signal, 'abort').length > 0) trace.faults.push('listeners stay on the signal of the session');
    if (this.#clock.waiting > 0) trace.faults.push(`${this.#clock.waiting} timers run on after the session`);
    if (this.#world.child.held > 0) trace.faults.push(`${this.#world.child.held} calls of the engines are still open`);
    if (this.#error !== undefined && !signal.aborted) trace.faults.push(`the session threw: ${messageOf(this.#error)}`);
  }

  async #perform(command: Command): Promise<void> {
    const { microphone } = this.#world;
    switch (command[0]) {
      case 'say':
        for (let i = 0; i < command[1]; i += 1) await microphone.say(makeWord('k'), 'plain');
        return;
      case 'stop':
        return microphone.say('stop', 'stop');
      case 'hum':
        return microphone.say('mm-hm', 'hum');
      case 'echo':
        return this.#echo(command[1]);
      case 'mumble':
        return microphone.voice(command[1]);
      case 'hush':
        return microphone.hush(command[1]);
      case 'stall':
        return this.#clock.advance(command[1]);
      case 'gap':
        microphone.lose(command[1]);
        return;
      case 'leap':
        return this.#clock.leap(command[1]);
      case 'announce':
        this.#announce();
        return;
      case 'settings':
        this.#setup = this.trace.schedule.setups[command[1]] ?? this.#setup;
        return;
      case 'attend':
        this.#attend(command[1]);
        return settle();
      case 'kill':
        this.#world.child.kill();
        return settle();
      case 'device':
        this.trace.speaker.breakOnce();
        return;
      case 'abort':
      case 'end':
        this.trace.isCut = true;
        await this.#end(command[0]);
    }
  }

  /** The loudspeaker is heard by the microphone: words that were heard a moment ago. */
  async #echo(count: number): Promise<void> {
    const { speaker, spoken } = this.trace;
    for (let i = 0; i < count; i += 1) {
      speaker.update();
      const last = speaker.heard.at(-1);
      const isSounding = last?.run !== undefined && this.#clock.now() - last.atMs <= 40;
      const word = isSounding ? spoken[last.run]?.words[Math.floor(last.position / WORD_SAMPLES)] : undefined;
      if (word === undefined) return;
      await this.#world.microphone.say(word, 'echo');
    }
  }

  /** A key is pressed, the microphone is muted, a wake word is heard. */
  #attend(kind: Attending): void {
    const { end } = this.#world.microphone;
    this.trace.called.push(this.#clock.now());
    if (kind === 'wake') {
      this.#session.attend({ kind, hit: { word: 'computer', startSample: end - 400, endSample: end, score: 1 } });
    } else this.#session.attend({ kind, atSample: end });
  }

  #announce(): void {
    const text = `${makeWord('z')} ${makeWord('z')}`;
    this.trace.announced.push({ text, atMs: this.#clock.now() });
    void this.#session.announce(text);
  }

  /** Whatever has happened: silence brings rest, and the next question is answered. */
  async #probe(): Promise<void> {
    const { trace } = this;
    const { microphone } = this.#world;
    const fromMs = this.#clock.now();
    for (const kind of ['key-up', 'unmute', 'wake-up'] as const) this.#attend(kind);
    await microphone.hush(12);
    for (let quiet = 0; quiet < 3 && this.#clock.now() - fromMs < QUIET_MS;) {
      // Announcements that wait for each other may leave gaps at any fixed distance.
      await microphone.hush(1, SLOW_FRAME_MS - quiet * UNEVEN_MS);
      quiet = this.#session.busy ? 0 : quiet + 1;
    }
    trace.quietAfterMs = this.#clock.now() - fromMs;
    if (this.#session.busy) trace.faults.push('still busy after all deadlines');
    if (this.#clock.waiting > 0) trace.faults.push(`${this.#clock.waiting} timers run while nobody is busy`);
    if (this.#world.child.held > 0) trace.faults.push(`${this.#world.child.held} calls are open while nobody is busy`);
    trace.turnsBeforeProbe = trace.reports.length;
    this.#world.isKind = true;
    this.trace.speaker.forget();
    await microphone.say('kwhat', 'plain');
    await microphone.say('ktime', 'plain');
    const answered = (): boolean => trace.reports.length > trace.turnsBeforeProbe;
    for (let i = 0; i < 100 && !answered(); i += 1) await microphone.hush(1);
  }

  async #end(how: 'abort' | 'end'): Promise<void> {
    this.trace.streamEndMs = this.#clock.now();
    if (how === 'abort') {
      this.#controller.abort(new Error('enough'));
      await this.#clock.advance(CLOSE_MS);
      if (!this.#isDone) this.trace.faults.push('the session is not over 50 ms after its signal');
      return;
    }
    this.#detector.end();
    for (let ms = 0; ms < QUIET_MS && !this.#isDone; ms += SLOW_FRAME_MS) await this.#clock.advance(SLOW_FRAME_MS);
    if (!this.#isDone) this.trace.faults.push('the session is not over although its stream has ended');
  }

  async #close(): Promise<void> {
    if (!this.#isDone) await this.#end('end');
    const count = this.trace.events.length;
    await this.#clock.advance(20_000);
    const late = this.trace.events.slice(count).filter(({ type }) => type !== 'turn');
    if (late.length > 0) this.trace.faults.push(`events after the end: ${late.map(({ type }) => type).join(', ')}`);
  }

  #onEvent(event: SessionEvent): void {
    this.trace.events.push(event);
    if (event.type === 'speech.start') this.trace.setups.set(event.turn, this.#setup);
  }

  #phase(): Phase {
    let phase: Plain = 'idle';
    let turn = '';
    const open = new Set<string>();
    for (const event of this.trace.events) {
      if (!('turn' in event)) continue;
      if (event.type === 'turn') open.delete(event.turn);
      else open.add(event.turn);
      if (event.type === 'speech.start') [phase, turn] = ['hearing', event.turn];
      else if (event.turn !== turn) continue;
      else if (event.type === 'speech.end') phase = 'transcribing';
      else if (event.type === 'transcript') phase = 'thinking';
      else if (event.type === 'audio.start') phase = 'speaking';
      else if (event.type === 'turn.reopen') phase = 'hearing';
      else if (event.type === 'turn') phase = 'idle';
    }
    return [...open].some((other) => other !== turn) ? `${phase} over another` : phase;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : JSON.stringify(error);
}

function realise(script: SetupScript, stages: Omit<TurnSetup['stages'], 'ahead'>): TurnSetup {
  const { reopenMs, preRollMs, bargeIn, partials, ahead, listener } = script;
  return {
    stages: { ...stages, ahead },
    limits: LIMITS,
    endpointing: {
      policy: {
        askSoundAtMs: [50, 150],
        decide: ({ sounds }) => {
          const ms = (sounds.at(-1)?.finished ?? 1) > 0.5 ? script.waitMs : 2 * script.waitMs;
          return { ms, reasons: ['silence'] };
        },
        learnPause: () => undefined,
      },
      listener: listener === 'none' ? undefined : { judge: () => judge(listener) },
    },
    ...{ reopenMs, preRollMs, bargeIn, partials, duckDb: 18 },
    speculation: {
      economy: { mayBegin: () => script.drafts, mayPrepare: () => script.early, learn: () => undefined },
      soundsComplete: () => script.early,
    },
    filler: script.filler ? tone : undefined,
  };
}

function judge(kind: Exclude<SetupScript['listener'], 'none'>): Promise<number> {
  if (kind === 'hang') return new Promise(() => undefined);
  if (kind === 'throw') return Promise.reject(new Error('the turn model failed'));
  return Promise.resolve(kind === 'sure' ? 0.9 : 0.1);
}

const tone: FillerSource = {
  afterMs: 300,
  againMs: 600,
  next: () => ({
    ...{ text: '', mayBeCut: true },
    async *audio() {
      yield { samples: new Float32Array(120).fill(0.25), sampleRateHz: RATE_HZ, startSample: 0 };
    },
  }),
};

async function* nothing(): AsyncGenerator<never, void, undefined> {
  // The scripted detector has its own source.
}
