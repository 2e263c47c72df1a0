/** Which programs of this desktop could take dictated text, and whether they answer. */
import { existsSync } from 'node:fs';
import { readSession } from './session.js';
import { hasTool } from '../programs/find.js';
import { runTool, type Environment } from './tool.js';
import type { XDisplay } from './x11/display.js';

/** `x11` is no program: this one speaks to the X server itself. */
export type TypingTool = 'x11' | 'wtype' | 'dotool' | 'ydotool' | 'osascript' | 'powershell';

export interface ToolReport {
  readonly tool: TypingTool;
  readonly works: boolean;
  /** Why it does not; one line without the tool's name. */
  readonly problem?: string;
  /** Debian's package that brings it, where that is all that is missing. */
  readonly packages?: readonly string[];
}

const LIMIT_MS = 2000;

/** Tools that could type on this kind of desktop, the best first. */
export function typingToolsFor(env: Environment): readonly TypingTool[] {
  switch (readSession(env)) {
    case 'x11':
      return ['x11', 'dotool', 'ydotool'];
    case 'wayland':
      return ['wtype', 'dotool', 'ydotool'];
    case 'macos':
      return ['osascript'];
    case 'windows':
      return ['powershell'];
    case 'none':
      return [];
  }
}

/** @param display asked on X11, connected or not */
export async function probeTool(tool: TypingTool, env: Environment, display: XDisplay): Promise<ToolReport> {
  if (tool === 'x11') return probeDisplay(display);
  if (!hasTool(tool, env)) {
    // Debian's ydotool is of another generation, and dotool is in none of the usual collections.
    const packages = tool === 'wtype' ? { packages: [tool] } : {};
    return { tool, works: false, problem: 'is not installed', ...packages };
  }
  const problem = await findProblem(tool, env);
  return problem === undefined ? { tool, works: true } : { tool, works: false, problem };
}

async function probeDisplay(display: XDisplay): Promise<ToolReport> {
  try {
    await display.open();
    return { tool: 'x11', works: true };
  } catch (error) {
    const line = error instanceof Error ? error.message : String(error);
    return { tool: 'x11', works: false, problem: `does not work: ${line}` };
  }
}

async function findProblem(tool: TypingTool, env: Environment): Promise<string | undefined> {
  // Nothing to type: it connects, and says whether the desktop has what it needs.
  if (tool === 'wtype') return ask(tool, [''], env);
  if (tool === 'dotool') return existsSync('/dev/uinput') ? ask(tool, [], env) : 'needs /dev/uinput, which is not here';
  if (tool === 'ydotool') return findYdotoolProblem(env);
  return undefined;
}

/** @returns its complaint */
async function ask(tool: string, args: readonly string[], env: Environment): Promise<string | undefined> {
  const { code, complaint, timedOut } = await runTool(tool, args, { env, limitMs: LIMIT_MS });
  if (timedOut) return 'does not answer';
  return code === 0 ? undefined : complaint || `ends with code ${code ?? 'none'}`;
}

async function findYdotoolProblem(env: Environment): Promise<string | undefined> {
  const { output, complaint } = await runTool('ydotool', ['type', '--help'], { env, limitMs: LIMIT_MS });
  // Those before 1.0 know no such option, and read no text from their standard input.
  if (!(output.toString() + complaint).includes('key-delay')) return 'is older than 1.0';
  const runtime = env['XDG_RUNTIME_DIR'];
  const places = [env['YDOTOOL_SOCKET'], runtime && `${runtime}/.ydotool_socket`, '/tmp/.ydotool_socket'];
  const isUp = places.some((place) => place !== undefined && place !== '' && existsSync(place));
  return isUp ? undefined : 'needs its daemon: start ydotoold';
}
