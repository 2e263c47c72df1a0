/** The recordings of a benchmark: a manifest of JSON lines beside the audio files. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { AudioError } from '../../../src/audio/audio-error.js';
import { readWav } from '../../../src/audio/wav.js';

export const RATE_HZ = 16_000;

const lineSchema = z.object({
  /** Relative to the manifest. */
  file: z.string().min(1),
  /** What is said; null where nobody wrote it down or nothing is said. */
  text: z.string().nullable(),
  /** ISO 639-1; null for noise. */
  lang: z.string().nullable(),
  /** `noise` for clips without speech; any other word is free. */
  kind: z.string().min(1),
});

export interface Clip extends z.infer<typeof lineSchema> {
  /** Absolute. */
  readonly path: string;
}

export interface Choice {
  /** Speech in this language, and noise; all languages when not given. */
  readonly language?: string | undefined;
  readonly kinds?: readonly string[] | undefined;
  /** At most this many, spread evenly over the manifest. */
  readonly limit?: number | undefined;
}

/**
 * The manifest that is meant: the one named, else the one in `PARLEY_SPEECH` (a manifest or its folder), else
 * `shared/speech` beside the program's folder.
 * @throws AudioError of one line when there is none
 */
export function findManifest(named: string | undefined, root: string, env = process.env): string {
  const wanted = named ?? env['PARLEY_SPEECH'];
  const place = wanted ?? join(root, '..', 'shared', 'speech');
  const path = resolve(place.endsWith('.jsonl') ? place : join(place, 'manifest.jsonl'));
  if (existsSync(path)) return path;
  const what = wanted === undefined ? 'no recordings to measure with' : `no manifest ${path}`;
  throw new AudioError(
    `${what}: name one with --manifest FILE or PARLEY_SPEECH, JSON lines of {"file","text","lang","kind"}`,
  );
}

/** @throws AudioError that names the line at fault */
export function readManifest(path: string): Clip[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.flatMap((line, index) => (line.trim() === '' ? [] : [parseLine(line, `${path}:${index + 1}`, path)]));
}

export function chooseClips(clips: readonly Clip[], { language, kinds, limit }: Choice): Clip[] {
  const wanted = clips.filter(
    ({ lang, kind }) =>
      (language === undefined || lang === null || lang === language) && (kinds === undefined || kinds.includes(kind)),
  );
  if (limit === undefined || limit >= wanted.length) return wanted;
  return Array.from({ length: limit }, (_, i) => wanted[Math.floor((i * wanted.length) / limit)]).filter(
    (clip) => clip !== undefined,
  );
}

/** Mono at 16 kHz. */
export async function readClip({ path }: Clip): Promise<Float32Array> {
  return (await readWav(path, RATE_HZ)).samples;
}

function parseLine(line: string, place: string, manifest: string): Clip {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new AudioError(`${place}: no JSON; wanted one object a line with file, text, lang and kind`);
  }
  const parsed = lineSchema.safeParse(value);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    throw new AudioError(`${place}: ${faults}`);
  }
  return { ...parsed.data, path: join(dirname(manifest), parsed.data.file) };
}
