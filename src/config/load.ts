/** Loads, checks and layers the settings; see `loadConfig` for the order of the layers. */
import { realpath } from 'node:fs/promises';
import { labelPath, locateConfig, readConfigText, shippedConfigPath } from './file.js';
import { readFileLayers } from './file-layers.js';
import type { FileLayers } from './file-layers.js';
import { describeWanted, leafSchemas } from './keys.js';
import type { Entry, Layer } from './layer.js';
import { findNearest } from './nearest.js';
import { ConfigError, listChoices, showValue } from './problem.js';
import { findConflicts } from './rules.js';
import type { Conflict } from './rules.js';
import { buildSettings } from './settings.js';
import { MODE_KEY, modeNames } from './runtime.js';
import type { ModeName } from './runtime.js';
import type { Settings } from './schema.js';
import { readSets } from './sets.js';
import type { SetsResult } from './sets.js';

export interface LoadOptions {
  /** A configuration file; without it `locateConfig` chooses. */
  readonly path?: string | undefined;
  /** Wins over the file's own `preset`. */
  readonly preset?: string | undefined;
  /** Wins over the file's own `pipeline.mode`. */
  readonly mode?: ModeName | undefined;
  /** `key=value` texts, laid last. */
  readonly sets?: readonly string[] | undefined;
}

/** What was read, kept so that another preset can be laid without reading again. */
export interface ConfigSources {
  /** The shipped file, then the user's own when there is one. */
  readonly files: readonly FileLayers[];
  readonly sets: SetsResult;
  readonly setTexts: readonly string[];
  /** Asked for by a command. */
  readonly mode?: ModeName | undefined;
}

export interface LoadedConfig {
  /** Deeply frozen. */
  readonly settings: Settings;
  readonly preset: string;
  /** Names that `withPreset` accepts. */
  readonly presets: readonly string[];
  /** Where each key (and `preset`) came from, in the schema's order. */
  readonly origins: ReadonlyMap<string, string>;
  /** The file in force, absolute. */
  readonly path: string;
  readonly sources: ConfigSources;
}

/**
 * Reads the settings in this order, later ones winning: the shipped file's keys, its chosen preset, what it changes for
 * the mode, what the preset changes for the mode, the same four of the user's own file, and `--set`. So a file of five
 * lines is enough, and what a user writes down wins over a shipped preset.
 * @throws ConfigError with one line for every fault, in all presets, chosen or not
 */
export async function loadConfig(options: LoadOptions = {}): Promise<LoadedConfig> {
  const path = locateConfig(options.path);
  try {
    const sources = { ...(await readSources(path, options.sets ?? [])), mode: options.mode };
    return assemble(path, sources, choosePreset(sources, options.preset));
  } catch (error) {
    if (!(error instanceof ConfigError) || options.path !== undefined || path === shippedConfigPath) throw error;
    throw new ConfigError([...error.lines, `(${labelPath(path)} was found by itself; --config FILE names another)`]);
  }
}

/**
 * The same settings under another preset, without reading any file.
 * @throws ConfigError when there is no such preset or it does not fit the user's own keys
 */
export function withPreset(loaded: LoadedConfig, name: string): LoadedConfig {
  return assemble(loaded.path, loaded.sources, { value: name, at: 'preset', origin: 'switched while running' });
}

/**
 * The same settings with `key=value` texts laid over all others, as `--set` would; they stay when the preset changes.
 * @throws ConfigError when a key or its value is not right
 */
export function withSets(loaded: LoadedConfig, texts: readonly string[]): LoadedConfig {
  const setTexts = [...loaded.sources.setTexts, ...texts];
  const sources = { ...loaded.sources, setTexts, sets: readSets(setTexts) };
  const choice = { value: loaded.preset, at: 'preset', origin: loaded.origins.get('preset') ?? '' };
  return assemble(loaded.path, sources, choice);
}

/** The same settings for a mode that stays what it is, whatever a saved file chooses for the next start. */
export function withMode(loaded: LoadedConfig, mode: ModeName): LoadedConfig {
  const choice = { value: loaded.preset, at: 'preset', origin: loaded.origins.get('preset') ?? '' };
  return assemble(loaded.path, { ...loaded.sources, mode }, choice);
}

/**
 * Reads the same file again with the same `--set`. The preset in force stays, unless the file now names another one:
 * the last thing that the user did wins.
 * @throws ConfigError as `loadConfig`
 */
export async function reloadConfig(loaded: LoadedConfig): Promise<LoadedConfig> {
  const { setTexts, mode } = loaded.sources;
  const sources = { ...(await readSources(loaded.path, setTexts)), mode };
  const named = choosePreset(sources, undefined);
  const renamed = named.value !== choosePreset(loaded.sources, undefined).value;
  const kept = { value: loaded.preset, at: 'preset', origin: loaded.origins.get('preset') ?? '' };
  return assemble(loaded.path, sources, renamed || named.value === loaded.preset ? named : kept);
}

