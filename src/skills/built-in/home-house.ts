/** The home as Home Assistant tells of it: every device, where it is and how it is. */
import { parse } from 'yaml';
import type { Tool, ToolBox, ToolResult } from '../../tools/tool.js';

export interface Device {
  /** As it is called, and its other names. */
  readonly names: readonly [string, ...string[]];
  readonly domain: string;
  readonly areas: readonly string[];
  readonly state: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export type House = readonly Device[];

/** More than any home has. */
const MOST_DEVICES = 2000;

/** The tool of this name, also where the name has a server or an interface in front: `assist__HassTurnOn`. */
export function findTool(tools: ToolBox, name: string): Tool | undefined {
  return tools.find(name) ?? tools.list().find((tool) => tool.name.endsWith(`_${name}`));
}

/** Whether anything here controls a home the way Home Assistant does. */
export function hasHome(tools: ToolBox): boolean {
  return tools.list().some(({ name }) => /(?:^|_)(?:Hass[A-Z]\w+|GetLiveContext)$/.test(name));
}

/** Undefined where the server cannot tell, a failure where it did not. */
export async function readHouse(tools: ToolBox, signal: AbortSignal): Promise<House | ToolResult | undefined> {
  const tool = findTool(tools, 'GetLiveContext');
  if (tool === undefined) return undefined;
  const result = await tools.call({ tool: tool.name, args: {} }, signal);
  return result.kind === 'ok' ? parseHouse(result.full ?? result.text) : result;
}

export function isHouse(house: House | ToolResult | undefined): house is House {
  return Array.isArray(house);
}

/** Empty for what is no such report. */
export function parseHouse(text: string): House {
  const list = readList(text);
  return list.slice(0, MOST_DEVICES).flatMap((entry) => {
    const [first, ...others] = words(entry['names']).split(', ');
    if (first === undefined || first === '') return [];
    const attributes = entry['attributes'];
    const pairs = typeof attributes === 'object' && attributes !== null ? Object.entries(attributes) : [];
    return [
      {
        names: [first, ...others],
        domain: words(entry['domain']),
        areas: words(entry['areas']).split(', ').filter(Boolean),
        state: words(entry['state']),
        attributes: Object.fromEntries(pairs.map(([key, value]: [string, unknown]) => [key, words(value)])),
      } satisfies Device,
    ];
  });
}

function readList(text: string): readonly Readonly<Record<string, unknown>>[] {
  try {
    const report = (JSON.parse(text) as { readonly result?: unknown }).result;
    const yaml = words(report);
    // The heading above the list is no YAML.
    const list: unknown = parse(yaml.slice(Math.max(0, yaml.search(/^- /m))), { maxAliasCount: 100 });
    return Array.isArray(list) ? (list as readonly unknown[]).filter(isFields) : [];
  } catch {
    return [];
  }
}

function isFields(entry: unknown): entry is Readonly<Record<string, unknown>> {
  return typeof entry === 'object' && entry !== null;
}

/** YAML reads an unquoted `on` as text and `19.2` as a number; here all is text. */
function words(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
