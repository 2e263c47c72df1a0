/** The dictation itself: microphone, talk key, window in front, and the commands of another `parley dictate`. */
import { createAssistant } from '../assistant.js';
import type { Assistant } from '../assistant/assistant.js';
import { dataFolder } from '../assistant/data-folder.js';
import { readVersion } from '../assistant/version.js';
import { createSilentSpeaker } from '../audio/silent-speaker.js';
import { withSets, type LoadedConfig } from '../config/load.js';
import { startControl } from '../desktop/control.js';
import type { ControlRequest } from '../desktop/control-client.js';
import type { Hotkey } from '../desktop/hotkey.js';
import { openNotifier } from '../desktop/notifier.js';
import { TalkKey, type TalkEvent } from '../desktop/talk-key.js';
import { openDesktop, type Desktop } from '../modes/desktop.js';
import { Dictation } from '../modes/dictation.js';
import { openStore } from '../models/store.js';
import { loadFromOptions, type ConfigOptions } from './config.js';
import { describeKept, keptFile } from './dictate-kept.js';
import { describeReady, withFirst } from './dictate-ready.js';
import { dictationPrinter, type PrintDictation } from './dictation-printer.js';
import { withSet } from './engine.js';
import { processIo, type Io } from './io.js';
import { followKeys } from './keys.js';
import { chooseLiveInput, openLiveInput, type LiveInput } from './live-input.js';
import { createProgressReporter } from './model-progress.js';
import { followSettings } from './reload.js';
import { runCommand, UsageError } from './run.js';
import { openWatching, type Watching } from './watching.js';

export interface DictateOptions extends ConfigOptions {
  readonly input?: string[];
  readonly mode?: 'hold' | 'toggle' | 'hands-free';
  readonly output?: string;
  readonly file?: string;
  readonly language?: string;
  readonly pending?: boolean;
  readonly json?: boolean;
}

/** Modifiers of the hotkey are let go within this time, or what is typed becomes shortcuts. */
const MODIFIERS_MS = 2000;

export async function runDictate(options: DictateOptions): Promise<void> {
  await runCommand(processIo, (signal) => startDictation(options, processIo, signal));
}

/** Resolves with the exit code. */
export async function startDictation(options: DictateOptions, io: Io, signal: AbortSignal): Promise<number> {
  const loaded = await loadFromOptions(settingsOf(options), 'dictation');
  const { engine } = loaded.settings.dictation.clean_up;
  const config = engine === 'auto' ? loaded : withSets(loaded, [`llm.engine=${engine}`]);
  return dictate({ options, config, io, signal });
}

function settingsOf(options: DictateOptions): ConfigOptions {
  const sets: readonly (readonly [string, string | undefined])[] = [
    ['stt.language', options.language],
    ['dictation.mode', options.mode],
    ['dictation.output', options.output === undefined ? undefined : `[${options.output}]`],
    ['dictation.file', options.file],
  ];
  return sets.reduce<ConfigOptions>((laid, [key, value]) => withSet(laid, key, value), options);
}

interface Job {
  readonly options: DictateOptions;
  readonly config: LoadedConfig;
  readonly io: Io;
  readonly signal: AbortSignal;
}

async function dictate(job: Job): Promise<number> {
  const { options, config, io, signal } = job;
  const { dictation: settings } = config.settings;
  const isPlain = [settings.output].flat()[0] === 'stdout';
  const print = dictationPrinter(io, { json: options.json === true, isPlain });
  const notify = openNotifier(process.env);
  const onNotice = (text: string): void => {
    print({ type: 'notice', text, atMs: performance.now() });
  };
  const tell = (text: string): void => {
    onNotice(text);
    notify?.(text);
  };
  const input = await chooseLiveInput(options.input ?? [], config.settings, signal);
  const path = keptFile(dataFolder());
  const desktop = await openDesktop({ settings, path, stdout: io.stdout, onNotice: tell }).catch((error: unknown) => {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  });
  for (const problem of desktop.problems) onNotice(problem);
  const progress = createProgressReporter(io);
  let assistant: Assistant | undefined;
  let watching: Watching | undefined;
  try {
    watching = await openWatching({ settings: config.settings.metrics, version: readVersion(), onNotice });
    assistant = await createAssistant(
      {
        config,
        store: openStore(),
        engines: ({ dictation }) => (dictation.clean_up.enabled ? ['stt', 'llm'] : ['stt']),
        onFetch: progress.onEvent,
        onNotice,
      },
      signal,
    ).finally(progress.stop);
    watching.follow(assistant.watch);
    await converse({ ...job, assistant, desktop, input, print, onNotice });
  } finally {
    await desktop.close();
    await watching?.close();
    await assistant?.close();
  }
  return 0;
}

