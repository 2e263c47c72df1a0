/** Text from outside made harmless: what a tool wrote is data, shown or spoken, and nobody's instruction. */

/** Marks by which chat formats tell who speaks: `<|im_start|>`, `[INST]`, `<<SYS>>`, `</s>`, `<start_of_turn>`. */
const ROLE_MARKS =
  /<\|[^|>\n]{0,40}\|>(?:(?:system|assistant|user|developer|tool)\b)?|<\/?s>|<<\/?SYS>>|\[\/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_(?:CALLS|RESULTS))\]|<(?:start|end)_of_turn>|<\/?(?:tool_call|tool_response|think)>/gi;
/** "System: …" at the start of a line. */
const ROLE_LABELS = /^[ \t]*(?:#{1,6}[ \t]*)?(?:system|assistant|user|developer|human|tool)[ \t]*:[ \t]*/gim;

/**
 * Without control and direction characters, tag characters and role marks; line breaks and tabs stay. Work is bounded
 * by `longest` characters.
 */
export function cleanText(text: string, longest: number): string {
  return (
    text
      .slice(0, longest)
      .replaceAll(/\r\n?|[\u2028\u2029]/g, '\n')
      // C holds zero-width, direction and tag characters, by which text can be hidden, and halves of cut characters.
      .replaceAll(/[^\P{C}\n\t]/gu, '')
      .replaceAll(ROLE_MARKS, ' ')
      .replaceAll(ROLE_LABELS, '')
  );
}

/** The same words, where nothing but a chat format could take harm from them. */
export function withoutRoleMarks(text: string): string {
  return text.replaceAll(ROLE_MARKS, ' ');
}

/** One short line of it, for a notice or an answer. */
export function oneLine(text: string, longest = 160): string {
  const line = cleanText(text, 4000).replaceAll(/\s+/g, ' ').trim();
  if (line.length <= longest) return line;
  const cut = line.slice(0, longest - 1);
  return `${cut.slice(0, cut.lastIndexOf(' ') > longest / 2 ? cut.lastIndexOf(' ') : cut.length)}…`;
}
