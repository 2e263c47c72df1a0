/** A turn as bars of characters, on an axis with zero where the user's voice ended. */
import type { Bar, Waterfall } from '../../metrics/waterfall.js';
import { pad, type Line, type Piece } from './line.js';
import { stageWords } from './words.js';

export interface Axis {
  /** From the end of the voice. */
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
  readonly columns: number;
}

const STEPS_MS = [50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000];
const LEAST_MS = 400;
/** Room behind the last thing that matters. */
const ROOM = 1.25;
/** Sounds and waiting look otherwise than work, also without colours. */
const SHAPES: Readonly<Record<string, string>> = { speech: '▬', playout: '▬', endpoint: '░' };
/** Between two numbers on the axis. */
const TICK_COLUMNS = 8;

/** Wide enough for the slowest first sound of all turns; long speech and long replies are cut off. */
export function axisOf(waterfalls: readonly Waterfall[], columns: number): Axis {
  const since = waterfalls.flatMap(({ bars, moments, voiceEndMs, startMs }) => {
    const begun = bars.filter(({ name }) => name !== 'speech' && name !== 'stt').map((bar) => bar.startMs);
    return [...Object.values(moments), ...begun].map((atMs) => atMs - (voiceEndMs ?? startMs));
  });
  const last = ROOM * Math.max(LEAST_MS / ROOM, ...since);
  const first = Math.min(-last / 4, ...since);
  const most = Math.max(1, Math.floor(columns / TICK_COLUMNS));
  const stepMs = STEPS_MS.find((step) => (last - first) / step <= most) ?? last - first;
  return { startMs: first, endMs: last, stepMs, columns };
}

/** Numbers under which the bars stand. */
export function axisLine(axis: Axis): string {
  const cells = Array.from({ length: axis.columns }, () => ' ');
  for (let tick = axis.stepMs * Math.ceil(axis.startMs / axis.stepMs); tick < axis.endMs; tick += axis.stepMs) {
    const label = tick === 0 ? '0' : String(tick);
    const at = columnOf(tick, axis);
    if (at + label.length > axis.columns) continue;
    for (let index = 0; index < label.length; index++) cells[at + index] = label.charAt(index);
  }
  return cells.join('');
}

/** One lane: the bars of one name, with the end of the voice and the first sound through it. */
export function laneOf(waterfall: Waterfall, name: string, axis: Axis): Line {
  const zeroMs = waterfall.voiceEndMs ?? waterfall.startMs;
  const cells: Piece[] = Array.from({ length: axis.columns }, () => ({ text: ' ' }));
  const soundMs = waterfall.moments['first-sound'];
  if (soundMs !== undefined) cells[columnOf(soundMs - zeroMs, axis)] = { text: '┊', style: 'dim' };
  cells[columnOf(0, axis)] = { text: '│', style: 'dim' };
  for (const bar of waterfall.bars) if (bar.name === name) drawBar(cells, bar, zeroMs, axis);
  return cells;
}

/** A whole turn on one line: what is nearer to the reply covers the rest. */
export function stripOf(waterfall: Waterfall, axis: Axis): Line {
  const zeroMs = waterfall.voiceEndMs ?? waterfall.startMs;
  const cells: Piece[] = Array.from({ length: axis.columns }, () => ({ text: ' ' }));
  cells[columnOf(0, axis)] = { text: '│', style: 'dim' };
  // The recogniser is at work all the time that somebody speaks: what it does behind the end is what counts.
  for (const name of ['stt', 'speech', 'endpoint', 'nlp', 'response', 'split', 'tts', 'playout']) {
    for (const bar of waterfall.bars) if (bar.name === name) drawBar(cells, bar, zeroMs, axis);
  }
  return cells;
}

function drawBar(cells: Piece[], bar: Bar, zeroMs: number, axis: Axis): void {
  const first = columnOf(bar.startMs - zeroMs, axis);
  const last = columnOf(bar.endMs - zeroMs, axis);
  const style = stageWords[bar.name]?.style ?? 'white';
  const text = bar.isDraft === true ? '▒' : (SHAPES[bar.name] ?? '█');
  for (let at = first; at <= last; at++) cells[at] = { text, style };
}

function columnOf(atMs: number, { startMs, endMs, columns }: Axis): number {
  const share = (atMs - startMs) / (endMs - startMs);
  return Math.min(columns - 1, Math.max(0, Math.floor(share * columns)));
}

/** A level from −60 to 0 dB. */
export function levelBar(levelDb: number | undefined, columns: number): string {
  const share = levelDb === undefined ? 0 : Math.min(1, Math.max(0, 1 + levelDb / 60));
  return pad('█'.repeat(Math.round(share * columns)), columns).replaceAll(' ', '░');
}
