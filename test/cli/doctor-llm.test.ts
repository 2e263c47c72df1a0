/** What `parley doctor` says about language models: suggestions for a machine's memory, and servers asked in earnest. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkServers, suggestModels, tokensPerSecond } from '../../src/cli/doctor-llm.js';
import { readMemory, readNvidiaList } from '../../src/cli/doctor-memory.js';
import { loadConfig, type LoadedConfig } from '../../src/config/load.js';
import { loadCatalog } from '../../src/models/catalog.js';
import { ChatServer } from '../stages/response/openai-server.js';

const catalog = loadCatalog();
const gb = 1e9;
const never = new AbortController().signal;

function suggested(ramGb: number, gpuGb?: number): string[] {
  const gpu = gpuGb === undefined ? undefined : { name: 'Card', bytes: gpuGb * gb };
  return suggestModels({ ramBytes: ramGb * gb, gpu }, catalog).map(({ line, mend }) => `${line} → ${mend ?? ''}`);
}

describe('suggestions by memory', () => {
  it.each([
    [2, undefined, [/smollm2-135m-instruct/]],
    [3.8, undefined, [/qwen3-0\.6b/]],
    [7.7, undefined, [/qwen2\.5-1\.5b-instruct/]],
    [15.5, undefined, [/qwen2\.5-1\.5b/, /a 4B model.*GGUF/]],
    [25, undefined, [/qwen2\.5-1\.5b/, /an 8B model.*GGUF/]],
    [64, undefined, [/qwen2\.5-1\.5b/, /an 8B model.*GGUF/, /an 8B model through a server/]],
    [8, 8, [/qwen2\.5-1\.5b/, /an 8B model through a server such as Ollama or vLLM/]],
    [16, 12, [/qwen2\.5-1\.5b/, /a 4B model/, /a 14B model through a server/]],
    [16, 24, [/qwen2\.5-1\.5b/, /a 4B model/, /a 32B model through a server/]],
    [16, 80, [/qwen2\.5-1\.5b/, /a 4B model/, /a 70B model through a server/]],
    [8, 2, [/qwen2\.5-1\.5b/]],
  ])('for %s GB and a card of %s GB', (ram, card, expected) => {
    const [has, ...lines] = suggested(ram, card);
    expect(has).toMatch(card === undefined ? /no graphics card found/ : /Card with/);
    expect(lines).toHaveLength(expected.length);
    for (const [index, pattern] of expected.entries()) expect(lines[index]).toMatch(pattern);
    for (const line of lines) expect(line).toMatch(/estimate: \d+–\d+ tokens\/s/);
  });

  it('gives lines that are settings as they stand', async () => {
    const lines = [...suggested(2), ...suggested(64), ...suggested(16, 24)].flatMap((line) => {
      const group = /settings: llm: (\{.*\})$/.exec(line)?.[1];
      return group === undefined ? [] : [group];
    });
    expect(lines).toHaveLength(7);
    for (const group of lines) await loadConfig({ preset: 'balanced', sets: [`llm=${group}`] });
    const served = await loadConfig({ preset: 'balanced', sets: [`llm=${lines[3] ?? ''}`] });
    expect(served.settings.llm).toMatchObject({ engine: ['openai', 'llama'], openai: { model: 'llama3.1:8b' } });
  });

  it('estimates less for more weights, and says what is too slow for speech', () => {
    const small = tokensPerSecond(0.1 * gb, 'cpu');
    const large = tokensPerSecond(5 * gb, 'cpu');
    expect(small.slow).toBeGreaterThan(large.fast);
    // Measured with SmolLM2 135M on two cores: 142 tokens/s.
    expect(small.slow).toBeLessThan(142);
    expect(small.fast).toBeGreaterThan(142);
    expect(suggested(64)[2]).toContain('may be too slow for speech');
  });

  it('reads the memory of this machine and of graphics cards', async () => {
    const { ramBytes } = await readMemory(never);
    expect(ramBytes).toBeGreaterThan(100e6);
    expect(readNvidiaList('NVIDIA GeForce RTX 4090, 24564\nTesla T4, 15360\n\nfailed')).toEqual([
      { name: 'NVIDIA GeForce RTX 4090', bytes: 24564 * 2 ** 20 },
      { name: 'Tesla T4', bytes: 15360 * 2 ** 20 },
    ]);
  });
});

describe('servers', () => {
  const server = new ChatServer();
  const keyName = 'PARLEY_TEST_DOCTOR_KEY';
  beforeAll(() => server.open());
  beforeEach(() => server.moods.splice(0));
  afterAll(() => server.close());

  const configOf = (engine: string, ...sets: string[]): Promise<LoadedConfig> =>
    loadConfig({
      preset: 'balanced',
      sets: [
        ...[`llm.engine=${engine}`, `llm.openai.base_url=${server.baseUrl}`, 'llm.openai.model=large'],
        ...[`llm.openai.api_key_env=${keyName}`, ...sets],
      ],
    });

  it('are asked only where the settings name them', async () => {
    expect(await checkServers(await configOf('llama'), never)).toEqual([]);
    expect(server.asked).toEqual([]);
  });

  it('are asked in earnest', async () => {
    const [check, ...others] = await checkServers(await configOf('openai'), never);
    expect(check?.state).toBe('ok');
    expect(check?.line).toMatch(/^"large" at http:\/\/127\.0\.0\.1:\d+ answers: first word after \d+ ms/);
    expect(others).toEqual([]);
  });

  it('are ill when they fail, and only noted where another one stands in', async () => {
    const missing = { status: 404, headers: { 'content-type': 'application/json' }, body: '{"error":"no such model"}' };
    server.moods.push(missing, missing);
    const [alone] = await checkServers(await configOf('openai', 'llm.openai.model=huge'), never);
    expect(alone).toMatchObject({ area: 'llm', state: 'bad' });
    expect(alone?.line).toContain('has no model "huge"; set llm.openai.model to one that it has: small, large');
    const [both] = await checkServers(await configOf('[openai, llama]', 'llm.openai.model=huge'), never);
    expect(both?.state).toBe('note');
  });

  it('are not handed a key for everybody to read without a word', async () => {
    process.env[keyName] = 'sk-1';
    const config = await configOf('openai', 'llm.openai.base_url=http://nowhere.invalid/v1');
    const lines = (await checkServers(config, never)).map(({ line }) => line);
    expect(lines[1]).toMatch(new RegExp(`begins with http://: the key in ${keyName} and all that you say`));
    Reflect.deleteProperty(process.env, keyName);
  });
});
