/** One connection to an MCP server, by the official SDK, which is loaded with the first one. */
import type { ServerSettings } from '../config/tools.js';
import type { RemoteTool } from './policy.js';
import type { RawResult } from './result-text.js';

/** Not the model's business, but a server must answer a handshake: longer is a fault. */
const CONNECT_TIMEOUT_MS = 30_000;
/** A backstop behind the caller's own limit. */
const LONGEST_CALL_MS = 180_000;
/** A message larger than this ends the connection. */
const MOST_MESSAGE_BYTES = 8 * 1024 * 1024;
const KEPT_STDERR = 2000;
/** Asked in an older tongue, a server that speaks the newest alone answers with this code. */
const WRONG_PROTOCOL = /-32022|UNSUPPORTED_PROTOCOL/i;

export interface McpOptions {
  readonly server: ServerSettings;
  /** Where `token_env` and `${NAME}` are looked up. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Told to the server. */
  readonly version: string;
  readonly signal: AbortSignal;
  /** The connection is gone, and not by `close`; with what the program last wrote to its error output, if anything. */
  readonly onLost: (reason: string) => void;
  /** The server has other tools now. */
  readonly onTools: (tools: readonly RemoteTool[]) => void;
}

/** What goes wrong in a call, as far as it matters who is to blame. */
export type CallFault = { readonly kind: 'server' | 'connection'; readonly text: string };

export interface Connection {
  /** Whether the server tells by itself when its tools change. */
  readonly announcesChanges: boolean;
  list(signal: AbortSignal): Promise<readonly RemoteTool[]>;
  /** Rejects with the signal's reason (the server is told to stop), or with whatever went wrong. */
  call(tool: string, args: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<RawResult>;
  /** Whose fault an error of `call` is. */
  blame(error: unknown): CallFault;
  /** Ends the program or the session. */
  close(): Promise<void>;
}

export type OpenConnection = (options: McpOptions) => Promise<Connection>;

/** A value that is to come from the environment, and is not there. */
export class MissingVariable extends Error {
  override readonly name = 'MissingVariable';
}

/** Connects and shakes hands. Rejects with whatever stands in the way. */
export const openMcp: OpenConnection = async (options) => {
  try {
    return await connect(options, 'legacy');
  } catch (error) {
    options.signal.throwIfAborted();
    if (!WRONG_PROTOCOL.test(describe(error))) throw error;
    return connect(options, 'auto');
  }
};

async function connect(options: McpOptions, mode: 'legacy' | 'auto'): Promise<Connection> {
  const { Client, SdkError, SdkHttpError } = await import('@modelcontextprotocol/client');
  const client = new Client(
    { name: 'parley', version: options.version },
    {
      versionNegotiation: { mode },
      listChanged: {
        tools: {
          onChanged: (_error, tools) => {
            if (tools) options.onTools(tools);
          },
        },
      },
    },
  );
  const link = await openTransport(options);
  let isOpen = false;
  client.onclose = () => {
    if (isOpen) options.onLost(link.lastWords() || 'it ended');
  };
  const close = async (): Promise<void> => {
    isOpen = false;
    await client.close().catch(() => undefined);
  };
  try {
    await client.connect(link.transport, { timeout: CONNECT_TIMEOUT_MS, signal: options.signal });
    isOpen = true;
  } catch (error) {
    const said = link.lastWords();
    await close();
    throw said === '' ? error : new Error(said, { cause: error });
  }
  return {
    announcesChanges: client.getServerCapabilities()?.tools?.listChanged === true,
    list: async (signal) => (await client.listTools(undefined, { signal, cacheMode: 'refresh' })).tools,
    call: (name, args, signal) =>
      client.callTool({ name, arguments: { ...args } }, { signal, timeout: LONGEST_CALL_MS }),
    blame: (error) => {
      const isGone =
        error instanceof SdkHttpError
          ? error.status < 500
          : error instanceof TypeError || (error instanceof SdkError && /CLOSED|NOT_CONNECTED|SEND/.test(error.code));
      return { kind: isGone ? 'connection' : 'server', text: describe(error) };
    },
    close,
  };
}

async function openTransport({ server, environment }: McpOptions) {
  const fill = (group: Readonly<Record<string, string>> | undefined): Record<string, string> =>
    Object.fromEntries(Object.entries(group ?? {}).map(([name, value]) => [name, expand(value, environment)]));
  if (server.url !== undefined) {
    const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client');
    const token = server.token_env === undefined ? undefined : readVariable(server.token_env, environment);
    const headers = { ...fill(server.headers), ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }) };
    const transport = new StreamableHTTPClientTransport(new URL(server.url), { requestInit: { headers } });
    return { transport, lastWords: () => '' };
  }
  const { StdioClientTransport } = await import('@modelcontextprotocol/client/stdio');
  const transport = new StdioClientTransport({
    command: server.command ?? '',
    args: server.args ?? [],
    env: fill(server.env),
    stderr: 'pipe',
    maxBufferSize: MOST_MESSAGE_BYTES,
    ...(server.cwd === undefined ? {} : { cwd: server.cwd }),
  });
  let said = '';
  transport.stderr?.on('data', (piece: Buffer) => {
    said = (said + piece.toString('utf8')).slice(-KEPT_STDERR);
  });
  return { transport, lastWords: () => lastError(said) };
}

/** The line of a program's last words that tells the most. */
function lastError(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !/^\s+at |^Node\.js v/.test(line));
  return (lines.findLast((line) => /error|not found|cannot|failed/i.test(line)) ?? lines.at(-1) ?? '').trim();
}

function expand(value: string, environment: McpOptions['environment']): string {
  return value.replaceAll(/\$\{([A-Za-z_]\w*)\}/g, (_whole, name: string) => readVariable(name, environment));
}

function readVariable(name: string, environment: McpOptions['environment']): string {
  const value = environment[name];
  if (value === undefined || value === '') throw new MissingVariable(`the environment variable ${name} is not set`);
  return value;
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error && !error.message.includes(error.cause.message) ? error.cause : undefined;
  return cause === undefined ? error.message : `${error.message}: ${describe(cause)}`;
}
