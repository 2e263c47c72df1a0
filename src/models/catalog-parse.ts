/** Reads catalog YAML: bounded, strict, and every complaint carries its line and column. */
import { isNode, LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import type { z } from 'zod';
import { ModelError } from './model-error.js';

/** Larger files are refused unread: the parser's time grows with the square of the number of keys. */
export const maxCatalogBytes = 64 * 1024;
const maxDepth = 32;

/** Parses `text` against `schema`. `name` is the file's name in messages. Throws ModelError('catalog') with all faults. */
export function parseCatalogYaml<T>(text: string, schema: z.ZodType<T>, name: string): T {
  guard(text, name);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const syntax = document.errors.map((error) => {
    const { line, col } = lines.linePos(error.pos[0]);
    return `${name}:${line}:${col}: ${error.message}`;
  });
  if (syntax.length > 0) throw new ModelError('catalog', syntax.join('\n'));
  const parsed = schema.safeParse(toPlain(document, name));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => {
    const key = issue.path.map(String).join('.');
    return `${name}${position(document, lines, issue.path)}: ${key === '' ? '' : `${key}: `}${issue.message}`;
  });
  throw new ModelError('catalog', faults.join('\n'));
}

function toPlain(document: Document, name: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch (error) {
    throw new ModelError('catalog', `${name}: aliases are not allowed here: write the value out`, { cause: error });
  }
}

/** Refuses what the parser cannot survive: deep nesting ends its process, and no catch would help. */
function guard(text: string, name: string): void {
  if (Buffer.byteLength(text) > maxCatalogBytes) {
    throw new ModelError('catalog', `${name}: larger than ${maxCatalogBytes} bytes: split it, or remove models`);
  }
  let open = 0;
  for (const [index, line] of text.split('\n').entries()) {
    const indent = /^[ \t]*(?:[-?:][ \t]+)*/.exec(line)?.[0] ?? '';
    for (const char of line) {
      if (char === '[' || char === '{') open += 1;
      else if ((char === ']' || char === '}') && open > 0) open -= 1;
      if (open > maxDepth) throw tooDeep(name, index);
    }
    // Two characters are the least that one level of block nesting takes.
    if (indent.length > 2 * maxDepth) throw tooDeep(name, index);
  }
}

function tooDeep(name: string, index: number): ModelError {
  return new ModelError('catalog', `${name}:${index + 1}:1: nested deeper than ${maxDepth} levels`);
}

/** `:line:column` of the deepest node on the path that exists. */
function position(document: Document, lines: LineCounter, path: readonly PropertyKey[]): string {
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) {
      const { line, col } = lines.linePos(node.range[0]);
      return `:${line}:${col}`;
    }
  }
  return '';
}