async function readSources(path: string, setTexts: readonly string[]): Promise<ConfigSources> {
  const own = readFileLayers(await readConfigText(path), labelPath(path), false);
  const sets = readSets(setTexts);
  if (await isSameFile(path, shippedConfigPath)) return { files: [own], sets, setTexts };
  const shipped = readFileLayers(await readConfigText(shippedConfigPath), labelPath(shippedConfigPath), true);
  return { files: [shipped, own], sets, setTexts };
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  const real = (path: string): Promise<string> => realpath(path).catch(() => path);
  return (await real(one)) === (await real(other));
}

function choosePreset({ files }: ConfigSources, asked: string | undefined): Entry {
  if (asked !== undefined) return { value: asked, at: '--preset', origin: '--preset' };
  const named = files.findLast((file) => file.preset !== undefined)?.preset;
  const place = named?.at ?? labelPath(shippedConfigPath);
  return { value: named?.value, origin: named?.origin ?? '', at: `${place} preset` };
}

function assemble(path: string, sources: ConfigSources, choice: Entry): LoadedConfig {
  const presets = [...new Set(sources.files.flatMap((file) => [...file.overlays.keys()]))];
  const preset = typeof choice.value === 'string' ? choice.value : '';
  const isKnown = presets.includes(preset);
  const entries = layEntries(sources, preset);
  const problems = [...sources.files.flatMap((file) => file.problems), ...sources.sets.problems];
  // Presets of a file that is no YAML are unknown, which would only hide the fault that matters.
  if (!isKnown && (problems.length === 0 || presets.length > 0)) problems.push(describePreset(choice, presets));
  problems.push(...findMissing(entries));
  problems.push(...findAllConflicts(sources, entries, presets));
  if (problems.length > 0) throw new ConfigError(problems);
  const origins = new Map([['preset', choice.origin]]);
  for (const [key, entry] of entries) origins.set(key, entry.origin);
  return Object.freeze({ settings: buildSettings(entries), preset, presets, origins, path, sources });
}

/** All entries with a preset laid over, in the schema's order; of the mode in force unless another is named. */
function layEntries({ files, sets, mode: asked }: ConfigSources, preset: string, named?: ModeName): Layer {
  const layersIn = (mode: ModeName | undefined): (Layer | undefined)[] => [
    ...files.flatMap((file) => layersOf(file, preset, mode)),
    sets.layer,
    asked === undefined ? undefined : modeLayer(asked),
  ];
  // The mode is a setting as well, and no mode changes it.
  const mode = layersIn(undefined)
    .findLast((layer) => layer?.has(MODE_KEY))
    ?.get(MODE_KEY)?.value;
  const layers = layersIn(named ?? modeNames.find((name) => name === mode));
  const merged = new Map<string, Entry>();
  for (const key of leafSchemas.keys()) {
    const entry = layers.findLast((layer) => layer?.has(key))?.get(key);
    if (entry !== undefined) merged.set(key, entry);
  }
  return merged;
}

/** What one file says, later ones winning. */
function layersOf(file: FileLayers, preset: string, mode: ModeName | undefined): (Layer | undefined)[] {
  const overlay = file.overlays.get(preset);
  if (mode === undefined) return [file.base, overlay?.layer];
  return [file.base, overlay?.layer, file.modes.get(mode), overlay?.modes.get(mode)];
}

function modeLayer(mode: ModeName): Layer {
  return new Map([[MODE_KEY, { value: mode, at: MODE_KEY, origin: 'the command' }]]);
}

function describePreset(choice: Entry, presets: readonly string[]): string {
  const meant = typeof choice.value === 'string' ? findNearest(choice.value, presets) : undefined;
  const question = meant === undefined ? '' : `; did you mean \`${meant}\`?`;
  return `${choice.at}: unknown, got ${showValue(choice.value)}, wanted ${listChoices(presets)}${question}`;
}

/** The shipped file must be whole: there is nothing behind it to fall back on. */
function findMissing(entries: Layer): string[] {
  const label = labelPath(shippedConfigPath);
  const missing = [...leafSchemas.keys()].filter((key) => !entries.has(key));
  return missing.map((key) => `${label} ${key}: missing, wanted ${describeWanted(key)}`);
}

/**
 * Conflicts under the chosen preset and mode; under the others only those that the file's own overlays have a part in,
 * for a user's plain keys need not fit presets that the user never asked for.
 */
function findAllConflicts(sources: ConfigSources, chosen: Layer, presets: readonly string[]): string[] {
  const own = sources.files.at(-1);
  const lines = findConflicts(chosen).map(({ line }) => line);
  const plain: ConfigSources = { ...sources, sets: { layer: new Map(), problems: [] } };
  for (const preset of presets) {
    for (const mode of modeNames) {
      const [, ...overlays] = own === undefined ? [] : layersOf(own, preset, mode);
      const laid = new Set(overlays.flatMap((layer) => [...(layer?.values() ?? [])]));
      const isOwn = ({ entries }: Conflict): boolean => entries.some((entry) => laid.has(entry));
      const conflicts = findConflicts(layEntries(plain, preset, mode)).filter(isOwn);
      lines.push(...conflicts.map(({ line }) => line));
    }
  }
  return [...new Set(lines)];
}
