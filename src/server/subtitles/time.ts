/** Times as subtitles write them. */

/** `01:02:03.004`; hours grow past two digits. `ms` must be whole and not negative. */
export function clockTime(ms: number, decimal: '.' | ','): string {
  const [hours, minutes, seconds] = [
    Math.floor(ms / 3_600_000),
    Math.floor(ms / 60_000) % 60,
    Math.floor(ms / 1000) % 60,
  ];
  const pair = (value: number): string => String(value).padStart(2, '0');
  return `${pair(hours)}:${pair(minutes)}:${pair(seconds)}${decimal}${String(ms % 1000).padStart(3, '0')}`;
}
