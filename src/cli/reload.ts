/** Settings that change while the assistant runs: the file is saved, SIGHUP reads it again, SIGUSR2 takes the next preset. */
import type { Assistant } from '../assistant/assistant.js';
import { reloadConfig, withPreset, type LoadedConfig } from '../config/load.js';
import { ConfigError } from '../config/problem.js';
import { watchConfig } from '../config/watch.js';

/**
 * Whatever cannot be used leaves the old settings running.
 * @param onNotice told why they stay
 * @returns ends the following
 */
export function followSettings(assistant: Assistant, onNotice: (text: string) => void): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  const apply = async (make: () => Promise<LoadedConfig> | LoadedConfig): Promise<void> => {
    try {
      await assistant.applyConfig(await make(), signal);
    } catch (error) {
      if (signal.aborted) return;
      onNotice(`${error instanceof Error ? error.message : String(error)}\nThe settings stay as they were.`);
    }
  };
  const onHangup = (): void => {
    void apply(() => reloadConfig(assistant.config));
  };
  const onNextPreset = (): void => {
    void apply(() => {
      const { presets, preset } = assistant.config;
      return withPreset(assistant.config, presets[(presets.indexOf(preset) + 1) % presets.length] ?? preset);
    });
  };
  process.on('SIGHUP', onHangup);
  process.on('SIGUSR2', onNextPreset);
  void watchConfig(
    () => assistant.config,
    (change) => {
      if (change instanceof ConfigError) onNotice(`${change.message}\nThe settings stay as they were.`);
      else void apply(() => change);
    },
    signal,
  );
  return () => {
    controller.abort();
    process.off('SIGHUP', onHangup);
    process.off('SIGUSR2', onNextPreset);
  };
}
