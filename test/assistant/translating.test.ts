/** Translation follows the settings while captions come. */
import { describe, expect, it } from 'vitest';
import type { Running } from '../../src/assistant/running.js';
import { translateCaptions } from '../../src/assistant/translating.js';
import { loadConfig } from '../../src/config/load.js';
import { createInferenceHost } from '../../src/models/host/host.js';
import type { CaptionEvent } from '../../src/pipeline/captions.js';
import { testScope } from '../fakes/scope.js';

function said(id: number, text: string): CaptionEvent {
  const times = { startMs: id * 1000, endMs: id * 1000 + 900 };
  return { kind: 'caption', caption: { id, text, stable: text, language: 'de', committed: true, words: [], ...times } };
}

/** With no engine at all: what is in the wanted language already needs none. */
async function runningInto(to: string): Promise<Running> {
  const config = await loadConfig({
    mode: 'translation',
    sets: [`translation.to=${to}`, 'translation.engine=[llama]'],
  });
  return { config, specs: new Map(), models: new Map() } as unknown as Running;
}

describe('a change of settings in the middle', () => {
  it('counts for what is committed from then on, and nothing is lost or told twice', async () => {
    const scope = testScope();
    const host = createInferenceHost({ engines: {}, nice: 0 });
    const notices: string[] = [];
    let running = await runningInto('en');
    const german = await runningInto('de');
    async function* events(): AsyncGenerator<CaptionEvent, void, undefined> {
      yield said(0, 'Guten Morgen.');
      yield said(1, 'Wie geht es?');
      await Promise.resolve();
      running = german;
      for (let id = 2; id < 6; id++) yield said(id, `Das ist Satz ${String(id)}.`);
    }
    const told: string[] = [];
    const translated = translateCaptions(
      events(),
      {
        ...{ host, running: () => running, clock: scope.clock, sound: { read: () => undefined } as never },
        onNotice: (line) => notices.push(line),
      },
      scope,
    );
    for await (const event of translated) told.push(`${event.kind} ${'id' in event ? event.id : event.caption.id}`);
    expect(told.filter((line) => line.startsWith('caption'))).toEqual([0, 1, 2, 3, 4, 5].map((id) => `caption ${id}`));
    const ends = told.filter((line) => !line.startsWith('caption'));
    expect(ends.map((line) => line.split(' ')[1])).toEqual(['0', '1', '2', '3', '4', '5']);
    expect(ends.slice(0, 2)).toEqual(['untranslated 0', 'untranslated 1']);
    expect(ends.slice(3)).toEqual([3, 4, 5].map((id) => `translation ${id}`));
  });
});
