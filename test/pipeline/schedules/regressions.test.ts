/** Schedules that once broke an invariant, as short as they could be made. */
import { describe, expect, it } from 'vitest';
import { judgeTrace } from './oracle.js';
import { play } from './rig.js';
import type { ResponderScript, Schedule, SetupScript, SttScript, TtsScript } from './script.js';

const setup: SetupScript = {
  ...{ reopenMs: 1200, preRollMs: 200, waitMs: 200, bargeIn: true, partials: true },
  ...{ drafts: false, early: false, ahead: 1, filler: false, listener: 'none' },
};
const stt: SttScript = { final: 'good', partials: 'steady', lagMs: 0, obeys: true };
const responder: ResponderScript = { kind: 'good', lagMs: 0, sentences: [4, 4], obeys: true };
const tts: TtsScript = { kind: 'good', lagMs: 0, chunk: 7, obeys: true };

/** One script for all runs, or one for each, round and round. */
type OneOrMore<Script> = Partial<Script> | readonly Partial<Script>[];

interface Case {
  readonly setup?: Partial<SetupScript>;
  readonly stt?: OneOrMore<SttScript>;
  readonly responder?: OneOrMore<ResponderScript>;
  readonly tts?: Partial<TtsScript>;
  readonly origin?: number;
  readonly commands: Schedule['commands'];
}

function schedule(found: Case): Schedule {
  return {
    setups: [{ ...setup, ...found.setup }],
    stt: each(stt, found.stt),
    responder: each(responder, found.responder),
    tts: [{ ...tts, ...found.tts }],
    ...{ origin: found.origin ?? 0, reach: 'at-once', commands: found.commands },
  };
}

function each<Script>(usual: Script, scripts: OneOrMore<Script> = {}): Script[] {
  const list: readonly Partial<Script>[] = Array.isArray(scripts) ? scripts : [scripts];
  return list.map((script) => ({ ...usual, ...script }));
}

