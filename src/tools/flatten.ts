/** Data as a short sentence: what somebody would say who was handed a piece of JSON. */

const MOST_FIELDS = 8;
const MOST_ITEMS = 5;
const DEEPEST = 4;
/** Keys that only wrap what was asked for, when nothing else of note stands beside them. */
const WRAPPERS = ['result', 'data', 'answer', 'text', 'message', 'summary', 'speech', 'content', 'value'];
/** Keys whose values no ear can use. */
const SILENT = /^(?:(?:.*_)?(?:id|uuid|url|uri|href|link|icon|token|hash|code|etag)|success|ok|type|response_type)$/i;

/** What the data says, without a full stop; an empty text where nothing in it can be said. */
export function flatten(value: unknown, depth = 0): string {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number') return Number.isFinite(value) ? String(Math.round(value * 100) / 100) : '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value !== 'object' || value === null || depth >= DEEPEST) return '';
  return Array.isArray(value) ? flattenList(value, depth) : flattenFields(value as Record<string, unknown>, depth);
}

function flattenList(items: readonly unknown[], depth: number): string {
  const said = items.slice(0, MOST_ITEMS).flatMap((item) => flatten(item, depth + 1) || []);
  const rest = items.length - Math.min(items.length, MOST_ITEMS);
  const all = rest > 0 ? [...said, `${rest} more`] : said;
  const isPlain = items.every((item) => typeof item !== 'object');
  if (!isPlain) return all.join('; ');
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1) ?? ''}`;
}

function flattenFields(fields: Readonly<Record<string, unknown>>, depth: number): string {
  const known = Object.entries(fields).filter(([key, value]) => value !== null && !SILENT.test(key));
  const wrapped = WRAPPERS.map((name) => known.find(([key]) => key.toLowerCase() === name)).find(
    (entry) => entry !== undefined,
  );
  if (wrapped !== undefined && known.length === 1) return flatten(wrapped[1], depth + 1);
  // Of several fields, a sentence that the tool made for people says it best.
  if (typeof wrapped?.[1] === 'string' && wrapped[1].includes(' ')) return wrapped[1].trim();
  const parts = known.slice(0, MOST_FIELDS).flatMap(([key, value]) => {
    const said = flatten(value, depth + 1);
    return said === '' ? [] : [`${wordsOf(key)} ${said}`];
  });
  return parts.join(', ');
}

/** `windSpeed_kmh` → "wind speed kmh". */
function wordsOf(key: string): string {
  return key
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/[_\-.]+/g, ' ')
    .toLowerCase()
    .trim();
}
