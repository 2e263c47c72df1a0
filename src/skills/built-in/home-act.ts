/** Does something in the home: finds what is meant, calls the tool that does it, and says what came of it. */
import type { Clock } from '../../pipeline/stage.js';
import type { Effect, ToolBox, ToolCall, ToolResult } from '../../tools/tool.js';
import type { SkillContext } from '../context.js';
import type { SkillReply } from '../skill.js';
import { findTool, hasHome, isHouse, readHouse } from './home-house.js';
import type { Device, House } from './home-house.js';
import { findTarget, nameOf } from './home-target.js';
import type { Target } from './home-target.js';
import { explain, isPlural, subjectOf, type Found } from './home-told.js';
import { undoOf, type Undoing } from './home-undo.js';
import { domainsIn } from './home-words.js';
import { effectOf } from './tools-effect.js';
import { describeResult } from './tools-phrases.js';
import { patiently, withProgress } from './tools-progress.js';

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

/** What is to be said, or what is to be done and then told. */
type Prepared =
  | { readonly kind: 'said'; readonly reply: SkillReply }
  | {
      readonly kind: 'ready';
      readonly call: ToolCall;
      readonly effect: Effect;
      /** Calls that make good for it. */
      readonly undo: readonly ToolCall[];
      readonly tell: (result: ToolResult) => string;
    };

/** Whose home it is, and what is under way there. */
export interface Home {
  readonly tools: ToolBox;
  readonly clock: Clock;
  readonly undoing: Undoing;
}

/** Looks at once, and does as soon as the turn allows what is to be done. Rejects only with the signal's reason. */
export async function* act(request: Request, context: SkillContext, home: Home): AsyncGenerator<SkillReply> {
  const { tools, clock, undoing } = home;
  const missing = whyNoHome(tools);
  if (missing !== undefined) {
    yield missing;
    return;
  }
  const { signal, turn } = context;
  const prepared = yield* patiently(
    undoing.settled().then(() => prepare(request, tools, signal)),
    context,
    clock,
  );
  const effects = new Set(prepared.map((one) => (one.kind === 'ready' ? one.effect : 'none')));
  await turn.until(effects.has('lasting') ? 'lasting' : effects.has('undoable') ? 'undoable' : 'none');
  yield* withProgress(carryOut(prepared, context, home), context, clock);
}

async function carryOut(
  prepared: readonly Prepared[],
  { signal, turn }: SkillContext,
  home: Home,
): Promise<SkillReply> {
  const { tools, undoing } = home;
  const replies: SkillReply[] = [];
  for (const one of prepared) {
    if (one.kind === 'said') {
      replies.push(one.reply);
      continue;
    }
    const done = tools.call(one.call, signal);
    if (one.undo.length > 0)
      turn.onTakenBack(() => {
        undoing.begin(done, one.undo, tools);
      });
    replies.push(one.tell(await done));
  }
  const [only, ...others] = replies;
  if (only !== undefined && others.length === 0) return only;
  return replies.map((reply) => (typeof reply === 'string' ? reply : reply.text)).join(' ');
}

async function prepare(request: Request, tools: ToolBox, signal: AbortSignal): Promise<readonly Prepared[]> {
  const house = await readHouse(tools, signal);
  if (house !== undefined && !isHouse(house)) return [{ kind: 'said', reply: describeResult(house) }];
  const parts = request.thing.split(/ and (?:the |my )?/);
  if (parts.length < 2 || (isHouse(house) && narrow(request, house).kind !== 'unknown'))
    return [prepareOne(request, house, tools)];
  // "The bedroom and the kitchen light": both are lights.
  const domains = preferKinds(parts, request.domains);
  return parts.slice(0, MOST_THINGS).map((thing) => prepareOne({ ...request, thing, domains }, house, tools));
}

/** More in one breath would be a misunderstanding. */
const MOST_THINGS = 4;

function preferKinds(things: readonly string[], domains: readonly string[]): readonly string[] {
  const kinds = things.flatMap(domainsIn).filter((domain) => domains.includes(domain));
  return [...new Set([...kinds, ...domains])];
}

function prepareOne(request: Request, house: House | undefined, tools: ToolBox): Prepared {
  const said = (reply: SkillReply): Prepared => ({ kind: 'said', reply });
  const target = house === undefined ? blind(request) : narrow(request, house);
  if (target.kind === 'unknown') {
    const hint = target.nearest === undefined ? '' : ` There is the ${target.nearest}.`;
    return said(`I don't find the ${request.thing} in your home.${hint}`);
  }
  if (target.kind === 'several') return said(askWhich(request, target.devices));
  const step = request.plan(target.devices);
  if (typeof step === 'string') return said(step);
  const tool = step.tools.map((name) => findTool(tools, name)).find((found) => found !== undefined);
  if (tool === undefined) return said('Your home server has nothing for that.');
  const known = tool.parameters['properties'] as object | undefined;
  const wanted = { ...step.args, ...addressOf(target) };
  const args = Object.fromEntries(Object.entries(wanted).filter(([name]) => known === undefined || name in known));
  const call = { tool: tool.name, args };
  const effect = effectOf(tool, args);
  const undo = effect === 'undoable' ? undoOf(call, target.devices, tools) : undefined;
  return {
    ...{ kind: 'ready', call, undo: undo ?? [] },
    // What nobody knows how to undo must not be done too early.
    effect: undo === undefined && effect === 'undoable' ? 'lasting' : effect,
    tell: (result) => explain(result, request.thing, () => step.done(subjectOf(target), isPlural(target))),
  };
}

function narrow({ thing, domains, isExact = false, isSingle = false }: Request, house: House): Target {
  const target = findTarget(house, thing, { domains, isExact });
  if (target.kind !== 'found' || !isSingle || target.devices.length === 1) return target;
  return { kind: 'several', devices: target.devices };
}

/** What must never be mistaken for a lamp. */
const GUARDED: ReadonlySet<string> = new Set(['lock', 'cover', 'valve', 'alarm_control_panel']);

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
