/** Many users at once: each speaks clips in real time into one engine in the inference host. */
import { setTimeout as wait } from 'node:timers/promises';
import { summarise, type Row } from '../summary.js';
import type { RunSettings } from './clip-run.js';
import { readClip, type Clip } from './clips.js';
import { hear, type Hearing } from './hearing.js';
import { countRetractions } from './judge.js';
import { openRecognizer, type Recognizer, type RecognizerOptions } from './recognizer.js';
import { formsOf, type Utterance } from './utterance.js';

/** The host reports its memory once a second. */
const MEMORY_AGE_MS = 2500;
/** Users do not begin to speak in the same moment. */
const STAGGER_MS = 370;

export interface SessionsOptions {
  readonly sessions: number;
  /** Clips that each user speaks, once up to the end of the voice and once as a turn. */
  readonly clipsEach: number;
}

interface Spoken {
  readonly cut: readonly Hearing[];
  readonly turns: readonly Hearing[];
  readonly rssBytes: readonly number[];
}

/** The figures for one user, then for all of them at once, each on a freshly loaded engine. */
export async function measureSessions(
  clips: readonly Clip[],
  { sessions, clipsEach }: SessionsOptions,
  options: RecognizerOptions,
  run: RunSettings,
): Promise<{ rows: Row[]; facts: Record<string, unknown> }> {
  const rows: Row[] = [];
  let retractions = 0;
  for (const count of new Set([1, sessions])) {
    const recognizer = await openRecognizer(options, 'host', run.signal);
    try {
      const spoken = await speakAll(clips, { sessions: count, clipsEach }, recognizer, run);
      rows.push(...sessionRows(spoken, count));
      retractions += [...spoken.cut, ...spoken.turns].reduce((sum, hearing) => sum + countRetractions(hearing), 0);
    } finally {
      await recognizer.close();
    }
  }
  return { rows, facts: { sessions, 'sessions.retractions': retractions } };
}

async function speakAll(
  clips: readonly Clip[],
  { sessions, clipsEach }: SessionsOptions,
  recognizer: Recognizer,
  run: RunSettings,
): Promise<Spoken> {
  const utterances = await prepare(clips, sessions * clipsEach, run);
  const rssBytes: number[] = [];
  const controller = new AbortController();
  const watch = watchMemory(recognizer, rssBytes, controller.signal);
  const users = Array.from({ length: sessions }, async (_, user) => {
    await wait(user * STAGGER_MS);
    const heard = { cut: [] as Hearing[], turns: [] as Hearing[] };
    for (let i = 0; i < clipsEach; i++) {
      const pair = utterances[(user + i * sessions) % utterances.length];
      if (pair === undefined) continue;
      const options = { pace: 'real-time', signal: run.signal } as const;
      heard.cut.push(await hear(recognizer, pair.cut, run.args, options));
      heard.turns.push(await hear(recognizer, pair.turn, run.args, options));
    }
    return heard;
  });
  const all = await Promise.all(users).finally(() => {
    controller.abort();
  });
  await watch;
  return { cut: all.flatMap(({ cut }) => cut), turns: all.flatMap(({ turns }) => turns), rssBytes };
}

/** Clips that the detector hears, in both forms. */
async function prepare(
  clips: readonly Clip[],
  most: number,
  run: RunSettings,
): Promise<{ cut: Utterance; turn: Utterance }[]> {
  const pairs: { cut: Utterance; turn: Utterance }[] = [];
  for (const clip of clips) {
    if (pairs.length >= most) break;
    const { cut, turn } = await formsOf(run.detector, await readClip(clip), run.settings);
    if (turn !== undefined) pairs.push({ cut, turn });
  }
  return pairs;
}

async function watchMemory(recognizer: Recognizer, into: number[], signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await wait(MEMORY_AGE_MS, undefined, { signal }).catch(() => undefined);
    const bytes = recognizer.rssBytes();
    if (bytes > 0) into.push(bytes);
  }
}

function sessionRows({ cut, turns, rssBytes }: Spoken, count: number): Row[] {
  const name = `sessions-${count}`;
  return [
    summarise(
      `${name}-final`,
      'ms',
      cut.map(({ finalMs }) => finalMs),
    ),
    summarise(
      `${name}-final-at-endpoint`,
      'ms',
      turns.map(({ finalMs }) => finalMs),
    ),
    summarise(`${name}-partial-interval`, 'ms', [...cut, ...turns].flatMap(partialGaps)),
    summarise(
      `${name}-memory`,
      'MB',
      rssBytes.map((bytes) => bytes / 1e6),
    ),
  ].filter((row) => row !== undefined);
}

function partialGaps({ partials }: Hearing): number[] {
  return partials.slice(1).map(({ atMs }, i) => atMs - (partials[i]?.atMs ?? atMs));
}
