/** Which calls of a tool do what is easily undone, so that they need not wait until nobody can take the turn back. */
import type { ToolsSettings } from '../config/tools.js';
import { entryOf, isReadOnly, matchesAny, nameAtHome } from './policy.js';
import type { RemoteTool, ToolNames } from './policy.js';
import type { ToolCall } from './tool.js';

type Args = ToolCall['args'];

/** Kinds of devices in Home Assistant that anybody may switch and switch back. What opens, unlocks, runs or arms is not. */
const HARMLESS: ReadonlySet<string> = new Set(['light', 'switch', 'fan', 'media_player']);

/** Home Assistant's tools that set something to a value, for one kind of device each: twice is as good as once. */
const SETS = /^Hass(?:LightSet|FanSetSpeed|SetVolume|MediaPause|MediaUnpause|MediaPlayerMute|MediaPlayerUnmute)$/;
const SWITCHES = /^HassTurn(?:On|Off)$/;

/** Config decides; else the server's word, where it leaves no doubt; else what is known of Home Assistant's own tools. */
export function undoableBy(tool: RemoteTool, names: ToolNames, settings: ToolsSettings): (args: Args) => boolean {
  const overrides = entryOf(settings.per_tool, names);
  const wanted = overrides?.undoable ?? (matchesAny(names, settings.undoable) ? true : undefined);
  if (wanted !== undefined) return () => wanted;
  if (isReadOnly(tool, overrides)) return () => false;
  const { destructiveHint, idempotentHint, openWorldHint } = tool.annotations ?? {};
  if (destructiveHint === false && idempotentHint === true && openWorldHint === false) return () => true;
  // A server that says otherwise knows better.
  if (destructiveHint === true) return () => false;
  const name = nameAtHome(tool);
  if (SETS.test(name)) return isOfSome;
  return SWITCHES.test(name) ? (args) => isOfSome(args) && isHarmless(args['domain']) : () => false;
}

/** Of a device or a room: who says "all the lights" may be about to say which. */
function isOfSome({ name, area, floor }: Args): boolean {
  return name !== 'all' && [name, area, floor].some((value) => typeof value === 'string' && value !== '');
}

function isHarmless(domain: unknown): boolean {
  const domains = [domain].flat();
  return domains.length > 0 && domains.every((one) => typeof one === 'string' && HARMLESS.has(one));
}
