/** Does something in the home: finds what is meant, calls the tool that does it, and says what came of it. */
import type { ToolBox, ToolResult } from '../../tools/tool.js';
import type { SkillReply } from '../skill.js';
import { findTool, hasHome, isHouse, readHouse } from './home-house.js';
import type { Device, House } from './home-house.js';
import { findTarget, nameOf } from './home-target.js';
import type { Target } from './home-target.js';
import { domainsIn } from './home-words.js';
import { describeResult } from './tools-phrases.js';

export interface Step {
  /** Names of tools that do it, best first. */
  readonly tools: readonly string[];
  readonly args: Readonly<Record<string, unknown>>;
  /** Told when it is done: `is on`, `are on`. */
  readonly done: (subject: string, isPlural: boolean) => string;
}

export interface Request {
  readonly thing: string;
  /** Where it is said in words: "turn on the …". */
  readonly domains: readonly string[];
  readonly isExact?: boolean;
  /** Only one device can be meant. */
  readonly isSingle?: boolean;
  /** What to do with the devices found, or why it cannot be done, or what else is asked. */
  readonly plan: (devices: readonly [Device, ...Device[]]) => Step | string;
  /** The same request for another thing, once the user has said which. */
  readonly again: (thing: string) => { readonly run: string; readonly slots: object };
}

export const NO_HOME =
  'I have no tools for your home yet. Name your Home Assistant server under tools.servers in the settings.';
export const HOME_AWAY = "I can't reach your home right now.";

/** Why nothing can be done at all, or undefined. */
export function whyNoHome(tools: ToolBox): string | undefined {
  if (hasHome(tools)) return undefined;
  return (tools.unreachable?.().length ?? 0) > 0 ? HOME_AWAY : NO_HOME;
}

/** Rejects only with the signal's reason. */
export async function act(request: Request, tools: ToolBox, signal: AbortSignal): Promise<SkillReply> {
  const missing = whyNoHome(tools);
  if (missing !== undefined) return missing;
  const house = await readHouse(tools, signal);
  if (house !== undefined && !isHouse(house)) return describeResult(house);
  const parts = request.thing.split(/ and (?:the |my )?/);
  if (parts.length < 2 || (isHouse(house) && narrow(request, house).kind !== 'unknown'))
    return actOnOne(request, house, { tools, signal });
  const replies: string[] = [];
  for (const thing of parts.slice(0, MOST_THINGS)) {
    // "The bedroom and the kitchen light": both are lights.
    const reply = await actOnOne({ ...request, thing, domains: preferKinds(parts, request.domains) }, house, {
      tools,
      signal,
    });
    replies.push(typeof reply === 'string' ? reply : reply.text);
  }
  return replies.join(' ');
}

/** More in one breath would be a misunderstanding. */
const MOST_THINGS = 4;

function preferKinds(things: readonly string[], domains: readonly string[]): readonly string[] {
  const kinds = things.flatMap(domainsIn).filter((domain) => domains.includes(domain));
  return [...new Set([...kinds, ...domains])];
}

async function actOnOne(
  request: Request,
  house: House | undefined,
  { tools, signal }: { readonly tools: ToolBox; readonly signal: AbortSignal },
): Promise<SkillReply> {
  const target = house === undefined ? blind(request) : narrow(request, house);
  if (target.kind === 'unknown') {
    const hint = target.nearest === undefined ? '' : ` There is the ${target.nearest}.`;
    return `I don't find the ${request.thing} in your home.${hint}`;
  }
  if (target.kind === 'several') return askWhich(request, target.devices);
  const step = request.plan(target.devices);
  if (typeof step === 'string') return step;
  const tool = step.tools.map((name) => findTool(tools, name)).find((found) => found !== undefined);
  if (tool === undefined) return 'Your home server has nothing for that.';
  const known = tool.parameters['properties'] as object | undefined;
  const wanted = { ...step.args, ...addressOf(target) };
  const args = Object.fromEntries(Object.entries(wanted).filter(([name]) => known === undefined || name in known));
  const result = await tools.call({ tool: tool.name, args }, signal);
  return explain(result, request, () => step.done(subjectOf(target), isPlural(target)));
}

