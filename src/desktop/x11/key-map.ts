/** The keyboard's map as the server has it: what each key means in each group and at each level. */
import { CORE_KEYBOARD, type Link } from './link.js';

/** Which level of a key modifiers choose. */
export interface KeyType {
  /** Real modifiers that it looks at. */
  readonly mask: number;
  /** Those that choose another level than the first, exactly. */
  readonly levels: ReadonlyMap<number, number>;
}

export interface Key {
  readonly keycode: number;
  /** For each group, the type and the keysyms of its levels. */
  readonly groups: readonly { readonly type: KeyType; readonly keysyms: readonly number[] }[];
  /** What a group that this key does not have means here. */
  readonly outOfRange: number;
  /** Real modifiers that it sets while it is held. */
  readonly modifiers: number;
  /** It is a modifier of some kind, if only by another name. */
  readonly isModifier: boolean;
}

export type KeyMap = readonly Key[];

const GET_MAP = 8;
/** Of XkbGetMap: key types, keysyms, modifier map, virtual modifier map. */
const PARTS = 1 | 2 | 4 | 128;
/** The answer's fixed part, without the eight bytes that the package has read. */
const HEAD_BYTES = 32;

/** Asks the server; the package itself knows only the older table, which does not tell groups and types apart. */
export async function readKeyMap(link: Link): Promise<KeyMap> {
  const { xkb } = link.parts;
  const packet = Buffer.alloc(28);
  packet.writeUInt8(xkb.majorOpcode, 0);
  packet.writeUInt8(GET_MAP, 1);
  packet.writeUInt16LE(packet.length / 4, 2);
  packet.writeUInt16LE(CORE_KEYBOARD, 4);
  packet.writeUInt16LE(PARTS, 6);
  return parseKeyMap(await link.request(packet));
}

/**
 * Reads the answer to XkbGetMap (The X Keyboard Extension: Protocol Specification, 16.3.6 and appendix B).
 * @param body from its ninth byte on
 */
export function parseKeyMap(body: Buffer): KeyMap {
  const counts = {
    types: body.readUInt8(7),
    firstKey: body.readUInt8(9),
    keys: body.readUInt8(12),
    modifiers: body.readUInt8(25),
    virtual: body.readUInt8(28),
  };
  let offset = HEAD_BYTES;
  const types = Array.from({ length: counts.types }, () => {
    const entries = body.readUInt8(offset + 5);
    const type = readType(body, offset, entries);
    offset += 8 + entries * (body.readUInt8(offset + 6) === 0 ? 8 : 12);
    return type;
  });
  const drafts = Array.from({ length: counts.keys }, (_, index) => {
    const draft = { keycode: counts.firstKey + index, ...readKey(body, offset, types) };
    offset += 8 + 4 * body.readUInt16LE(offset + 6);
    return draft;
  });
  const modifiers = new Map<number, number>();
  for (let index = 0; index < counts.modifiers; index++, offset += 2)
    modifiers.set(body.readUInt8(offset), body.readUInt8(offset + 1));
  offset += (counts.modifiers % 2) * 2;
  const virtual = new Set<number>();
  for (let index = 0; index < counts.virtual; index++, offset += 4) virtual.add(body.readUInt8(offset));
  return drafts.map((draft) => {
    const real = modifiers.get(draft.keycode) ?? 0;
    return { ...draft, modifiers: real, isModifier: real !== 0 || virtual.has(draft.keycode) };
  });
}

function readType(body: Buffer, offset: number, entries: number): KeyType {
  const levels = new Map<number, number>();
  for (let entry = offset + 8; entry < offset + 8 + entries * 8; entry += 8) {
    const isActive = body.readUInt8(entry) !== 0;
    if (isActive) levels.set(body.readUInt8(entry + 1), body.readUInt8(entry + 2));
  }
  return { mask: body.readUInt8(offset), levels };
}

function readKey(body: Buffer, offset: number, types: readonly KeyType[]): Pick<Key, 'groups' | 'outOfRange'> {
  const outOfRange = body.readUInt8(offset + 4);
  const width = body.readUInt8(offset + 5);
  const groups = Array.from({ length: outOfRange & 0x0f }, (_, group) => ({
    type: types[body.readUInt8(offset + group)] ?? { mask: 0, levels: new Map<number, number>() },
    keysyms: Array.from({ length: width }, (__, level) => body.readUInt32LE(offset + 8 + 4 * (group * width + level))),
  }));
  return { groups, outOfRange };
}

/** The group of this key that counts when `group` is in force; undefined when it means nothing at all. */
export function groupOf({ groups, outOfRange }: Key, group: number): Key['groups'][number] | undefined {
  if (group < groups.length || groups.length === 0) return groups[group];
  if ((outOfRange & 0xc0) === 0x80) return groups[(outOfRange >> 4) & 3] ?? groups[0];
  if ((outOfRange & 0xc0) === 0x40) return groups.at(-1);
  return groups[group % groups.length];
}
