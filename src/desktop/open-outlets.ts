/** From the settings to the outlets, in the order of the user's preference. */
import type { DeliverySettings, OutputName } from '../config/dictation-delivery.js';
import type { Clock } from '../pipeline/stage.js';
import { openClipboard, type Clipboard } from './clipboard.js';
import type { DeskOutlet } from './delivery.js';
import { FileOutlet } from './file-outlet.js';
import { openFocus, type FocusReader } from './focus.js';
import type { Keyboard, KeyboardOptions } from './keyboard.js';
import { Paster, usualPasteKey } from './paster.js';
import { ClipboardOutlet, CommandOutlet, StreamOutlet } from './plain-outlets.js';
import { probeTool, typingToolsFor, type TypingTool } from './probe.js';
import { AppleKeyboard, WindowsKeyboard } from './scripted.js';
import { describeSession, readSession } from './session.js';
import type { Environment } from './tool.js';
import { TypingOutlet } from './typing-outlet.js';
import { DotoolKeyboard, YdotoolKeyboard } from './uinput.js';
import { WtypeKeyboard } from './wtype.js';
import { XDisplay } from './x11/display.js';
import { X11Keyboard } from './x11/keyboard.js';

export interface OutletOptions {
  readonly settings: Pick<DeliverySettings, 'output' | 'file' | 'command' | 'window' | 'typing'>;
  readonly env: Environment;
  readonly clock: Clock;
  readonly stdout: NodeJS.WritableStream;
}

export interface OpenOutlets {
  readonly outlets: readonly DeskOutlet[];
  readonly focus: FocusReader | undefined;
  /** For what is fetched by hand. */
  readonly clipboard: ClipboardOutlet | undefined;
  /** One line for each choice that is not to be had here, and why. */
  readonly problems: readonly string[];
}

/** Throws one line when none of the choices is to be had. */
export async function openOutlets(options: OutletOptions): Promise<OpenOutlets> {
  const clipboard = openClipboard(options.env);
  // Keys and questions about windows go the same way, so that neither overtakes the other.
  const display = new XDisplay(options.env);
  const focus = openFocus(options.env, display);
  const outlets: DeskOutlet[] = [];
  const problems: string[] = [];
  for (const name of [options.settings.output].flat()) {
    try {
      outlets.push(await openOutlet(name, { ...options, clipboard, focus, display }));
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
    }
  }
  const held = clipboard === undefined ? undefined : new ClipboardOutlet(clipboard);
  if (outlets.length > 0) return { outlets, focus, clipboard: held, problems };
  display.close();
  throw new Error(
    `dictated text has nowhere to go: ${problems.join('; ')}; dictation.output may name stdout or file as well`,
  );
}

interface Parts extends OutletOptions {
  readonly clipboard: Clipboard | undefined;
  readonly focus: FocusReader | undefined;
  readonly display: XDisplay;
}

async function openOutlet(name: OutputName, parts: Parts): Promise<DeskOutlet> {
  const { settings, env, clipboard } = parts;
  switch (name) {
    case 'type':
      return openTyping(parts);
    case 'clipboard':
      if (clipboard === undefined) throw new Error(`clipboard: ${describeSession(readSession(env), env)}`);
      return new ClipboardOutlet(clipboard);
    case 'stdout':
      return new StreamOutlet(parts.stdout);
    case 'file':
      if (settings.file === '') throw new Error('file: name it in dictation.file');
      return new FileOutlet(settings.file);
    case 'command':
      if (settings.command.length === 0) throw new Error('command: name the program in dictation.command');
      return new CommandOutlet(settings.command, env);
  }
}

async function openTyping(parts: Parts): Promise<TypingOutlet> {
  const { settings, env, clock, clipboard, focus, display } = parts;
  const { typing, window } = settings;
  const keyboard = await openKeyboard(typing.tool, { env, keyMs: typing.key_ms, display });
  const paster =
    clipboard === undefined || typing.paste_key === 'none'
      ? undefined
      : new Paster({
          ...{ clipboard, keyboard, clock, restoreMs: typing.restore_ms },
          keys: typing.paste_key === 'auto' ? usualPasteKey(keyboard.name, clipboard) : typing.paste_key,
        });
  return new TypingOutlet({
    ...{ keyboard, focus, paster, clock, window },
    ...{ delayMs: typing.delay_ms, chunk: typing.chunk, pasteAbove: typing.paste_above },
  });
}

interface KeyboardParts extends KeyboardOptions {
  readonly display: XDisplay;
}

async function openKeyboard(tool: 'auto' | TypingTool, options: KeyboardParts): Promise<Keyboard> {
  const { env, display } = options;
  const candidates = tool === 'auto' ? typingToolsFor(env) : [tool];
  if (candidates.length === 0) throw new Error(`type: ${describeSession(readSession(env), env)}`);
  const problems: string[] = [];
  for (const candidate of candidates) {
    const { works, problem = '' } = await probeTool(candidate, env, display);
    if (works) return createKeyboard(candidate, options);
    problems.push(`${candidate} ${problem}`);
  }
  throw new Error(`type: ${problems.join(', ')} (\`parley doctor\` tells what mends it)`);
}

function createKeyboard(tool: TypingTool, options: KeyboardParts): Keyboard {
  switch (tool) {
    case 'x11':
      return new X11Keyboard(options.display, options);
    case 'wtype':
      return new WtypeKeyboard(options);
    case 'dotool':
      return new DotoolKeyboard(options);
    case 'ydotool':
      return new YdotoolKeyboard(options);
    case 'osascript':
      return new AppleKeyboard(options);
    case 'powershell':
      return new WindowsKeyboard(options);
  }
}
