/** `bench latency`: recordings through the whole assistant in real time, and what each stage added to each answer. */
import type { LoadedConfig } from '../../../src/config/load.js';
import { stageMs } from '../../../src/metrics/stage-parts.js';
import type { TurnReport } from '../../../src/pipeline/report.js';
import { runPreset, type RunOptions } from '../run-preset.js';
import { stageRows, stageTargets } from '../stages.js';
import { describeMachine, type Report } from '../summary.js';

export interface LatencyBenchOptions extends RunOptions {
  readonly version: string;
}

/** Throws what `createAssistant` throws. */
export async function benchLatency(
  config: LoadedConfig,
  { version, ...options }: LatencyBenchOptions,
): Promise<{ readonly report: Report; readonly details: unknown }> {
  const { reports, models } = await runPreset(config, options);
  const measured = reports.filter((turn) => stageMs(turn) !== undefined);
  const rows = stageRows(measured);
  const names = rows.map(({ name }) => name).filter((name) => name !== 'total');
  const { detection, drafts } = config.settings.turn;
  return {
    report: {
      ...{ bench: 'latency', version, machine: describeMachine(), rows, parts: { of: 'total', names } },
      settings: { preset: config.preset, rounds: options.rounds, detection, drafts },
      targets: stageTargets,
      facts: { preset: config.preset, clips: options.paths.length, ...turnFacts(reports, measured.length), models },
    },
    details: reports,
  };
}

function turnFacts(reports: readonly TurnReport[], measured: number): Readonly<Record<string, number>> {
  return {
    // A recording that was cut in two has two, one that nobody heard has none.
    turns: reports.length,
    measured,
    drafts: reports.filter(({ timings }) => timings.draftUsed).length,
    failed: reports.filter(({ outcome }) => outcome.kind === 'failed').length,
    underruns: reports.reduce((sum, turn) => sum + turn.underruns, 0),
  };
}
