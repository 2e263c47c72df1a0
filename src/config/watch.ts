/** Watches the configuration file, so that a saved change takes effect while the assistant runs. */
import { dirname, resolve } from 'node:path';
import { watch as watchPaths } from 'chokidar';
import { labelPath } from './file.js';
import { fingerprint } from './file-layers.js';
import { reloadConfig } from './load.js';
import type { LoadedConfig } from './load.js';
import { ConfigError } from './problem.js';

/** One save is several events in most editors: truncate and write, or write beside and rename. */
const SETTLE_MS = 150;
/** A file that cannot be read right after a save may be half written: it gets one more look. */
const RETRY_MS = 250;

export type ConfigChange = (change: LoadedConfig | ConfigError) => void;

/**
 * Calls `onChange` with the new settings after each save that changes any, and with the error after a save that cannot
 * be used: the caller keeps its settings then, and the same error is not repeated until the file was good or faulty in
 * another way.
 * @param current the settings in force, asked at each save, since the preset may have been switched meanwhile
 * @returns resolves when saves are seen; watching ends with `signal`
 */
export async function watchConfig(
  current: () => LoadedConfig,
  onChange: ConfigChange,
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) return;
  const path = resolve(current().path);
  const reader = new Reader(current, onChange, signal);
  // The folder is watched, for a file saved by rename is another file; the path itself too, for it may be a link elsewhere.
  const folder = dirname(path);
  const watcher = watchPaths([folder, path], {
    ignored: (seen) => seen !== folder && seen !== path,
    ignoreInitial: true,
    depth: 0,
  });
  watcher.on('all', (_event, seen) => {
    if (seen === path) reader.schedule(SETTLE_MS);
  });
  watcher.on('error', (error) => {
    const reason = error instanceof Error ? error.message : String(error);
    reader.report(new ConfigError([`${labelPath(path)}: cannot be watched (${reason}); a change needs a restart`]));
  });
  const ready = new Promise<void>((settle) => {
    watcher.once('ready', settle);
    signal.addEventListener(
      'abort',
      () => {
        settle();
      },
      { once: true },
    );
  });
  const close = (): void => {
    reader.stop();
    void watcher.close();
  };
  signal.addEventListener('abort', close, { once: true });
  await ready;
}

/** Reads at most once at a time, and once more when a save came while reading. */
class Reader {
  readonly #current: () => LoadedConfig;
  readonly #onChange: ConfigChange;
  readonly #signal: AbortSignal;
  #timer: NodeJS.Timeout | undefined;
  #isReading = false;
  #isStale = false;
  #lastError: string | undefined;

  constructor(current: () => LoadedConfig, onChange: ConfigChange, signal: AbortSignal) {
    this.#current = current;
    this.#onChange = onChange;
    this.#signal = signal;
  }

  schedule(delayMs: number, isRetry = false): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#read(isRetry), delayMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  report(error: ConfigError): void {
    if (this.#signal.aborted || error.message === this.#lastError) return;
    this.#lastError = error.message;
    this.#onChange(error);
  }

  async #read(isRetry: boolean): Promise<void> {
    if (this.#isReading) {
      this.#isStale = true;
      return;
    }
    this.#isReading = true;
    const result = await reloadConfig(this.#current()).catch(toConfigError);
    this.#isReading = false;
    if (this.#signal.aborted) return;
    if (this.#isStale) {
      this.#isStale = false;
      this.schedule(SETTLE_MS);
    } else if (!(result instanceof ConfigError)) this.#accept(result);
    else if (isRetry) this.report(result);
    else this.schedule(RETRY_MS, true);
  }

  #accept(loaded: LoadedConfig): void {
    const before = this.#current();
    const isSame = loaded.preset === before.preset && summarise(loaded) === summarise(before);
    const wasFaulty = this.#lastError !== undefined;
    this.#lastError = undefined;
    if (!isSame || wasFaulty) this.#onChange(loaded);
  }
}

function summarise({ sources }: LoadedConfig): string {
  return sources.files.map(fingerprint).join('\n');
}

function toConfigError(error: unknown): ConfigError {
  if (error instanceof ConfigError) return error;
  return new ConfigError([`the configuration cannot be read again (${String(error)})`]);
}
