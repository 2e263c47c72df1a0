/** `bench stt`: one report for one model over a manifest of speech. */
import type { Settings } from '../../../src/config/schema.js';
import { createSileroStage } from '../../../src/stages/vad/silero.js';
import { describeMachine, summarise, type Report, type Row } from '../summary.js';
import { ablate } from './ablation.js';
import { runClip, type ClipResult, type Engines, type RunSettings, type Streamed } from './clip-run.js';
import type { Clip } from './clips.js';
import type { Pace } from './hearing.js';
import { measureHints, type HintedOptions, type HintSource } from './hinted.js';
import { findLong, hearSwitch, measureLanguages } from './languages.js';
import { startPeer, type Peer } from './peer.js';
import { openRecognizer, type Recognizer, type RecognizerOptions } from './recognizer.js';
import { sttFacts } from './facts.js';
import { sttRows } from './rows.js';
import { measureSessions } from './sessions.js';

export interface SttBenchOptions {
  readonly version: string;
  readonly model: { readonly name: string; readonly folder: string };
  readonly settings: Settings;
  readonly threads: number;
  readonly language: string;
  readonly pace: Pace;
  /** Whisper's whole window as the reference. */
  readonly reference: boolean;
  /** `faster-whisper` or a command, and the interpreter for the former. */
  readonly compare?: { readonly command: string; readonly python: string };
  /** Measured one after the other into one report. */
  readonly parts: readonly Part[];
  readonly signal: AbortSignal;
  /** One line about how it goes. */
  readonly onProgress: (line: string) => void;
}

/** What is measured: every clip on its own, or one of the special runs. */
export type Part =
  | { readonly kind: 'clips' }
  | { readonly kind: 'ablation' }
  | { readonly kind: 'sessions'; readonly sessions: number; readonly clipsEach: number }
  | { readonly kind: 'languages' }
  | { readonly kind: 'hints'; readonly whose: HintSource };

/** A report and what lies behind it. */
export interface SttBench {
  readonly report: Report;
  /** For each clip. */
  readonly details: readonly unknown[];
}

export async function benchStt(clips: readonly Clip[], options: SttBenchOptions): Promise<SttBench> {
  const { settings } = options;
  // One object: the detector starts afresh when its settings become another.
  const vad = { ...settings.vad, max_utterance_ms: settings.turn.max_utterance_ms };
  const detector = createSileroStage(() => vad);
  const args = {
    ...{ language: options.language, partials: true, streaming: true },
    partialIntervalMs: settings.stt.partial_interval_ms,
  };
  const run = { args, settings, detector, pace: options.pace, signal: options.signal };
  try {
    const found: Found[] = [];
    for (const part of options.parts) found.push(await measure(part, clips, options, run));
    const rows = found.flatMap((part) => part.rows);
    const facts = Object.fromEntries(found.flatMap((part) => Object.entries(part.facts)));
    const report = { bench: 'stt', version: options.version, machine: describeMachine() };
    return {
      report: { ...report, settings: describeSettings(options), rows, facts },
      details: found.flatMap(({ results }) => results ?? []).map(describeDetails),
    };
  } finally {
    await detector.close?.();
  }
}

interface Found {
  readonly rows: readonly Row[];
  readonly facts: Readonly<Record<string, unknown>>;
  readonly results?: readonly ClipResult[];
}

async function measure(part: Part, clips: readonly Clip[], options: SttBenchOptions, run: RunSettings): Promise<Found> {
  const { onProgress } = options;
  const spoken = clips.filter(({ kind }) => kind !== 'noise');
  const onClip = (clip: Clip, found = ''): void => {
    onProgress(`${clip.file} ${found}`.trim());
  };
  switch (part.kind) {
    case 'clips':
      return measureClips(clips, options, run);
    case 'ablation': {
      const ablation = await ablate(spoken, engineOptions(options), { ...run, pace: 'lockstep' }, onClip);
      return { rows: [], facts: { clips: spoken.length, ablation } };
    }
    case 'sessions':
      return measureSessions(spoken, part, engineOptions(options), run);
    case 'languages':
      return findLanguages(spoken, options, run, onClip);
    case 'hints':
      return compareHints(clips, options, { whose: part.whose, onClip });
  }
}

async function compareHints(
  clips: readonly Clip[],
  options: SttBenchOptions,
  how: Pick<HintedOptions, 'whose' | 'onClip'>,
): Promise<Found> {
  const { signal } = options;
  const hinted = await openRecognizer(engineOptions(options), 'here', signal);
  const unhinted = await openRecognizer(engineOptions(options), 'here', signal);
  try {
    return await measureHints(clips, { hinted, unhinted }, { signal, ...how });
  } finally {
    await hinted.close();
    await unhinted.close();
  }
}

