/** The keys of `dictation` that say how it is switched and where its text goes; they stand beside those about the text itself. */
import { z } from 'zod';

const milliseconds = (max: number) => z.number().int().min(0).max(max);

/** Where dictated text can go. */
export const outputNames = ['type', 'clipboard', 'stdout', 'file', 'command'] as const;
export type OutputName = (typeof outputNames)[number];

/** What may type for us; each needs its own kind of desktop. */
export const typingTools = ['auto', 'x11', 'wtype', 'dotool', 'ydotool', 'osascript', 'powershell'] as const;

/** `Ctrl+Alt+Space`, `F9`; whether each name is a key is said where the hotkey is set up. */
const COMBINATION = /^[\w+ ]{1,40}$/;

/** Spread into the group `dictation`, in the order of config.yaml. */
export const deliveryKeys = {
  /** What the key does: talk while it is held, begin and end, or switch a microphone that cuts by itself. */
  mode: z.enum(['hold', 'toggle', 'hands-free']),
  /** A key with its modifiers, or `none`. */
  hotkey: z.string().regex(COMBINATION).describe('none or a key such as Ctrl+Alt+Space'),
  /** With `hold`, a shorter press leaves the microphone open until the next one. */
  tap_ms: milliseconds(2000),
  /** In order of preference: what one cannot take the next one gets. */
  output: z.union([z.enum(outputNames), z.array(z.enum(outputNames)).min(1).max(outputNames.length)]),
  /** Where `file` appends. */
  file: z.string().max(4000),
  /** Program of `command` and its arguments; it reads the text from its standard input. */
  command: z.array(z.string().max(4000)).max(100),
  /** Whether text goes only to the window that was in front when the speech began. */
  window: z.enum(['same', 'any']),
  typing: z.strictObject({
    /** What types; `auto` takes what this desktop answers to. */
    tool: z.enum(typingTools),
    /** Wait before the first key, for programs that lose it. */
    delay_ms: milliseconds(2000),
    /** Wait between keys. */
    key_ms: milliseconds(100),
    /** Characters typed at a time; between two such pieces the window is looked at again. */
    chunk: z.number().int().min(1).max(400),
    /** Longer text, and such as the keyboard layout has no keys for, is pasted; 0 pastes all. */
    paste_above: z.number().int().min(0).max(100_000),
    /** The keys that paste; `auto` are those of the desktop, `none` never pastes. */
    paste_key: z.enum(['auto', 'ctrl+v', 'ctrl+shift+v', 'shift+insert', 'cmd+v', 'none']),
    /** When what was in the clipboard before a paste comes back. */
    restore_ms: milliseconds(10_000).min(50),
  }),
  keep: z.strictObject({
    /** Delivered utterances kept for a second look; what was not delivered is always kept. */
    count: z.number().int().min(0).max(10_000),
    days: z.number().int().min(0).max(3650),
  }),
};

export type DeliverySettings = z.infer<z.ZodObject<typeof deliveryKeys>>;
