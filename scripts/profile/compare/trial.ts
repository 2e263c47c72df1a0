/**
 * Tries out the comparison itself: a version that was made slower must be caught every time, an unchanged one never be
 * accused. Run after a build:
 *
 *     node dist/scripts/profile/compare/trial.js [--times 2] [--pairs 8] [--sleep-ms 0.1] [--version HEAD | --built FOLDER]
 *       [-- bench nlp]
 *
 * Behind `--` stand the command that is compared and its options. The exit code is 1 when one of the trials went wrong.
 */
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot } from '../../../src/models/package-root.js';
import { compareInTurn, LEAST_IN_TURN, type Comparison } from './comparison.js';
import { runInTurn } from './in-turn.js';
import { buildVersion, findCommit, type Place } from './version.js';

/** Every request is understood here, alone in `bench nlp` and inside whole turns. */
const WOUND = 'dist/src/stages/nlp/understanding.js';
const FACTORY = 'createUnderstanding';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    times: { type: 'string', default: '2' },
    pairs: { type: 'string', default: '8' },
    'sleep-ms': { type: 'string', default: '0.1' },
    version: { type: 'string', default: 'HEAD' },
    built: { type: 'string' },
  },
});
const args = positionals.length > 0 ? positionals : ['bench', 'nlp'];
const sleepMs = Number(values['sleep-ms']);
const { signal } = new AbortController();
const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const original = await findOriginal();
const copies = await mkdtemp(join(tmpdir(), 'parley-trial-'));
try {
  const twin = await copyOf('twin');
  const slow = await copyOf('slow');
  await makeSlow(join(slow, WOUND));
  let wrong = 0;
  for (let time = 1; time <= Number(values.times); time++) {
    for (const [name, folder] of [
      ['unchanged', twin],
      [`+${sleepMs} ms`, slow],
    ] as const) {
      const comparison = await compare(folder);
      const isCaught = comparison.worse.length > 0;
      if (isCaught !== (folder === slow)) wrong += 1;
      process.stdout.write(`${time}\t${name}\t${isCaught ? 'slower' : 'not slower'}\t${describe(comparison)}\n`);
    }
  }
  process.stdout.write(`${wrong} of ${2 * Number(values.times)} trials went wrong\n`);
  process.exitCode = wrong === 0 ? 0 : 1;
} finally {
  await rm(copies, { recursive: true, force: true });
  await original.remove();
}

/** Built out of git, or the folder of one that is: that one stays. */
async function findOriginal(): Promise<Place> {
  const { built, version } = values;
  if (built !== undefined) return { folder: resolve(built), remove: () => Promise.resolve() };
  const root = packageRoot();
  const commit = await findCommit(root, version);
  if (commit === undefined) throw new Error(`--version ${version}: git has no such version`);
  return buildVersion(commit, { root, signal, onProgress: say });
}

async function copyOf(name: string): Promise<string> {
  const folder = join(copies, name);
  const modules = join(original.folder, 'node_modules');
  await cp(original.folder, folder, { recursive: true, filter: (path) => path !== modules });
  await symlink(modules, join(folder, 'node_modules'));
  return folder;
}

/** Busy, as slower work would be: a timer is not exact enough. */
async function makeSlow(path: string): Promise<void> {
  const text = await readFile(path, 'utf8');
  const head = `export function ${FACTORY}(`;
  if (!text.includes(head)) throw new Error(`${path} has no “${head}”: the trial knows no place to be slow at`);
  const wrapper = `export function ${FACTORY}(options) {
  const made = unhurt(options);
  const understand = (...args) => {
    for (const untilMs = performance.now() + ${sleepMs}; performance.now() < untilMs; );
    return made.understand(...args);
  };
  return { ...made, understand };
}
function unhurt(`;
  await writeFile(path, text.replace(head, wrapper));
}

async function compare(after: string): Promise<Comparison> {
  const pairs = await runInTurn({
    ...{ before: original.folder, after, args, pairs: Number(values.pairs), signal },
    onProgress: () => undefined,
  });
  return compareInTurn(pairs, { against: values.version, least: LEAST_IN_TURN });
}

function describe({ rows, worse }: Comparison): string {
  const parts = rows.map(
    ({ name, ratio, low, high, p, verdict }) =>
      `${name} ${verdict} ×${ratio.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}] p ${p.toPrecision(2)}`,
  );
  return `${parts.join('; ')}${worse.length > 0 ? `; worse: ${worse.join(', ')}` : ''}; load ${(loadavg()[0] ?? 0).toFixed(1)}`;
}
