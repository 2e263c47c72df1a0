/** One layer of settings: the keys that one place (a file, a preset, `--set`) gives, each checked against the schema. */
import type { z } from 'zod';
import type { SourceNode } from './document.js';
import { toValue } from './document.js';
import { describeWanted, groupNames, joinKey, leafSchemas, suggestKey } from './keys.js';
import { findNearest } from './nearest.js';
import { listChoices, showValue } from './problem.js';
import type { Fault, Place } from './problem.js';

/** A value and where it came from; a refused value is kept as undefined so that later rules can leave it out. */
export interface Entry {
  readonly value: unknown;
  /** For messages: `config.yaml:12:3`, `--set`. */
  readonly at: string;
  /** For `config show`: `config.yaml:12`, `preset low-latency (config.yaml:90)`, `--set`, `default`. */
  readonly origin: string;
}

/** Entries by full key (`turn.endpoint_ms`). */
export type Layer = ReadonlyMap<string, Entry>;

/** How a layer names its places. */
export interface Naming {
  /** Stands before each key in messages: `presets.low-latency`, or nothing. */
  readonly prefix: string;
  readonly at: (place: Place) => string;
  readonly origin: (place: Place) => string;
}

export interface LayerResult {
  readonly layer: Layer;
  readonly faults: readonly Fault[];
}

/**
 * Reads the keys under `node`; faults do not stop the reading.
 * @param path the group or key that `node` stands for, '' for all settings
 */
export function readLayer(node: SourceNode, path: string, naming: Naming): LayerResult {
  const layer = new Map<string, Entry>();
  const faults: Fault[] = [];
  const refuse = ({ line, column }: Place, text: string): void => {
    // The text starts with the key, or with the colon when the preset itself is at fault.
    const dot = naming.prefix === '' || text.startsWith(':') ? '' : '.';
    faults.push({ line, column, text: `${naming.prefix}${dot}${text}` });
  };

  const visit = (current: SourceNode, key: string): void => {
    const schema = leafSchemas.get(key);
    if (schema !== undefined) {
      const value = toValue(current);
      const fault = checkValue(key, schema, value);
      if (fault !== undefined) refuse(current, `${key}: ${fault}`);
      const kept = fault === undefined ? value : undefined;
      layer.set(key, { value: kept, at: naming.at(current), origin: naming.origin(current) });
      return;
    }
    if (current.kind === 'map') visitGroup(current, key);
    else if (current.value !== null) {
      refuse(current, `${key}: wrong type, got ${showValue(current.value)}, wanted ${describeWanted(key)}`);
    }
  };

  const visitGroup = (group: SourceNode & { kind: 'map' }, key: string): void => {
    const names = groupNames.get(key) ?? [];
    for (const entry of group.entries) {
      const child = joinKey(key, entry.key);
      if (names.includes(entry.key)) visit(entry.node, child);
      else refuse(entry, describeUnknown(child, names));
    }
  };

  visit(node, path);
  return { layer, faults };
}

/** The line for a key that does not exist. */
export function describeUnknown(path: string, neighbours: readonly string[]): string {
  const name = cleanKey(path);
  const meant = suggestKey(path, neighbours);
  if (meant !== undefined) return `${name}: unknown key, did you mean \`${meant}\`?`;
  return `${name}: unknown key, wanted one of ${listChoices(neighbours)}`;
}

/** Keys come from outside like values: shown as they are only when they are plain words. */
function cleanKey(path: string): string {
  return /^[\w.-]{1,80}$/.test(path) ? path : showValue(path);
}

function checkValue(key: string, schema: z.ZodType, value: unknown): string | undefined {
  const result = schema.safeParse(value);
  if (result.success) return undefined;
  const issue = result.error.issues[0];
  // A group of named things says itself what is wrong with which of them.
  if (issue?.code === 'custom') return issue.message;
  const wanted = describeWanted(key);
  const fault = `${describeFault(issue, value)}, got ${showValue(value)}, wanted ${wanted}`;
  if (issue?.code !== 'invalid_value' || typeof value !== 'string') return fault;
  const meant = findNearest(value, issue.values.map(String));
  return meant === undefined ? fault : `${fault}; did you mean \`${meant}\`?`;
}

function describeFault(issue: z.core.$ZodIssue | undefined, value: unknown): string {
  if (value === null) return 'no value';
  switch (issue?.code) {
    case 'invalid_type':
      return typeof value === 'number' && issue.expected === 'int' ? 'not a whole number' : 'wrong type';
    case 'too_big':
    case 'too_small':
      if (typeof value === 'number') return 'out of range';
      return issue.code === 'too_big' ? 'too long' : 'too short';
    default:
      return 'wrong value';
  }
}
