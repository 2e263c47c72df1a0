/** What config and common sense say about a tool: whether it may be used, changes something, or must be confirmed. */
import type { ToolOverrides, ToolsSettings } from '../config/tools.js';
import type { Tool } from './tool.js';

/** A tool as its server describes it. */
export interface RemoteTool {
  readonly name: string;
  readonly description?: string | undefined;
  readonly inputSchema: Readonly<Record<string, unknown>>;
  readonly annotations?:
    | {
        readonly readOnlyHint?: boolean | undefined;
        readonly destructiveHint?: boolean | undefined;
        readonly idempotentHint?: boolean | undefined;
        readonly openWorldHint?: boolean | undefined;
      }
    | undefined;
}

/** Everything that a tool may be called in the settings: `HassTurnOn`, `home.HassTurnOn`, and its name in Parley. */
export type ToolNames = readonly string[];

/** Home Assistant describes no tool as read-only; these are, by their code. */
const READS_ONLY = new Set(
  (
    'GetLiveContext GetDateTime GetCurrentLocation HassGetState HassGetWeather HassClimateGetTemperature ' +
    'HassGetCurrentDate HassGetCurrentTime HassTimerStatus todo_get_items calendar_get_events'
  ).split(' '),
);

const RISKY_WORD =
  /^(?:unlock|open|delete|remove|erase|wipe|destroy|drop|format|buy|purchase|order|checkout|pay|transfer|disarm|reset|shutdown|reboot|uninstall)$/;
const RISKY_SENTENCE =
  /\b(?:unlock(?:s|ed|ing)?|opens|deletes|removes|erases|wipes|buys|purchases|places an order|pays|disarms|uninstalls)\b|^\W*(?:open|delete|remove|erase|wipe|buy|purchase|order|pay|disarm|uninstall)\b/i;

/** `*` stands for any characters; all else for itself. Case counts. */
export function matchesAny(names: ToolNames, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => names.some((name) => matches(name, pattern)));
}

/** Each piece between stars where it first comes: no pattern can make this slow. */
function matches(name: string, pattern: string): boolean {
  const [start = '', ...others] = pattern.split('*');
  const end = others.pop();
  if (end === undefined) return name === pattern;
  if (!name.startsWith(start) || !name.endsWith(end) || name.length < start.length + end.length) return false;
  let from = start.length;
  for (const piece of others) {
    const at = name.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return from <= name.length - end.length;
}

export function isAllowed(names: ToolNames, settings: ToolsSettings): boolean {
  return matchesAny(names, settings.allow) && !matchesAny(names, settings.deny);
}

/** The entry for a tool in a group of the settings that goes by tool name. */
export function entryOf<T>(group: Readonly<Record<string, T>>, names: ToolNames): T | undefined {
  const key = names.find((name) => Object.hasOwn(group, name));
  return key === undefined ? undefined : group[key];
}

/** True only where that is known: by config, by the server, or for Home Assistant's own. */
export function isReadOnly(tool: RemoteTool, overrides: ToolOverrides | undefined): boolean {
  return overrides?.read_only ?? tool.annotations?.readOnlyHint ?? READS_ONLY.has(nameAtHome(tool));
}

/** Home Assistant puts the interface in front of the name when it serves several: `assist__HassTurnOn`. */
export function nameAtHome({ name }: RemoteTool): string {
  return name.replace(/^.*__/s, '');
}

/** Config decides; else the server's word, its own `readOnlyHint` first; else what the tool is called and said to do. */
export function riskOf(tool: RemoteTool, names: ToolNames, settings: ToolsSettings): Tool['risk'] {
  const overrides = entryOf(settings.per_tool, names);
  if (overrides?.confirm !== undefined) return overrides.confirm ? 'stated' : 'denied';
  if (matchesAny(names, settings.confirm) || tool.annotations?.destructiveHint === true) return 'stated';
  if (isReadOnly(tool, overrides)) return undefined;
  const words = tool.name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/);
  return words.some((word) => RISKY_WORD.test(word)) || RISKY_SENTENCE.test(tool.description ?? '')
    ? 'guessed'
    : undefined;
}
