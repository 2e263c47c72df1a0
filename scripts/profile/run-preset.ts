/** Speaks recordings to an assistant in real time and keeps the report of every turn. */
import { availableParallelism } from 'node:os';
import { createAssistant } from '../../src/assistant.js';
import type { Assistant } from '../../src/assistant/assistant.js';
import { speakRecordings } from '../../src/assistant/recordings.js';
import { createSilentSpeaker } from '../../src/audio/silent-speaker.js';
import type { LoadedConfig } from '../../src/config/load.js';
import type { FetchEvent } from '../../src/models/fetch-events.js';
import { openStore } from '../../src/models/store.js';
import type { TurnReport } from '../../src/pipeline/report.js';
import { burn } from './burn.js';
import type { Condition } from './conditions.js';
import { forgetful } from './forgetful.js';

export interface RunOptions {
  readonly paths: readonly string[];
  /** Times that all recordings are spoken. */
  readonly rounds: number;
  /** `warm` unless told. */
  readonly condition?: Condition;
  readonly signal: AbortSignal;
  readonly onTurn: (report: TurnReport) => void;
  readonly onFetch: (event: FetchEvent) => void;
  readonly onNotice: (text: string) => void;
}

/** What a run of one preset gave. */
export interface PresetRun {
  readonly reports: readonly TurnReport[];
  readonly models: Readonly<Record<string, string>>;
}

/** Turns without words (a cough in a recording) are not counted; everything else is. */
export async function runPreset(config: LoadedConfig, options: RunOptions): Promise<PresetRun> {
  const { paths, rounds, condition } = options;
  const all = Array.from({ length: rounds }, () => paths).flat();
  const stopBurning = burn(condition === 'load' ? availableParallelism() : 0);
  try {
    // A cold one has said nothing yet: each recording gets an assistant of its own.
    const talks = condition === 'cold' ? all.map((path) => [path]) : [all];
    const runs: PresetRun[] = [];
    for (const talk of talks) runs.push(await converse(config, { ...options, paths: talk }));
    return { reports: runs.flatMap(({ reports }) => reports), models: runs[0]?.models ?? {} };
  } finally {
    stopBurning();
  }
}

async function converse(config: LoadedConfig, options: RunOptions): Promise<PresetRun> {
  const reports: TurnReport[] = [];
  const { signal, onFetch, onNotice } = options;
  const assistant = await createAssistant(
    {
      ...{ config: forgetful(config), store: openStore(), onFetch, onNotice },
      onEvent: (event) => {
        if (event.type !== 'turn' || event.transcript === '') return;
        reports.push(event);
        options.onTurn(event);
      },
    },
    signal,
  );
  try {
    await speakTo(assistant, options);
    return { reports, models: Object.fromEntries([...assistant.models].map(([name, { ref }]) => [name, ref])) };
  } finally {
    await assistant.close();
  }
}

async function speakTo(assistant: Assistant, { paths, signal }: RunOptions): Promise<void> {
  const { clock } = assistant;
  const { sample_rate, lead_ms } = assistant.config.settings.audio.output;
  const speaker = createSilentSpeaker({ clock, sampleRateHz: sample_rate, leadMs: lead_ms });
  const frames = speakRecordings(assistant, paths, signal);
  try {
    await assistant.listen(frames, speaker, signal);
  } finally {
    await speaker.close();
  }
}
