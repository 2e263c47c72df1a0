/** What dictation needs of the desktop: where text goes, what is kept of it, and the key that switches. */
import { Delivery } from '../desktop/delivery.js';
import { openHotkey, type Hotkey, type HotkeyEvent } from '../desktop/hotkey.js';
import { openOutlets } from '../desktop/open-outlets.js';
import { openOutbox, type Outbox } from '../desktop/outbox.js';
import type { Settings } from '../config/schema.js';
import { systemClock } from '../pipeline/clock.js';

export interface DesktopOptions {
  readonly settings: Settings['dictation'];
  /** Where the texts are kept. */
  readonly path: string;
  readonly stdout: NodeJS.WritableStream;
  /** Told in one line what is not as it should be. */
  readonly onNotice: (line: string) => void;
}

export interface Desktop {
  readonly delivery: Delivery;
  readonly outbox: Outbox;
  /** Choices of the settings that are not to be had here, a line each. */
  readonly problems: readonly string[];
  /** Throws one line where the desktop gives no key. */
  followHotkey(onEvent: (event: HotkeyEvent) => void): Promise<Hotkey>;
  close(): Promise<void>;
}

/** Throws one line when dictated text has nowhere to go. */
export async function openDesktop({ settings, path, stdout, onNotice }: DesktopOptions): Promise<Desktop> {
  const { env } = process;
  const opened = await openOutlets({ settings, env, clock: systemClock, stdout });
  const outbox = await openOutbox({ path, keep: settings.keep, now: Date.now, onNotice });
  await outbox.tidy();
  const delivery = new Delivery({ ...opened, outbox, onNotice });
  return {
    ...{ delivery, outbox, problems: opened.problems },
    followHotkey: (onEvent) => openHotkey({ hotkey: settings.hotkey, env, clock: systemClock, onEvent, onNotice }),
    close: async () => {
      await delivery.close();
      await outbox.close();
    },
  };
}
