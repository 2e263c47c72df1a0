/** Runs a command on one part of the assistant alone, with the options of the command as settings. */
import { createAssistant } from '../assistant.js';
import type { Assistant } from '../assistant/assistant.js';
import type { EngineName } from '../assistant/models.js';
import { openStore } from '../models/store.js';
import { loadFromOptions, type ConfigOptions } from './config.js';
import type { Io } from './io.js';
import { createProgressReporter } from './model-progress.js';

/** Loads only the engine that the command needs, and closes it whatever happens. */
export async function withEngine<T>(
  engine: EngineName,
  options: ConfigOptions,
  { io, signal }: { io: Io; signal: AbortSignal },
  work: (assistant: Assistant) => Promise<T>,
): Promise<T> {
  const config = await loadFromOptions(options);
  const progress = createProgressReporter(io);
  const onNotice = (text: string): void => {
    io.stderr.write(`${text}\n`);
  };
  const assistant = await createAssistant(
    { config, store: openStore(), engines: [engine], onFetch: progress.onEvent, onNotice },
    signal,
  ).finally(progress.stop);
  try {
    return await work(assistant);
  } finally {
    await assistant.close();
  }
}

/** A command's own option is a setting that is laid last. */
export function withSet(options: ConfigOptions, key: string, value: string | undefined): ConfigOptions {
  return value === undefined ? options : { ...options, set: [...(options.set ?? []), `${key}=${value}`] };
}
