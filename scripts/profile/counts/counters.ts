/** Ways to count: the package, its dependencies, what a start reads, and the facts of benchmarks. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

export interface Counting {
  /** Of the checkout. */
  readonly root: string;
  readonly signal: AbortSignal;
}

/** Values by the part of their name behind the source's. Throws when it cannot be counted. */
export type Counter = (counting: Counting) => Promise<Readonly<Record<string, unknown>>>;

const run = promisify(execFile);
const MOST_BYTES = 256 * 1024 * 1024;
const mainOf = (root: string): string => join(root, 'dist/src/cli/main.js');

/** Those that package.json names, and all that are installed with them on the way. */
export const countDependencies: Counter = async ({ root }) => {
  const read = async (file: string): Promise<unknown> => JSON.parse(await readFile(join(root, file), 'utf8'));
  const { dependencies } = z
    .looseObject({ dependencies: z.record(z.string(), z.string()) })
    .parse(await read('package.json'));
  const lock = z.looseObject({
    packages: z.record(z.string(), z.looseObject({ dev: z.boolean().optional(), optional: z.boolean().optional() })),
  });
  const { packages } = lock.parse(await read('package-lock.json'));
  // Optional ones are for other systems, most of them.
  const installed = Object.entries(packages).filter(
    ([path, one]) => path !== '' && one.dev !== true && one.optional !== true,
  );
  return { direct: Object.keys(dependencies).length, installed: installed.length };
};

const packSchema = z.array(z.looseObject({ files: z.array(z.looseObject({ path: z.string(), size: z.number() })) }));

/** What `npm pack` would put into the package. What an older build left behind is none of it. */
export const countPackage: Counter = async ({ root, signal }) => {
  const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    ...{ cwd: root, signal, maxBuffer: MOST_BYTES },
  });
  const [pack] = packSchema.parse(JSON.parse(stdout));
  const files = (pack?.files ?? []).filter(({ path }) => hasSource(root, path));
  return { files: files.length, bytes: files.reduce((sum, { size }) => sum + size, 0) };
};

function hasSource(root: string, path: string): boolean {
  const built = /^dist\/(.*?)(\.d\.ts|\.js)(\.map)?$/.exec(path);
  return built === null || existsSync(join(root, `${built[1] ?? ''}.ts`));
}

/** Modules that `parley --version` loads, ours and others'; V8's own list of what it compiled. */
export const countStartFiles: Counter = async ({ root, signal }) => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-start-'));
  try {
    const env = { ...process.env, NODE_V8_COVERAGE: folder };
    await run(process.execPath, [mainOf(root), '--version'], { env, signal });
    const [file = ''] = await readdir(folder);
    const schema = z.looseObject({ result: z.array(z.looseObject({ url: z.string() })) });
    const { result } = schema.parse(JSON.parse(await readFile(join(folder, file), 'utf8')));
    return { files: result.filter(({ url }) => url.startsWith('file:')).length };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** The facts that a benchmark prints; it runs in a process of its own. */
export function factsOf(args: readonly string[]): Counter {
  return async ({ root, signal }) => {
    const { stdout } = await run(process.execPath, [mainOf(root), ...args, '--json'], {
      signal,
      maxBuffer: MOST_BYTES,
    });
    const last: unknown = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
    return z.looseObject({ facts: z.record(z.string(), z.unknown()) }).parse(last).facts;
  };
}

const effortSchema = z.looseObject({
  encoderRuns: z.number(),
  encoderPositions: z.number(),
  decoderTokens: z.number(),
});
const savedSchema = z.looseObject({
  facts: z.record(z.string(), z.unknown()),
  details: z.array(z.looseObject({ seconds: z.number(), turn: z.looseObject({ effort: effortSchema }) })).nonempty(),
});

/** The recogniser's facts, and its work for each second of the recordings, heard as turns. */
export function countRecognition(args: readonly string[]): Counter {
  return async ({ root, signal }) => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-counts-'));
    try {
      const file = join(folder, 'stt.json');
      const all = ['bench', 'stt', ...args, '--json', '--save', file];
      await run(process.execPath, [mainOf(root), ...all], { cwd: root, signal, maxBuffer: MOST_BYTES });
      const { facts, details } = savedSchema.parse(JSON.parse(await readFile(file, 'utf8')));
      const seconds = details.reduce((sum, clip) => sum + clip.seconds, 0);
      const perSecond = (key: 'encoderRuns' | 'encoderPositions' | 'decoderTokens'): number =>
        details.reduce((sum, { turn }) => sum + turn.effort[key], 0) / seconds;
      return {
        ...facts,
        ...{ encoderRunsPerSecond: perSecond('encoderRuns'), decoderTokensPerSecond: perSecond('decoderTokens') },
        encoderPositionsPerSecond: perSecond('encoderPositions'),
      };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
}
