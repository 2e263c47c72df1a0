/** YAML text to a plain tree with places; everything in YAML that a settings file has no use for is refused here. */
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Document, ParsedNode, YAMLMap } from 'yaml';
import { findExcess } from './caps.js';
import { showValue } from './problem.js';
import type { Fault, Place } from './problem.js';

export interface SourceEntry extends Place {
  readonly key: string;
  readonly node: SourceNode;
}

/** A mapping keeps its entries; anything else is a value (a list is a value, too). */
export type SourceNode = Place &
  (
    | { readonly kind: 'map'; readonly entries: readonly SourceEntry[] }
    | { readonly kind: 'value'; readonly value: unknown }
  );

export interface Source {
  readonly root: SourceNode;
  /** When the text is not YAML at all, `root` is empty. */
  readonly faults: readonly Fault[];
}

const TOP: Place = { line: 1, column: 1 };
const EMPTY: SourceNode = { ...TOP, kind: 'map', entries: [] };

/** Reads one document in YAML 1.2's core schema; never throws. */
export function parseSource(text: string): Source {
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const excess = findExcess(body);
  if (excess !== undefined) return { root: EMPTY, faults: [excess] };
  const counter = new LineCounter();
  const options = { version: '1.2', schema: 'core', merge: false, prettyErrors: false, logLevel: 'error' } as const;
  // The parser's own search for equal keys takes time by their square; the walk below uses a set.
  const document = parseDocument(body, { ...options, uniqueKeys: false, lineCounter: counter });
  const faults = document.errors.map((error) => {
    const what =
      error.code === 'MULTIPLE_DOCS' ? 'a second document; wanted one' : `not valid YAML: ${firstLine(error.message)}`;
    return { ...toPlace(counter, error.pos[0]), text: what };
  });
  if (faults.length > 0) return { root: EMPTY, faults };
  return walkDocument(document, counter);
}

function firstLine(message: string): string {
  return message.split('\n', 1).join('');
}

function toPlace(counter: LineCounter, offset: number): Place {
  const { line, col } = counter.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function walkDocument(document: Document.Parsed, counter: LineCounter): Source {
  const faults: Fault[] = [];
  const refuse = (place: Place, text: string): void => {
    faults.push({ line: place.line, column: place.column, text });
  };

  const visit = (node: ParsedNode | null, fallback: Place): SourceNode => {
    if (node === null) return { ...fallback, kind: 'value', value: null };
    const place = toPlace(counter, node.range[0]);
    if (isAlias(node)) refuse(place, `aliases are not used here (*${node.source}); write the value out`);
    else if (node.anchor !== undefined) refuse(place, `anchors are not used here (&${node.anchor}); remove it`);
    if (node.tag !== undefined) refuse(place, `tags are not used here (${node.tag}); remove it`);
    if (isMap<ParsedNode, ParsedNode | null>(node)) return { ...place, kind: 'map', entries: visitMap(node, place) };
    if (isSeq<ParsedNode | null>(node)) {
      return { ...place, kind: 'value', value: node.items.map((item) => toValue(visit(item, place))) };
    }
    return { ...place, kind: 'value', value: isScalar(node) ? node.value : null };
  };

  const visitMap = (map: YAMLMap<ParsedNode, ParsedNode | null>, fallback: Place): SourceEntry[] => {
    const firstLines = new Map<string, number>();
    return map.items.flatMap((pair) => {
      const name = visit(pair.key, fallback);
      const node = visit(pair.value, name);
      const key = name.kind === 'value' ? name.value : toValue(name);
      if (typeof key !== 'string') {
        refuse(name, `keys are words, got ${showValue(key)}`);
        return [];
      }
      const first = firstLines.get(key);
      if (first !== undefined) refuse(name, `${showValue(key)} is given twice, first in line ${first}; keep one`);
      else firstLines.set(key, name.line);
      return first === undefined ? [{ line: name.line, column: name.column, key, node }] : [];
    });
  };

  const root = document.contents === null ? EMPTY : visit(document.contents, TOP);
  return { root, faults };
}

/** A node as plain data, for messages and for lists; the objects have no prototype that a key could reach. */
export function toValue(node: SourceNode): unknown {
  if (node.kind === 'value') return node.value;
  const data: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const { key, node: child } of node.entries) data[key] = toValue(child);
  return data;
}
