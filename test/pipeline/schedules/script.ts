/** What a schedule is made of: how the stages behave, what the settings are, and what happens in which order. */
import * as fc from 'fast-check';

export type Attending = 'wake' | 'key-down' | 'key-up' | 'key-tap' | 'mute' | 'unmute' | 'sleep' | 'wake-up';

/** Frames of the microphone; `say` takes one word after another, `mumble` is a voice without words. */
export type Command =
  | readonly ['say', number]
  | readonly ['stop']
  | readonly ['hum']
  | readonly ['echo', number]
  | readonly ['mumble', number]
  | readonly ['hush', number]
  | readonly ['stall', number]
  | readonly ['gap', number]
  | readonly ['leap', number]
  | readonly ['announce']
  | readonly ['settings', number]
  | readonly ['attend', Attending]
  | readonly ['kill']
  | readonly ['device']
  | readonly ['abort']
  | readonly ['end'];

export type CommandName = Command[0];

export interface ListenerScript {
  readonly kind: 'none' | 'sure' | 'unsure' | 'hang' | 'throw';
}

export interface SetupScript {
  readonly reopenMs: number;
  readonly preRollMs: number;
  readonly waitMs: number;
  readonly bargeIn: boolean;
  readonly partials: boolean;
  readonly drafts: boolean;
  readonly early: boolean;
  readonly ahead: number;
  readonly filler: boolean;
  readonly listener: ListenerScript['kind'];
}

export interface SttScript {
  readonly final: 'good' | 'twice' | 'never' | 'throw' | 'throw-string' | 'empty' | 'ends' | 'unasked';
  readonly partials: 'steady' | 'rewritten' | 'stale' | 'none';
  readonly lagMs: number;
  readonly obeys: boolean;
}

export interface ResponderScript {
  readonly kind: 'good' | 'hang' | 'throw' | 'throw-sync' | 'throw-later' | 'throw-string' | 'empty' | 'nothing';
  readonly lagMs: number;
  /** Words in each sentence. */
  readonly sentences: readonly number[];
  readonly obeys: boolean;
}

export interface TtsScript {
  readonly kind: 'good' | 'hang' | 'throw' | 'throw-later' | 'mute';
  readonly lagMs: number;
  readonly chunk: number;
  readonly obeys: boolean;
}

export interface Schedule {
  /** The first holds at the beginning, `settings` chooses another. */
  readonly setups: readonly [SetupScript, ...SetupScript[]];
  /** Taken in order, one a run, round and round. */
  readonly stt: readonly SttScript[];
  readonly responder: readonly ResponderScript[];
  readonly tts: readonly TtsScript[];
  /** Position of the stream's first sample. */
  readonly origin: number;
  readonly reach: 'at-once' | 'later';
  readonly commands: readonly Command[];
}

const setup: fc.Arbitrary<SetupScript> = fc.record({
  reopenMs: fc.constantFrom(0, 300, 1200),
  preRollMs: fc.constantFrom(80, 200),
  waitMs: fc.constantFrom(80, 200, 500),
  bargeIn: fc.oneof({ weight: 6, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  partials: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  drafts: fc.boolean(),
  early: fc.boolean(),
  ahead: fc.constantFrom(0, 1, 2),
  filler: fc.boolean(),
  listener: fc.constantFrom('none', 'sure', 'unsure', 'hang', 'throw'),
});

/** Mostly as it should be. */
function mostly<T extends string>(good: T, ...others: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof(
    { weight: 2 * others.length, arbitrary: fc.constant(good) },
    ...others.map((other) => ({ weight: 1, arbitrary: fc.constant(other) })),
  );
}

const obeys = fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) });

const stt: fc.Arbitrary<SttScript> = fc.record({
  final: mostly<SttScript['final']>('good', 'twice', 'never', 'throw', 'throw-string', 'empty', 'ends', 'unasked'),
  partials: mostly<SttScript['partials']>('steady', 'rewritten', 'stale', 'none'),
  lagMs: fc.constantFrom(0, 30, 200, 900),
  obeys,
});

