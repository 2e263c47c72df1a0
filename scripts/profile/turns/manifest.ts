/** A manifest of speech for conversations: that of the recogniser's benchmark, or one that says where voices end. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { AudioError } from '../../../src/audio/audio-error.js';
import { chooseClips, type Choice, type Clip } from '../stt/clips.js';

const lineSchema = z.object({
  /** Relative to the manifest. */
  file: z.string().min(1),
  text: z.string().nullable().default(null),
  /** ISO 639-1; null for noise. */
  lang: z.string().nullable().default('en'),
  kind: z.string().min(1),
  /** End of the voice, in ms from the first sample: such a recording is played as it is. */
  eos_ms: z.number().nonnegative().optional(),
});

export type SpokenClip = Clip & { readonly eos_ms?: number | undefined };

/** @throws AudioError that names the line at fault */
export function readSpeech(path: string, choice: Choice): SpokenClip[] {
  const clips = readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [parseLine(line, `${path}:${index + 1}`, dirname(path))]));
  const endOf = new Map(clips.map((clip) => [clip.path, clip.eos_ms]));
  return chooseClips(clips, choice).map((clip) => ({ ...clip, eos_ms: endOf.get(clip.path) }));
}

function parseLine(line: string, place: string, folder: string): SpokenClip {
  const wanted = 'wanted one object a line with file, text and kind; lang and eos_ms where known';
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new AudioError(`${place}: no JSON; ${wanted}`);
  }
  const parsed = lineSchema.safeParse(value);
  if (parsed.success) return { ...parsed.data, path: join(folder, parsed.data.file) };
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  throw new AudioError(`${place}: ${faults}; ${wanted}`);
}
