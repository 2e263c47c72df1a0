/** Every word that was said is in one transcript, or an event tells why not. */
import { eventsOf, knowsEcho } from './event-log.js';
import type { SpokenWord } from './microphone.js';
import type { Trace } from './rig.js';

/** I8, I9, I10. */
export function checkWords(trace: Trace, isKind: boolean): string[] {
  return [
    ...checkFinals(trace),
    ...checkRanges(trace),
    ...checkCalls(trace),
    ...checkAnswers(trace),
    ...(isKind ? [...checkLedger(trace), ...checkOutcomes(trace)] : []),
  ];
}

/** A turn says what the recogniser answered to its last commit, and history shows that once. */
function checkFinals(trace: Trace): string[] {
  const wrong: string[] = [];
  const seen = new Set<string>();
  for (const report of trace.reports) {
    if (seen.has(report.turn)) wrong.push(`turn ${report.turn}: reported twice`);
    seen.add(report.turn);
    const told = eventsOf(trace, 'transcript', report.turn).at(-1)?.text ?? '';
    if (report.transcript !== told) wrong.push(`turn ${report.turn}: “${report.transcript}” reported, “${told}” told`);
    const ears = trace.ears.find(({ turn }) => turn === report.turn);
    if (told !== '' && ears?.finals.includes(told) !== true) wrong.push(`turn ${report.turn}: “${told}” was made up`);
  }
  return wrong;
}

/** A reply is one to the words of its turn, whatever draft it comes from. */
function checkAnswers(trace: Trace): string[] {
  const wrong: string[] = [];
  for (const { turn, reply, transcript } of trace.reports) {
    const asked = trace.asked.find((other) => other.turn === turn && reply !== '' && other.reply.trim() === reply);
    if (asked !== undefined && asked.text !== transcript) {
      wrong.push(`turn ${turn}: “${transcript}” got the answer to “${asked.text}”`);
    }
  }
  return wrong;
}

/** Where no stage is at fault, no turn fails or runs out of time. */
function checkOutcomes(trace: Trace): string[] {
  return trace.reports.flatMap(({ turn, outcome }) => {
    const isLate = outcome.kind === 'aborted' && outcome.reason === 'timeout';
    return isLate || outcome.kind === 'failed' ? [`turn ${turn} ended as ${JSON.stringify(outcome)}`] : [];
  });
}

/** No word is asked for by two turns. */
function checkRanges(trace: Trace): string[] {
  const wrong: string[] = [];
  const owners = new Map<SpokenWord, string>();
  for (const report of trace.reports) {
    const ears = trace.ears.find(({ turn }) => turn === report.turn);
    for (const word of ears?.words() ?? []) {
      if (!report.transcript.split(' ').includes(word.text) || word.kind !== 'plain') continue;
      const owner = owners.get(word);
      if (owner !== undefined) wrong.push(`“${word.text}” is in turn ${owner} and in turn ${report.turn}`);
      owners.set(word, report.turn);
    }
  }
  return wrong;
}

/** A reply is broken off only for words, and nobody answers the assistant's own. */
function checkCalls(trace: Trace): string[] {
  const wrong: string[] = [];
  const isMisread = trace.schedule.stt.some(({ partials }) => partials === 'rewritten');
  for (const end of eventsOf(trace, 'turn')) {
    if (isMisread || end.outcome.kind !== 'aborted' || end.outcome.reason !== 'barge-in') continue;
    // Who goes on only to stop breaks off their own turn.
    // Who goes on only to stop breaks off their own turn.
    const callers = eventsOf(trace, 'speech.start').filter(
      ({ turn, atMs }) => atMs <= end.atMs && (turn === end.turn ? end.reopened > 0 : Number(turn) > Number(end.turn)),
    );
    if (callers.some(({ turn }) => isFirstEcho(trace, turn))) continue;
    const words = trace.ears
      .filter((ears) => callers.some(({ turn }) => turn === ears.turn))
      .flatMap((ears) => ears.words());
    if (words.every(({ kind }) => kind === 'echo'))
      wrong.push(`turn ${end.turn}: broken off though nobody said a word`);
  }
  const echoes = new Set(trace.microphone.words.filter(({ kind }) => kind === 'echo').map(({ text }) => text));
  for (const report of trace.reports) {
    const { transcript, outcome, turn } = report;
    const words = transcript.split(' ').filter((word) => word !== '');
    const isEcho = words.length > 0 && words.every((word) => echoes.has(word));
    const isDropped = outcome.kind === 'aborted' && outcome.reason === 'misfire';
    if (isEcho && !isDropped && report.reply !== '' && !isFirstEcho(trace, turn)) {
      wrong.push(`turn ${turn}: our own voice (“${transcript}”) was answered`);
    }
  }
  return wrong;
}

/** Nobody knows of an echo that begins when the first reply ever is over, and nobody may take an answer for one. */
function isFirstEcho(trace: Trace, turn: string): boolean {
  const start = eventsOf(trace, 'speech.start', turn)[0]?.atMs ?? 0;
  const words = trace.ears.find((ears) => ears.turn === turn)?.words() ?? [];
  const isOver = words.every(({ kind, text }) => {
    if (kind !== 'echo') return false;
    const reply = trace.spoken.find((spoken) => spoken.words.includes(text))?.turn;
    const end = reply === undefined ? undefined : eventsOf(trace, 'turn', reply)[0]?.atMs;
    return end !== undefined && end <= start;
  });
  return isOver && !knowsEcho(trace, start);
}

/** Where no stage is at fault every word of a voice is somewhere. */
function checkLedger(trace: Trace): string[] {
  const wrong: string[] = [];
  const told = eventsOf(trace, 'interjection').flatMap(({ text }) => text.split(' '));
  for (const word of trace.microphone.words) {
    if (word.kind !== 'plain' || told.includes(word.text)) continue;
    if (trace.reports.some(({ transcript }) => transcript.split(' ').includes(word.text))) continue;
    if (isExcused(trace, word)) continue;
    wrong.push(`“${word.text}” (${word.start}…${word.end}, ${word.atMs} ms) is lost`);
  }
  return wrong;
}

/** So short a voice may be a click. */
const CLICK_SAMPLES = 250;

/**
 * It was said while nobody may be interrupted, in a breath that may be a click, or its turn came to nothing.
 */
function isExcused(trace: Trace, word: SpokenWord): boolean {
  const voice = trace.microphone.voices.find(({ start, end }) => start <= word.start && word.end <= end);
  if (voice === undefined || voice.end - voice.start < CLICK_SAMPLES) return true;
  const heardBy = trace.ears.filter((ears) => ears.words().includes(word)).map(({ turn }) => turn);
  const reports = trace.reports.filter(({ turn }) => heardBy.includes(turn));
  if (reports.some(({ outcome }) => outcome.kind !== 'done')) return true;
  return trace.schedule.setups.some(({ bargeIn }) => !bargeIn);
}
