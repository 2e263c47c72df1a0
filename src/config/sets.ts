/** `--set key=value`: one layer of settings from the command line. */
import type { Source } from './document.js';
import { parseSource } from './document.js';
import { groupNames, leafSchemas } from './keys.js';
import { describeUnknown, readLayer } from './layer.js';
import type { Entry, Layer, Naming } from './layer.js';
import { showValue } from './problem.js';

const NAME = '--set';
const naming: Naming = { prefix: '', at: () => NAME, origin: () => NAME };

export interface SetsResult {
  readonly layer: Layer;
  readonly problems: readonly string[];
}

/**
 * Reads `key=value` texts; a later one wins over an earlier one.
 *
 * The value is YAML where that gives a plain value (`600`, `true`, `[a, b]`, `"07"`, `{endpoint_ms: 600}` for a group).
 * Anything else is the text itself, so that a prompt with `: ` or ` #` in it needs no second pair of quotes.
 */
export function readSets(sets: readonly string[]): SetsResult {
  const layer = new Map<string, Entry>();
  const problems: string[] = [];
  for (const set of sets) {
    const split = set.indexOf('=');
    const key = set.slice(0, split).trim();
    const fault = split < 0 ? `${showValue(set)}: wanted key=value` : checkKey(key);
    if (fault !== undefined) {
      problems.push(`${NAME} ${fault}`);
      continue;
    }
    const { root, faults } = parseValue(set.slice(split + 1).trim());
    const result = faults.length > 0 ? { layer, faults } : readLayer(root, key, naming);
    problems.push(...result.faults.map(({ text }) => `${NAME} ${faults.length > 0 ? `${key}: ${text}` : text}`));
    for (const [path, entry] of result.layer) layer.set(path, entry);
  }
  return { layer, problems };
}

function checkKey(key: string): string | undefined {
  if (key === 'preset') return 'preset: chosen with --preset NAME';
  const group = /^(presets|modes)(\.|$)/.exec(key)?.[1];
  if (group !== undefined) return `${group}: they stand in the file; set the key itself`;
  if (key !== '' && (leafSchemas.has(key) || groupNames.has(key))) return undefined;
  const parent = key.slice(0, Math.max(0, key.lastIndexOf('.')));
  return describeUnknown(key, groupNames.get(parent) ?? groupNames.get('') ?? []);
}

function parseValue(text: string): Source {
  const plain: Source = { root: { line: 1, column: 1, kind: 'value', value: text }, faults: [] };
  if (text === '') return plain;
  const source = parseSource(text);
  if (/^[[{"']/.test(text)) return source;
  if (source.faults.length > 0 || source.root.kind === 'map') return plain;
  const { value } = source.root;
  if (value === null) return /^(~|null)$/i.test(text) ? source : plain;
  // A list by indentation, a comment cut off or lines folded: the user meant the text.
  return typeof value === 'object' || typeof value === 'string' ? plain : source;
}
