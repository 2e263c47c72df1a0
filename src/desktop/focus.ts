/** Which window is in front, where the desktop tells. */
import type { FocusedWindow } from '../pipeline/dictation.js';
import { readSession } from './session.js';
import { hasTool } from '../programs/find.js';
import { runTool, type Environment } from './tool.js';
import type { XDisplay } from './x11/display.js';
import { X11Focus } from './x11/focus.js';

export interface Focus extends FocusedWindow {
  /** The desktop's own number for it. */
  readonly id: string;
}

export interface FocusReader {
  /** The window that would get keys now; undefined when there is none or nobody tells. Throws one line: the desktop is gone. */
  current(): Promise<string | undefined>;
  /** With its program and title. */
  describe(): Promise<Focus | undefined>;
  exists(id: string): Promise<boolean>;
  close?(): void;
}

const LIMIT_MS = 1000;

/**
 * A reader for this desktop, or undefined where it keeps that to itself.
 * @param display what it asks on X11, connected or not
 */
export function openFocus(env: Environment, display: XDisplay): FocusReader | undefined {
  const kind = readSession(env);
  if (kind === 'x11') return new X11Focus(display);
  if (kind === 'wayland' && (env['SWAYSOCK'] ?? '') !== '' && hasTool('swaymsg', env)) return new SwayFocus(env);
  return undefined;
}

interface SwayNode {
  readonly id: number;
  readonly focused?: boolean;
  readonly pid?: number;
  readonly app_id?: string | null;
  readonly name?: string | null;
  readonly window_properties?: { readonly class?: string };
  readonly nodes?: readonly SwayNode[];
  readonly floating_nodes?: readonly SwayNode[];
}

class SwayFocus implements FocusReader {
  readonly #env: Environment;

  constructor(env: Environment) {
    this.#env = env;
  }

  async current(): Promise<string | undefined> {
    return (await this.describe())?.id;
  }

  async describe(): Promise<Focus | undefined> {
    const node = (await this.#windows()).find(({ focused }) => focused === true);
    if (node === undefined) return undefined;
    const application = node.app_id ?? node.window_properties?.class;
    return {
      id: String(node.id),
      ...(application == null ? {} : { application }),
      ...(node.name == null ? {} : { title: node.name }),
    };
  }

  async exists(id: string): Promise<boolean> {
    return (await this.#windows()).some((node) => String(node.id) === id);
  }

  /** Windows alone have a process. */
  async #windows(): Promise<readonly SwayNode[]> {
    const { code, output } = await runTool('swaymsg', ['-r', '-t', 'get_tree'], { env: this.#env, limitMs: LIMIT_MS });
    if (code !== 0) return [];
    const flatten = (node: SwayNode): readonly SwayNode[] => [
      node,
      ...[...(node.nodes ?? []), ...(node.floating_nodes ?? [])].flatMap(flatten),
    ];
    // Sway's own format.
    return flatten(JSON.parse(output.toString()) as SwayNode).filter(({ pid }) => pid !== undefined && pid > 0);
  }
}
