import { describe, expect, it } from 'vitest';
import { captionCuts } from '../../src/assistant/caption-cuts.js';
import { loadConfig, withPreset, withSets } from '../../src/config/load.js';
import { forReadersAlong } from '../../src/stages/captions/captions.js';
import { usualLimits } from '../../src/stages/captions/committer.js';

describe('where captions end', () => {
  it('is, under the keys as they stand in the file, where the stage itself would end them', async () => {
    const { settings } = await loadConfig({ preset: 'balanced' });
    const { limits, places } = captionCuts(() => settings.captions);
    expect({ ...limits }).toEqual(usualLimits);
    expect({ ...places }).toEqual(forReadersAlong);
  });

  it('follows the settings at every look', async () => {
    let config = await loadConfig({ mode: 'captions' });
    const { limits, places } = captionCuts(() => config.settings.captions);
    config = withSets(config, ['captions.longest_chars=80', 'captions.longest_seconds=4.5', 'captions.enough_ms=900']);
    expect([limits.longestChars, limits.longestMs, places.enoughMs]).toEqual([80, 4500, 900]);
    config = withPreset(withSets(config, ['captions.bridged_ms=333']), 'high-quality');
    expect([limits.longestChars, places.bridgedMs]).toEqual([80, 333]);
  });
});
