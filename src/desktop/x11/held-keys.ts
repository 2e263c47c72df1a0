/** Keys that somebody holds while we type: let go for that time, and pressed again as far as they are still held. */
import type { XkbState } from 'x11';
import { CORE_KEYBOARD, type Link } from './link.js';

const QUERY_DEVICE_STATE = 30;
/** An extension keyboard of ListInputDevices: one that is not made of others. */
const KEYBOARD = 3;
/** What the server presses for programs such as this one. */
const FOR_PROGRAMS = / XTEST keyboard$/;
const ALL_MODIFIERS = 0xff;
/** The class of keys in the answer to QueryDeviceState; its bits follow after four bytes. */
const KEY_CLASS = 0;
const FIRST_CLASS_BYTE = 24;

export interface KeyboardState {
  /** Key codes. */
  readonly down: ReadonlySet<number>;
  readonly xkb: XkbState;
}

export async function readState(link: Link): Promise<KeyboardState> {
  const { client, xkb } = link.parts;
  const [bits, state] = await Promise.all([
    link.ask<Buffer>((reply) => {
      client.QueryKeymap(reply);
    }),
    link.ask<XkbState>((reply) => {
      xkb.GetState(CORE_KEYBOARD, reply);
    }),
  ]);
  return { down: keysOf(bits), xkb: state };
}

export interface LetGo {
  /** Presses again what is still held, and locks what was locked. */
  restore(): Promise<void>;
}

export interface LetGoOptions {
  /** Modifiers that are down, as key codes. */
  readonly held: readonly number[];
  /** Real modifiers that are locked now, and those that stay so. */
  readonly locked: { readonly before: number; readonly meanwhile: number };
}

/** Fingers stay where they are: it is the server that forgets them. */
export async function letGo(link: Link, { held, locked }: LetGoOptions): Promise<LetGo> {
  const before = held.length > 0 ? await readFingers(link) : new Set<number>();
  await link.carry(() => {
    for (const keycode of held) release(link, keycode);
    lock(link, locked.meanwhile);
  });
  return {
    restore: async () => {
      const now = held.length > 0 ? await readFingers(link) : new Set<number>();
      // What no finger held was held by a program, and only that one knows for how long.
      const again = held.filter((keycode) => now.has(keycode) || !before.has(keycode));
      await link.carry(() => {
        for (const keycode of again) press(link, keycode);
        lock(link, locked.before);
      });
      const fingered = again.filter((keycode) => before.has(keycode));
      if (fingered.length > 0) await releaseLate(link, fingered);
    },
  };
}

/** A finger that left its key while we pressed it again would leave it down for ever. */
async function releaseLate(link: Link, fingered: readonly number[]): Promise<void> {
  const now = await readFingers(link);
  const late = fingered.filter((keycode) => !now.has(keycode));
  if (late.length === 0) return;
  await link.carry(() => {
    for (const keycode of late) release(link, keycode);
  });
}

function press(link: Link, keycode: number): void {
  const { xtest } = link.parts;
  xtest.FakeInput(xtest.KeyPress, keycode, 0, 0, 0, 0);
}

function release(link: Link, keycode: number): void {
  const { xtest } = link.parts;
  xtest.FakeInput(xtest.KeyRelease, keycode, 0, 0, 0, 0);
}

/** Exactly these real modifiers are locked from here on, and none waits for the next key. */
function lock(link: Link, modifiers: number): void {
  const { xkb } = link.parts;
  xkb.LatchLockState(CORE_KEYBOARD, ALL_MODIFIERS, modifiers, false, 0, ALL_MODIFIERS, 0, false, 0);
}

/** Keys that are down on real keyboards: what the server takes for held may be of a program. */
async function readFingers(link: Link): Promise<ReadonlySet<number>> {
  const { xinput } = link.parts;
  const keys = new Set<number>();
  if (xinput === undefined) return keys;
  const devices = await link.ask<readonly { readonly id: number; readonly use: number; readonly name: string }[]>(
    (reply) => {
      xinput.ListInputDevices(reply);
    },
  );
  const keyboards = devices.filter(({ use, name }) => use === KEYBOARD && !FOR_PROGRAMS.test(name));
  const states = await Promise.all(keyboards.map(({ id }) => readDevice(link, xinput.majorOpcode, id)));
  for (const state of states) for (const keycode of state) keys.add(keycode);
  return keys;
}

/** X Input Device Extension Protocol, QueryDeviceState. A keyboard that was just unplugged holds nothing. */
async function readDevice(link: Link, majorOpcode: number, device: number): Promise<ReadonlySet<number>> {
  const packet = Buffer.alloc(8);
  packet.writeUInt8(majorOpcode, 0);
  packet.writeUInt8(QUERY_DEVICE_STATE, 1);
  packet.writeUInt16LE(packet.length / 4, 2);
  packet.writeUInt8(device, 4);
  const body = await link.request(packet).catch(() => Buffer.alloc(1));
  let offset = FIRST_CLASS_BYTE;
  for (let left = body.readUInt8(0); left > 0; left--) {
    if (body.readUInt8(offset) === KEY_CLASS) return keysOf(body.subarray(offset + 4, offset + 36));
    offset += body.readUInt8(offset + 1);
  }
  return new Set();
}

function keysOf(bits: Buffer): ReadonlySet<number> {
  const keys = new Set<number>();
  for (const [index, byte] of bits.entries())
    for (let bit = 0; bit < 8; bit++) if ((byte & (1 << bit)) !== 0) keys.add(index * 8 + bit);
  return keys;
}
