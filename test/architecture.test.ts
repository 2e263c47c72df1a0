/** The house rules that a reader relies on: who may import whom, no cycles, small files that say what they are for. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

interface Import {
  readonly target: string;
  readonly typeOnly: boolean;
}

const files = ['src', 'scripts'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name)),
);
const source = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
const imports = new Map(files.map((file) => [file, importsOf(file)]));

function importsOf(file: string): Import[] {
  const statements = (source.get(file) ?? '').matchAll(/^(?:import|export)\s+(type\s)?([^;]*?)from\s+'(\.[^']+)'/gms);
  return [...statements].map(([, type, names, path]) => ({
    target: relative(root, join(root, dirname(file), path ?? '')).replace(/\.js$/, '.ts'),
    typeOnly: type !== undefined || /^\{(\s*type\s[^,}]+,?)+\s*\}\s*$/s.test(names ?? ''),
  }));
}

/** `src/stages/vad/silero.ts` lives in `stages/vad`; `src/assistant.ts` and `src/assistant/…` in `assistant`. */
function areaOf(file: string): string {
  const [top = '', second = '', third = ''] = file.split('/');
  if (top !== 'src') return top;
  if (second === 'stages') return `stages/${third}`;
  return second.replace(/\.ts$/, '');
}

/** What each area may import besides itself; `type:` allows types alone. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  // Knows nothing of what the programs are for, this one included.
  programs: [],
  audio: ['programs'],
  models: ['programs'],
  config: [],
  pipeline: ['type:audio'],
  tools: ['pipeline', 'type:config'],
  skills: ['type:pipeline', 'type:tools', 'type:config'],
  stages: ['pipeline', 'audio', 'programs', 'models', 'skills', 'tools', 'type:config'],
  metrics: ['programs', 'type:pipeline', 'type:audio'],
  assistant: ['audio', 'config', 'models', 'pipeline', 'skills', 'stages', 'tools', 'metrics', 'desktop'],
  // A mode is stages put together, as the assistant is one.
  modes: ['audio', 'config', 'models', 'pipeline', 'stages', 'assistant', 'desktop', 'metrics'],
  index: ['audio', 'config', 'models', 'pipeline', 'skills', 'stages', 'metrics', 'assistant'],
  desktop: ['pipeline', 'programs', 'type:config'],
  server: ['assistant', 'modes', 'config', 'metrics', 'type:pipeline'],
  cli: ['assistant', 'config', 'metrics', 'models', 'audio', 'desktop', 'server', 'modes', 'scripts', 'type:pipeline'],
  scripts: [
    'assistant',
    'config',
    'metrics',
    'models',
    'audio',
    'pipeline',
    'skills',
    'stages',
    'tools',
    'desktop',
    'programs',
    'server',
    'modes',
  ],
};

function isAllowed(from: string, { target, typeOnly }: Import): boolean {
  const own = areaOf(from);
  const other = areaOf(target);
  if (own === other) return true;
  const rules = allowed[own.split('/')[0] ?? ''] ?? [];
  const kind = other.split('/')[0] ?? '';
  // A stage folder never imports another.
  if (own.startsWith('stages/') && kind === 'stages') return false;
  return rules.includes(kind) || (typeOnly && rules.includes(`type:${kind}`));
}

describe('architecture', () => {
  it('sees the whole tree', () => {
    expect(files.length).toBeGreaterThan(50);
    expect([...imports.values()].flat().length).toBeGreaterThan(100);
    for (const found of [...imports.values()].flat()) expect(source.has(found.target), found.target).toBe(true);
  });

  it('lets every area import only what the house allows', () => {
    const broken = files.flatMap((file) =>
      (imports.get(file) ?? [])
        .filter((found) => !isAllowed(file, found))
        .map((found) => `${file} imports ${found.target}`),
    );
    expect(broken).toEqual([]);
  });

  it('has no import cycles', () => {
    const cycles: string[] = [];
    const done = new Set<string>();
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' → '));
      if (done.has(file) || path.includes(file)) return;
      for (const { target, typeOnly } of imports.get(file) ?? []) if (!typeOnly) visit(target, [...path, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
    expect(cycles).toEqual([]);
  });

  it('opens every file with a sentence of purpose and keeps it small', () => {
    for (const [file, text] of source) {
      expect(text.replace(/^#!.*\n/, '').startsWith('/**'), `${file} must open with /** what it is for */`).toBe(true);
      expect(text.split('\n').length, file).toBeLessThanOrEqual(251);
    }
  });
});
