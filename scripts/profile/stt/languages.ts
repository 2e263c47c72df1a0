/** How well the spoken language is found, and what that costs; and a clip whose language changes half-way. */
import { summarise, type Row } from '../summary.js';
import type { RunSettings } from './clip-run.js';
import { RATE_HZ, readClip, type Clip } from './clips.js';
import { hear } from './hearing.js';
import type { Recognizer } from './recognizer.js';

/** What was shown of a clip whose language changes. */
interface Shown {
  readonly atMs: number;
  readonly language: string;
  readonly text: string;
}

/** Two engines, so that neither finds in its memory what the other run left there. */
export interface LanguageEngines {
  readonly searching: Recognizer;
  readonly told: Recognizer;
}

export async function measureLanguages(
  clips: readonly Clip[],
  engines: LanguageEngines,
  onClip: (clip: Clip, found: string) => void,
): Promise<{ rows: Row[]; facts: Record<string, unknown> }> {
  const searchMs: number[] = [];
  const extraMs: number[] = [];
  const wrong: string[] = [];
  for (const clip of clips) {
    const samples = await readClip(clip);
    const auto = await timed(() => engines.searching.transcribe(samples, 'auto'));
    const known = await timed(() => engines.told.transcribe(samples, clip.lang ?? 'en'));
    searchMs.push(auto.ms);
    extraMs.push(auto.ms - known.ms);
    if (auto.value.language !== clip.lang) wrong.push(`${clip.file}: ${auto.value.language} for ${clip.lang ?? '?'}`);
    onClip(clip, auto.value.language);
  }
  const rows = [summarise('language-auto', 'ms', searchMs), summarise('language-extra', 'ms', extraMs)];
  return {
    rows: rows.filter((row) => row !== undefined),
    facts: { languageClips: clips.length, languagesRight: clips.length - wrong.length, languagesWrong: wrong },
  };
}

/** Both clips in one breath; what was shown each time the language changed, and at the end. */
export async function hearSwitch(
  first: Clip,
  second: Clip,
  recognizer: Recognizer,
  run: RunSettings,
): Promise<Record<string, unknown>> {
  const [before, after] = [await readClip(first), await readClip(second)];
  const both = new Float32Array(before.length + after.length);
  both.set(before);
  both.set(after, before.length);
  const args = { ...run.args, language: 'auto' };
  const { partials, final } = await hear(recognizer, { samples: both, pauses: [] }, args, run);
  const shown: Shown[] = [];
  for (const { message, atMs } of [...partials, final]) {
    const { language, text } = message;
    if (message.kind === 'final' || language !== shown.at(-1)?.language) shown.push({ atMs, language, text });
  }
  return {
    switchFiles: `${first.file}, ${second.file}`,
    switchMs: (before.length / RATE_HZ) * 1000,
    languageSwitch: shown,
  };
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; ms: number }> {
  const startMs = performance.now();
  return { value: await work(), ms: performance.now() - startMs };
}

/** Shorter clips say too little to tell a language by. */
const ENOUGH_SECONDS = 4;

/** The first clip that is read out and long enough, or undefined. */
export async function findLong(clips: readonly Clip[]): Promise<Clip | undefined> {
  for (const clip of clips) {
    if (clip.kind === 'read' && (await readClip(clip)).length >= ENOUGH_SECONDS * RATE_HZ) return clip;
  }
  return undefined;
}