const responder: fc.Arbitrary<ResponderScript> = fc.record({
  kind: mostly<ResponderScript['kind']>(
    ...(['good', 'hang', 'throw', 'throw-sync', 'throw-later', 'throw-string', 'empty', 'nothing'] as const),
  ),
  lagMs: fc.constantFrom(0, 50, 400),
  sentences: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 3 }),
  obeys,
});

const tts: fc.Arbitrary<TtsScript> = fc.record({
  kind: mostly<TtsScript['kind']>('good', 'hang', 'throw', 'throw-later', 'mute'),
  lagMs: fc.constantFrom(0, 20, 150),
  chunk: fc.constantFrom(1, 7, 40, 5000),
  obeys,
});

const attending = fc.constantFrom<Attending[]>(
  ...(['wake', 'key-down', 'key-up', 'key-tap', 'mute', 'unmute', 'sleep', 'wake-up'] as const),
);
const few = fc.integer({ min: 1, max: 4 });
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(fc.constant('say' as const), few) },
  { weight: 8, arbitrary: fc.tuple(fc.constant('hush' as const), fc.integer({ min: 1, max: 24 })) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('mumble' as const), fc.integer({ min: 1, max: 8 })) },
  { weight: 1, arbitrary: fc.constant(['stop'] as const) },
  { weight: 2, arbitrary: fc.constant(['hum'] as const) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('echo' as const), few) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('stall' as const), fc.integer({ min: 50, max: 3000 })) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('gap' as const), fc.integer({ min: 1, max: 500 })) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('leap' as const), fc.constantFrom(500, 20_000, 3_600_000)) },
  { weight: 1, arbitrary: fc.constant(['announce'] as const) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('settings' as const), fc.integer({ min: 0, max: 2 })) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('attend' as const), attending) },
  { weight: 1, arbitrary: fc.constant(['kill'] as const) },
  { weight: 1, arbitrary: fc.constant(['device'] as const) },
);

const lastCommand: fc.Arbitrary<readonly Command[]> = mostly('none', 'abort', 'end').map((name) =>
  name === 'none' ? [] : [[name] as const],
);

const shape = {
  setups: fc.array(setup, { minLength: 1, maxLength: 3 }).map(([first, ...more]) => [first, ...more]),
  origin: fc.constantFrom(0, 0, 2 ** 31 - 5, 2 ** 32 - 5),
  reach: fc.constantFrom('at-once', 'later'),
  commands: fc
    .tuple(fc.array(command, { minLength: 1, maxLength: 30, size: 'max' }), lastCommand)
    .map(([commands, last]) => [...commands, ...last]),
} as {
  readonly setups: fc.Arbitrary<Schedule['setups']>;
  readonly origin: fc.Arbitrary<number>;
  readonly reach: fc.Arbitrary<Schedule['reach']>;
  readonly commands: fc.Arbitrary<Schedule['commands']>;
};

/** Anything may fail at any time. */
export const hostileSchedule: fc.Arbitrary<Schedule> = fc.record({
  ...shape,
  stt: fc.array(stt, { minLength: 1, maxLength: 4 }),
  responder: fc.array(responder, { minLength: 1, maxLength: 4 }),
  tts: fc.array(tts, { minLength: 1, maxLength: 4 }),
});

const faults = new Set<CommandName>(['kill', 'device', 'abort', 'leap', 'stall', 'attend']);

/** The stages do their work, late at times: here every word counts. */
export const kindSchedule: fc.Arbitrary<Schedule> = fc
  .record({
    ...shape,
    stt: fc.array(stt, { minLength: 1, maxLength: 4 }),
    responder: fc.array(responder, { minLength: 1, maxLength: 4 }),
    tts: fc.array(tts, { minLength: 1, maxLength: 4 }),
  })
  .map((schedule) => ({
    ...schedule,
    stt: schedule.stt.map((script) => ({ ...script, final: 'good' as const, obeys: true })),
    responder: schedule.responder.map((script) => ({
      ...script,
      kind: script.kind === 'empty' || script.kind === 'nothing' ? script.kind : ('good' as const),
      obeys: true,
    })),
    tts: schedule.tts.map((script) => ({
      ...script,
      kind: script.kind === 'mute' ? script.kind : ('good' as const),
      obeys: true,
    })),
    commands: schedule.commands.filter(([name]) => !faults.has(name)),
  }));
