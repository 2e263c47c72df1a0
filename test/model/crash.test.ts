import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createAssistant } from '../../src/assistant.js';
import { loadConfig } from '../../src/config/load.js';
import { openStore } from '../../src/models/store.js';
import type { SessionEvent } from '../../src/pipeline/events.js';
import { oneTurn } from '../fixtures/one-turn.js';
import { missingModels, samples } from '../fixtures/parley.js';

const missing = missingModels();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

const clip = join(samples, 'what-time-is-it.wav');
const never = new AbortController().signal;

describe.skipIf(missing !== undefined)('the inference process', () => {
  it('may be killed in the middle of a turn: that turn ends, the next is answered, and the process is a new one', async () => {
    const events: SessionEvent[] = [];
    const notices: string[] = [];
    const config = await loadConfig({ preset: 'low-latency' });
    let kill = true;
    const assistant = await createAssistant(
      {
        ...{ config, store: openStore() },
        onEvent: (event) => {
          events.push(event);
          if (event.type !== 'speech.end' || !kill) return;
          kill = false;
          process.kill(assistant.stats().pid ?? 0, 'SIGKILL');
        },
        onNotice: (text) => notices.push(text),
      },
      never,
    );
    try {
      const { pid } = assistant.stats();
      const ended = () => events.filter((event) => event.type === 'turn');
      await oneTurn(assistant, clip, events).catch(() => undefined);
      expect(ended()).toHaveLength(1);
      expect(notices.join(' ')).toContain('the inference process ended');
      const next = await oneTurn(assistant, clip, events);
      expect(next.outcome).toEqual({ kind: 'done' });
      expect(next.transcript.toLowerCase()).toContain('what time is it');
      expect(assistant.stats().pid).not.toBe(pid);
      expect(assistant.stats().restarts).toBe(1);
    } finally {
      await assistant.close();
    }
  });
});
