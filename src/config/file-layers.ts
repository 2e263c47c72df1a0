/** One configuration file taken apart: its own keys, its presets, and the preset it chooses. */
import { parseSource } from './document.js';
import type { SourceEntry, SourceNode } from './document.js';
import { groupNames } from './keys.js';
import { describeUnknown, readLayer } from './layer.js';
import type { Entry, Layer, Naming } from './layer.js';
import { modeNames } from './runtime.js';
import { formatFaults, formatPlace, showValue } from './problem.js';
import type { Fault, Place } from './problem.js';

type Refuse = (place: Place, text: string) => void;

export interface FileLayers {
  readonly base: Layer;
  readonly overlays: ReadonlyMap<string, Layer>;
  /** What the modes change, by the mode's name. */
  readonly modes: ReadonlyMap<string, Layer>;
  /** The `preset` key, when the file has one. */
  readonly preset: Entry | undefined;
  readonly problems: readonly string[];
}

const TOP_KEYS: readonly string[] = ['preset', 'presets', 'modes', ...(groupNames.get('') ?? [])];
const PRESET_NAME = /^[a-z][a-z0-9-]{0,39}$/;

/**
 * Reads a file's text; faults are collected, never thrown.
 * @param isDefault whether this is the shipped file standing in for keys that the user's own file leaves out
 */
export function readFileLayers(text: string, label: string, isDefault: boolean): FileLayers {
  const source = parseSource(text);
  const at: Naming['at'] = (place) => formatPlace(label, place);
  const originOf = (prefix: string): Naming['origin'] =>
    isDefault
      ? () => prefix || 'default'
      : (place) => (prefix === '' ? `${label}:${place.line}` : `${prefix} (${label}:${place.line})`);
  const faults: Fault[] = [...source.faults];
  const refuse: Refuse = ({ line, column }, text) => {
    faults.push({ line, column, text });
  };
  const take = (node: SourceNode, group?: 'preset' | 'mode', name = ''): Layer => {
    const prefix = group === undefined ? '' : `${group}s.${name}`;
    const origin = originOf(group === undefined ? '' : `${group} ${name}`);
    const result = readLayer(node, '', { prefix, at, origin });
    faults.push(...result.faults);
    return result.layer;
  };

  const entries = listEntries(source.root, 'the file', refuse);
  const known = entries.filter((entry) => {
    if (TOP_KEYS.includes(entry.key)) return true;
    refuse(entry, describeUnknown(entry.key, TOP_KEYS));
    return false;
  });
  const settings = known.filter(({ key }) => !['preset', 'presets', 'modes'].includes(key));
  const base = take({ line: 1, column: 1, kind: 'map', entries: settings });

  const overlays = new Map<string, Layer>();
  const presets = known.find(({ key }) => key === 'presets');
  if (presets !== undefined) {
    for (const entry of listEntries(presets.node, 'presets', refuse)) {
      if (PRESET_NAME.test(entry.key)) overlays.set(entry.key, take(entry.node, 'preset', entry.key));
      else refuse(entry, `presets: a name is small letters, digits and "-", got ${showValue(entry.key)}`);
    }
  }
  const modes = new Map<string, Layer>();
  const changes = known.find(({ key }) => key === 'modes');
  for (const entry of changes === undefined ? [] : listEntries(changes.node, 'modes', refuse)) {
    if (isMode(entry.key)) modes.set(entry.key, take(entry.node, 'mode', entry.key));
    else refuse(entry, describeUnknown(`modes.${entry.key}`, modeNames));
  }
  const choice = known.find(({ key }) => key === 'preset')?.node;
  const preset = choice && { value: valueOf(choice), at: at(choice), origin: originOf('')(choice) };
  return { base, overlays, modes, preset, problems: formatFaults(label, faults) };
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
  const overlays = [...file.overlays].map(([name, layer]) => [name, values(layer)]);
  const modes = [...file.modes].map(([name, layer]) => [name, values(layer)]);
  return JSON.stringify([file.preset?.value, values(file.base), overlays, modes]);
}

/** The entries of a mapping; nothing at all counts as an empty one, anything else is refused. */
function listEntries(node: SourceNode, name: string, refuse: Refuse): readonly SourceEntry[] {
  if (node.kind === 'map') return node.entries;
  if (node.value !== null) {
    const wanted =
      name === 'presets' || name === 'modes'
        ? `NAME: {…} for each ${name.slice(0, -1)}`
        : `keys such as ${TOP_KEYS.join(', ')}`;
    refuse(node, `${name}: wrong type, got ${showValue(node.value)}, wanted ${wanted}`);
  }
  return [];
}
