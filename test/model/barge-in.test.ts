import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createWavWriter } from '../../src/audio/wav-writer.js';
import { readWav } from '../../src/audio/wav.js';
import { blocks10ms, soundSpan } from '../fixtures/loudness.js';
import { missingModels, runParley, samples, startParley } from '../fixtures/parley.js';
import { toWords } from '../fixtures/words.js';

const missing = missingModels();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

const RATE_HZ = 16_000;
const folder = mkdtempSync(join(tmpdir(), 'parley-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A question with a long answer, and a second one spoken into that answer. Returns where the voices lie, in ms. */
async function writeInput(path: string): Promise<{ questionEndMs: number; interruptionMs: number }> {
  const asked = join(folder, 'question.wav');
  expect((await runParley(['say', 'What can you do?', '-o', asked])).code).toBe(0);
  const question = (await readWav(asked, RATE_HZ)).samples;
  const interruption = (await readWav(join(samples, 'what-time-is-it.wav'), RATE_HZ)).samples;
  const gap = 3 * RATE_HZ;
  const input = new Float32Array(RATE_HZ + question.length + gap + interruption.length + RATE_HZ);
  input.set(question, RATE_HZ);
  input.set(interruption, RATE_HZ + question.length + gap);
  const writer = await createWavWriter(path, RATE_HZ);
  await writer.write(input);
  await writer.close();
  const startMs = ((RATE_HZ + question.length + gap) / RATE_HZ) * 1000;
  return {
    questionEndMs: 1000 + soundSpan(question, RATE_HZ).endMs,
    interruptionMs: startMs + soundSpan(interruption, RATE_HZ, 0.02).startMs,
  };
}

describe.skipIf(missing !== undefined)('speech over a reply', () => {
  it('silences it, keeps only what was heard, and is answered itself', async () => {
    const input = join(folder, 'input.wav');
    const out = join(folder, 'out.wav');
    const { questionEndMs, interruptionMs } = await writeInput(input);
    const parley = startParley(['start', '--input', input, '--output', out, '--json']);
    expect(await parley.ended, parley.stderr()).toBe(0);

    const turns = parley.events.filter((event) => event.type === 'turn' && event.transcript !== '');
    const [first, second] = turns.map((event) => (event.type === 'turn' ? event : undefined));
    expect(first?.outcome).toEqual({ kind: 'aborted', reason: 'barge-in' });
    expect(second).toMatchObject({ outcome: { kind: 'done' }, source: 'skill' });
    expect(toWords(second?.transcript ?? '')).toEqual(['what', 'time', 'is', 'it']);

    // What was heard is a true beginning of what was meant to be said.
    const reply = first?.reply ?? '';
    const heard = first?.heard ?? '';
    expect(heard.length).toBeGreaterThan(0);
    expect(heard.length).toBeLessThan(reply.length);
    expect(reply.startsWith(heard)).toBe(true);

    // The recording shows it: sound before the interruption, then silence, long before the whole reply would be over.
    const { samples: sound, sampleRateHz } = await readWav(out);
    const loud = blocks10ms(sound, sampleRateHz).map((rms) => rms > 0.005);
    const start = loud.indexOf(true, questionEndMs / 10);
    expect(start * 10).toBeLessThan(interruptionMs);
    let last = Math.round(interruptionMs / 10);
    const secondReply = loud.findIndex((isLoud, index) => isLoud && index > last + 150);
    for (let block = last; block < secondReply - 50; block += 1) if (loud[block] === true) last = block;
    const stoppedAfterMs = last * 10 - interruptionMs;
    console.log(
      `the reply fell silent ${Math.round(stoppedAfterMs)} ms after the first sound of the interruption; heard: "${heard}"`,
    );
    expect(stoppedAfterMs).toBeLessThan(1500);
    expect(secondReply).toBeGreaterThan(last);
  });
});
