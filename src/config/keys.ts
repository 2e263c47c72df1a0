/** The key names of the schema as paths (`turn.endpoint_ms`), and what each of them wants, in words. */
import { z } from 'zod';
import { findNearest } from './nearest.js';
import { listChoices } from './problem.js';
import { settingsSchema } from './schema.js';

const leaves = new Map<string, z.ZodType>();
const groups = new Map<string, readonly string[]>();
collect('', settingsSchema);

function collect(path: string, schema: z.ZodType): void {
  if (!(schema instanceof z.ZodObject)) {
    leaves.set(path, schema);
    return;
  }
  const shape = schema.shape as Record<string, z.ZodType>;
  groups.set(path, Object.keys(shape));
  for (const [key, child] of Object.entries(shape)) collect(joinKey(path, key), child);
}

/** Every key that holds a value, in the schema's order, with the schema of that value. */
export const leafSchemas: ReadonlyMap<string, z.ZodType> = leaves;

/** Every group of keys and the names in it; the top level has the path ''. */
export const groupNames: ReadonlyMap<string, readonly string[]> = groups;

export function joinKey(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

/** The parts of JSON Schema that zod writes for our leaves. */
interface Shape {
  readonly type?: string;
  readonly description?: string;
  readonly const?: string | number;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Shape[];
  readonly items?: Shape;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
}

/** What a key wants, in words: `a whole number from 100 to 10000`, `auto, cpu or cuda`. */
export function describeWanted(path: string): string {
  const schema = leafSchemas.get(path);
  if (schema === undefined) return `a group with ${listChoices(groupNames.get(path) ?? [])}`;
  return describeShape(z.toJSONSchema(schema) as Shape);
}

function describeShape(shape: Shape): string {
  if (shape.description !== undefined) return shape.description;
  if (shape.anyOf !== undefined) return listChoices(shape.anyOf.map(describeShape));
  if (shape.enum !== undefined) return listChoices(shape.enum.map(String));
  if (shape.const !== undefined) return String(shape.const);
  if (shape.type === 'boolean') return 'true or false';
  if (shape.type === 'array') return `a list of: ${describeShape(shape.items ?? {})}`;
  if (shape.type === 'string')
    return shape.maxLength === undefined ? 'text' : `text of at most ${shape.maxLength} characters`;
  const name = shape.type === 'integer' ? 'a whole number' : 'a number';
  return `${name} from ${shape.minimum ?? -Infinity} to ${shape.maximum ?? Infinity}`;
}

/**
 * The key that a wrong one probably meant: a neighbour in the same group by its bare name, else the same name in
 * another group by its full path.
 * @param neighbours names allowed in the group where the wrong key stands
 */
export function suggestKey(path: string, neighbours: readonly string[]): string | undefined {
  const name = path.slice(path.lastIndexOf('.') + 1);
  const neighbour = findNearest(name, neighbours);
  if (neighbour !== undefined) return neighbour;
  const elsewhere = [...leafSchemas.keys()].find((key) => key.endsWith(`.${name}`));
  return elsewhere ?? findNearest(path, leafSchemas.keys());
}
