/** What a turn that is over adds to the figures. */
import type { TurnReport } from '../pipeline/report.js';
import type { InstrumentName } from './instruments.js';
import type { Meter } from './meter.js';
import { stageMs } from './stage-parts.js';

/** From one mark to another, in ms. */
const SPANS: readonly (readonly [InstrumentName, string, string])[] = [
  ['stt.first_partial', 'stt.first-in', 'stt.first-out'],
  ['response.first_token', 'response.first-in', 'response.first-out'],
  ['response.reply', 'response.first-in', 'response.last-out'],
  ['tts.first_audio', 'tts.first-in', 'tts.first-out'],
];

/** Counts of the probe, and the label that each of them has here. */
const COUNTS: Readonly<Record<string, readonly [InstrumentName, string?]>> = {
  'cache-hit': ['response.cache', 'hit'],
  'cache-miss': ['response.cache', 'miss'],
  'tts.cache.hit': ['tts.cache', 'hit'],
  'tts.cache.miss': ['tts.cache', 'miss'],
  'effect.failed': ['pipeline.errors', 'effect'],
  'llm-failed': ['pipeline.errors', 'llm'],
  'llm-late': ['pipeline.errors', 'llm-late'],
  'skill-failed': ['pipeline.errors', 'skill'],
};

export function recordTurn(report: TurnReport, meter: Meter): void {
  const { outcome, timings, counts, source, marks } = report;
  meter.record('pipeline.turns', 1, outcome.kind);
  if (outcome.kind === 'aborted') meter.record('pipeline.aborts', 1, outcome.reason);
  if (outcome.kind === 'failed') meter.record('pipeline.errors', 1, outcome.stage);
  if (source !== undefined) meter.record('response.replies', 1, source);
  recordIf(meter, 'stt.final', timings.sttFinalMs);
  recordIf(meter, 'nlp.match', timings.nlpMs);
  recordIf(meter, 'pipeline.endpoint', timings.endpointMs);
  recordIf(meter, 'pipeline.total', timings.voiceToVoiceMs);
  for (const [name, from, to] of SPANS) {
    const [start, end] = [marks[from], marks[to]];
    if (start !== undefined && end !== undefined) meter.record(name, end - start);
  }
  for (const [stage, ms] of stageMs(report) ?? []) meter.record('pipeline.stage', ms, stage);
  for (const [name, by] of Object.entries(counts)) {
    const known = COUNTS[name];
    if (known !== undefined) meter.record(known[0], by, known[1]);
  }
  recordSound(report, meter);
  recordDrafts(report, meter);
}

function recordSound({ partials, underruns, gapMs, reopened }: TurnReport, meter: Meter): void {
  if (partials > 0) meter.record('stt.partials', partials);
  if (underruns > 0) meter.record('audio.underruns', underruns);
  if (gapMs > 0) meter.record('audio.gap', gapMs / 1000);
  if (reopened > 0) meter.record('pipeline.reopened', reopened);
}

function recordDrafts({ speculation: { started, used, gainedMs } }: TurnReport, meter: Meter): void {
  const lost = started - (used === undefined ? 0 : 1);
  if (used !== undefined) {
    meter.record('pipeline.drafts', 1, used);
    meter.record('pipeline.draft_gain', gainedMs);
  }
  if (lost > 0) meter.record('pipeline.drafts', lost, 'thrown-away');
}

function recordIf(meter: Meter, name: InstrumentName, value: number | undefined): void {
  // A draft may have its text before the voice has ended: it took no time then.
  if (value !== undefined) meter.record(name, Math.max(0, value));
}
