/** Prints a session's events: lines for people, or one JSON object a line. */
import { styleText } from 'node:util';
import type { SessionEvent } from '../pipeline/events.js';
import type { AttentionState } from '../pipeline/attention.js';
import type { TurnReport, TurnTimings } from '../pipeline/report.js';
import { printable, type Io } from './io.js';

export type PrintEvent = (event: SessionEvent) => void;

/** One event a line, as JSON. */
export function jsonPrinter(io: Io): PrintEvent {
  return (event) => {
    io.stdout.write(`${JSON.stringify(roundNumbers(event))}\n`);
  };
}

/** For people: what was heard, what was answered, and where the milliseconds went. */
export function humanPrinter(io: Io): PrintEvent {
  let partialShown = false;
  const line = (text: string): void => {
    if (partialShown && io.isTTY) io.stdout.write('\r\u001b[K');
    partialShown = false;
    io.stdout.write(`${text}\n`);
  };
  const paint = (style: 'dim' | 'cyan' | 'green' | 'yellow', text: string): string =>
    io.isTTY ? styleText(style, text) : text;
  return (event) => {
    switch (event.type) {
      case 'listening':
        line('Listening. Speak; Ctrl-C ends.');
        break;
      case 'partial':
        if (io.isTTY) {
          io.stdout.write(`\r\u001b[K${paint('dim', `   … ${printable(event.text)}`)}`);
          partialShown = true;
        } else line(`   … ${printable(event.text)}`);
        break;
      case 'transcript':
        if (event.text !== '') line(`${paint('cyan', 'you   ')} ${printable(event.text)}`);
        break;
      case 'reply':
        line(`${paint('green', 'parley')} ${printable(event.text)}`);
        break;
      case 'attention':
        line(paint('yellow', attentionLines[event.state]));
        break;
      case 'wake':
        line(paint('dim', `       heard “${event.word}”`));
        break;
      case 'turn.reopen':
        line(paint('dim', '       you go on: the answer is taken back'));
        break;
      case 'interjection':
        line(paint('dim', `       ${interjectionLines[event.meant]}: the reply goes on`));
        break;
      case 'turn':
        printTurn(event, line, (text) => paint('dim', text));
        break;
      case 'settings':
        line(paint('yellow', `Preset ${event.preset} from the next turn on.`));
        break;
      case 'notice':
        line(paint('yellow', printable(event.text)));
        break;
      default:
        break;
    }
  };
}

const attentionLines: Readonly<Record<AttentionState, string>> = {
  muted: 'Muted.',
  asleep: 'Asleep.',
  listening: 'Listening.',
  'waiting-for-word': 'Waiting for the wake word.',
  'waiting-for-key': 'Waiting for the talk key.',
};

const interjectionLines: Readonly<Record<Extract<SessionEvent, { type: 'interjection' }>['meant'], string>> = {
  backchannel: 'heard that you listen',
  echo: 'heard itself',
  noise: 'heard a noise',
};

function printTurn(report: TurnReport, line: (text: string) => void, dim: (text: string) => string): void {
  const { outcome } = report;
  if (outcome.kind === 'failed') line(dim(`       failed in ${outcome.stage}: ${printable(outcome.message)}`));
  if (outcome.kind === 'aborted' && outcome.reason !== 'misfire' && outcome.reason !== 'shutdown') {
    const heard = report.heard === '' ? '' : `; heard: ${printable(report.heard)}`;
    line(dim(`       ended by ${outcome.reason}${heard}`));
  }
  const taken = report.endpoint;
  if (taken !== undefined && report.transcript !== '') {
    line(
      dim(`       taken after ${Math.round(taken.silenceMs)} ms of silence: ${printable(taken.reasons.join('; '))}`),
    );
  }
  const timings = describeTimings(report.timings);
  if (timings !== '') line(dim(`       ${timings}`));
  const { underruns, gapMs } = report;
  if (underruns > 0) {
    line(
      dim(`       ${underruns} ${underruns === 1 ? 'gap' : 'gaps'} in the sound, ${Math.round(gapMs)} ms of silence`),
    );
  }
}

/** `812 ms to the first sound: endpoint 548 · stt 92 · …`, each part counted from the one before it. */
export function describeTimings(timings: TurnTimings): string {
  const steps: readonly (readonly [string, number | undefined])[] = [
    ['endpoint', timings.endpointMs],
    ['stt', timings.sttFinalMs],
    ['reply', timings.firstTokenMs],
    ['split', timings.firstSentenceMs],
    ['tts', timings.ttsFirstAudioMs],
    ['playout', timings.voiceToVoiceMs],
  ];
  let before = 0;
  const parts: string[] = [];
  for (const [name, atMs] of steps) {
    if (atMs === undefined) continue;
    // What a draft had done before costs nothing.
    parts.push(`${name} ${Math.round(Math.max(0, atMs - before))}`);
    before = Math.max(before, atMs);
  }
  if (timings.voiceToVoiceMs === undefined) return parts.length === 0 ? '' : `ms: ${parts.join(' · ')}`;
  const filler = timings.fillerMs === undefined ? '' : `; filler at ${Math.round(timings.fillerMs)}`;
  return `${Math.round(timings.voiceToVoiceMs)} ms to the first sound: ${parts.join(' · ')}${filler}`;
}

/** Numbers to a tenth, at any depth: a log of microseconds helps nobody. */
function roundNumbers(value: unknown): unknown {
  if (typeof value === 'number') return Math.round(value * 10) / 10;
  if (Array.isArray(value)) return value.map(roundNumbers);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, roundNumbers(entry)]));
}
