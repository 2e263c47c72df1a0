/** The profile of one preset: real utterances in real time; milliseconds and share of each stage, and the total. */
import type { LoadedConfig } from '../../src/config/load.js';
import { frontEndRows } from './front-end.js';
import { runPreset, type RunOptions } from './run-preset.js';
import { stageMs, stageNames } from '../../src/metrics/stage-parts.js';
import { stageRows, stageTargets } from './stages.js';
import { describeMachine, type Report } from './summary.js';

/** @param version of the program, for the report */
export async function profilePreset(config: LoadedConfig, version: string, options: RunOptions): Promise<Report> {
  const { reports, models } = await runPreset(config, options);
  const measured = reports.filter((turn) => stageMs(turn) !== undefined);
  return {
    ...{ bench: 'latency', version, machine: describeMachine(), settings: { ...config.settings } },
    ...{ targets: stageTargets, parts: { of: 'total', names: stageNames } },
    rows: [...(await frontEndRows(options.paths)), ...stageRows(measured)],
    facts: {
      ...{
        preset: config.preset,
        condition: options.condition ?? 'warm',
        models,
        turns: reports.length,
        measured: measured.length,
      },
      drafts: reports.filter((turn) => turn.timings.draftUsed).length,
      failed: reports.filter((turn) => turn.outcome.kind === 'failed').length,
      underruns: reports.reduce((sum, turn) => sum + turn.underruns, 0),
    },
    series: { total: measured.map(({ timings }) => timings.voiceToVoiceMs ?? 0) },
  };
}
