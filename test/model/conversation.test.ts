import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readWav } from '../../src/audio/wav.js';
import type { SessionEvent } from '../../src/pipeline/events.js';
import { soundSpan } from '../fixtures/loudness.js';
import { missingModels, runParley, samples, startParley } from '../fixtures/parley.js';
import { wordErrorRate } from '../fixtures/words.js';

const missing = missingModels();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

const folder = mkdtempSync(join(tmpdir(), 'parley-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function ofType<T extends SessionEvent['type']>(events: readonly SessionEvent[], type: T) {
  return events.filter((event): event is Extract<SessionEvent, { type: T }> => event.type === type);
}

describe.skipIf(missing !== undefined)('a conversation from files', () => {
  it('hears, answers and speaks on the time line of the input', async () => {
    const out = join(folder, 'out.wav');
    const clips = ['what-time-is-it.wav', 'megabytes-in-a-bit.wav'].map((name) => join(samples, name));
    const parley = startParley(['start', '--input', ...clips, '--output', out, '--json']);
    expect(await parley.ended, parley.stderr()).toBe(0);

    const turns = ofType(parley.events, 'turn');
    expect(turns.map(({ outcome }) => outcome.kind)).toEqual(['done', 'done']);
    expect(wordErrorRate('what time is it', turns[0]?.transcript ?? '')).toBe(0);
    expect(wordErrorRate('how many megabytes in a bit', turns[1]?.transcript ?? '')).toBeLessThanOrEqual(0.2);
    expect(turns[0]).toMatchObject({ source: 'skill', heard: turns[0]?.reply });

    // Every partial came before its final, and stable words were never taken back.
    for (const turn of turns) {
      let stable = '';
      for (const partial of ofType(parley.events, 'partial').filter((event) => event.turn === turn.turn)) {
        expect(partial.stable.startsWith(stable)).toBe(true);
        stable = partial.stable;
      }
      expect(turn.transcript.startsWith(stable)).toBe(true);
    }

    // The file is silent until the first question is over, and then it can be understood.
    const { samples: sound, sampleRateHz } = await readWav(out);
    const question = await readWav(clips[0] ?? '');
    const { startMs } = soundSpan(sound, sampleRateHz);
    expect(startMs).toBeGreaterThan(soundSpan(question.samples, question.sampleRateHz, 0.02).endMs);
    const back = await runParley(['transcribe', out]);
    expect(wordErrorRate(turns.map((turn) => turn.reply).join(' '), back.stdout)).toBeLessThanOrEqual(0.5);
  });

  it('reports where the milliseconds went, in an order that can be', async () => {
    const parley = startParley([
      ...['start', '--preset', 'low-latency', '--output', 'none', '--json'],
      ...['--input', join(samples, 'what-time-is-it.wav')],
    ]);
    expect(await parley.ended, parley.stderr()).toBe(0);
    const [turn] = ofType(parley.events, 'turn');
    const { endpointMs, sttFinalMs, firstTokenMs, firstSentenceMs, ttsFirstAudioMs, voiceToVoiceMs } =
      turn?.timings ?? {};
    // A draft may have answered before the endpoint, but nothing sounds before the words are final.
    for (const order of [
      [endpointMs, sttFinalMs, voiceToVoiceMs],
      [firstTokenMs, firstSentenceMs, ttsFirstAudioMs, voiceToVoiceMs],
    ]) {
      expect(order.every((ms) => ms !== undefined)).toBe(true);
      expect([...order].sort((a = 0, b = 0) => a - b)).toEqual(order);
    }
    // The endpoint cannot come before the silence that it waits for, of which there is always some.
    const waitMs = turn?.endpoint?.waitMs ?? NaN;
    expect(waitMs).toBeGreaterThanOrEqual(100);
    expect(endpointMs).toBeGreaterThanOrEqual(waitMs - 1);
  });
});
