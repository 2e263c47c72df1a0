/** The voices that espeak-ng brings along, and how they are found by name. */
import loadEspeak, { type EspeakModule, type EspeakWorker } from '@echogarden/espeak-ng-emscripten';

export interface EspeakVoice {
  /** What `tts.espeak.voice` takes, e.g. `en-us`. */
  readonly id: string;
  /** The codes it answers to besides its own, the best fitting first. */
  readonly languages: readonly string[];
  /** In English, e.g. `Portuguese (Brazil)`. */
  readonly name: string;
}

/** One espeak-ng in WebAssembly: 24 MB of data and 17 MB to work in. */
export interface EspeakInstance {
  readonly module: EspeakModule;
  readonly worker: EspeakWorker;
}

const variantsFolder = '/usr/share/espeak-ng-data/voices/!v';

export async function openEspeak(): Promise<EspeakInstance> {
  const module = await loadEspeak();
  return { module, worker: new module.eSpeakNGWorker() };
}

/** Every voice, by id. */
export async function espeakVoices(): Promise<EspeakVoice[]> {
  const { worker } = await openEspeak();
  return worker
    .list_voices()
    .map(({ identifier, name, languages }) => {
      const fitting = [...languages].sort((a, b) => a.priority - b.priority).map((language) => language.name);
      return { id: idOf(identifier), languages: fitting, name };
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/**
 * Speaks with another voice from now on, by its id or by a language (`zh`), with or without a variant (`en-us+f3`).
 * Returns its id, or undefined when espeak-ng has no such voice.
 */
export function selectVoice({ module, worker }: EspeakInstance, name: string): string | undefined {
  const [voice = '', variant] = name.split('+', 2);
  if (variant !== undefined && (variant.startsWith('.') || !module.FS.readdir(variantsFolder).includes(variant))) {
    return undefined;
  }
  const identifier = identifierOf(worker, voice.toLowerCase());
  const suffix = variant === undefined ? '' : `+${variant}`;
  if (identifier === undefined || worker.set_voice(identifier + suffix) !== 0) return undefined;
  return idOf(identifier) + suffix;
}

/** espeak itself knows only some of the languages by name. */
function identifierOf(worker: EspeakWorker, wanted: string): string | undefined {
  const voices = worker.list_voices();
  const exact = voices.find(({ identifier }) => idOf(identifier) === wanted);
  if (exact !== undefined) return exact.identifier;
  const fitting = voices.flatMap(({ identifier, languages }) =>
    languages.filter((language) => language.name === wanted).map(({ priority }) => ({ identifier, priority })),
  );
  return fitting.sort((a, b) => a.priority - b.priority)[0]?.identifier;
}

const idOf = (identifier: string): string => identifier.slice(identifier.lastIndexOf('/') + 1).toLowerCase();
