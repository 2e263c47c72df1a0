/** Types on macOS with AppleScript and on Windows with PowerShell: programs that every such machine has. */
import type { KeyName, PasteKey } from './keyboard.js';
import { PlainKeyboard } from './plain-keyboard.js';

/** Virtual key codes of Apple's keyboards. */
const APPLE_KEYS: Readonly<Record<KeyName, string>> = {
  enter: 'key code 36',
  'shift-enter': 'key code 36 using {shift down}',
  tab: 'key code 48',
  escape: 'key code 53',
  backspace: 'key code 51',
};

const APPLE_PASTE: Readonly<Record<PasteKey, string>> = {
  'ctrl+v': 'keystroke "v" using {control down}',
  'ctrl+shift+v': 'keystroke "v" using {control down, shift down}',
  'shift+insert': 'key code 114 using {shift down}',
  'cmd+v': 'keystroke "v" using {command down}',
};

/** Needs the permission "Accessibility" for the program that Parley runs in. */
export class AppleKeyboard extends PlainKeyboard {
  readonly name = 'osascript';

  type(text: string, signal: AbortSignal): Promise<void> {
    return this.#tell([`keystroke "${text.replaceAll(/["\\]/g, '\\$&')}"`], signal);
  }

  press(key: KeyName, times: number, signal: AbortSignal): Promise<void> {
    return this.#tell([`repeat ${times} times`, APPLE_KEYS[key], 'end repeat'], signal);
  }

  paste(keys: PasteKey, signal: AbortSignal): Promise<void> {
    return this.#tell([APPLE_PASTE[keys]], signal);
  }

  async #tell(lines: readonly string[], signal: AbortSignal): Promise<void> {
    const input = ['tell application "System Events"', ...lines, 'end tell', ''].join('\n');
    try {
      await this.run(['-'], { input, signal });
    } catch (error) {
      signal.throwIfAborted();
      // Apple's numbers for keystrokes that were not allowed.
      const isForbidden = /\b1002\b|-1719\b|-25211\b|not allowed/.test(String(error));
      const way = 'allow it in System Settings, Privacy & Security, Accessibility';
      throw isForbidden ? new Error(`macOS does not let this program type: ${way}`, { cause: error }) : error;
    }
  }
}

const WINDOWS_KEYS: Readonly<Record<KeyName, string>> = {
  enter: '{ENTER}',
  'shift-enter': '+{ENTER}',
  tab: '{TAB}',
  escape: '{ESC}',
  backspace: '{BACKSPACE}',
};

const WINDOWS_PASTE: Readonly<Record<PasteKey, string>> = {
  'ctrl+v': '^v',
  'ctrl+shift+v': '^+v',
  'shift+insert': '+{INSERT}',
  'cmd+v': '^v',
};

/** The keys of SendKeys for a text: its own signs stand in braces. */
export function sendKeysFor(text: string): string {
  return text.replaceAll(/[+^%~(){}[\]]/g, '{$&}');
}

export class WindowsKeyboard extends PlainKeyboard {
  readonly name = 'powershell';

  type(text: string, signal: AbortSignal): Promise<void> {
    return this.#send(sendKeysFor(text), signal);
  }

  press(key: KeyName, times: number, signal: AbortSignal): Promise<void> {
    return this.#send(WINDOWS_KEYS[key].repeat(times), signal);
  }

  paste(keys: PasteKey, signal: AbortSignal): Promise<void> {
    return this.#send(WINDOWS_PASTE[keys], signal);
  }

  async #send(keys: string, signal: AbortSignal): Promise<void> {
    // A single quote is the only sign with a meaning between single quotes.
    const script = [
      `$ErrorActionPreference = 'Stop'`,
      'Add-Type -AssemblyName System.Windows.Forms',
      `[System.Windows.Forms.SendKeys]::SendWait('${keys.replaceAll("'", "''")}')`,
    ].join('; ');
    const encoded = Buffer.from(script, 'utf16le').toString('base64');
    const args = ['-NoProfile', '-NonInteractive', '-EncodedCommand', encoded];
    await this.run(args, { signal });
  }
}
