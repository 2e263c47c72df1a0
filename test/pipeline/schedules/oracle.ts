/** What must hold after any schedule, judged by the ledgers alone. */
import type { SessionEvent } from '../../../src/pipeline/events.js';
import { eventsOf } from './event-log.js';
import type { Trace } from './rig.js';
import { checkWords } from './word-ledger.js';
import { checkSound } from './sound-ledger.js';

/** Everything that is wrong with a run, one line each. `isKind`: no stage was at fault, so every word counts. */
export function judgeTrace(trace: Trace, isKind: boolean): string[] {
  return [
    ...trace.faults,
    ...trace.speaker.overlaps,
    ...trace.ears.flatMap(({ faults }) => faults),
    ...checkEvents(trace),
    ...checkEffects(trace),
    ...checkSound(trace),
    ...checkWords(trace, isKind),
    ...checkProbe(trace),
  ];
}

/** The order that each turn's events may have. I1, I2, I13, I19, drafts without a trace. */
function checkEvents(trace: Trace): string[] {
  const wrong: string[] = [];
  const turns = new Map<string, TurnLog>();
  let lastMs = -Infinity;
  for (const event of trace.events) {
    if (event.atMs < lastMs) wrong.push(`${event.type} goes back in time`);
    lastMs = event.atMs;
    if (!('turn' in event)) continue;
    const log = turns.get(event.turn) ?? { phase: 'hearing', replies: 0, reopened: 0, isAnnouncement: true };
    turns.set(event.turn, log);
    const fault = step(log, event);
    if (fault !== undefined) wrong.push(`turn ${event.turn}: ${fault}`);
  }
  for (const [turn, log] of turns) if (log.phase !== 'ended') wrong.push(`turn ${turn}: no terminal event`);
  return wrong;
}

interface TurnLog {
  phase: 'hearing' | 'taken' | 'known' | 'ended';
  replies: number;
  reopened: number;
  isAnnouncement: boolean;
}

function step(log: TurnLog, event: SessionEvent): string | undefined {
  if (log.phase === 'ended') return `${event.type} after its terminal event`;
  switch (event.type) {
    case 'speech.start':
      log.isAnnouncement = false;
      return;
    case 'speech.end':
      if (log.phase !== 'hearing') return 'taken twice';
      log.phase = 'taken';
      return;
    case 'transcript':
      if (log.phase !== 'taken') return 'a transcript that nobody asked for';
      log.phase = 'known';
      return;
    case 'turn.reopen':
      if (log.phase === 'hearing') return 'reopened while it hears';
      log.phase = 'hearing';
      log.reopened += 1;
      return;
    case 'partial':
      return log.phase === 'known' ? 'a partial after its final' : undefined;
    case 'reply':
      log.replies += 1;
      if (log.replies > log.reopened + 1) return 'two replies';
      return log.phase === 'known' || log.isAnnouncement ? undefined : 'a reply before the words were known';
    case 'reply.delta':
    case 'audio.start':
      return log.phase === 'known' || log.isAnnouncement ? undefined : `${event.type} before the words were known`;
    case 'turn':
      log.phase = 'ended';
      if (event.outcome.kind === 'failed' && (event.outcome.stage === '' || event.outcome.message === '')) {
        return 'a fault without a name';
      }
      return event.reopened === log.reopened
        ? undefined
        : `${event.reopened} reopenings reported, ${log.reopened} told`;
    default:
      return;
  }
}

/** An effect happens once, and only when nothing can take it back any more. I21. */
function checkEffects(trace: Trace): string[] {
  const wrong: string[] = [];
  for (const asked of trace.asked) {
    const name = `turn ${asked.turn}: the effect of “${asked.text}”`;
    if (asked.effects.length > 1) wrong.push(`${name} happened ${asked.effects.length} times`);
    const atMs = asked.effects[0];
    const reopens = eventsOf(trace, 'turn.reopen', asked.turn);
    if (atMs !== undefined) {
      if (reopens.some((event) => event.atMs > atMs)) wrong.push(`${name} happened before the turn was taken back`);
      const taken = eventsOf(trace, 'speech.end', asked.turn).at(-1);
      if (taken === undefined || taken.atMs > atMs) wrong.push(`${name} happened before the turn was taken`);
      else if (!isCertain(trace, asked.turn, { takenMs: taken.atMs, atMs })) wrong.push(`${name} happened too early`);
    }
    const report = trace.reports.find(({ turn }) => turn === asked.turn);
    const isLast = trace.asked.findLast(({ turn }) => turn === asked.turn) === asked;
    const lastReopen = reopens.at(-1)?.atMs ?? -Infinity;
    const isAnswer = isLast && report?.reply === asked.reply.trim() && asked.atMs >= lastReopen;
    if (isAnswer && report.outcome.kind === 'done' && atMs === undefined && asked.reply.trim() !== '') {
      wrong.push(`${name} never happened, although the turn was done`);
    }
    if (atMs !== undefined && report !== undefined && report.reply !== '' && !isLast) {
      wrong.push(`${name} happened, though another answer was given`);
    }
  }
  return wrong;
}

/** The window is over, the reply was played, or there is no more sound that could take it back. */
function isCertain(trace: Trace, turn: string, { takenMs, atMs }: { takenMs: number; atMs: number }): boolean {
  if (atMs - takenMs >= (trace.setups.get(turn)?.reopenMs ?? 0)) return true;
  if (trace.called.some((ms) => takenMs <= ms && ms <= atMs)) return true;
  const end = eventsOf(trace, 'turn', turn)[0];
  return end?.outcome.kind === 'done' && end.atMs === atMs ? true : atMs >= trace.streamEndMs;
}

/** I3: behind whatever happened the next question is answered, and its reply heard whole. */
function checkProbe(trace: Trace): string[] {
  if (trace.isCut) return [];
  const report = trace.reports.slice(trace.turnsBeforeProbe).at(-1);
  if (report?.transcript !== 'kwhat ktime') return [`the next question became “${report?.transcript ?? 'nothing'}”`];
  if (report.outcome.kind !== 'done') return [`the next question ended as ${JSON.stringify(report.outcome)}`];
  return report.heard === report.reply && report.reply !== '' ? [] : ['the reply to the next question was not heard'];
}
