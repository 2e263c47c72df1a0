import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAssistant } from '../../src/assistant.js';
import { loadConfig } from '../../src/config/load.js';
import { openStore } from '../../src/models/store.js';
import type { SessionEvent } from '../../src/pipeline/events.js';
import { oneTurn } from '../fixtures/one-turn.js';
import { missingModels, projectRoot, samples, startParley } from '../fixtures/parley.js';
import { missingPulse, startPulse, type Pulse } from '../fixtures/pulse.js';

const missing = missingModels();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

const folder = mkdtempSync(join(tmpdir(), 'parley-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const clip = join(samples, 'what-time-is-it.wav');
const never = new AbortController().signal;

describe.skipIf(missing !== undefined)('presets', () => {
  it('change between two turns of one running assistant: engines, endpoint and all', async () => {
    const events: SessionEvent[] = [];
    // Silence alone decides here, so that the presets' own waits show.
    const config = await loadConfig({ preset: 'balanced', sets: ['turn.detection=silence'] });
    const assistant = await createAssistant(
      { config, store: openStore(), onEvent: (event) => events.push(event) },
      never,
    );
    try {
      const { pid } = assistant.stats();
      const before = await oneTurn(assistant, clip, events);
      await assistant.switchPreset('low-latency', never);
      const after = await oneTurn(assistant, clip, events);
      expect([before.outcome.kind, after.outcome.kind]).toEqual(['done', 'done']);
      expect(before.transcript.toLowerCase()).toContain('what time is it');
      expect(after.transcript.toLowerCase()).toContain('what time is it');
      // 500 ms of silence against 350: less than half of the difference would not be it.
      expect(after.timings.endpointMs).toBeLessThan((before.timings.endpointMs ?? 0) - 75);
      expect(assistant.models.get('stt')?.ref).toBe('whisper-tiny.en');
      expect(assistant.stats().pid).toBe(pid);
      await expect(assistant.switchPreset('no-such', never)).rejects.toThrow(
        'wanted low-latency, balanced or high-quality',
      );
      expect(assistant.config.preset).toBe('low-latency');
    } finally {
      await assistant.close();
    }
  });

  describe.skipIf(missingPulse() !== undefined)('in a saved file, while the microphone is open', () => {
    let pulse: Pulse;
    beforeAll(async () => {
      pulse = await startPulse();
    });
    afterAll(async () => {
      await pulse.stop();
    });

    it('takes a good one, says what is wrong with a bad one, and loses no turn', async () => {
      const file = join(folder, 'config.yaml');
      copyFileSync(join(projectRoot, 'config/config.yaml'), file);
      const device = ['--set', 'audio.input.device=pulse'];
      const parley = startParley(
        ['start', '--config', file, '--json', '--output', 'none', '--input', 'mic', ...device],
        pulse.env,
      );
      await parley.until((event) => event.type === 'listening');
      const turns = () => parley.events.filter((event) => event.type === 'turn' && event.transcript !== '');

      await pulse.speak(clip);
      await parley.until(() => turns().length === 1);
      const text = readFileSync(file, 'utf8');
      writeFileSync(file, text.replace('endpoint_ms: 500', 'endpoint_msx: 500'));
      const notice = await parley.until((event) => event.type === 'notice' && event.text.includes('endpoint_msx'));
      expect(notice.type === 'notice' && notice.text).toMatch(/config\.yaml:\d+:\d+ turn\.endpoint_msx: unknown key/);
      await pulse.speak(clip);
      await parley.until(() => turns().length === 2);
      writeFileSync(file, text.replace('preset: balanced', 'preset: low-latency'));
      await parley.until((event) => event.type === 'settings' && event.preset === 'low-latency');
      await pulse.speak(clip);
      await parley.until(() => turns().length === 3);
      parley.child.kill('SIGTERM');
      expect(await parley.ended).toBe(0);
      expect(turns().map((event) => event.type === 'turn' && event.outcome.kind)).toEqual(['done', 'done', 'done']);
    });
  });
});
