/** Keeps one server connected: starts it in the background, starts it again with growing patience, knows its tools. */
import { abortReason, childController, onceAborted } from '../pipeline/abort.js';
import type { Clock } from '../pipeline/stage.js';
import type { ServerSettings } from '../config/tools.js';
import { oneLine } from './clean.js';
import { MissingVariable } from './mcp.js';
import type { Connection, OpenConnection } from './mcp.js';
import type { RemoteTool } from './policy.js';
import type { RawResult } from './result-text.js';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 60_000;
/** Who was connected for this long is no server that keeps ending. */
const STEADY_MS = 60_000;
/** How often a server that does not announce changes is asked for its tools. */
const REFRESH_MS = 300_000;
const TOO_LATE = new Error('no answer in time');
/** A server offers dozens of tools at most; thousands would be a fault. */
const MOST_TOOLS = 500;

export interface LinkOptions {
  readonly name: string;
  readonly server: ServerSettings;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  readonly clock: Clock;
  readonly open: OpenConnection;
  /** The tools, or whether they can be used, are others now. */
  readonly onChange: () => void;
  readonly onNotice: (text: string) => void;
}

export type LinkResult =
  { readonly kind: 'ok'; readonly result: RawResult } | { readonly kind: 'failed' | 'late'; readonly text: string };

export class ServerLink {
  readonly #options: LinkOptions;
  readonly #closing = new AbortController();
  #tools: readonly RemoteTool[] = [];
  #connection: Connection | undefined;
  #lose: ((reason: string) => void) | undefined;
  #isSettled = false;
  #onSettled: (() => void)[] = [];
  #running: Promise<void> | undefined;
  /** One notice for each outage, however many attempts it takes. */
  #isTold = false;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  /** What it offers; nothing while it is not connected. */
  get tools(): readonly RemoteTool[] {
    return this.#tools;
  }

  get isUp(): boolean {
    return this.#connection !== undefined;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Calls back once the first attempt has ended, well or not. */
  onceSettled(listener: () => void): void {
    if (this.#isSettled) listener();
    else this.#onSettled.push(listener);
  }

  /** Rejects only with the signal's reason. */
  async call(
    tool: string,
    args: Readonly<Record<string, unknown>>,
    limits: { readonly timeoutMs: number; readonly signal: AbortSignal },
  ): Promise<LinkResult> {
    const connection = this.#connection;
    const { clock, name } = this.#options;
    if (connection === undefined) return { kind: 'failed', text: `the server ${name} cannot be reached` };
    const { controller, release } = childController(limits.signal);
    const timer = new AbortController();
    clock.sleep(limits.timeoutMs, timer.signal).then(
      () => {
        controller.abort(TOO_LATE);
      },
      () => undefined,
    );
    try {
      return { kind: 'ok', result: await connection.call(tool, args, controller.signal) };
    } catch (error) {
      if (limits.signal.aborted) throw abortReason(limits.signal);
      if (controller.signal.reason === TOO_LATE)
        return { kind: 'late', text: `no answer within ${describeMs(limits.timeoutMs)}` };
      return this.#explain(connection, error);
    } finally {
      timer.abort();
      release();
    }
  }

  /** Ends the server's program or session; resolves when it is gone. */
  async close(): Promise<void> {
    this.#closing.abort(new Error('closed'));
    await this.#running;
  }

  #explain(connection: Connection, error: unknown): LinkResult {
    const { kind, text } = connection.blame(error);
    if (kind === 'connection' && this.#connection === connection) this.#lose?.(text);
    return { kind: 'failed', text: this.#clean(text) };
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    const { clock } = this.#options;
    let pauseMs = FIRST_PAUSE_MS;
    while (!this.#isClosing()) {
      const startedMs = clock.now();
      const outcome = await this.#connectOnce().catch((error: unknown) => error);
      this.#settle();
      if (clock.now() - startedMs > STEADY_MS) pauseMs = FIRST_PAUSE_MS;
      this.#tell(outcome);
      // What the environment lacks now, it will lack until Parley is started anew.
      if (outcome instanceof MissingVariable) return;
      await clock.sleep(pauseMs, signal).catch(() => undefined);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  }

  /** Connects and stays until the connection is lost; gives the reason. */
  async #connectOnce(): Promise<string> {
    const { server, environment, version, open, onChange } = this.#options;
    const { controller, release } = childController(this.#closing.signal);
    let reason = 'it ended';
    this.#lose = (text) => {
      reason = text;
      controller.abort(new Error(text));
    };
    const onLost = this.#lose;
    let connection: Connection | undefined;
    try {
      const onTools = (tools: readonly RemoteTool[]): void => {
        if (this.#connection !== undefined && this.#connection === connection) this.#take(tools);
      };
      connection = await open({ server, environment, version, signal: controller.signal, onLost, onTools });
      const tools = await connection.list(controller.signal);
      this.#connection = connection;
      this.#isTold = false;
      this.#take(tools);
      this.#settle();
      await this.#stay(connection, controller.signal);
      return reason;
    } catch (error) {
      if (controller.signal.aborted) return reason;
      throw error;
    } finally {
      release();
      this.#connection = undefined;
      this.#tools = [];
      onChange();
      await connection?.close();
    }
  }

  async #stay(connection: Connection, signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    while (!signal.aborted) {
      if (connection.announcesChanges) await new Promise<void>((resolve) => onceAborted(signal, resolve));
      else {
        await clock.sleep(REFRESH_MS, signal);
        this.#take(await connection.list(signal));
      }
    }
  }

  #take(tools: readonly RemoteTool[]): void {
    if (JSON.stringify(tools) === JSON.stringify(this.#tools) && tools.length > 0) return;
    this.#tools = tools.slice(0, MOST_TOOLS);
    this.#options.onChange();
  }

  #isClosing(): boolean {
    return this.#closing.signal.aborted;
  }

  #settle(): void {
    this.#isSettled = true;
    for (const listener of this.#onSettled.splice(0)) listener();
  }

  /** `outcome`: why the connection was lost, or the error for which there is none. */
  #tell(outcome: unknown): void {
    if (this.#isTold || this.#isClosing()) return;
    this.#isTold = true;
    const text = outcome instanceof Error ? outcome.message : String(outcome);
    const what = outcome instanceof MissingVariable || !(outcome instanceof Error) ? text : `cannot connect (${text})`;
    const then = outcome instanceof MissingVariable ? '' : '; it is tried again';
    this.#options.onNotice(`tools.servers.${this.#options.name}: ${this.#clean(what)}${then}`);
  }

  /** A server may send its own token back in an error. */
  #clean(text: string): string {
    const { server, environment } = this.#options;
    const used = JSON.stringify([server.env, server.headers]).matchAll(/\$\{(\w+)\}/g);
    const names = [server.token_env ?? '', ...[...used].map(([, name]) => name ?? '')];
    const secrets = names.map((name) => environment[name] ?? '').filter((secret) => secret.length > 3);
    return oneLine(secrets.reduce((line, secret) => line.replaceAll(secret, '…'), text.slice(0, 4000)));
  }
}

function describeMs(ms: number): string {
  const seconds = Math.round(ms / 100) / 10;
  return seconds === 1 ? '1 second' : `${seconds} seconds`;
}
