/** A line to somebody who looks at another program. */
import { readSession } from './session.js';
import { hasTool } from '../programs/find.js';
import { runTool, type Environment } from './tool.js';

const LIMIT_MS = 2000;

/** Undefined where the desktop has no way that needs nothing installed. */
export function openNotifier(env: Environment): ((line: string) => void) | undefined {
  const kind = readSession(env);
  if ((kind === 'x11' || kind === 'wayland') && hasTool('notify-send', env)) {
    return (line) => {
      void runTool('notify-send', ['--app-name=Parley', '--', 'Dictation', line], { env, limitMs: LIMIT_MS });
    };
  }
  if (kind === 'macos') {
    return (line) => {
      const text = line.replaceAll(/["\\]/g, '\\$&');
      const input = `display notification "${text}" with title "Dictation"\n`;
      void runTool('osascript', ['-'], { env, input, limitMs: LIMIT_MS });
    };
  }
  return undefined;
}
