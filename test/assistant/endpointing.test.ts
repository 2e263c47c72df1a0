/** How turns end, as the assistant puts it together: the skills' own understanding, and a model that may be missing. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildEndpointing } from '../../src/assistant/endpointing.js';
import { engineSpecs } from '../../src/assistant/engines.js';
import { chooseModels, preferences } from '../../src/assistant/models.js';
import { loadConfig } from '../../src/config/load.js';
import type { InferenceHost } from '../../src/models/host/contract.js';
import { loadCatalog } from '../../src/models/catalog.js';
import { ModelStore } from '../../src/models/store.js';
import { PauseHabit } from '../../src/stages/turn-detection/habit.js';

const settingsWith = async (...sets: string[]) => (await loadConfig({ sets })).settings;

/** Nothing here calls an engine. */
const host = {
  engine: () => {
    throw new Error('no engine is needed');
  },
} as unknown as InferenceHost;

async function emptyStore(): Promise<ModelStore> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-turn-'));
  return new ModelStore(folder, loadCatalog(folder));
}

describe('buildEndpointing', () => {
  it('knows what the skills understand, and does without a model', async () => {
    const understands = (text: string): boolean => text === 'Set a timer for ten minutes.';
    const parts = { specs: new Map(), habit: new PauseHabit(), names: ['parley'], understands };
    const { policy, listener } = buildEndpointing(host, await settingsWith(), parts);
    expect(listener).toBeUndefined();
    const pause = { silenceMs: 200, language: 'en', sounds: [], speechMs: 1000 };
    const understood = policy.decide({ ...pause, text: 'Set a timer for ten minutes.' });
    expect(understood.reasons).toEqual(['a skill understands it as it is']);
    expect(policy.decide({ ...pause, text: 'Set a timer for' }).ms).toBeGreaterThan(900);
  });
});

describe('the turn model', () => {
  it('is wanted where turns end by meaning, and not where a setting says otherwise', async () => {
    expect(preferences(await settingsWith()).turn).toEqual(['smart-turn-v3.2']);
    expect(preferences(await settingsWith('turn.model=none'))).not.toHaveProperty('turn');
    expect(preferences(await settingsWith('turn.detection=silence'))).not.toHaveProperty('turn');
  });

  it.each([
    ['turn.model=smart-turn-v3.2', /^turn\.model: .*smart-turn-v3\.2.*words and habit alone/],
    ['turn.model=/nowhere/model.onnx', /^turn\.model: .*\/nowhere\/model\.onnx.*words and habit alone/],
    ['turn.model=nonsense', /^turn\.model: unknown model "nonsense".*words and habit alone/],
  ])('with %s out of reach is one notice, no failure', async (set, notice) => {
    const settings = await settingsWith(set);
    const notices: string[] = [];
    const options = { store: await emptyStore(), env: { PARLEY_OFFLINE: '1' } };
    const choice = await chooseModels(settings, ['turn'], { ...options, onNotice: (text) => notices.push(text) });
    expect(choice.models.has('turn')).toBe(false);
    expect(engineSpecs(settings, choice, ['cpu']).has('turn')).toBe(false);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(notice);
  });
});
