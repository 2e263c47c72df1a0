/** `bench tts` with a few real sentences: the form of its report and what it counts, never how long things took. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { benchTts } from '../../scripts/profile/tts/bench.js';
import type { Part, TtsBenchOptions } from '../../scripts/profile/tts/part.js';
import { loadConfig } from '../../src/config/load.js';
import { openStore } from '../../src/models/store.js';
import type { Report } from '../../scripts/profile/summary.js';
import { sttFolder } from './stt-clips.js';
import { isPresent } from './voice-folder.js';

const peer = join(import.meta.dirname, '../fixtures/voice-peer.mjs');
const hasListener = existsSync(join(sttFolder('whisper-base'), 'model.bin'));

async function bench(parts: readonly Part[], more: Partial<TtsBenchOptions> = {}): Promise<Report> {
  const sets = [
    'tts.engine=piper',
    'tts.voice=piper-en_US-joe-medium',
    'tts.cache.enabled=false',
    'inference.threads=1',
  ];
  const { report } = await benchTts({
    ...{ version: '0.0.0', config: await loadConfig({ sets }), parts, limit: 1, gapsSeconds: 1 },
    fetch: { store: openStore(), signal: new AbortController().signal },
    onProgress: () => undefined,
    ...more,
  });
  return report;
}

// Real engines, one of them playing in real time: slow on a machine that has other work.
describe.skipIf(!isPresent)('bench tts', { timeout: 300_000 }, () => {
  it('reports first sounds, cost and memory of every way in the one form', async () => {
    const compare = { command: `${process.execPath} ${peer}`, python: 'python3' };
    const { bench: name, settings, rows, facts } = await bench(['sounds'], { compare });
    expect(name).toBe('tts');
    expect(settings).toMatchObject({ engine: 'piper', threads: 1, parts: 'sounds' });
    const found = new Map(rows.map((row) => [row.name, row]));
    for (const way of ['', '-reply', '-direct', '-whole', '-whole-direct', '-peer']) {
      for (const words of [3, 7, 17]) expect(found.get(`first-sound-${words}-words${way}`)?.n, way).toBe(1);
      expect(found.get(`rtf${way}`)?.n, way).toBe(3);
    }
    // As the peer of these tests always says.
    expect(found.get('first-sound-7-words-peer')?.p50).toBe(5);
    for (const memory of ['memory-loaded', 'memory', 'memory-peak']) {
      expect(found.get(memory)?.p50, memory).toBeGreaterThan(50);
    }
    expect(facts).toMatchObject({ replies: 3, silent: 0 });
    for (const ratio of ['ratio', 'ratio.17-words', 'ratio.whole', 'ratio.whole.direct']) {
      expect(facts[ratio], ratio).toBeGreaterThan(0);
    }
  });

  it('finds the streamed sound to be that of the whole run', async () => {
    const { facts } = await bench(['snr'], { limit: 3 });
    expect(facts['snr.sentences']).toBe(3);
    for (const fact of ['snrMinDb', 'snrMinDb.trimmed']) expect(facts[fact], fact).toBeGreaterThanOrEqual(60);
    expect(facts['seams']).toBeGreaterThan(0);
    expect(facts['seams.loudnessMaxDb']).toBeLessThan(0.1);
    expect(facts['seams.pitchMaxCents'] ?? 0).toBeLessThan(5);
  });

  it('hears every kept sentence again, and holds the bound of its memory', async () => {
    const { rows, facts } = await bench(['cache'], { limit: 4 });
    expect(rows.map(({ name, n }) => [name, n])).toEqual([
      ['cache-hit', 12],
      ['cache-miss', 12],
    ]);
    expect(facts).toMatchObject({ 'cache.hits': 12, 'cache.misses': 12, 'cache.tight.boundHeld': true });
    expect(facts['cache.tight.evictions']).toBeGreaterThan(0);
  });

  it('plays in real time beside busy cores', async () => {
    const { rows, facts } = await bench(['gaps'], { loads: ['busy'] });
    expect(rows.find(({ name }) => name === 'reply-first-sound-busy')?.n).toBe(1);
    expect(facts['gaps.busy']).toBeGreaterThanOrEqual(0);
    expect(facts['playout']).toMatchObject([{ load: 'busy', replies: 1 }]);
    expect((facts['playout'] as { seconds: number }[])[0]?.seconds).toBeGreaterThan(5);
  });

  it.skipIf(!hasListener)('is understood by a recogniser', async () => {
    const { facts } = await bench(['intelligibility'], { limit: 2 });
    expect(facts).toMatchObject({ 'wer.sentences': 2, listener: 'whisper-base' });
    expect(facts['wer']).toBeLessThan(0.5);
  });

  it('refuses to compare what was made in one piece anyway', async () => {
    const config = await loadConfig({ sets: ['tts.engine=piper', 'tts.streaming=false'] });
    await expect(bench(['snr'], { config })).rejects.toThrow(
      /^--snr: got piper, .*wanted piper with tts.streaming on$/,
    );
  });
});
