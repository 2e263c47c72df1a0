/** Which characters the keyboard layout in force has keys for. */
import { runTool, type Environment } from './tool.js';

const UNICODE_KEYSYM = 0x0100_0000;
const LIMIT_MS = 500;

/**
 * Reads `xmodmap -pk`: lines such as `24  0x0071 (q)  0x0051 (Q)`. Latin-1 keysyms are their own code points, those from
 * 0x01000000 on are code points as well (X11 protocol, appendix A); older ones of other scripts are left out.
 */
export function readKeyTable(text: string): Set<string> {
  const characters = new Set<string>();
  for (const [, hex] of text.matchAll(/0x([0-9a-f]+) \(/gi)) {
    const keysym = Number.parseInt(hex ?? '', 16);
    if ((keysym >= 0x20 && keysym <= 0x7e) || (keysym >= 0xa0 && keysym <= 0xff)) {
      characters.add(String.fromCodePoint(keysym));
    } else if (keysym === 0x20ac) characters.add('€');
    else if (keysym > UNICODE_KEYSYM && keysym <= UNICODE_KEYSYM + 0x10ffff) {
      characters.add(String.fromCodePoint(keysym - UNICODE_KEYSYM));
    }
  }
  return characters;
}

/** Undefined where nobody can tell. */
export async function readLayout(env: Environment): Promise<ReadonlySet<string> | undefined> {
  const { code, output } = await runTool('xmodmap', ['-pk'], { env, limitMs: LIMIT_MS });
  const characters = code === 0 ? readKeyTable(output.toString()) : new Set<string>();
  return characters.size === 0 ? undefined : characters;
}
