import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { printable, type Io } from '../../src/cli/io.js';
import { describeTimings, humanPrinter, jsonPrinter } from '../../src/cli/printer.js';
import type { SessionEvent } from '../../src/pipeline/events.js';

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
  });
});
