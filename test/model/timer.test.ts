import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createWavWriter } from '../../src/audio/wav-writer.js';
import { readWav } from '../../src/audio/wav.js';
import { missingModels, runParley, startParley } from '../fixtures/parley.js';

const missing = missingModels();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

const folder = mkdtempSync(join(tmpdir(), 'parley-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The request, spoken by our own voice, and the silence in which the timer runs. */
async function writeRequest(path: string, silenceSeconds: number): Promise<void> {
  const spoken = join(folder, 'spoken.wav');
  expect((await runParley(['say', 'Set a timer for four seconds.', '-o', spoken])).code).toBe(0);
  const { samples, sampleRateHz } = await readWav(spoken);
  const writer = await createWavWriter(path, sampleRateHz);
  await writer.write(samples);
  await writer.writeSilence(silenceSeconds * sampleRateHz);
  await writer.close();
}

describe.skipIf(missing !== undefined)('a timer', () => {
  it('is set by voice and rings aloud', async () => {
    const input = join(folder, 'input.wav');
    await writeRequest(input, 10);
    const parley = startParley(['start', '--input', input, '--output', 'none', '--json']);
    expect(await parley.ended, parley.stderr()).toBe(0);
    const turns = parley.events.filter((event) => event.type === 'turn');
    const [request, ring] = turns;
    expect(request).toMatchObject({ outcome: { kind: 'done' }, source: 'skill' });
    expect(request?.reply).toMatch(/4 seconds|four seconds/);
    // Nobody asked for this one.
    expect(ring).toMatchObject({ outcome: { kind: 'done' }, transcript: '', source: 'skill' });
    expect(ring?.reply).toMatch(/timer/i);
    expect(ring?.heard).toBe(ring?.reply);
    const asked = parley.events.find((event) => event.type === 'partial' && /second/i.test(event.text));
    const rang = parley.events.find((event) => event.type === 'reply' && event.turn === ring?.turn);
    // The timer runs from when its words were understood, however long the reply took: never early, and the floor was free.
    expect(asked).toBeDefined();
    expect((rang?.atMs ?? 0) - (asked?.atMs ?? NaN)).toBeGreaterThan(3900);
  });
});
