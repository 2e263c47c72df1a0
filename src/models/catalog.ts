/** The catalog: every model Parley knows, its licence, its files with size and digest, and where they can be had. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseCatalogYaml } from './catalog-parse.js';
import { errorCode, ModelError } from './model-error.js';
import { nearest } from './nearest.js';
import { packageRoot } from './package-root.js';

export { packageRoot } from './package-root.js';

/** Names become folder and file names, so they must be safe on every file system. */
const safeName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'letters, digits, dot, dash and underscore only');
/** A path inside a package: relative, no `..`. */
const memberPath = z
  .string()
  .regex(/^[A-Za-z0-9@_][\w@.+-]*(\/[A-Za-z0-9@_][\w@.+-]*)*$/, 'a relative path with forward slashes');
/** The strict forms leave nothing that a shell or an option parser could read as anything else. */
const pipSpec = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*==[A-Za-z0-9.+!]+$/, 'NAME==VERSION');
const npmName = /^(@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/;
const npmSpec = z
  .string()
  .regex(/^(@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*@[0-9][0-9A-Za-z.+-]*$/, 'NAME@VERSION');
const baseUrl = z.string().regex(/^https:\/\/[^\s?#]+\/$/, 'an https:// address that ends in /');

const members = z.record(safeName, z.union([memberPath, z.array(memberPath).min(1)])).optional();
const oneOrMore = <T extends z.ZodType>(item: T) => z.union([item, z.array(item).min(1)]);
const sourceSchema = z.union(
  [
    z.strictObject({ file: z.string().min(1), members }),
    z.strictObject({ installed: z.string().regex(npmName, 'a package name'), members }),
    z.strictObject({ pip: oneOrMore(pipSpec), members }),
    z.strictObject({ npm: npmSpec, members }),
    z.strictObject({ https: baseUrl, members }),
  ],
  'one of file, installed, pip (NAME==VERSION), npm (NAME@VERSION), https (address ending in /), and optional members',
);

const fileSchema = z.strictObject({
  name: safeName,
  bytes: z.number().int().min(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, '64 lower-case hex digits'),
});

const stages = ['stt', 'llm', 'tts', 'vad', 'turn-detection', 'wake'] as const;
const entrySchema = z.strictObject({
  id: safeName,
  stage: z.enum(stages),
  description: z.string().min(1),
  licence: z.strictObject({
    /** SPDX expression, or `LicenseRef-…`. */
    spdx: z.string().min(1),
    note: z.string().min(1).optional(),
    nonCommercial: z.boolean().optional(),
  }),
  /** Said when the figures rest on less than our own download. */
  provenance: z.string().min(1).optional(),
  /** Other models without which this one is of no use. */
  requires: z.array(safeName).optional(),
  /** The first file is the main one. */
  files: z.array(fileSchema).min(1),
  sources: z.array(sourceSchema).min(1),
});

const catalogSchema = z
  .strictObject({ version: z.literal(1), models: z.array(entrySchema) })
  .superRefine((catalog, context) => {
    const seen = new Set<string>();
    for (const [index, model] of catalog.models.entries()) {
      const complain = (path: PropertyKey[], message: string): void => {
        context.addIssue({ code: 'custom', path: ['models', index, ...path], message });
      };
      if (seen.has(model.id)) complain(['id'], `the id ${model.id} is there twice`);
      seen.add(model.id);
      checkEntry(model, complain);
    }
  });

export type ModelFile = z.infer<typeof fileSchema>;
export type ModelSource = z.infer<typeof sourceSchema>;
export type ModelEntry = z.infer<typeof entrySchema>;

function checkEntry(model: ModelEntry, complain: (path: PropertyKey[], message: string) => void): void {
  const names = new Set(model.files.map((file) => file.name));
  if (names.size < model.files.length) complain(['files'], 'two files have the same name');
  const served = new Set<string>();
  for (const [index, source] of model.sources.entries()) {
    const offered = source.members === undefined ? [...names] : Object.keys(source.members);
    for (const name of offered) {
      if (!names.has(name)) complain(['sources', index, 'members', name], `${name} is not among the model's files`);
      served.add(name);
    }
  }
  for (const name of names) {
    if (!served.has(name)) complain(['sources'], `no source delivers ${name}`);
  }
}

/** The licence in one line: `CC0-1.0 (recordings CC0…)`. */
export function describeLicence(entry: ModelEntry): string {
  const { spdx, note, nonCommercial } = entry.licence;
  const remarks = [nonCommercial === true ? 'non-commercial' : '', note ?? ''].filter((text) => text !== '');
  return remarks.length === 0 ? spdx : `${spdx} (${remarks.join('; ')})`;
}

/** Bytes of all files of a model. */
export function modelBytes(entry: ModelEntry): number {
  return entry.files.reduce((sum, file) => sum + file.bytes, 0);
}

/** Models by id. */
export class Catalog {
  readonly entries: readonly ModelEntry[];
  readonly #byId: ReadonlyMap<string, ModelEntry>;
  constructor(entries: readonly ModelEntry[]) {
    this.entries = entries;
    this.#byId = new Map(entries.map((entry) => [entry.id, entry]));
  }

  has(id: string): boolean {
    return this.#byId.has(id);
  }

  /** Throws ModelError('usage') with the nearest known id. */
  get(id: string): ModelEntry {
    const entry = this.#byId.get(id);
    if (entry) return entry;
    const guess = nearest(id, [...this.#byId.keys()]);
    const hint = guess === undefined ? '' : `, did you mean "${guess}"?`;
    throw new ModelError('usage', `unknown model "${id}"${hint} (parley models list shows all)`);
  }

  /** The ids and all they require, each once, required ones first. */
  expand(ids: readonly string[]): ModelEntry[] {
    const found = new Map<string, ModelEntry>();
    const visit = (id: string, trail: readonly string[]): void => {
      if (found.has(id) || trail.includes(id)) return;
      const entry = this.get(id);
      for (const needed of entry.requires ?? []) visit(needed, [...trail, id]);
      found.set(id, entry);
    };
    for (const id of ids) visit(id, []);
    return [...found.values()];
  }
}

/** Parses one catalog file's text. */
export function parseCatalog(text: string, name: string): Catalog {
  return new Catalog(parseCatalogYaml(text, catalogSchema, name).models);
}

/**
 * Reads the catalog that ships with Parley, and `catalog.yaml` in the models folder if the user put one there: its
 * entries come on top, and one with a known id takes that id's place.
 */
export function loadCatalog(modelsFolder?: string): Catalog {
  const shipped = readCatalog(join(packageRoot(), 'models', 'catalog.yaml'));
  const own = modelsFolder === undefined ? undefined : join(modelsFolder, 'catalog.yaml');
  if (own === undefined || !existsSync(own)) return shipped;
  const added = readCatalog(own);
  return new Catalog([...shipped.entries.filter((entry) => !added.has(entry.id)), ...added.entries]);
}

function readCatalog(path: string): Catalog {
  try {
    return parseCatalog(readFileSync(path, 'utf8'), path);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    throw new ModelError('catalog', `cannot read the model catalog ${path}: ${errorCode(error) ?? ''}`, {
      cause: error,
    });
  }
}
