/** What of a turn may leave the machine: figures and our own words, nothing that anybody said. */
import type { TurnReport } from '../pipeline/report.js';

export function turnFacts(report: TurnReport): Readonly<Record<string, string | number | boolean>> {
  const { outcome, source, timings, speculation, endpoint } = report;
  return {
    outcome: outcome.kind,
    ...(outcome.kind === 'aborted' ? { reason: outcome.reason } : {}),
    ...(outcome.kind === 'failed' ? { stage: outcome.stage } : {}),
    ...(source === undefined ? {} : { source }),
    ...(timings.voiceToVoiceMs === undefined ? {} : { voiceToVoiceMs: timings.voiceToVoiceMs }),
    ...(endpoint === undefined ? {} : { silenceMs: endpoint.silenceMs, waitMs: endpoint.waitMs }),
    ...{ audioMs: report.audioMs, partials: report.partials, underruns: report.underruns, reopened: report.reopened },
    ...{ drafts: speculation.started, draftUsed: timings.draftUsed, cacheHit: timings.cacheHit },
    ...(speculation.used === undefined ? {} : { draftMoment: speculation.used, gainedMs: speculation.gainedMs }),
  };
}
