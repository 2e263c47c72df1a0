/** The speech stage against a scripted engine: settings go in, transcripts come out, faults and aborts end it. */
import { describe, expect, it } from 'vitest';
import type { Settings } from '../../../src/config/schema.js';
import type { EngineCallOptions, EngineHandle } from '../../../src/models/host/engine.js';
import type { UtteranceEvent } from '../../../src/pipeline/messages.js';
import { createWhisperStage, readWhisperInfo } from '../../../src/stages/stt/whisper.js';
import { collect, stream, testScope } from '../../fakes/scope.js';

const settings: Settings['stt'] = {
  model: 'whisper-tiny.en',
  streaming: true,
  partial_results: true,
  partial_interval_ms: 300,
  language: 'en',
  task: 'transcribe' as const,
  hints: [],
  optimization: { device: 'cpu', compute_type: 'auto', num_workers: 1 },
};
const final = { kind: 'final', text: 'stop', language: 'en', words: [{ text: 'stop', startMs: 0, endMs: 300 }] };
const partial = { kind: 'partial', revision: 0, text: 'st', stable: '', language: 'en', atPause: false, heardMs: 200 };

interface Call {
  readonly method: string;
  readonly args: unknown;
}

/** Reads its input to the end, then answers with the script. */
function engineOf(script: readonly unknown[], calls: Call[] = []): EngineHandle {
  return {
    ready: async () => undefined,
    async *call(method: string, args: unknown, { input, signal }: EngineCallOptions) {
      calls.push({ method, args });
      if (input !== undefined) await collect(input);
      for (const value of script) {
        signal.throwIfAborted();
        yield value;
      }
    },
  };
}

const pause: UtteranceEvent = { kind: 'pause' };

