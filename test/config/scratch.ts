/** A folder for the configuration files of one test. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../src/config/load.js';
import type { LoadedConfig, LoadOptions } from '../../src/config/load.js';
import { ConfigError } from '../../src/config/problem.js';

export class Scratch {
  readonly folder = mkdtempSync(join(tmpdir(), 'parley-config-'));

  write(content: string | Uint8Array, name = 'c.yaml'): string {
    const path = join(this.folder, name);
    writeFileSync(path, content);
    return path;
  }

  /** Loads a file with this content. */
  load(content: string | Uint8Array, options: LoadOptions = {}): Promise<LoadedConfig> {
    return loadConfig({ ...options, path: this.write(content) });
  }

  /** The lines that a file with this content is refused with, its folder left out. */
  async refuse(content: string | Uint8Array, options: LoadOptions = {}): Promise<string[]> {
    const result = await this.load(content, options).catch((error: unknown) => error);
    if (!(result instanceof ConfigError)) throw new Error(`expected a ConfigError, got ${String(result)}`);
    return result.lines.map((line) => line.replaceAll(join(this.folder, '/'), ''));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
