/** Characters of keysyms: the numbers that a layout gives the symbols on its keys. */
import x11 from 'x11';

/** X protocol, appendix A: from here on keysyms are code points. */
const UNICODE = 0x0100_0000;

let legacy: ReadonlyMap<number, string> | undefined;

/**
 * Undefined for keys that write nothing by themselves: dead ones, those of a number pad (they depend on Num Lock),
 * function keys.
 */
export function characterOf(keysym: number): string | undefined {
  if ((keysym >= 0x20 && keysym <= 0x7e) || (keysym >= 0xa0 && keysym <= 0xff)) return String.fromCodePoint(keysym);
  if (keysym >= UNICODE + 0x100 && keysym <= UNICODE + 0x10ffff) return String.fromCodePoint(keysym - UNICODE);
  legacy ??= readTable();
  return legacy.get(keysym);
}

/** Keysyms of Latin-2…9, Cyrillic, Greek and others are older than Unicode. */
function readTable(): ReadonlyMap<number, string> {
  const table = new Map<number, string>();
  for (const { code, description } of Object.values(x11.keySyms)) {
    const character = /^\((.)\) \p{Lu}/u.exec(description ?? '')?.[1];
    if (character !== undefined && code > 0xff && code < UNICODE) table.set(code, character);
  }
  return table;
}