async function measureClips(clips: readonly Clip[], options: SttBenchOptions, run: RunSettings): Promise<Found> {
  const opened: { close(): unknown }[] = [];
  try {
    const { engines, memoryMb } = await openEngines(options, opened);
    const results: ClipResult[] = [];
    for (const clip of clips) {
      options.signal.throwIfAborted();
      const result = await runClip(clip, engines, run);
      results.push(result);
      options.onProgress(describeResult(result, results.length, clips.length));
    }
    const memory = summarise('memory', 'MB', memoryMb());
    const facts = { ...sttFacts(results), ...(engines.peer === undefined ? {} : { peer: engines.peer.name }) };
    return { rows: [...sttRows(results), ...(memory === undefined ? [] : [memory])], facts, results };
  } finally {
    for (const one of opened) await one.close();
  }
}

async function openEngines(
  options: SttBenchOptions,
  opened: { close(): unknown }[],
): Promise<{ engines: Engines; memoryMb: () => number[] }> {
  const place = options.pace === 'real-time' ? 'host' : 'here';
  const keep = <T extends { close(): unknown }>(one: T): T => {
    opened.push(one);
    return one;
  };
  const open = async (more: Partial<RecognizerOptions> = {}): Promise<Recognizer> =>
    keep(await openRecognizer({ ...engineOptions(options), ...more }, place, options.signal));
  const streamed = await open();
  // In this process the other engines follow: only now is its memory that of one.
  const alone = streamed.rssBytes() / 1e6;
  const nothingSaved = { tail: false, reuse: false, draft: false, cache: false };
  const engines = {
    ...{ streamed, cut: await open(), turn: await open(), offline: await open() },
    ...(options.reference ? { full: await open({ tuning: nothingSaved }) } : {}),
    ...(options.compare === undefined ? {} : { peer: keep(await openPeer(options, options.compare)) }),
  };
  return { engines, memoryMb: () => (place === 'here' ? [alone] : [streamed.rssBytes() / 1e6]) };
}

function openPeer(options: SttBenchOptions, compare: { command: string; python: string }): Promise<Peer> {
  const { model, language, threads, signal } = options;
  return startPeer({ ...compare, modelFolder: model.folder, language, threads }, signal);
}

async function findLanguages(
  clips: readonly Clip[],
  options: SttBenchOptions,
  run: RunSettings,
  onClip: (clip: Clip, found: string) => void,
): Promise<Found> {
  const auto = { ...engineOptions(options), language: 'auto' };
  const searching = await openRecognizer(auto, 'here', run.signal);
  const told = await openRecognizer(auto, 'here', run.signal);
  try {
    const foreign = clips.filter(({ lang }) => lang !== null && lang !== 'en');
    const found = await measureLanguages(foreign, { searching, told }, onClip);
    const english = await findLong(clips.filter(({ lang }) => lang === 'en'));
    const other = await findLong(foreign);
    if (english === undefined || other === undefined) return found;
    const switched = await hearSwitch(english, other, searching, { ...run, pace: 'lockstep' });
    return { rows: found.rows, facts: { ...found.facts, ...switched } };
  } finally {
    await searching.close();
    await told.close();
  }
}

function engineOptions({ model, threads, language }: SttBenchOptions): RecognizerOptions {
  return { modelFolder: model.folder, threads, language };
}

function describeSettings(options: SttBenchOptions): Record<string, unknown> {
  const { model, threads, language, pace, settings } = options;
  return {
    ...{ model: model.name, threads, language, pace, parts: options.parts.map(({ kind }) => kind).join(' ') },
    partialIntervalMs: settings.stt.partial_interval_ms,
    endpointMs: settings.turn.endpoint_ms,
    preRollMs: settings.vad.padding_duration_ms,
    // Where pauses, onsets and ends of turns come from.
    detector: 'silero v4, frames of 32 ms',
  };
}

function describeResult({ clip, whole, cut, full, peer }: ClipResult, count: number, of: number): string {
  const { finalMs } = cut.hearing;
  const { text } = whole.hearing.final.message;
  const others = [
    ...(full === undefined ? [] : [`full ${full.ms.toFixed(0)} ms "${full.text}"`]),
    ...(peer === undefined ? [] : [`peer ${peer.ms.toFixed(0)} ms "${peer.text}"`]),
  ];
  return [`${count}/${of} ${clip.file}: ${finalMs.toFixed(0)} ms "${text}"`, ...others].join(' · ');
}

/** Texts, times and costs of one clip; its audio stays where it is. */
function describeDetails({ clip, seconds, whole, cut, turn, offline, full, peer }: ClipResult): unknown {
  const streamed = ({ hearing, effort }: Streamed): unknown => ({
    ...{ text: hearing.final.message.text, finalMs: hearing.finalMs, effort },
    partials: hearing.partials.map(({ message: { text, stable }, atMs }) => ({ atMs, text, stable })),
  });
  return {
    ...{ file: clip.file, said: clip.text, lang: clip.lang, kind: clip.kind, seconds, offline, full, peer },
    ...{ whole: streamed(whole), cut: streamed(cut), turn: turn === undefined ? undefined : streamed(turn) },
  };
}
