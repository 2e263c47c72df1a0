/** The profile of dictation without a desktop: recordings in real time, each a take whose text goes into a file. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAssistant } from '../../../src/assistant.js';
import type { Assistant } from '../../../src/assistant/assistant.js';
import { withSets } from '../../../src/config/load.js';
import { openDesktop, type Desktop } from '../../../src/modes/desktop.js';
import { Dictation } from '../../../src/modes/dictation.js';
import type { DictatedEvent } from '../../../src/modes/dictation-event.js';
import { systemClock } from '../../../src/pipeline/clock.js';
import { Programme } from '../captions/programme.js';
import { forgetful } from '../forgetful.js';
import { frontEndRows } from '../front-end.js';
import type { Clip } from '../stt/clips.js';
import { describeMachine, type Report } from '../summary.js';
import { takeFacts, takeRows, textOf, type Take } from './dictation-rows.js';
import type { ModeProfileOptions } from './options.js';
import { clipsOf } from './programme-clips.js';
import { dictationTargets } from './targets.js';

/** Consecutive, from the end of the speech. */
const parts = { of: 'whole', names: ['speech-end-to-text', 'text-to-file'] };

export async function profileDictation(options: ModeProfileOptions): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-profile-'));
  try {
    return await dictateAll(options, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function dictateAll(options: ModeProfileOptions, folder: string): Promise<Report> {
  const { paths, version, signal, onProgress, fetching } = options;
  const sets = ['dictation.output=[file]', `dictation.file=${JSON.stringify(join(folder, 'text.txt'))}`];
  const config = withSets(forgetful(options.config), [...sets, 'dictation.clean_up.enabled=false']);
  const { store, onEvent: onFetch } = fetching;
  const assistant = await createAssistant({ config, store, engines: ['stt'], onFetch, onNotice: onProgress }, signal);
  try {
    const model = assistant.models.get('stt')?.ref ?? 'unknown';
    const { dictation: settings, stt } = config.settings;
    const path = join(folder, 'kept.jsonl');
    const desktop = await openDesktop({ settings, path, stdout: process.stderr, onNotice: onProgress });
    const takes = await takeAll({ assistant, desktop }, options).finally(() => desktop.close());
    return {
      ...{ bench: 'dictation', version, machine: describeMachine() },
      settings: { model, language: stt.language, output: 'file' },
      rows: [...(await frontEndRows(paths)), ...takeRows(takes)],
      ...{ parts, targets: dictationTargets(model), facts: { preset: config.preset, model, ...takeFacts(takes) } },
    };
  } finally {
    await assistant.close();
  }
}

interface Desk {
  readonly assistant: Assistant;
  readonly desktop: Desktop;
}

async function takeAll(desk: Desk, { paths, rounds, signal, onProgress }: ModeProfileOptions): Promise<Take[]> {
  const takes: Take[] = [];
  for (const clip of Array.from({ length: rounds }, () => clipsOf(paths)).flat()) {
    const take = await takeOne(clip, desk, signal);
    const last = take.pieces.at(-1);
    const after = last === undefined ? '' : ` (${Math.round(last.timings.speechEndToTextMs)} ms)`;
    onProgress(`${take.file}: ${textOf(take) || 'no words'}${after}`);
    takes.push(take);
  }
  return takes;
}

/** The key is held from the first sample of the recording to its last. */
async function takeOne(clip: Clip, { assistant, desktop }: Desk, signal: AbortSignal): Promise<Take> {
  const pieces: DictatedEvent[] = [];
  const problems: string[] = [];
  const dictation = new Dictation(
    {
      ...{
        assistant,
        delivery: desktop.delivery,
        waitsForRelease: true,
      },
      onEvent: (event) => {
        if (event.type === 'dictated') pieces.push(event);
        if (event.type === 'notice') problems.push(event.text);
      },
      onEnded: () => undefined,
    },
    signal,
  );
  const programme = new Programme({ clips: [clip], lengthMs: 1, gapMs: 0, pace: systemClock, signal });
  dictation.act('start');
  await dictation.listen(programme.frames());
  if (pieces.length === 0 && problems.length > 0) throw new Error(problems.join('; '));
  return { file: clip.file, lengthMs: programme.aired[0]?.endMs ?? 0, pieces };
}
