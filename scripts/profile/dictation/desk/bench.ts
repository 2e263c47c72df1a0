/** `bench dictation --desk`: the hotkey of a real desktop is held, somebody speaks, and a real window is watched. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { deskTargets, dictationTargets } from '../../modes/targets.js';
import { describeMachine, type Report } from '../../summary.js';
import type { FolderOf, Speaker } from '../speakers.js';
import { startDisplay, type Arrival, type Display } from './display.js';
import { startProgram, type Program } from './program.js';
import { openRoom, type Room } from './room.js';
import { deskFacts, deskRows, type Dictated } from './rows.js';
import { machineNowMs } from './tools.js';
import { sayUtterances, type DeskUtterance } from './utterances.js';

export interface DeskBenchOptions {
  readonly version: string;
  readonly hotkey: string;
  readonly speaker: Speaker;
  readonly folderOf: FolderOf;
  /** Of speech; each has its own report. */
  readonly models: readonly string[];
  /** Utterances of each length. */
  readonly each: number;
  /** What `parley dictate` is told besides: the user's own file, preset and settings. */
  readonly args: readonly string[];
  readonly signal: AbortSignal;
  readonly onDictated: (model: string, dictated: Dictated) => void;
}

export interface DeskBench {
  readonly report: Report;
  readonly details: unknown;
}

/** People press, and then they speak. */
const BEFORE_SPEECH_MS = 250;
const LISTENING_LIMIT_MS = 5000;
const WRITTEN_LIMIT_MS = 60_000;
/** The window may get the last letters behind the program's own word. */
const ARRIVING_MS = 400;

/** Throws DeskError where the desk cannot be set up, or the program does not run. */
export async function benchDesk(options: DeskBenchOptions): Promise<DeskBench[]> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-desk-'));
  const part = async (name: string): Promise<string> => {
    const path = join(folder, name);
    await mkdir(path);
    return path;
  };
  try {
    const utterances = await sayUtterances({ ...options, folder: await part('speech') });
    const room = await openRoom(await part('room'));
    try {
      const results: DeskBench[] = [];
      for (const model of options.models) {
        const dictated = await dictateAll(model, {
          ...options,
          utterances,
          room,
          folder: await part(model.replaceAll(/\W/g, '-')),
        });
        results.push({ report: reportOf(model, dictated, options), details: dictated });
      }
      return results;
    } finally {
      await room.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

interface Job extends DeskBenchOptions {
  readonly utterances: readonly DeskUtterance[];
  readonly room: Room;
  /** An empty one. */
  readonly folder: string;
}

async function dictateAll(model: string, job: Job): Promise<Dictated[]> {
  const { room, hotkey, folder, signal } = job;
  const display = await startDisplay(folder, hotkey);
  try {
    const sets = [`stt.model=[${model}]`, 'audio.input.device=pulse', `dictation.hotkey=${hotkey}`];
    const args = ['--mode', 'hold', '--output', 'type', '--language', 'en', ...sets.flatMap((set) => ['--set', set])];
    const env = { ...display.env, ...room.env, PARLEY_DATA: join(folder, 'data') };
    const program = await startProgram([...job.args, ...args], env);
    try {
      const results: Dictated[] = [];
      for (const [take, utterance] of job.utterances.entries()) {
        signal.throwIfAborted();
        const dictated = await dictate({ take, utterance }, { display, program, room });
        job.onDictated(model, dictated);
        results.push(dictated);
      }
      return results;
    } finally {
      await program.stop();
    }
  } finally {
    await display.stop();
  }
}

interface Desk {
  readonly display: Display;
  readonly program: Program;
  readonly room: Room;
}

/** The key goes down, the voice says its words, and in the moment in which it ends the key is let go. */
async function dictate(
  { take, utterance }: { readonly take: number; readonly utterance: DeskUtterance },
  { display, program, room }: Desk,
): Promise<Dictated> {
  const before = (await display.arrivals()).length;
  const pressedMs = display.pressHotkey();
  let releasedMs: number | undefined;
  try {
    const listening = await program.state(take, 'listening', LISTENING_LIMIT_MS);
    await delay(BEFORE_SPEECH_MS);
    const voiceEndMs = (await room.speak(utterance.path)) + utterance.voiceMs;
    await delay(Math.max(0, voiceEndMs - machineNowMs()));
    releasedMs = display.releaseHotkey();
    await program.state(take, 'done', WRITTEN_LIMIT_MS);
    await delay(ARRIVING_MS);
    const arrivals: readonly Arrival[] = (await display.arrivals()).slice(before);
    const pieces = program.dictated(take);
    return { utterance, pressedMs, listeningMs: listening?.atMs, voiceEndMs, releasedMs, pieces, arrivals };
  } finally {
    if (releasedMs === undefined) display.releaseHotkey();
  }
}

function reportOf(model: string, dictated: readonly Dictated[], options: DeskBenchOptions): Report {
  return {
    ...{ bench: 'dictation-desk', version: options.version, machine: describeMachine() },
    settings: { model, voice: options.speaker, hotkey: options.hotkey, mode: 'hold' },
    ...{
      rows: deskRows(dictated),
      targets: { ...dictationTargets(model), ...deskTargets },
      facts: deskFacts(dictated),
    },
  };
}
