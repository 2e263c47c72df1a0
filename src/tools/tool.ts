/** What a tool is: something outside of Parley that a skill or the language model may use. */

/** JSON Schema of an object, as MCP and OpenAI's protocol write it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What a call leaves behind: nothing, what is easily undone (a light that is on), or what may last. */
export type Effect = 'none' | 'undoable' | 'lasting';

export interface Tool {
  /** Unique among all servers: `weather_forecast`, `HassTurnOn`. Letters, digits, `_` and `-`, at most 64. */
  readonly name: string;
  readonly description: string;
  readonly parameters: JsonSchema;
  /** True when a call changes nothing anywhere: it need not wait until the turn is certain. */
  readonly isReadOnly: boolean;
  /** Whether a call with these arguments does what is easily undone: it need not wait so long. Unless told, no. */
  readonly isUndoable?: (args: ToolCall['args']) => boolean;
  /** True when a call must be confirmed by the user first. */
  readonly isRisky: boolean;
  /** Who says so: the settings or the server, or only how its name and description sound. `denied`: the settings say no. */
  readonly risk?: 'stated' | 'guessed' | 'denied';
  /** What people say when they mean it, as templates of `skills/template`; slots are named like parameters. */
  readonly phrases: readonly string[];
}

/** A call that ended, however it did. Nothing is thrown: what went wrong is to be told to the user or to the model. */
export type ToolResult =
  | {
      readonly kind: 'ok';
      /** Brief enough to be spoken: at most two sentences or 300 characters, without markup. */
      readonly text: string;
      /** All of it as the server wrote it, without control characters, at most 64 Ki characters: for reading data. */
      readonly full?: string;
    }
  /** `refused`: not allowed, too often, wrong arguments; nothing was sent. `late`: given up, and the server told so. */
  | { readonly kind: 'refused' | 'failed' | 'late'; readonly text: string };

export interface ToolCall {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** Every tool that config allows, of every server. */
export interface ToolBox {
  /** Those that can be used now. The same array as long as nothing changes. */
  list(): readonly Tool[];
  find(name: string): Tool | undefined;
  /** Checks the arguments, the rate and the time, then calls. Rejects only with the signal's reason. */
  call(call: ToolCall, signal: AbortSignal): Promise<ToolResult>;
  /** Names of configured servers that cannot be used at this moment. */
  readonly unreachable?: () => readonly string[];
}

/** No tools at all. */
export const noTools: ToolBox = {
  list: () => [],
  find: () => undefined,
  call: ({ tool }) => Promise.resolve({ kind: 'refused', text: `there is no tool ${tool}` }),
};
