/** What a server of models says in its error bodies, whoever wrote the server. */

/** The text in the shapes of error that such servers answer with; anything else as it is. */
export function messageIn(body: string): string {
  try {
    return messagesIn(JSON.parse(body) as unknown).join('; ');
  } catch {
    return body;
  }
}

/** Where the message lies differs: `error`, `error.message`, `detail`, `detail[].msg`, `detail.message`, `message`. */
function messagesIn(value: unknown, depth = 0): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || depth > 3) return [];
  if (Array.isArray(value)) return value.slice(0, 3).flatMap((item) => messagesIn(item, depth + 1));
  for (const key of ['message', 'msg', 'error', 'detail']) {
    const texts = key in value ? messagesIn((value as Record<string, unknown>)[key], depth + 1) : [];
    if (texts.length > 0) return texts;
  }
  return [];
}
