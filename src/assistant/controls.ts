/** What can be changed about a running assistant by voice: each change is a setting that is laid over the file's. */
import type { LoadedConfig } from '../config/load.js';
import { withPreset, withSets } from '../config/load.js';
import type { ModelStore } from '../models/store.js';
import type { KeyEvent } from '../pipeline/session.js';
import type { Controls } from '../skills/controls.js';

/** The assistant, as far as its controls reach. */
export interface Controlled {
  readonly config: LoadedConfig;
  /** Rejects when the settings do not load; nothing has changed then. */
  applyConfig(config: LoadedConfig, signal: AbortSignal): Promise<void>;
  attend(kind: KeyEvent): void;
  readonly writing: { forgetTraces(onFault: (error: Error) => void): void };
}

export interface ControlsOptions {
  /** Undefined while it is being put together. */
  readonly assistant: () => Controlled | undefined;
  readonly store: ModelStore;
  readonly onFault: (error: Error) => void;
  /** Wants to know of volume, speed, … before anybody can change it. */
  readonly config: LoadedConfig;
}

/** English voices that need no weights. */
const plainVoices = ['espeak:en-us', 'espeak:en-gb'];

export function createControls(options: ControlsOptions): Controls {
  const { assistant, store, onFault } = options;
  const config = (): LoadedConfig => assistant()?.config ?? options.config;
  const present = presentVoices(store, onFault);
  const apply = async (change: (config: LoadedConfig) => LoadedConfig): Promise<void> => {
    const target = assistant();
    if (target !== undefined) await target.applyConfig(change(target.config), new AbortController().signal);
  };
  const set = (...texts: string[]): Promise<void> => apply((before) => withSets(before, texts));
  const inBackground = (change: Promise<void>): void => {
    change.catch((error: unknown) => {
      onFault(error instanceof Error ? error : new Error(String(error)));
    });
  };
  return {
    get volume() {
      return config().settings.audio.output.volume;
    },
    get speed() {
      return config().settings.tts.speed;
    },
    get preset() {
      return config().preset;
    },
    get presets() {
      return config().presets;
    },
    get voice() {
      return voiceInForce(config());
    },
    get voices() {
      return [...new Set([voiceInForce(config()), ...present(), ...plainVoices])];
    },
    setVolume: (volume) => {
      inBackground(set(`audio.output.volume=${volume}`));
    },
    setSpeed: (speed) => {
      inBackground(set(`tts.speed=${speed}`));
    },
    setPreset: (name) => apply((before) => withPreset(before, name)),
    setVoice: (name) => set(...voiceSets(name)),
    mute: () => {
      assistant()?.attend('mute');
    },
    sleep: () => {
      assistant()?.attend('sleep');
    },
    forgetTraces: () => {
      assistant()?.writing.forgetTraces(onFault);
    },
  };
}

function voiceInForce({ settings: { tts } }: LoadedConfig): string {
  const [engine = 'piper'] = typeof tts.engine === 'string' ? [tts.engine] : tts.engine;
  const [piper = ''] = typeof tts.voice === 'string' ? [tts.voice] : tts.voice;
  return engine === 'piper' ? piper : `${engine}:${tts[engine].voice}`;
}

function voiceSets(name: string): string[] {
  const [engine = '', voice] = name.split(':');
  if (voice === undefined) return ['tts.engine=piper', `tts.voice=${JSON.stringify(name)}`];
  return [`tts.engine=${engine}`, `tts.${engine}.voice=${JSON.stringify(voice)}`];
}

/** Piper's voices on this machine; looked for once, in the background. */
function presentVoices(store: ModelStore, onFault: (error: Error) => void): () => readonly string[] {
  let found: readonly string[] = [];
  const ids = store.catalog.entries.filter(({ stage, id }) => stage === 'tts' && id.startsWith('piper-'));
  Promise.all(ids.map(({ id }) => store.locate(id)))
    .then((places) => {
      found = places.filter(({ state }) => state === 'present').map(({ ref }) => ref);
    })
    .catch((error: unknown) => {
      onFault(error instanceof Error ? error : new Error(String(error)));
    });
  return () => found;
}
