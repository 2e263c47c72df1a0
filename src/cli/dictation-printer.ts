/** Prints what is dictated: a line for each text, or one JSON object for each event. */
import { styleText } from 'node:util';
import type { DictationEvent } from '../modes/dictation-event.js';
import { printable, type Io } from './io.js';

export type PrintDictation = (event: DictationEvent) => void;

/** Where the text itself goes to standard output, everything else goes to the standard error. */
export function dictationPrinter(
  io: Io,
  { json, isPlain }: { readonly json: boolean; readonly isPlain: boolean },
): PrintDictation {
  const out = isPlain ? io.stderr : io.stdout;
  if (json) {
    return (event) => {
      out.write(`${JSON.stringify(roundTimes(event))}\n`);
    };
  }
  const paint = (style: 'dim' | 'green' | 'yellow', text: string): string => (io.isTTY ? styleText(style, text) : text);
  const line = (text: string): void => {
    out.write(`${io.isTTY ? '\r\u001b[K' : ''}${text}\n`);
  };
  return (event) => {
    switch (event.type) {
      case 'ready':
        line(paint('dim', event.text));
        break;
      case 'dictation':
        if (event.state !== 'done') line(paint('dim', stateLines[event.state]));
        break;
      case 'preview':
        if (io.isTTY) out.write(`\r\u001b[K${paint('dim', `… ${printable(event.text).slice(-100)}`)}`);
        break;
      case 'dictated':
        if (!isPlain) line(`${printable(event.text)}  ${paint('dim', `→ ${printable(event.by)}`)}`);
        break;
      case 'notice':
        line(paint('yellow', printable(event.text)));
        break;
    }
  };
}

const stateLines = { listening: 'Speak.', idle: 'Writing …', cancelled: 'Cancelled.' } as const;

function roundTimes(event: DictationEvent): unknown {
  return JSON.parse(JSON.stringify(event), (_, value: unknown) =>
    typeof value === 'number' ? Math.round(value * 100) / 100 : value,
  );
}
