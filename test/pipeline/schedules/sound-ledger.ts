/** What reached the ear: whole, in order, once, and nothing of what was taken back. */
import type { HeardSample } from './ledger-speaker.js';
import { eventsOf } from './event-log.js';
import type { Trace } from './rig.js';
import { WORD_SAMPLES } from './stages.js';

/** I5, I6, I7, I14, and the history. */
export function checkSound(trace: Trace): string[] {
  return [...checkOrder(trace), ...checkSilence(trace), ...checkReturns(trace), ...checkHistory(trace)];
}

function byRun(trace: Trace): Map<number, HeardSample[]> {
  const runs = new Map<number, HeardSample[]>();
  for (const sample of trace.speaker.heard) {
    if (sample.run !== undefined) runs.set(sample.run, [...(runs.get(sample.run) ?? []), sample]);
  }
  return runs;
}

/** Each reply is heard from its first sample on, without a gap or a repeat, and no turn after a later one. */
function checkOrder(trace: Trace): string[] {
  const wrong: string[] = [];
  const next = new Map<number, number>();
  let latest = 0;
  for (const { run, position, atMs } of trace.speaker.heard) {
    if (run === undefined) continue;
    const due = next.get(run) ?? 0;
    const turn = trace.spoken[run]?.turn ?? '';
    if (position !== due) wrong.push(`turn ${turn}: sample ${position} at ${atMs}, where ${due} was due`);
    next.set(run, position + 1);
    if (Number(turn) < latest) wrong.push(`turn ${turn} is heard after turn ${latest}`);
    latest = Math.max(latest, Number(turn));
  }
  return wrong.slice(0, 5);
}

/** Nothing of an answer is heard once it was taken back or its turn is over; all of it where the turn was done. */
function checkSilence(trace: Trace): string[] {
  const wrong: string[] = [];
  for (const [run, samples] of byRun(trace)) {
    const spoken = trace.spoken[run];
    if (spoken === undefined) continue;
    const { turn } = spoken;
    const first = samples[0]?.atMs ?? 0;
    const last = samples.at(-1)?.atMs ?? 0;
    const back = eventsOf(trace, 'turn.reopen', turn).find(({ atMs }) => atMs >= first && last > atMs);
    if (back !== undefined) wrong.push(`turn ${turn}: heard at ${last} although taken back at ${back.atMs}`);
    const end = eventsOf(trace, 'turn', turn)[0];
    if (end === undefined) continue;
    if (last > end.atMs) wrong.push(`turn ${turn}: heard at ${last} although over at ${end.atMs}`);
    if (eventsOf(trace, 'turn.reopen', turn).some(({ atMs }) => atMs >= first)) continue;
    const isLast = trace.spoken.findLastIndex((other) => other.turn === turn) === run;
    if (end.outcome.kind === 'done' && isLast && (samples.length !== spoken.samples || !spoken.isWhole)) {
      wrong.push(`turn ${turn}: ${samples.length} of ${spoken.samples} samples were heard`);
    }
  }
  return wrong;
}

/** Who goes on is not spoken over: the reply is silent from the first sound to the taking back. */
function checkReturns(trace: Trace): string[] {
  const wrong: string[] = [];
  for (const { turn, atMs } of eventsOf(trace, 'turn.reopen')) {
    const voice = trace.microphone.voices.findLast((start) => start.atMs <= atMs);
    if (voice === undefined || mayBeEcho(trace, voice.atMs)) continue;
    const over = trace.speaker.heard.find(
      (sample) =>
        sample.run !== undefined &&
        trace.spoken[sample.run]?.turn === turn &&
        sample.atMs > voice.atMs &&
        sample.atMs <= atMs,
    );
    if (over !== undefined) wrong.push(`turn ${turn}: heard at ${over.atMs}, the user went on at ${voice.atMs}`);
  }
  return wrong;
}

/** Where there is an echo, a sound may be that of a reply that is heard at the time, or was a moment before. */
function mayBeEcho({ microphone, speaker }: Trace, atMs: number): boolean {
  if (!microphone.words.some((word) => word.kind === 'echo' && word.atMs <= atMs)) return false;
  return speaker.heard.some((sample) => sample.run !== undefined && sample.atMs <= atMs && atMs - sample.atMs <= 300);
}

/** The history has the words that were heard to their end, no more and no less. */
function checkHistory(trace: Trace): string[] {
  const wrong: string[] = [];
  const runs = byRun(trace);
  for (const report of trace.reports) {
    const heard: string[] = [];
    for (const [run, spoken] of trace.spoken.entries()) {
      if (spoken.turn !== report.turn) continue;
      const words = spoken.words.slice(0, Math.floor((runs.get(run)?.length ?? 0) / WORD_SAMPLES));
      if (words.length > 0) heard.push(words.join(' '));
    }
    const ledger = heard.join(' … ');
    if (report.heard !== ledger) wrong.push(`turn ${report.turn}: history “${report.heard}”, heard “${ledger}”`);
  }
  return wrong;
}
