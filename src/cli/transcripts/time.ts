/** Times as people write them. */
import { clockTime } from '../../server/subtitles/time.js';

/** `1:02:03` or `2:03`: whole seconds, rounded down. */
export function shortTime(ms: number): string {
  const text = clockTime(Math.floor(Math.max(0, ms)), '.').slice(0, -4);
  return text.replace(/^00:/, '').replace(/^0/, '');
}
