import { Command } from 'commander';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { registerConfigCommand, showConfig } from '../../src/cli/config.js';
import type { ShowOptions } from '../../src/cli/config.js';
import { shippedConfigPath } from '../../src/config/file.js';
import { leafSchemas } from '../../src/config/keys.js';
import { loadConfig } from '../../src/config/load.js';
import { Scratch } from '../config/scratch.js';

const scratch = new Scratch();
afterAll(() => {
  scratch.remove();
});

async function show(options: ShowOptions): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const stdout = { write: (text: string) => (out += text) };
  const stderr = { write: (text: string) => (err += text) };
  const code = await showConfig({ config: shippedConfigPath, ...options }, { stdout, stderr });
  return { code, out, err };
}

describe('parley config show', () => {
  it('prints every key with its origin', async () => {
    const { code, out, err } = await show({ preset: 'low-latency', set: ['turn.endpoint_ms=444'] });
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^preset: low-latency +# --preset$/m);
    expect(out).toMatch(/^ {2}endpoint_ms: 444 +# --set$/m);
    expect(out).toMatch(/^ {4}chunk_size: 512 +# preset low-latency \(config\/config\.yaml:\d+\)$/m);
    expect(out).toMatch(/^ {2}barge_in: true +# config\/config\.yaml:\d+$/m);
    for (const key of leafSchemas.keys())
      expect(out).toMatch(new RegExp(`^ *${key.slice(key.lastIndexOf('.') + 1)}: `, 'm'));
  });

  it('prints a file that gives the same settings again, whatever the text in it', async () => {
    const texts = [
      'plain',
      'a: b # c',
      '[x, y]',
      'two\nlines',
      '"quoted"',
      'yes',
      '12',
      '',
      "it's, {so}",
      ' blank ',
      '\\',
    ];
    for (const text of texts) {
      const set = [`llm.system_prompt=${JSON.stringify(text)}`, `tts.voice=[${JSON.stringify(`${text}.`)}, b]`];
      const { out } = await show({ set });
      const before = await loadConfig({ path: shippedConfigPath, sets: set });
      const after = await loadConfig({ path: scratch.write(out) });
      expect(after.settings).toEqual(before.settings);
      expect(after.settings.llm.system_prompt).toBe(text);
    }
  });

  it('prints one JSON object with --json', async () => {
    const { code, out } = await show({ json: true });
    const shown = JSON.parse(out) as {
      preset: string;
      path: string;
      settings: object;
      origins: Record<string, string>;
    };
    expect(code).toBe(0);
    expect(shown.preset).toBe('balanced');
    expect(shown.path).toBe(shippedConfigPath);
    expect(shown.settings).toEqual((await loadConfig({ path: shippedConfigPath })).settings);
    expect(Object.keys(shown.origins)).toEqual(['preset', ...leafSchemas.keys()]);
  });

  it.each<[ShowOptions, RegExp]>([
    [{ preset: 'fast' }, /^--preset: unknown, got "fast", wanted low-latency, balanced or high-quality\n$/],
    [{ preset: 'low_latency' }, /did you mean `low-latency`\?\n$/],
    [
      { set: ['turn.x=1', 'turn.endpoint_ms=x'] },
      /^--set turn\.x: unknown key.*\n--set turn\.endpoint_ms: wrong type.*\n$/,
    ],
    [{ config: '/nowhere/c.yaml' }, /^\/nowhere\/c\.yaml: no such file; name one with --config FILE\n$/],
  ])('refuses %j with code 2', async (options, expected) => {
    const { code, out, err } = await show(options);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(expected);
  });
});

describe('registerConfigCommand', () => {
  const { exitCode } = process;
  const write = process.stdout.write.bind(process.stdout);
  afterEach(() => {
    process.exitCode = exitCode;
    process.stdout.write = write;
  });

  it('reads repeated --set and sets the exit code', async () => {
    const program = new Command('parley').exitOverride();
    registerConfigCommand(program);
    let out = '';
    process.stdout.write = (text: string | Uint8Array) => (out += String(text)) !== '';
    const options = ['--config', shippedConfigPath, '--set', 'llm.threads=2', '--set', 'tts.speed=1.5', '--json'];
    await program.parseAsync(['config', 'show', ...options], { from: 'user' });
    process.stdout.write = write;
    expect(JSON.parse(out)).toMatchObject({ settings: { llm: { threads: 2 }, tts: { speed: 1.5 } } });
    expect(process.exitCode).toBe(0);
  });
});
