/** The tools as a language model is told of them: few, and briefly. */
import type { JsonSchema, ToolBox } from './tool.js';

export interface ToolSpec {
  readonly name: string;
  readonly description: string;
  readonly parameters: JsonSchema;
}

export interface SpecLimits {
  /** Tools told of; the first ones. */
  readonly most?: number;
  /** Characters of one description, and of one parameter's. */
  readonly longestDescription?: number;
  /** Characters of all specifications together, as JSON. */
  readonly longestAll?: number;
}

/** Of a schema, only what a model needs to write arguments; no examples, titles or defaults. */
const KEPT = new Set(
  (
    'type properties required enum const items description minimum maximum minLength maxLength minItems maxItems ' +
    'anyOf oneOf allOf $ref $defs definitions additionalProperties format pattern'
  ).split(' '),
);
/** Groups whose keys are names, not words of the schema's own. */
const NAMED = new Set(['properties', '$defs', 'definitions']);

/** In the tool box's order; a tool that does not fit any more is left out. */
export function toolSpecs(tools: ToolBox, limits: SpecLimits = {}): readonly ToolSpec[] {
  const { most = 32, longestDescription = 240, longestAll = 12_000 } = limits;
  const specs: ToolSpec[] = [];
  let left = longestAll;
  for (const { name, description, parameters } of tools.list()) {
    if (specs.length === most) break;
    const spec = {
      name,
      description: shorten(description, longestDescription),
      parameters: prune(parameters, longestDescription) as JsonSchema,
    };
    const length = JSON.stringify(spec).length;
    if (length > left) continue;
    left -= length;
    specs.push(spec);
  }
  return specs;
}

function prune(schema: unknown, longest: number): unknown {
  if (Array.isArray(schema)) return schema.map((item) => prune(item, longest));
  if (typeof schema !== 'object' || schema === null) return schema;
  const kept = Object.entries(schema).filter(([key]) => KEPT.has(key));
  return Object.fromEntries(
    kept.map(([key, value]: [string, unknown]) => {
      if (key === 'description') return [key, shorten(String(value), longest)];
      if (!NAMED.has(key) || typeof value !== 'object' || value === null) return [key, prune(value, longest)];
      return [key, Object.fromEntries(Object.entries(value).map(([name, child]) => [name, prune(child, longest)]))];
    }),
  );
}

function shorten(text: string, longest: number): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= longest ? line : `${line.slice(0, longest - 1)}…`;
}