interface Talking extends Job {
  readonly assistant: Assistant;
  readonly desktop: Desktop;
  readonly input: LiveInput;
  readonly print: PrintDictation;
  readonly onNotice: (line: string) => void;
}

async function converse(parts: Talking): Promise<void> {
  const { assistant, config, desktop, input, print, onNotice, signal } = parts;
  const { dictation: settings } = config.settings;
  // A recording is dictated as a whole.
  const mode = input.kind === 'microphone' ? settings.mode : 'hands-free';
  const key = new TalkKey({ mode, tapMs: settings.tap_ms });
  let hotkey: Hotkey | undefined;
  const dictation = new Dictation(
    {
      ...{ assistant, delivery: desktop.delivery, waitsForRelease: mode === 'hold' },
      untilTypable: (waiting) => hotkey?.modifiersUp(MODIFIERS_MS, waiting) ?? Promise.resolve(),
      onEvent: (event) => {
        if (event.type === 'dictated') assistant.watch.takeDictated(event.by);
        print(event);
      },
      onEnded: () => void key.take({ kind: 'ended' }),
    },
    signal,
  );
  const take = (event: TalkEvent): void => {
    const action = key.take(event);
    if (action !== undefined) dictation.act(action);
  };
  const stops = [followSettings(assistant, onNotice)];
  try {
    if (input.kind === 'microphone') {
      hotkey = await followHotkey(parts, take);
      stops.push(() => hotkey?.close(), ...(await followCommands(parts, { key, take })), followTerminal(take));
    }
    if (mode === 'hands-free') take({ kind: 'start' });
    const frames = await hear(parts);
    const tellReady = (): void => {
      if (input.kind === 'microphone') print(describeReady(settings, hotkey !== undefined));
    };
    await dictation.listen(withFirst(assistant.watch.hear(frames), tellReady));
  } catch (error) {
    // Ctrl-C is how it ends.
    if (!signal.aborted) throw error;
  } finally {
    for (const stop of stops) stop();
  }
}

async function hear({ assistant, input, signal, onNotice }: Talking) {
  const { clock } = assistant;
  const speaker = createSilentSpeaker({ clock, sampleRateHz: 16_000, leadMs: 0 });
  const frames = openLiveInput(input, assistant, signal, onNotice);
  return (await assistant.reading.ears({ frames, speaker, hearsSpeaker: false })).frames;
}

/** Where the desktop gives no key, a line says how else. */
async function followHotkey(
  { config, desktop, onNotice }: Talking,
  take: (event: TalkEvent) => void,
): Promise<Hotkey | undefined> {
  if (config.settings.dictation.hotkey === 'none') return undefined;
  try {
    return await desktop.followHotkey(({ kind, atMs }) => {
      take(kind === 'escape' ? { kind: 'cancel' } : { kind, atMs });
    });
  } catch (error) {
    onNotice(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

/** Space begins and ends, Escape and the like are left to the window in front. */
function followTerminal(take: (event: TalkEvent) => void): () => void {
  return followKeys(process.stdin, (command) => {
    if (command === 'quit') process.kill(process.pid, 'SIGINT');
    else if (command === 'talk') take({ kind: 'toggle' });
  });
}

interface Switch {
  readonly key: TalkKey;
  readonly take: (event: TalkEvent) => void;
}

async function followCommands({ desktop, signal }: Talking, { key, take }: Switch): Promise<(() => void)[]> {
  const { delivery, outbox } = desktop;
  const state = (): Record<string, unknown> => ({ state: key.isOpen ? 'listening' : 'idle' });
  // People copy the beginning that they were shown.
  const wholeId = (start: string | undefined): string | undefined =>
    start && ([...outbox.pending(), outbox.last()].find((entry) => entry?.id.startsWith(start))?.id ?? start);
  const answer = async ({ command, id }: ControlRequest): Promise<Record<string, unknown>> => {
    switch (command) {
      case 'toggle':
      case 'start':
      case 'stop':
      case 'cancel':
        take({ kind: command });
        return state();
      case 'status':
        return { ...state(), waiting: outbox.pending().length };
      case 'pending':
        return { texts: outbox.pending().map(describeKept) };
      case 'last':
        return { texts: [outbox.last()].filter((entry) => entry !== undefined).map(describeKept) };
      case 'retry':
        return { state: (await delivery.retry(signal, wholeId(id))).map(({ by }) => by).join(', ') || 'nothing waits' };
      case 'copy':
        return { state: `in the ${(await delivery.copy(wholeId(id) ?? outbox.last()?.id ?? '')).by}` };
    }
  };
  const control = await startControl({ dataFolder: dataFolder(), answer });
  return [() => void control.close()];
}
