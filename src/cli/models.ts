/** `parley models list | fetch | verify`: the catalog, downloads with progress, and full checks. */
import Table from 'cli-table3';
import type { Command } from 'commander';
import { describeLicence, modelBytes } from '../models/catalog.js';
import type { ModelEntry } from '../models/catalog.js';
import { ensureModels } from '../models/fetch.js';
import { formatBytes, ModelError } from '../models/model-error.js';
import { openStore } from '../models/store.js';
import type { ModelLocation, ModelStore } from '../models/store.js';
import { processIo, type Io } from './io.js';
import { createProgressReporter } from './model-progress.js';
import { runCommand } from './run.js';

/** Exit codes of every command: fine, failed, used wrongly. */
type ExitCode = 0 | 1 | 2;

export interface ModelsCommandOptions {
  readonly io?: Io | undefined;
  readonly store?: (() => ModelStore) | undefined;
  /** The models that `fetch` without ids gets: those of the effective settings. */
  readonly defaultModels?: (() => Promise<readonly string[]>) | undefined;
}

/** Adds `models` with its three subcommands; each sets `process.exitCode`. */
export function registerModelsCommand(program: Command, options: ModelsCommandOptions = {}): void {
  const io = options.io ?? processIo;
  const store = options.store ?? openStore;
  const run = (work: (signal: AbortSignal) => Promise<ExitCode>): Promise<void> => runCommand(io, work);
  const models = program.command('models').description('the models: what there is, what is here, what is missing');
  models
    .command('list')
    .description('every model of the catalog with size, licence and state')
    .option('--json', 'one JSON array')
    .action((flags: { json?: true }) => run(() => listModels(flags, { io, store: store() })));
  models
    .command('fetch')
    .description('download models and verify them; without ids those that the settings name')
    .argument('[ids...]', 'model ids')
    .option('--accept-licence', 'accept licences that forbid commercial use')
    .action((ids: string[], flags: { acceptLicence?: true }) =>
      run(async (signal) => {
        const wanted = ids.length > 0 ? ids : await options.defaultModels?.();
        return fetchModels(wanted ?? [], { io, store: store(), signal, acceptLicences: flags.acceptLicence === true });
      }),
    );
  models
    .command('verify')
    .description('read every byte of the models that are here and compare digests')
    .argument('[ids...]', 'model ids')
    .action((ids: string[]) => run((signal) => verifyModels(ids, { io, store: store(), signal })));
}

interface ModelsContext {
  readonly io: Io;
  readonly store: ModelStore;
}

/** Prints the catalog as a table, or as JSON. */
async function listModels(flags: { readonly json?: boolean }, context: ModelsContext): Promise<ExitCode> {
  const { io, store } = context;
  const rows = await Promise.all(
    store.catalog.entries.map(async (entry) => ({ entry, location: await store.locate(entry.id) })),
  );
  if (flags.json === true) {
    io.stdout.write(`${JSON.stringify(rows.map(({ entry, location }) => asJson(entry, location)))}\n`);
    return 0;
  }
  const table = new Table({ head: ['id', 'stage', 'size', 'licence', 'state'], style: { head: [], border: [] } });
  for (const { entry, location } of rows) {
    const licence =
      entry.licence.nonCommercial === true ? `${entry.licence.spdx} (non-commercial)` : entry.licence.spdx;
    table.push([entry.id, entry.stage, formatBytes(modelBytes(entry)), licence, location.state]);
  }
  io.stdout.write(`${table.toString()}\nmodels folder: ${store.folder}\n`);
  for (const { entry, location } of rows) {
    if (location.state !== 'damaged') continue;
    const mend = `parley models fetch ${entry.id}`;
    io.stdout.write(`${entry.id} is damaged: ${location.problem ?? ''}; to mend it: ${mend}\n`);
  }
  return 0;
}

function asJson(entry: ModelEntry, location: ModelLocation): Record<string, unknown> {
  return {
    id: entry.id,
    stage: entry.stage,
    description: entry.description,
    bytes: modelBytes(entry),
    licence: entry.licence.spdx,
    licenceNote: entry.licence.note ?? null,
    nonCommercial: entry.licence.nonCommercial === true,
    provenance: entry.provenance ?? null,
    state: location.state,
    verified: location.verified,
    problem: location.problem ?? null,
    folder: location.folder,
  };
}

interface FetchCommand extends ModelsContext {
  readonly signal: AbortSignal;
  readonly acceptLicences: boolean;
}

/** Fetches `ids` and all they require. Progress goes to stderr; stdout gets one line for each model that is there. */
async function fetchModels(ids: readonly string[], command: FetchCommand): Promise<ExitCode> {
  const { io, store, signal, acceptLicences } = command;
  if (ids.length === 0) {
    throw new ModelError('usage', 'name at least one model: parley models fetch ID… (parley models list shows all)');
  }
  const reporter = createProgressReporter(io);
  try {
    const found = await ensureModels(ids, { store, signal, acceptLicences, onEvent: reporter.onEvent });
    for (const location of found)
      io.stdout.write(`${location.ref}: ${describeFound(location)} in ${location.folder}\n`);
  } finally {
    reporter.stop();
  }
  return 0;
}

function describeFound({ entry }: ModelLocation): string {
  return entry === undefined ? 'present' : `${formatBytes(modelBytes(entry))}, licence ${describeLicence(entry)},`;
}

/** Checks `ids`, or all that are here. 1 when one is damaged, or was named and is missing. */
async function verifyModels(
  ids: readonly string[],
  command: ModelsContext & { readonly signal: AbortSignal },
): Promise<ExitCode> {
  const { io, store, signal } = command;
  const entries = ids.length > 0 ? ids.map((id) => store.catalog.get(id)) : store.catalog.entries;
  let checked = 0;
  let code: ExitCode = 0;
  for (const { id } of entries) {
    const location = await store.verify(id, { signal });
    if (location.state === 'missing' && ids.length === 0) continue;
    checked += 1;
    if (location.state === 'present') {
      io.stdout.write(`${id}: verified\n`);
      continue;
    }
    code = 1;
    io.stdout.write(`${id}: ${location.state}: ${location.problem ?? ''}; to mend it: parley models fetch ${id}\n`);
  }
  if (checked === 0) io.stdout.write(`no models in ${store.folder}\n`);
  return code;
}
