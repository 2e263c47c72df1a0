/** Every tool of every configured server, under the rules of the settings. */
import { CallRate } from './rate.js';
import { cleanText, oneLine } from './clean.js';
import { fullText, spokenText } from './result-text.js';
import { openMcp } from './mcp.js';
import { undoableBy } from './effect.js';
import { entryOf, isAllowed, isReadOnly, riskOf } from './policy.js';
import { ServerLink } from './server-link.js';
import { createArgumentCheck } from './arguments.js';
import type { ArgumentCheck } from './arguments.js';
import type { Clock } from '../pipeline/stage.js';
import type { OpenConnection } from './mcp.js';
import type { RemoteTool } from './policy.js';
import type { Tool, ToolBox, ToolCall, ToolResult } from './tool.js';
import type { ToolsSettings } from '../config/tools.js';
import { untilAborted } from '../pipeline/abort.js';

const LONGEST_DESCRIPTION = 1000;
/** Of the arguments of one call, as JSON. */
const MOST_ARGUMENT_CHARACTERS = 16_384;

export interface ToolBoxOptions {
  readonly settings: ToolsSettings;
  readonly clock: Clock;
  /** Told to servers. */
  readonly version: string;
  /** Where `token_env` and `${NAME}` are looked up; Parley's own environment unless given. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** One line about a server that fails. */
  readonly onNotice?: (text: string) => void;
  /** How a connection is made; by the MCP SDK unless given. */
  readonly open?: OpenConnection;
}

/** A tool box that lives as long as the assistant. */
export interface ConnectedTools extends ToolBox {
  readonly unreachable: () => readonly string[];
  /** Starts every server in the background; nothing waits for them. */
  start(): void;
  /** Resolves when each server has answered or failed once, or after `longestMs`; rejects with the signal's reason. */
  settled(longestMs: number, signal: AbortSignal): Promise<void>;
  /** Takes over other settings: servers that are the same stay connected. */
  change(settings: ToolsSettings): void;
  /** Ends every server; resolves when they are gone. Any number of times. */
  close(): Promise<void>;
}

interface Entry {
  readonly tool: Tool;
  readonly remote: RemoteTool;
  readonly link: ServerLink;
  readonly check: ArgumentCheck;
  readonly timeoutMs: number;
  readonly callsPerMinute: number;
}

/** No server is started, and no part of the SDK loaded, before `start`; none ever where none is configured. */
export function createToolBox(options: ToolBoxOptions): ConnectedTools {
  const box = new Box(options);
  return {
    list: () => box.list(),
    find: (name) => box.entries().get(name)?.tool,
    call: (call, signal) => box.call(call, signal),
    unreachable: () => box.unreachable(),
    start: () => {
      box.start();
    },
    settled: (longestMs, signal) => box.settled(longestMs, signal),
    change: (settings) => {
      box.change(settings);
    },
    close: () => box.close(),
  };
}

class Box {
  readonly #options: ToolBoxOptions;
  readonly #rate: CallRate;
  readonly #links = new Map<string, { readonly key: string; readonly link: ServerLink }>();
  readonly #leaving = new Set<Promise<void>>();
  #settings: ToolsSettings;
  #entries: ReadonlyMap<string, Entry> | undefined;
  #list: readonly Tool[] | undefined;
  #isStarted = false;

  constructor(options: ToolBoxOptions) {
    this.#options = options;
    this.#settings = options.settings;
    this.#rate = new CallRate(options.clock);
  }

