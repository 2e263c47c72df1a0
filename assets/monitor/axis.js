/** One axis for all turns: wide enough for the slowest first sound, so that long speech and long replies are cut off. */

const STEPS_MS = [50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000];
const LEAST_MS = 400;
/** Room behind the last thing that matters. */
const ROOM = 1.25;
const MOST_TICKS = 9;

/** @returns where it begins and ends and its ticks, in ms from the end of the voice */
export function axisOf(waterfalls) {
  const since = waterfalls.flatMap(({ bars, moments, voiceEndMs, startMs }) => {
    const zeroMs = voiceEndMs ?? startMs;
    const begun = bars.filter(({ name }) => name !== 'speech' && name !== 'stt').map((bar) => bar.startMs);
    return [...Object.values(moments), ...begun].map((atMs) => atMs - zeroMs);
  });
  const last = ROOM * Math.max(LEAST_MS / ROOM, ...since);
  const first = Math.min(-last / 4, ...since);
  const stepMs = STEPS_MS.find((step) => (last - first) / step < MOST_TICKS) ?? last;
  const startMs = stepMs * Math.floor(first / stepMs);
  const endMs = stepMs * Math.ceil(last / stepMs);
  const ticks = [];
  for (let tick = startMs; tick < endMs; tick += stepMs) ticks.push(tick);
  return { startMs, endMs, stepMs, ticks };
}

/** @returns a CSS length from the left; what lies outside is brought to the edge */
export function place(atMs, { startMs, endMs }) {
  const share = (atMs - startMs) / (endMs - startMs);
  return `${(100 * Math.min(1, Math.max(0, share))).toFixed(3)}%`;
}
