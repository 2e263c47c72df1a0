/** Any tool's JSON Schema as the grammar can force it: what it cannot express is left open, and checked by whoever runs the tool. */
import type { GbnfJsonSchema } from 'node-llama-cpp';

type Schema = Readonly<Record<string, unknown>>;

/** Deeper than this, anything is allowed. */
const DEEPEST = 6;
const plainTypes = ['string', 'number', 'integer', 'boolean', 'null'] as const;
const formats = ['date-time', 'time', 'date'] as const;
const nothing = { type: 'null' } as const;
/** The grammar has no word for "anything": a plain value is what a tool most likely wants. */
const anything = { type: [...plainTypes] } as const;

/**
 * The grammar wants every key of an object: one that may be left out may be null instead, and `withoutNulls` takes it
 * off again.
 */
export function toGrammarSchema(schema: Schema): GbnfJsonSchema {
  const properties = record(schema['properties']);
  return properties === undefined
    ? { type: 'object', properties: {} }
    : objectSchema(schema, { root: schema, depth: 0 });
}

/** The arguments as the tool's schema means them. */
export function withoutNulls(args: Readonly<Record<string, unknown>>, schema: Schema): Record<string, unknown> {
  const required = list(schema['required']);
  return Object.fromEntries(Object.entries(args).filter(([key, value]) => value !== null || required.includes(key)));
}

interface Place {
  readonly root: Schema;
  readonly depth: number;
}

function convert(given: unknown, place: Place): GbnfJsonSchema {
  const schema = record(given);
  if (schema === undefined || place.depth > DEEPEST) return anything;
  const about = typeof schema['description'] === 'string' ? { description: schema['description'] } : {};
  const inner = { ...place, depth: place.depth + 1 };
  if (typeof schema['$ref'] === 'string') return convert(resolve(schema['$ref'], place.root), inner);
  const literals = list(schema['enum']).filter(isLiteral);
  if (literals.length > 0) return { enum: literals, ...about };
  if (isLiteral(schema['const'])) return { const: schema['const'], ...about };
  const choices = [...list(schema['oneOf']), ...list(schema['anyOf'])];
  if (choices.length > 0) return { oneOf: choices.map((choice) => convert(choice, inner)), ...about };
  return { ...typed(schema, inner), ...about };
}

function typed(schema: Schema, place: Place): GbnfJsonSchema {
  const types = Array.isArray(schema['type']) ? list(schema['type']) : [schema['type']];
  const [type] = types;
  if (types.length > 1) return { oneOf: types.map((each) => typed({ ...schema, type: each }, place)) };
  if (type === 'object') return objectSchema(schema, place);
  if (type === 'array') return { type, items: convert(schema['items'], place), ...arrayBounds(schema) };
  const format = formats.find((each) => each === schema['format']);
  if (type === 'string' && format !== undefined) return { type, format };
  const plain = plainTypes.find((each) => each === type);
  return plain === undefined ? anything : { type: plain };
}

function objectSchema(schema: Schema, place: Place): GbnfJsonSchema {
  const required = list(schema['required']);
  const properties = Object.entries(record(schema['properties']) ?? {}).map(([key, value]) => {
    const wanted = convert(value, place);
    return [key, required.includes(key) ? wanted : { oneOf: [nothing, wanted] }] as const;
  });
  return { type: 'object', properties: Object.fromEntries(properties) };
}

function arrayBounds(schema: Schema): { readonly minItems?: number; readonly maxItems?: number } {
  const { minItems, maxItems } = schema as { minItems?: unknown; maxItems?: unknown };
  return {
    ...(typeof minItems === 'number' ? { minItems } : {}),
    ...(typeof maxItems === 'number' ? { maxItems } : {}),
  };
}

/** `#/$defs/place`: the only kind of reference that needs nothing but the schema itself. */
function resolve(reference: string, root: Schema): unknown {
  if (!reference.startsWith('#/')) return undefined;
  return reference
    .slice(2)
    .split('/')
    .reduce<unknown>((at, key) => record(at)?.[key], root);
}

function isLiteral(value: unknown): value is string | number | boolean | null {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function record(value: unknown): Schema | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Schema) : undefined;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
