/** Benchmarks of the whole program: which presets they start, with which options, and that their models are there. */
import { chooseModels, engineNames } from '../assistant/models.js';
import { withPreset } from '../config/load.js';
import { openStore } from '../models/store.js';
import { loadFromOptions, type ConfigOptions } from './config.js';
import { printable, type Io } from './io.js';
import { createProgressReporter } from './model-progress.js';

export interface PresetOptions {
  readonly allPresets?: boolean;
}

export interface PresetSurroundings {
  readonly io: Io;
  readonly signal: AbortSignal;
}

/** Their names; what their models lack is fetched. Throws ConfigError or ModelError. */
export async function presetsToMeasure(
  options: ConfigOptions & PresetOptions,
  { io, signal }: PresetSurroundings,
): Promise<readonly string[]> {
  const config = await loadFromOptions(options);
  const presets = options.allPresets === true ? config.presets : [config.preset];
  const progress = createProgressReporter(io);
  const onNotice = (line: string): void => {
    io.stderr.write(`${printable(line)}\n`);
  };
  try {
    for (const preset of presets) {
      const { settings } = withPreset(config, preset);
      await chooseModels(settings, engineNames, { store: openStore(), onEvent: progress.onEvent, onNotice, signal });
    }
  } finally {
    progress.stop();
  }
  return presets;
}

/** The same choice for `parley start`, without a preset; and nothing is remembered of a measurement. */
export function configArgs({ config, set = [] }: ConfigOptions): readonly string[] {
  const sets = ['assistant.memory=process', 'response_generation.cache.disk=false', ...set];
  return [...(config === undefined ? [] : ['--config', config]), ...sets.flatMap((one) => ['--set', one])];
}