function narrow({ thing, domains, isExact = false, isSingle = false }: Request, house: House): Target {
  const target = findTarget(house, thing, { domains, isExact });
  if (target.kind !== 'found' || !isSingle || target.devices.length === 1) return target;
  return { kind: 'several', devices: target.devices };
}

/** What must never be mistaken for a lamp. */
const GUARDED: ReadonlySet<string> = new Set(['lock', 'cover', 'valve', 'alarm_control_panel']);

type Found = Target & { readonly kind: 'found' };

/** Where the server does not tell what there is, it is left to find the name, among what the request can be about. */
function blind({ thing, domains }: Request): Found & { readonly among: readonly string[] } {
  const harmless = domains.filter((domain) => !GUARDED.has(domain));
  const domain = domainsIn(thing).find((kind) => domains.includes(kind)) ?? '';
  return {
    kind: 'found',
    devices: [{ names: [thing], domain, areas: [], state: '', attributes: {} }],
    among: harmless.length > 0 ? harmless : domains.slice(0, 1),
  };
}

/** The parameters by which Home Assistant finds what is meant; with the domain, it never takes a lock for a lamp. */
function addressOf({ devices, area, isAll, among }: Found & { readonly among?: readonly string[] }) {
  const [{ names, domain }] = devices;
  const where = area === undefined || devices.length === 1 ? { name: isAll === true ? 'all' : names[0] } : { area };
  return { ...where, domain: among ?? [domain] };
}

const PLURALS: Readonly<Record<string, string>> = {
  light: 'lights',
  switch: 'switches',
  fan: 'fans',
  cover: 'covers',
  lock: 'locks',
  climate: 'thermostats',
  media_player: 'players',
  vacuum: 'vacuums',
};

function isPlural({ devices }: Found): boolean {
  return (
    devices.length > 1 || /(?:lights|lamps|blinds|curtains|shutters|shades|fans|switches)$/.test(nameOf(devices[0]))
  );
}

export function subjectOf({ devices, area, isAll }: Found): string {
  if (devices.length === 1) return `The ${nameOf(devices[0])}`;
  const kind = PLURALS[devices[0].domain] ?? 'devices';
  if (isAll === true) return `All ${kind}`;
  return area === undefined ? `The ${kind}` : `The ${kind} in the ${area.toLowerCase()}`;
}

function explain(result: ToolResult, { thing }: Request, done: () => string): string {
  if (result.kind !== 'ok') {
    const isUnknown = result.kind === 'failed' && /MatchFailed|not found|unable to find/i.test(result.text);
    return isUnknown ? `I don't find the ${thing} in your home.` : describeResult(result);
  }
  const failed = failedIn(result.full ?? '');
  if (failed === undefined) return done();
  return failed === '' ? 'Sorry, your home could not do that.' : `Sorry, the ${failed} did not react.`;
}

/** Names of what did not do as it was told; undefined when all did. */
function failedIn(full: string): string | undefined {
  try {
    const answer = JSON.parse(full) as {
      readonly success?: boolean;
      readonly response_type?: string;
      readonly data?: { readonly failed?: readonly { readonly name?: string }[] };
    };
    const names = (answer.data?.failed ?? []).flatMap(({ name }) => name?.toLowerCase() ?? []);
    if (names.length > 0) return names.join(' and the ');
    return answer.response_type === 'error' || answer.success === false ? '' : undefined;
  } catch {
    return undefined;
  }
}

/** "Which one: the heating or the bedroom radiator?" */
export function askWhich({ again }: Pick<Request, 'again'>, devices: readonly Device[]): SkillReply {
  const names = [...new Set(devices.map(nameOf))].slice(0, 4).map((name) => `the ${name}`);
  const choices = `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`;
  return {
    text: names.length < 2 ? 'There are several of that name.' : `Which one: ${choices}?`,
    expects: (text) => {
      const words = text.replace(/^(?:the|my) | (?:one|1)$/g, '');
      const chosen = devices.find((device) => nameOf(device) === words) ?? onlyWith(devices, words);
      return chosen === undefined ? undefined : again(nameOf(chosen));
    },
  };
}

function onlyWith(devices: readonly Device[], words: string): Device | undefined {
  const found = devices.filter((device) => words !== '' && ` ${nameOf(device)} `.includes(` ${words} `));
  return found.length === 1 ? found[0] : undefined;
}
