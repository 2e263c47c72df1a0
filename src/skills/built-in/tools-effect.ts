/** What a call of a tool leaves behind, which decides how soon it may run. */
import type { Effect, Tool, ToolCall } from '../../tools/tool.js';

/** What nobody knows lasts. */
export function effectOf(tool: Tool, args: ToolCall['args']): Effect {
  if (tool.isReadOnly) return 'none';
  return tool.isUndoable?.(args) === true ? 'undoable' : 'lasting';
}