describe('createWhisperStage', () => {
  it('hands the settings on and yields what the engine heard', async () => {
    const calls: Call[] = [];
    const stage = createWhisperStage(engineOf([partial, final], calls), settings);
    expect(stage.name).toBe('stt');
    expect(await collect(stage.run(stream(pause), testScope()))).toEqual([partial, final]);
    const args = {
      language: 'en',
      task: 'transcribe',
      partials: true,
      partialIntervalMs: 300,
      pauses: false,
      streaming: true,
    };
    expect(calls).toEqual([{ method: 'recognize', args }]);
  });

  it('hands on what is likely to be said, the user’s own words first', async () => {
    const calls: Call[] = [];
    const hints = { language: 'en', context: ['Set a timer.'], words: ['timer'] };
    const run = (own: string[], given?: typeof hints): Promise<unknown> =>
      collect(
        createWhisperStage(engineOf([final], calls), { ...settings, hints: own }, false, () => given).run(
          stream(pause),
          testScope(),
        ),
      );
    await run([], hints);
    await run(['Aoife', 'Voss'], hints);
    await run(['Aoife']);
    expect(calls.map(({ args }) => (args as { hints?: unknown }).hints)).toEqual([
      hints,
      { language: 'en', context: ['Aoife, Voss', 'Set a timer.'], words: ['Aoife', 'Voss', 'timer'] },
      { language: 'en', context: ['Aoife'], words: ['Aoife'] },
    ]);
  });

  it('hands on when each word of a partial was said, and in which language', async () => {
    const words = [{ text: 'st', startMs: 0, endMs: 100, language: 'en' }];
    const timed = { ...partial, words };
    const heard = { ...final, words: [{ ...words[0], text: 'stop' }] };
    const stage = createWhisperStage(engineOf([timed, heard]), settings);
    expect(await collect(stage.run(stream(pause), testScope()))).toEqual([timed, heard]);
    const wrong = createWhisperStage(engineOf([{ ...partial, words: [{ text: 'st' }] }]), settings);
    await expect(collect(wrong.run(stream(pause), testScope()))).rejects.toThrow('something that is no transcript');
  });

  it('yields what is heard behind a final, too', async () => {
    const longer = { ...final, text: 'stop it' };
    const script = [partial, final, { ...partial, revision: 1, text: 'stop it' }, longer];
    const stage = createWhisperStage(engineOf(script), settings);
    const said = stream<UtteranceEvent>(pause, { kind: 'commit', isQuiet: false }, pause);
    expect(await collect(stage.run(said, testScope()))).toEqual(script);
  });

  it('takes a run that ends behind the final of a commit', async () => {
    const script = [final, { ...partial, revision: 1, text: 'stop', atPause: true }];
    const stage = createWhisperStage(engineOf(script), settings);
    expect(await collect(stage.run(stream(), testScope()))).toEqual(script);
  });

  it('expects the language of before, once enough was said in it', async () => {
    const long = { ...final, language: 'de', words: [{ text: 'Guten', startMs: 200, endMs: 1300 }] };
    const scripts = [{ ...final, language: 'fr' }, long, { ...final, language: 'nl' }, final];
    const calls: Call[] = [];
    const engine: EngineHandle = {
      ready: async () => undefined,
      async *call(method: string, args: unknown) {
        calls.push({ method, args });
        yield scripts[calls.length - 1];
      },
    };
    const stage = createWhisperStage(engine, { ...settings, language: 'auto' });
    for (let i = 0; i < scripts.length; i++) await collect(stage.run(stream(), testScope()));
    const told = calls.map(({ args }) => (args as { expected?: string }).expected);
    expect(told).toEqual([undefined, undefined, 'de', 'de']);
    const fixed = createWhisperStage(engineOf([long], calls), settings);
    await collect(fixed.run(stream(), testScope()));
    await collect(fixed.run(stream(), testScope()));
    expect(calls.at(-1)?.args).not.toHaveProperty('expected');
  });

  it('tells the language of the text, and of the voice where it translates', async () => {
    const german = { ...final, text: 'Good morning', language: 'de' };
    const stage = createWhisperStage(engineOf([{ ...partial, language: 'de' }, german]), {
      ...settings,
      task: 'translate',
    });
    expect(await collect(stage.run(stream(), testScope()))).toEqual([
      { ...partial, language: 'en' },
      { ...german, language: 'en', spoken: 'de' },
    ]);
  });

  it('warms the engine up', async () => {
    const calls: Call[] = [];
    await createWhisperStage(engineOf([], calls), settings).warmUp?.(testScope().signal);
    expect(calls.map(({ method }) => method)).toEqual(['warmUp']);
  });

  it('refuses what is no transcript and an end without a final', async () => {
    const odd = createWhisperStage(engineOf([{ kind: 'final', text: 3 }]), settings);
    await expect(collect(odd.run(stream(), testScope()))).rejects.toThrow('no transcript');
    const mute = createWhisperStage(engineOf([partial]), settings);
    await expect(collect(mute.run(stream(), testScope()))).rejects.toThrow('without a final');
  });

  it('throws the reason of an abort before and during its run', async () => {
    const stage = createWhisperStage(engineOf([partial, final]), settings);
    const before = testScope();
    before.controller.abort(new Error('barge-in'));
    await expect(collect(stage.run(stream(), before))).rejects.toThrow('barge-in');
    const during = testScope();
    const run = (async () => {
      for await (const value of stage.run(stream(pause), during)) {
        expect(value).toEqual(partial);
        during.controller.abort(new Error('misfire'));
      }
    })();
    await expect(run).rejects.toThrow('misfire');
  });

  it('throws the reason when the engine falls silent after an abort', async () => {
    const scope = testScope();
    async function* cut(): AsyncGenerator<UtteranceEvent> {
      scope.controller.abort(new Error('shutdown'));
    }
    await expect(collect(createWhisperStage(engineOf([]), settings).run(cut(), scope))).rejects.toThrow('shutdown');
  });

  it('lets its reader leave early', async () => {
    let left = false;
    const engine: EngineHandle = {
      ready: async () => undefined,
      async *call() {
        try {
          for (;;) yield partial;
        } finally {
          left = true;
        }
      },
    };
    for await (const value of createWhisperStage(engine, settings).run(stream(), testScope())) {
      expect(value).toEqual(partial);
      break;
    }
    expect(left).toBe(true);
  });
});

describe('readWhisperInfo', () => {
  it('checks what the engine says', async () => {
    const info = {
      model: 'm',
      provider: 'cpu',
      computeType: 'int8',
      threads: 1,
      graphBytes: 3,
      languages: [],
      notes: [],
    };
    expect(await readWhisperInfo(engineOf([info]), testScope().signal)).toEqual(info);
    await expect(readWhisperInfo(engineOf([]), testScope().signal)).rejects.toThrow('does not say');
  });
});
