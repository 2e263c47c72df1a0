/** One configuration file taken apart: its own keys, its presets, and the preset it chooses. */
import { parseSource } from './document.js';
import type { SourceEntry, SourceNode } from './document.js';
import { groupNames, joinKey } from './keys.js';
import { describeUnknown, readLayer } from './layer.js';
import type { Entry, Layer, Naming } from './layer.js';
import { MODE_KEY, modeNames } from './runtime.js';
import { formatFaults, formatPlace, showValue } from './problem.js';
import type { Fault, Place } from './problem.js';

type Refuse = (place: Place, text: string) => void;

/** What a preset changes: in every mode, and in some of them besides. */
export interface Overlay {
  readonly layer: Layer;
  readonly modes: ReadonlyMap<string, Layer>;
}

export interface FileLayers {
  readonly base: Layer;
  readonly overlays: ReadonlyMap<string, Overlay>;
  /** What the modes change, by the mode's name, whatever the preset. */
  readonly modes: ReadonlyMap<string, Layer>;
  /** The `preset` key, when the file has one. */
  readonly preset: Entry | undefined;
  readonly problems: readonly string[];
}

const TOP_KEYS: readonly string[] = ['preset', 'presets', 'modes', ...(groupNames.get('') ?? [])];
const PRESET_NAME = /^[a-z][a-z0-9-]{0,39}$/;
const EMPTY: SourceNode = { line: 1, column: 1, kind: 'map', entries: [] };

/**
 * Reads a file's text; faults are collected, never thrown.
 * @param isDefault whether this is the shipped file standing in for keys that the user's own file leaves out
 */
export function readFileLayers(text: string, label: string, isDefault: boolean): FileLayers {
  const source = parseSource(text);
  const reader = new LayerReader(label, isDefault);
  for (const { line, column, text: fault } of source.faults) reader.refuse({ line, column }, fault);
  const known = reader.list(source.root, 'the file').filter((entry) => {
    if (TOP_KEYS.includes(entry.key)) return true;
    reader.refuse(entry, describeUnknown(entry.key, TOP_KEYS));
    return false;
  });
  const nodeOf = (name: string): SourceNode => known.find(({ key }) => key === name)?.node ?? EMPTY;
  const settings = known.filter(({ key }) => !['preset', 'presets', 'modes'].includes(key));
  const base = reader.take({ line: 1, column: 1, kind: 'map', entries: settings });
  const overlays = reader.takePresets(nodeOf('presets'));
  const modes = reader.takeModes(nodeOf('modes'));
  const choice = known.find(({ key }) => key === 'preset')?.node;
  const preset = choice && { value: valueOf(choice), ...reader.name(choice) };
  return { base, overlays, modes, preset, problems: formatFaults(label, reader.faults) };
}

/** Which preset's and which mode's keys are read; neither for the file's own. */
interface Part {
  readonly preset?: string;
  readonly mode?: string;
}

class LayerReader {
  readonly faults: Fault[] = [];
  readonly #label: string;
  readonly #isDefault: boolean;

  constructor(label: string, isDefault: boolean) {
    this.#label = label;
    this.#isDefault = isDefault;
  }

  readonly refuse: Refuse = ({ line, column }, text) => {
    this.faults.push({ line, column, text });
  };

  take(node: SourceNode, part: Part = {}): Layer {
    const at: Naming['at'] = (place) => this.name(place).at;
    const origin: Naming['origin'] = (place) => this.name(place, part).origin;
    const result = readLayer(node, '', { prefix: pathOf(part), at, origin });
    this.faults.push(...result.faults);
    return result.layer;
  }

  takePresets(node: SourceNode): Map<string, Overlay> {
    const overlays = new Map<string, Overlay>();
    for (const entry of this.list(node, 'presets')) {
      if (PRESET_NAME.test(entry.key)) overlays.set(entry.key, this.#takePreset(entry));
      else this.refuse(entry, `presets: a name is small letters, digits and "-", got ${showValue(entry.key)}`);
    }
    return overlays;
  }

  takeModes(node: SourceNode, part: Part = {}): Map<string, Layer> {
    const path = joinKey(pathOf(part), 'modes');
    const modes = new Map<string, Layer>();
    for (const { key, node: keys, ...place } of this.list(node, path)) {
      if (!isMode(key)) {
        this.refuse(place, describeUnknown(`${path}.${key}`, modeNames));
        continue;
      }
      const layer = this.take(keys, { ...part, mode: key });
      if (layer.has(MODE_KEY)) this.refuse(place, `${path}.${key}.${MODE_KEY}: no mode chooses another; leave it out`);
      modes.set(key, layer);
    }
    return modes;
  }

  #takePreset({ key: preset, node }: SourceEntry): Overlay {
    if (node.kind !== 'map') return { layer: this.take(node, { preset }), modes: new Map() };
    const isModes = ({ key }: SourceEntry): boolean => key === 'modes';
    const modes = node.entries.find(isModes)?.node ?? EMPTY;
    const entries = node.entries.filter((entry) => !isModes(entry));
    return { layer: this.take({ ...node, entries }, { preset }), modes: this.takeModes(modes, { preset }) };
  }

  /** How messages and `config show` name a value that stands there. */
  name(place: Place, part: Part = {}): Pick<Entry, 'at' | 'origin'> {
    const at = formatPlace(this.#label, place);
    const words = Object.entries(part).map(([kind, name]) => `${kind} ${String(name)}`);
    const owner = words.join(', ');
    if (this.#isDefault) return { at, origin: owner || 'default' };
    const line = `${this.#label}:${place.line}`;
    return { at, origin: owner === '' ? line : `${owner} (${line})` };
  }

  /** The entries of a mapping; nothing at all counts as an empty one, anything else is refused. */
  list(node: SourceNode, name: string): readonly SourceEntry[] {
    if (node.kind === 'map') return node.entries;
    if (node.value !== null) {
      const group = /(presets|modes)$/.exec(name)?.[1];
      const wanted =
        group === undefined ? `keys such as ${TOP_KEYS.join(', ')}` : `NAME: {…} for each ${group.slice(0, -1)}`;
      this.refuse(node, `${name}: wrong type, got ${showValue(node.value)}, wanted ${wanted}`);
    }
    return [];
  }
}

function pathOf({ preset, mode }: Part): string {
  const parts = [preset === undefined ? [] : ['presets', preset], mode === undefined ? [] : ['modes', mode]];
  return parts.flat().join('.');
}

function isMode(name: string): boolean {
  return modeNames.some((mode) => mode === name);
}

function valueOf(node: SourceNode): unknown {
  return node.kind === 'value' ? node.value : {};
}

/** Equal for two files that say the same, whatever their comments and line numbers. */
export function fingerprint(file: FileLayers): string {
  const values = (layer: Layer): unknown => [...layer].map(([key, { value }]) => JSON.stringify([key, value])).sort();
  const valuesOf = (modes: FileLayers['modes']): unknown => [...modes].map(([name, layer]) => [name, values(layer)]);
  const overlays = [...file.overlays].map(([name, { layer, modes }]) => [name, values(layer), valuesOf(modes)]);
  return JSON.stringify([file.preset?.value, values(file.base), overlays, valuesOf(file.modes)]);
}
