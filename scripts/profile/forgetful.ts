/** Settings under which a measurement neither reads nor changes what the user asked Parley to remember. */
import { withSets, type LoadedConfig } from '../../src/config/load.js';

export function forgetful(config: LoadedConfig): LoadedConfig {
  return withSets(config, ['assistant.memory=process', 'response_generation.cache.disk=false']);
}
