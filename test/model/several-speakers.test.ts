/** Several people talk to one assistant at once: they share its engines, and nothing that was said. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAssistant } from '../../src/assistant.js';
import type { Assistant } from '../../src/assistant/assistant.js';
import { speakFiles } from '../../src/audio/file-source.js';
import { createSilentSpeaker } from '../../src/audio/silent-speaker.js';
import { loadConfig } from '../../src/config/load.js';
import { openStore } from '../../src/models/store.js';
import type { SessionEvent } from '../../src/pipeline/events.js';
import { missingModels, samples } from '../fixtures/parley.js';

const missing = missingModels();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

describe.skipIf(missing !== undefined)('several speakers', { timeout: 300_000 }, () => {
  const { signal } = new AbortController();
  const microphone: SessionEvent[] = [];
  let assistant: Assistant;

  beforeAll(async () => {
    const config = await loadConfig({ sets: ['assistant.memory=process'] });
    const onEvent = (event: SessionEvent) => void microphone.push(event);
    assistant = await createAssistant({ config, store: openStore(), onEvent }, signal);
  });
  afterAll(() => assistant.close());

  /** Says one recording; resolves with what was told of it. */
  const listenTo = async (file: string, speaker?: string): Promise<SessionEvent[]> => {
    const { clock } = assistant;
    const events: SessionEvent[] = [];
    const isBusy = () => (speaker === undefined ? assistant.busy : assistant.busyWith(speaker));
    const waitForTurnEnd = async (): Promise<void> => {
      await clock.sleep(1200, signal);
      while (isBusy()) await clock.sleep(50, signal);
    };
    const source = { paths: [join(samples, file)], chunkSamples: 128, clock, pauseMs: 1200, waitForTurnEnd };
    const output = createSilentSpeaker({ clock, sampleRateHz: 22_050 });
    await assistant.listen(speakFiles(source, signal), output, signal, {
      ...(speaker === undefined ? {} : { speaker, onEvent: (event) => void events.push(event) }),
    });
    await output.close();
    return events;
  };
  const answers = (events: readonly SessionEvent[]) =>
    events.flatMap((event) => (event.type === 'turn' && event.reply !== '' ? [event] : []));

  it('are each heard and answered, at the same time, and told apart', async () => {
    const [anna, ben] = await Promise.all([
      listenTo('what-time-is-it.wav', 'anna'),
      listenTo('megabytes-in-a-bit.wav', 'ben'),
      listenTo('what-time-is-it.wav'),
    ]);
    expect(answers(anna).map(({ transcript }) => transcript)).toEqual([expect.stringMatching(/time/i)]);
    expect(answers(ben).map(({ transcript }) => transcript)).toEqual([expect.stringMatching(/megabyte/i)]);
    expect(answers(microphone).map(({ transcript }) => transcript)).toEqual([expect.stringMatching(/time/i)]);
    expect(answers(anna)[0]).toMatchObject({ source: 'skill', outcome: { kind: 'done' } });
    // Each has a conversation of its own, in which only its own words lie.
    expect(assistant.busy).toBe(false);
  });

  it('cannot have the same name at the same time', async () => {
    const first = listenTo('what-time-is-it.wav', 'anna');
    await expect(listenTo('what-time-is-it.wav', 'anna')).rejects.toThrow('listening to anna already');
    const unnamed = listenTo('what-time-is-it.wav');
    await expect(listenTo('what-time-is-it.wav')).rejects.toThrow('listening already');
    await Promise.all([first, unnamed]);
    // And may come back.
    expect(answers(await listenTo('what-time-is-it.wav', 'anna'))).toHaveLength(1);
  });
});
