/** What `parley doctor` says about dictation: what could type here, the clipboard, the hotkey, and what mends them. */
import { installCommand } from '../audio/tool.js';
import type { DeliverySettings } from '../config/dictation-delivery.js';
import { openClipboard } from '../desktop/clipboard.js';
import { openFocus } from '../desktop/focus.js';
import { BIND } from '../desktop/hotkey.js';
import { parseHotkey } from '../desktop/hotkey-combination.js';
import { probeTool, typingToolsFor } from '../desktop/probe.js';
import { describeSession, readSession } from '../desktop/session.js';
import type { Environment } from '../desktop/tool.js';
import { XDisplay } from '../desktop/x11/display.js';
import type { Check } from './doctor-check.js';

const area = 'dictation';

/** Nothing here keeps the assistant from its work: at worst a note. */
export async function checkDictation(settings: DeliverySettings, env: Environment = process.env): Promise<Check[]> {
  const kind = readSession(env);
  if (kind === 'none') {
    const mend = 'set dictation.output to stdout, file or command';
    return [{ area, state: 'note', line: `${describeSession(kind, env)}: text cannot be typed`, mend }];
  }
  const display = new XDisplay(env);
  try {
    return [
      { area, state: 'ok', line: describeSession(kind, env) },
      ...(await checkTyping(env, display)),
      ...checkClipboard(env),
      await checkWindow(env, display),
      ...checkHotkey(settings.hotkey, env),
    ];
  } finally {
    display.close();
  }
}

/** The tool that is used, or every one that could be and what it lacks. */
async function checkTyping(env: Environment, display: XDisplay): Promise<Check[]> {
  const reports = [];
  for (const tool of typingToolsFor(env)) {
    const report = await probeTool(tool, env, display);
    if (report.works) return [{ area, state: 'ok', line: `${tool} types into the window in front` }];
    reports.push(report);
  }
  return reports.map(({ tool, problem = '', packages }) => ({
    ...{ area, state: 'note', line: `${tool} ${problem}` },
    ...(packages === undefined ? {} : { mend: installCommand(packages) }),
  }));
}

function checkClipboard(env: Environment): Check[] {
  const clipboard = openClipboard(env);
  if (clipboard === undefined) return [];
  if (clipboard.selections.length > 1) return [{ area, state: 'ok', line: `${clipboard.name} reaches the clipboard` }];
  const kind = readSession(env);
  if (kind !== 'x11' && kind !== 'wayland') return [{ area, state: 'ok', line: 'the clipboard is reached' }];
  const name = kind === 'x11' ? 'xclip' : 'wl-clipboard';
  const line = `${name} is not installed: pasting does not reach terminals, and brings back text alone`;
  return [{ area, state: 'note', line, mend: installCommand([name]) }];
}

async function checkWindow(env: Environment, display: XDisplay): Promise<Check> {
  const focus = openFocus(env, display);
  const isTold = await focus?.current().then(
    () => true,
    () => false,
  );
  if (isTold !== true) {
    const line = 'this desktop does not tell which window is in front: text goes wherever the cursor is';
    return { area, state: 'note', line };
  }
  return { area, state: 'ok', line: 'windows are told apart' };
}

function checkHotkey(hotkey: string, env: Environment): Check[] {
  if (hotkey === 'none') return [];
  try {
    parseHotkey(hotkey);
  } catch (error) {
    return [{ area, state: 'bad', line: error instanceof Error ? error.message : String(error) }];
  }
  if (readSession(env) !== 'wayland') return [{ area, state: 'ok', line: `hotkey ${hotkey}` }];
  return [{ area, state: 'note', line: `${hotkey} cannot be a hotkey on Wayland`, mend: BIND }];
}