/** Every word counts in them, unless a stage is at fault. */
const cases: readonly (readonly [was: string, found: Case])[] = [
  [
    'the recogniser did not hear that the microphone had lost samples, so its words lay at wrong times',
    {
      origin: 2 ** 31 - 5,
      commands: [
        ['mumble', 5],
        ['gap', 80],
        ['mumble', 6],
        ['hush', 12],
      ],
    },
  ],
  [
    'partials were told behind the final that they came too late for',
    { setup: { reopenMs: 0, waitMs: 80 }, commands: [['say', 2], ['hush', 2], ['say', 1], ['hum'], ['end']] },
  ],
  [
    'a draft that was dropped while its sound lay ready left its stages waiting for a reader',
    {
      setup: { drafts: true, early: true, ahead: 0 },
      commands: [
        ['say', 4],
        ['hush', 12],
      ],
    },
  ],
  [
    'a draft that was played and broken off did the same',
    { setup: { drafts: true, reopenMs: 0, waitMs: 80 }, commands: [['hum'], ['hush', 2], ['say', 4], ['hush', 30]] },
  ],
  [
    'a final that nobody had asked for was taken for the answer to the next commit',
    { stt: { final: 'unasked' }, setup: { drafts: true }, commands: [['say', 3], ['hush', 3], ['say', 3], ['abort']] },
  ],
  [
    'a final for words that were taken back was reported as the transcript of a turn that never had one',
    {
      stt: { lagMs: 900 },
      setup: { partials: false },
      commands: [['say', 3], ['hush', 8], ['say', 4], ['hush', 2], ['abort']],
    },
  ],
  [
    'a recogniser that ignores its signal went on telling partials of a turn that was over',
    {
      stt: { lagMs: 200, obeys: false },
      commands: [['say', 4], ['hush', 4], ['device'], ['say', 4], ['say', 1], ['abort']],
    },
  ],
  [
    'a responder that ignores its signal told pieces of a reply that had been taken back',
    {
      responder: { lagMs: 400, obeys: false },
      commands: [
        ['say', 3],
        ['hush', 14],
        ['say', 4],
        ['hush', 30],
      ],
    },
  ],
  [
    'the last words of a reply, heard back when it was over, became a turn of their own',
    {
      ...{ setup: { reopenMs: 300, preRollMs: 80 }, stt: { lagMs: 200 }, tts: { lagMs: 0 } },
      commands: [
        ['say', 2],
        ['hush', 14],
        ['echo', 1],
        ['echo', 1],
        ['hush', 3],
        ['echo', 4],
        ['hush', 30],
      ],
    },
  ],
  [
    'words were lost when the sound ended while it was not yet clear whether the user went on',
    { setup: { reopenMs: 300 }, stt: { lagMs: 200 }, commands: [['say', 4], ['hush', 8], ['say', 3], ['end']] },
  ],
  [
    'words were lost when the turn was over of itself while it was not yet clear whether the user went on',
    {
      ...{ stt: { lagMs: 30 }, responder: { kind: 'empty', lagMs: 400 } },
      commands: [
        ['say', 1],
        ['hush', 25],
        ['mumble', 5],
        ['say', 3],
        ['hush', 22],
      ],
    },
  ],
  [
    'the pre-roll of a turn held words that the turn before had been asked for already',
    {
      ...{ setup: { reopenMs: 0, waitMs: 80, partials: false }, stt: { partials: 'none', lagMs: 30 } },
      ...{
        responder: { kind: 'nothing' },
        commands: [
          ['say', 4],
          ['hush', 3],
          ['say', 2],
          ['hush', 17],
        ],
      },
    },
  ],
  [
    'a voice that came back within the pause of the detector was confirmed by nobody, and its words were dropped',
    {
      setup: { partials: false, waitMs: 80 },
      commands: [
        ['say', 4],
        ['hush', 4],
        ['say', 3],
        ['hush', 20],
      ],
    },
  ],
  [
    'a recogniser that was late told of an earlier pause, and the voice that had come back was taken for a noise',
    {
      setup: { reopenMs: 300, preRollMs: 80 },
      stt: { partials: 'stale', lagMs: 900 },
      commands: [
        ['mumble', 5],
        ['hush', 7],
        ['say', 3],
      ],
    },
  ],
  [
    'a key that was pressed and let go behind a voice asked for sound from before the turn',
    {
      origin: 2 ** 31 - 5,
      commands: [
        ['say', 2],
        ['hush', 4],
        ['attend', 'key-down'],
        ['attend', 'key-up'],
        ['hush', 20],
      ],
    },
  ],
  [
    'a voice that came back and ended before the turn was over of itself was taken up, but by nobody confirmed',
    {
      ...{ stt: { partials: 'none', lagMs: 900 }, responder: { kind: 'nothing', lagMs: 50 } },
      ...{
        setup: { waitMs: 400 },
        commands: [
          ['say', 4],
          ['hush', 11],
          ['say', 4],
        ],
      },
    },
  ],
  [
    'a recogniser that ended while two commits had been taken back made the turn ask it again for ever',
    {
      ...{ setup: { partials: false, waitMs: 80, reopenMs: 1200 }, stt: { final: 'ends', lagMs: 900 } },
      commands: [
        ['say', 3],
        ['hush', 3],
        ['say', 3],
        ['hush', 3],
        ['say', 3],
        ['hush', 30],
      ],
    },
  ],
  [
    'a key that was pressed over a reply was dismissed as a noise or as an echo while it was held down',
    {
      setup: { reopenMs: 0, preRollMs: 80, waitMs: 80, ahead: 0 },
      responder: { sentences: [1] },
      ...{ tts: { chunk: 1 } },
      commands: [
        ['say', 1],
        ['hush', 3],
        ['attend', 'key-down'],
        ['echo', 1],
        ['say', 1],
        ['hush', 1],
        ['announce'],
        ['mumble', 1],
        ['announce'],
        ['end'],
      ],
    },
  ],
  [
    'who spoke in one breath with the echo of a reply was not heard until the next pause',
    {
      setup: { reopenMs: 0, preRollMs: 80, waitMs: 80, ahead: 0 },
      stt: [{ lagMs: 900 }, { partials: 'rewritten' }],
      ...{ responder: { sentences: [1] }, tts: { chunk: 1 } },
      commands: [
        ['mumble', 1],
        ['hush', 8],
        ['say', 1],
        ['hush', 3],
        ['echo', 1],
        ['hush', 1],
        ['say', 1],
        ['mumble', 5],
        ['say', 2],
        ['say', 3],
        ['hush', 1],
      ],
    },
  ],
  [
    'a voice that came back was taken up behind the mute key, and a reply began over one that two turns were spoken over',
    {
      setup: { reopenMs: 0, preRollMs: 80, waitMs: 80, ahead: 0 },
      stt: [{ partials: 'rewritten' }, { final: 'never', partials: 'none' }],
      ...{ responder: { sentences: [1] }, tts: { chunk: 1 } },
      commands: [
        ['say', 1],
        ['hush', 1],
        ['mumble', 1],
        ['hush', 1],
        ['say', 1],
        ['attend', 'mute'],
        ['hush', 1],
      ],
    },
  ],
  [
    'the first sound of a word belonged to the turn that was over in its first frame',
    {
      setup: { reopenMs: 300, waitMs: 200 },
      ...{ stt: { partials: 'none' }, tts: { chunk: 40 } },
      responder: [{ sentences: [5, 4] }, { kind: 'nothing' }],
      commands: [['say', 1], ['hush', 4], ['hum'], ['hush', 19], ['say', 3]],
    },
  ],
  [
    'an announcement began while a voice waited for a turn, and was broken off by it',
    {
      ...{ setup: { reopenMs: 0, waitMs: 80 }, stt: { final: 'never' }, responder: { sentences: [3, 3] } },
      ...{ tts: { chunk: 40 }, commands: [['hum'], ['hush', 1], ['say', 1], ['announce'], ['kill'], ['stall', 10]] },
    },
  ],
  [
    'a reply began under a user who went on, where there had been an echo once',
    {
      ...{ setup: { reopenMs: 0 }, responder: { lagMs: 400, sentences: [3, 1, 6] }, tts: { chunk: 40 } },
      commands: [['say', 1], ['hush', 16], ['echo', 1], ['hum'], ['hush', 12], ['say', 1]],
    },
  ],
  [
    'a pause was told a second time, and read twice, when the turn was taken back in it',
    {
      ...{ setup: { reopenMs: 1200 }, stt: { lagMs: 200 }, responder: { lagMs: 400 } },
      commands: [
        ['say', 2],
        ['hush', 6],
        ['say', 1],
        ['hush', 20],
      ],
    },
  ],
];

/** What is lost by these is nobody's fault. */
const faults = new Set<string>(['device', 'abort', 'attend']);

describe('what broke an invariant once', () => {
  it.each(cases)('%s', async (_was, found) => {
    const played = schedule(found);
    const isKind =
      played.stt.every(({ final }) => final === 'good') && !played.commands.some(([name]) => faults.has(name));
    expect(judgeTrace(await play(played), isKind)).toEqual([]);
  });
});
