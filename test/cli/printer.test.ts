import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { printable, type Io } from '../../src/cli/io.js';
import { describeTimings, humanPrinter, jsonPrinter } from '../../src/cli/printer.js';
import type { SessionEvent } from '../../src/pipeline/events.js';
import { noSpeculation } from '../../src/pipeline/speculation.js';
import type { TurnReport } from '../../src/pipeline/report.js';

function recording(isTTY: boolean): { io: Io; text: () => string } {
  const stdout = new PassThrough();
  let text = '';
  stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { io: { stdout, stderr: new PassThrough(), isTTY }, text: () => text };
}

const heard: SessionEvent = {
  atMs: 1.23456,
  type: 'transcript',
  turn: '1',
  text: 'hello \u001b[2Jthere',
  language: 'en',
};

describe('printers', () => {
  it('print one JSON object a line, numbers to a tenth', () => {
    const { io, text } = recording(false);
    jsonPrinter(io)(heard);
    expect(text().endsWith('\n')).toBe(true);
    expect(JSON.parse(text())).toMatchObject({ atMs: 1.2, type: 'transcript', turn: '1' });
  });

  it('let no text steer the terminal', () => {
    const { io, text } = recording(false);
    humanPrinter(io)(heard);
    expect(text()).toBe('you    hello  [2Jthere\n');
    expect(printable('a\u202eb\u0007c')).toBe('a b c');
  });

  it('redraw a partial on a terminal and print a line for each elsewhere', () => {
    const partial: SessionEvent = { atMs: 1, type: 'partial', turn: '1', text: 'hel', stable: '' };
    const [plain, terminal] = [recording(false), recording(true)];
    for (const { io } of [plain, terminal]) humanPrinter(io)(partial);
    expect(plain.text()).toBe('   … hel\n');
    expect(terminal.text()).not.toContain('\n');
  });

  it('say what each part took, drafts at no cost', () => {
    const facts = { draftUsed: true, cacheHit: false };
    expect(
      describeTimings({
        ...facts,
        endpointMs: 500,
        sttFinalMs: 510,
        firstTokenMs: 200,
        firstSentenceMs: 210,
        ttsFirstAudioMs: 300,
        voiceToVoiceMs: 520,
      }),
    ).toBe('520 ms to the first sound: endpoint 500 · stt 10 · reply 0 · split 0 · tts 0 · playout 10');
    expect(describeTimings(facts)).toBe('');
    expect(describeTimings({ ...facts, endpointMs: 500, fillerMs: 2000, voiceToVoiceMs: 2300 })).toBe(
      '2300 ms to the first sound: endpoint 500 · playout 1800; filler at 2000',
    );
  });

  it('tell gaps in the sound, and keep quiet where there were none', () => {
    const report: TurnReport = {
      ...{ turn: '1', transcript: 'hi', reply: 'ho', heard: 'ho', audioMs: 1000, partials: 1, marks: {}, counts: {} },
      ...{ outcome: { kind: 'done' }, timings: { draftUsed: false, cacheHit: false }, underruns: 0, gapMs: 0 },
      ...{ reopened: 0, speculation: noSpeculation },
    };
    const said = [
      { underruns: 0, gapMs: 0 },
      { underruns: 1, gapMs: 80.4 },
      { underruns: 2, gapMs: 300 },
    ].map((gaps) => {
      const { io, text } = recording(false);
      humanPrinter(io)({ type: 'turn', atMs: 1, ...report, ...gaps });
      return text().trim();
    });
    expect(said).toEqual(['', '1 gap in the sound, 80 ms of silence', '2 gaps in the sound, 300 ms of silence']);
  });
});