  start(): void {
    this.#isStarted = true;
    this.change(this.#settings);
  }

  change(settings: ToolsSettings): void {
    this.#settings = settings;
    this.#forget();
    if (!this.#isStarted) return;
    for (const [name, { key, link }] of this.#links) {
      const server = settings.servers[name];
      if (server !== undefined && JSON.stringify(server) === key) continue;
      this.#links.delete(name);
      this.#leave(link);
    }
    for (const name of Object.keys(settings.servers)) this.#connect(name);
  }

  list(): readonly Tool[] {
    this.#list ??= [...this.entries().values()].map(({ tool }) => tool);
    return this.#list;
  }

  unreachable(): readonly string[] {
    return Object.keys(this.#settings.servers).filter((name) => this.#links.get(name)?.link.isUp !== true);
  }

  async call({ tool, args }: ToolCall, signal: AbortSignal): Promise<ToolResult> {
    signal.throwIfAborted();
    const entry = this.entries().get(tool);
    if (entry === undefined) return { kind: 'refused', text: `there is no tool ${oneLine(tool, 64)}` };
    const wrong = await untilAborted(checkArguments(entry, args), signal);
    if (wrong !== undefined) return { kind: 'refused', text: wrong };
    if (!this.#rate.take(tool, entry.callsPerMinute))
      return { kind: 'refused', text: `${tool} was used too often within a minute` };
    const answer = await entry.link.call(entry.remote.name, args, { timeoutMs: entry.timeoutMs, signal });
    if (answer.kind !== 'ok') return answer;
    if (answer.result.isError === true) return { kind: 'failed', text: oneLine(fullText(answer.result), 300) };
    return { kind: 'ok', text: spokenText(answer.result), full: fullText(answer.result) };
  }

  async settled(longestMs: number, signal: AbortSignal): Promise<void> {
    const links = [...this.#links.values()].map(({ link }) => link);
    const all = Promise.all(
      links.map(
        (link) =>
          new Promise<void>((resolve) => {
            link.onceSettled(resolve);
          }),
      ),
    );
    const timer = new AbortController();
    const enough = this.#options.clock.sleep(longestMs, timer.signal).then(
      () => {
        timer.abort(new Error('time is up'));
      },
      () => undefined,
    );
    await untilAborted(untilAborted(all, timer.signal), signal).catch(() => undefined);
    timer.abort();
    await enough;
    signal.throwIfAborted();
  }

  async close(): Promise<void> {
    for (const { link } of this.#links.values()) this.#leave(link);
    this.#links.clear();
    this.#isStarted = false;
    this.#forget();
    await Promise.all(this.#leaving);
  }

  /** By name in Parley. Put together anew after each change, at the first use. */
  entries(): ReadonlyMap<string, Entry> {
    this.#entries ??= collect(this.#links, this.#settings, this.#options.onNotice);
    return this.#entries;
  }

  #connect(name: string): void {
    const server = this.#settings.servers[name];
    if (server === undefined || this.#links.has(name)) return;
    const { clock, version, environment = process.env, onNotice = () => undefined, open = openMcp } = this.#options;
    const onChange = (): void => {
      this.#forget();
    };
    const link = new ServerLink({ name, server, environment, version, clock, open, onChange, onNotice });
    this.#links.set(name, { key: JSON.stringify(server), link });
    link.start();
  }

  #leave(link: ServerLink): void {
    const leaving: Promise<void> = link.close().finally(() => this.#leaving.delete(leaving));
    this.#leaving.add(leaving);
  }

  #forget(): void {
    this.#entries = undefined;
    this.#list = undefined;
  }
}

/** Of two servers with a tool of the same name, both give theirs the server's name in front. */
function collect(
  links: ReadonlyMap<string, { readonly link: ServerLink }>,
  settings: ToolsSettings,
  onNotice?: (text: string) => void,
): ReadonlyMap<string, Entry> {
  const offers = [...links].flatMap(([server, { link }]) => link.tools.map((remote) => ({ server, link, remote })));
  const counts = new Map<string, number>();
  for (const { remote } of offers) counts.set(plainName(remote.name), (counts.get(plainName(remote.name)) ?? 0) + 1);
  const entries = new Map<string, Entry>();
  for (const { server, link, remote } of offers) {
    const plain = plainName(remote.name);
    const name = (counts.get(plain) ?? 0) > 1 ? plainName(`${server}_${plain}`) : plain;
    const names = [name, remote.name, plain, `${server}.${remote.name}`];
    if (entries.has(name) || !isAllowed(names, settings)) continue;
    const overrides = entryOf(settings.per_tool, names);
    const risk = riskOf(remote, names, settings);
    const check = createArgumentCheck(remote.inputSchema, (problem) =>
      onNotice?.(`tools.servers.${server}: the parameters of ${plain} cannot be read (${oneLine(problem)})`),
    );
    const tool: Tool = {
      name,
      description: cleanText(remote.description ?? '', LONGEST_DESCRIPTION).trim(),
      parameters: remote.inputSchema,
      isReadOnly: isReadOnly(remote, overrides),
      isUndoable: undoableBy(remote, names, settings),
      isRisky: risk === 'stated' || risk === 'guessed',
      ...(risk === undefined ? {} : { risk }),
      phrases: entryOf(settings.phrases, names) ?? [],
    };
    const { timeout_ms: timeoutMs = settings.timeout_ms, calls_per_minute = settings.calls_per_minute } =
      overrides ?? {};
    entries.set(name, { tool, remote, link, check, timeoutMs, callsPerMinute: calls_per_minute });
  }
  return entries;
}

function plainName(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, 64);
}

async function checkArguments({ check, tool }: Entry, args: ToolCall['args']): Promise<string | undefined> {
  if (JSON.stringify(args).length > MOST_ARGUMENT_CHARACTERS) return `the arguments for ${tool.name} are too long`;
  const problem = await check(args);
  return problem === undefined ? undefined : `${tool.name} cannot take that: ${oneLine(problem, 120)}`;
}
