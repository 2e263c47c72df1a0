import { renameSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { loadConfig, withPreset } from '../../src/config/load.js';
import type { LoadedConfig } from '../../src/config/load.js';
import { ConfigError } from '../../src/config/problem.js';
import { watchConfig } from '../../src/config/watch.js';
import { Scratch } from './scratch.js';

/** A running program in small: it keeps its settings until good new ones arrive. */
class Program {
  readonly scratch = new Scratch();
  readonly controller = new AbortController();
  readonly seen: (LoadedConfig | ConfigError)[] = [];
  path = '';
  loaded: LoadedConfig | undefined;
  #wake: (() => void) | undefined;

  async start(content: string, link?: string): Promise<void> {
    this.path = this.scratch.write(content);
    if (link !== undefined) symlinkSync(this.path, join(this.scratch.folder, link));
    this.loaded = await loadConfig({ path: link === undefined ? this.path : join(this.scratch.folder, link) });
    await watchConfig(() => this.current, this.#take, this.controller.signal);
  }

  get current(): LoadedConfig {
    if (this.loaded === undefined) throw new Error('not started');
    return this.loaded;
  }

  readonly #take = (change: LoadedConfig | ConfigError): void => {
    this.seen.push(change);
    if (!(change instanceof ConfigError)) this.loaded = change;
    this.#wake?.();
  };

  /** Waits until this many changes were seen in all; a watcher that misses one runs into the test's timeout. */
  async untilSeen(count: number): Promise<LoadedConfig | ConfigError | undefined> {
    while (this.seen.length < count) await new Promise<void>((resolve) => (this.#wake = resolve));
    return this.seen[count - 1];
  }

  saveByRename(content: string): void {
    writeFileSync(`${this.path}.tmp`, content);
    renameSync(`${this.path}.tmp`, this.path);
  }
}

const endpoint = (value: number): string => `turn:\n  endpoint_ms: ${value}\n`;

describe('watchConfig', { timeout: 20_000 }, () => {
  let program = new Program();
  afterEach(() => {
    program.controller.abort();
    program.scratch.remove();
    program = new Program();
  });

  it('sees saves in place and by rename, one after the other', async () => {
    await program.start(endpoint(600));
    for (const [index, value] of [610, 620, 630, 640].entries()) {
      if (index % 2 === 0) program.saveByRename(endpoint(value));
      else writeFileSync(program.path, endpoint(value));
      await program.untilSeen(index + 1);
      expect(program.current.settings.turn.endpoint_ms).toBe(value);
    }
    expect(program.seen).toHaveLength(4);
  });

  it('keeps the old settings over a faulty file, shows each fault once, and takes the mended file', async () => {
    await program.start(endpoint(600));
    writeFileSync(program.path, endpoint(5));
    expect(await program.untilSeen(1)).toBeInstanceOf(ConfigError);
    // The same fault again, moved nowhere: not worth a second line.
    writeFileSync(program.path, `${endpoint(5)}# saved again\n`);
    program.saveByRename(`${endpoint(5)}# and again\n`);
    writeFileSync(program.path, 'turn: [');
    const second = await program.untilSeen(2);
    expect((second as ConfigError).message).toMatch(/not valid YAML/);
    expect(program.current.settings.turn.endpoint_ms).toBe(600);
    // What was in force all the time is announced, since the last word was an error.
    writeFileSync(program.path, endpoint(600));
    expect(await program.untilSeen(3)).not.toBeInstanceOf(ConfigError);
  });

  it('reads a file that is written in pieces when it is whole', async () => {
    await program.start(endpoint(600));
    writeFileSync(program.path, '');
    writeFileSync(program.path, 'turn:\n  endpo');
    await new Promise((resolve) => setImmediate(resolve));
    writeFileSync(program.path, endpoint(700));
    await program.untilSeen(1);
    expect(program.current.settings.turn.endpoint_ms).toBe(700);
    expect(program.seen).toHaveLength(1);
  });

  it('survives the loss of the file and its return', async () => {
    await program.start(endpoint(600));
    unlinkSync(program.path);
    expect(((await program.untilSeen(1)) as ConfigError).message).toMatch(/no such file/);
    writeFileSync(program.path, endpoint(650));
    await program.untilSeen(2);
    expect(program.current.settings.turn.endpoint_ms).toBe(650);
  });

  it('follows a link to the file', async () => {
    await program.start(endpoint(600), 'link.yaml');
    writeFileSync(program.path, endpoint(710));
    await program.untilSeen(1);
    expect(program.current.settings.turn.endpoint_ms).toBe(710);
  });

  it('keeps a preset that was switched meanwhile until the file names another', async () => {
    await program.start('preset: balanced\n');
    program.loaded = withPreset(program.current, 'low-latency');
    writeFileSync(program.path, `preset: balanced\nllm: { max_tokens: 33 }\n`);
    await program.untilSeen(1);
    expect([program.current.preset, program.current.settings.llm.max_tokens]).toEqual(['low-latency', 33]);
    writeFileSync(program.path, 'preset: high-quality\n');
    await program.untilSeen(2);
    expect(program.current.preset).toBe('high-quality');
  });

  it('says nothing when a save changes only a comment', async () => {
    await program.start(endpoint(600));
    writeFileSync(program.path, `# why\n${endpoint(600)}`);
    // A second save that does count: whatever the first one caused has come before it.
    await new Promise((resolve) => setTimeout(resolve, 600));
    writeFileSync(program.path, endpoint(660));
    await program.untilSeen(1);
    expect(program.current.settings.turn.endpoint_ms).toBe(660);
  });

  it('ends with its signal', async () => {
    await program.start(endpoint(600));
    program.controller.abort();
    writeFileSync(program.path, endpoint(700));
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(program.seen).toEqual([]);
    await watchConfig(
      () => program.current,
      () => expect.unreachable(),
      program.controller.signal,
    );
  });
});
