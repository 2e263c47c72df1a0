/** What `parley doctor` says about language models: what would fit this machine, and whether a server answers. */
import { checkLlmServer, wantedLlms } from '../assistant/language-models.js';
import type { LoadedConfig } from '../config/load.js';
import { modelBytes, type Catalog } from '../models/catalog.js';
import { formatBytes } from '../models/model-error.js';
import type { Check } from './doctor-check.js';
import type { MachineMemory } from './doctor-memory.js';

const gigabyte = 1e9;
/** Machines have a little less than the name of their size says. */
const nominal = 0.88;
/**
 * Every token reads all weights once, so that memory sets the pace: GB/s of common machines, from slow to fast. The work
 * besides takes a few milliseconds a token.
 */
const paces = {
  cpu: { slow: 15, fast: 40, workMs: 4 },
  gpu: { slow: 200, fast: 900, workMs: 4 },
} as const;
/** Speech takes about four tokens a second; a reply that is made more slowly has gaps. */
const spokenPerSecond = 5;

interface Suggestion {
  readonly what: string;
  readonly bytes: number;
  readonly on: keyof typeof paces;
  readonly mend: string;
}

/** A server: the largest model that a graphics card holds with some room for its context. */
const served: readonly {
  readonly fromGb: number;
  readonly model: string;
  readonly what: string;
  readonly gb: number;
}[] = [
  { fromGb: 48, model: 'llama3.3:70b', what: 'a 70B model', gb: 42 },
  { fromGb: 24, model: 'qwen2.5:32b', what: 'a 32B model', gb: 20 },
  { fromGb: 12, model: 'qwen2.5:14b', what: 'a 14B model', gb: 9 },
  { fromGb: 6, model: 'llama3.1:8b', what: 'an 8B model', gb: 4.9 },
];

/** Models of the catalog by the memory that they want beside everything else. */
const catalogued = [
  { fromGb: 8, id: 'qwen2.5-1.5b-instruct' },
  { fromGb: 4, id: 'qwen3-0.6b' },
  { fromGb: 0, id: 'smollm2-135m-instruct' },
] as const;
const smallest = 'smollm2-135m-instruct';

/** The models worth a try here, the least first; each with the lines for the settings. Nothing is measured. */
export function suggestModels({ ramBytes, gpu }: MachineMemory, catalog: Catalog): Check[] {
  const holds = (bytes: number, gb: number): boolean => bytes >= gb * gigabyte * nominal;
  const suggestions: Suggestion[] = [];
  const own = catalogued.find(({ fromGb }) => holds(ramBytes, fromGb));
  if (own !== undefined) suggestions.push(...fromCatalog(own.id, catalog));
  if (holds(ramBytes, 16)) suggestions.push(...byPath(holds(ramBytes, 24) ? 8 : 4));
  const onCard = gpu === undefined ? undefined : served.find(({ fromGb }) => holds(gpu.bytes, fromGb));
  if (onCard !== undefined) suggestions.push(byServer(onCard, 'gpu'));
  else if (holds(ramBytes, 32))
    suggestions.push(byServer({ model: 'llama3.1:8b', what: 'an 8B model', gb: 4.9 }, 'cpu'));
  const card = gpu === undefined ? 'no graphics card found' : `${gpu.name} with ${formatBytes(gpu.bytes)}`;
  const has: Check = { area: 'memory', state: 'ok', line: `${formatBytes(ramBytes)}, ${card}` };
  return [has, ...suggestions.map(checkOf)];
}

/** Asks the servers that the settings name. One that others stand in for is no reason to be ill. */
export async function checkServers(config: LoadedConfig, signal: AbortSignal): Promise<Check[]> {
  const wanted = wantedLlms(config.settings);
  if (!wanted.includes('openai')) return [];
  const { isFine, line } = await checkLlmServer(config.settings, signal);
  const state = isFine ? 'ok' : wanted.length > 1 ? 'note' : 'bad';
  return [{ area: 'llm', state, line }, ...checkSecrecy(config)];
}

function checkSecrecy({ settings }: LoadedConfig): Check[] {
  const { base_url: address, api_key_env: name } = settings.llm.openai;
  const { protocol, hostname } = new URL(address);
  const isHere = /^(?:localhost|127\.[\d.]+|\[::1\])$/.test(hostname);
  if (protocol === 'https:' || isHere || (process.env[name]?.trim() ?? '') === '') return [];
  const line = `llm.openai.base_url begins with http://: the key in ${name} and all that you say cross the network readable`;
  return [{ area: 'llm', state: 'note', line, mend: 'use https://, or a network that you trust' }];
}

function fromCatalog(id: string, catalog: Catalog): Suggestion[] {
  if (!catalog.has(id)) return [];
  const entry = catalog.get(id);
  const list = id === smallest ? id : `${id}, ${smallest}`;
  const lines = `llm: { model: [${list}] }`;
  return [
    {
      what: `${id}: ${entry.description.replace(/\.$/, '')}`,
      bytes: modelBytes(entry),
      on: 'cpu',
      mend: `npx parley models fetch ${id}; settings: ${lines}`,
    },
  ];
}

/** A file of the user's own. Four bits for each weight, and some more. */
function byPath(billions: 4 | 8): Suggestion[] {
  const lines = `llm: { model: [/path/to/model.gguf, ${smallest}], first_token_timeout_ms: 8000 }`;
  return [
    {
      what: `${billions === 8 ? 'an' : 'a'} ${billions}B model, 4 bit, as a GGUF file of your own`,
      bytes: billions * 0.62 * gigabyte,
      on: 'cpu',
      mend: `settings: ${lines}`,
    },
  ];
}

function byServer(
  { model, what, gb }: { model: string; what: string; gb: number },
  on: keyof typeof paces,
): Suggestion {
  const lines = `llm: { engine: [openai, llama], openai: { base_url: http://127.0.0.1:11434/v1, model: '${model}' } }`;
  const name = `${what} through a server such as Ollama${on === 'gpu' ? ' or vLLM' : ''}`;
  return { what: name, bytes: gb * gigabyte, on, mend: `ollama pull ${model}; settings: ${lines}` };
}

function checkOf({ what, bytes, on, mend }: Suggestion): Check {
  const { slow, fast } = tokensPerSecond(bytes, on);
  const pace = slow < spokenPerSecond ? '; may be too slow for speech' : '';
  const size = `${what} (${formatBytes(bytes)}) fits`;
  return { area: 'memory', state: 'note', line: `${size}; estimate: ${slow}–${fast} tokens/s${pace}`, mend };
}

/** An estimate from the size of the weights alone. */
export function tokensPerSecond(bytes: number, on: keyof typeof paces): { slow: number; fast: number } {
  const { slow, fast, workMs } = paces[on];
  const rate = (gbPerSecond: number): number => 1 / (bytes / (gbPerSecond * gigabyte) + workMs / 1000);
  return { slow: Math.round(rate(slow)), fast: Math.round(rate(fast)) };
}
