/** A view of a running Parley as lines for a terminal of any size. */
import type { LiveTurn } from '../../metrics/live.js';
import type { WatchView } from '../../metrics/watch.js';
import { printable } from '../io.js';
import { axisLine, axisOf, laneOf, levelBar, stripOf, type Axis } from './chart.js';
import { cutStart, pad, widthOf, wrap, type Line } from './line.js';
import { engineLine, machineLines } from './machine.js';
import { msNumber, sourceWords, stageWords, stateWords, type ShownState } from './words.js';

export interface ViewOptions {
  /** Of what is watched. */
  readonly name: string;
  readonly columns: number;
  /** Without it all is shown. */
  readonly rows?: number;
  /** The last line: what keys do. */
  readonly footer?: string;
  /** What is shown is what was last heard. */
  readonly isLost: boolean;
}

const NAMES = 15;
const FIGURE = 7;
const LEAST_TRACK = 12;
const METER = 24;
/** Empty lines between the parts, where there is room for all of them. */
const GAPS = 3;

/** Rows are given to what matters most; earlier turns get what is left. */
export function drawView(view: WatchView, options: ViewOptions): Line[] {
  const { columns, rows, footer } = options;
  const axis = axisOf(
    view.turns.map(({ waterfall }) => waterfall),
    Math.max(LEAST_TRACK, columns - NAMES - 3 * FIGURE - 1),
  );
  const above = [
    heading(view, options),
    [],
    stateLine(options.isLost ? 'lost' : view.state, view),
    partialLine(view, columns),
    ...alertLines(view, columns),
  ];
  const latest = view.turns.at(-1);
  const turn =
    latest === undefined
      ? [[{ text: 'Nobody has spoken yet.' }]]
      : [...wordsOf(latest), ...chartOf(view, latest, axis)];
  const below = [...machineLines(view.machine), engineLine(view.engines)];
  const last: Line[] = footer === undefined ? [] : [[{ text: footer, style: 'dim' }]];
  const taken = above.length + turn.length + below.length + last.length;
  const room = rows === undefined ? Infinity : rows - taken;
  const earlier = earlierLines(view.turns, axis, room);
  const gap: Line[] = room - earlier.length >= GAPS ? [[]] : [];
  const body = [...above, ...gap, ...turn, ...gap, ...earlier, ...gap, ...below];
  return rows === undefined ? [...body, ...last] : [...body.slice(0, rows - last.length), ...last];
}

function heading(view: WatchView, { name, columns }: ViewOptions): Line {
  const failed = view.failed > 0 ? `, ${view.failed} failed` : '';
  const left = `preset ${printable(view.preset)} · ${view.turnsSoFar} ${view.turnsSoFar === 1 ? 'turn' : 'turns'}${failed}`;
  const room = columns - widthOf('Parley  ') - widthOf(left) - 1;
  return [{ text: 'Parley', style: 'bold' }, { text: `  ${left} ` }, { text: pad(name, room, 'right'), style: 'dim' }];
}

function stateLine(state: ShownState, { attention, levelDb }: WatchView): Line {
  const { sign, word, style } = stateWords(state, attention);
  const level = levelDb === undefined ? 'no microphone' : `${Math.round(levelDb)} dB`;
  const shown =
    state === 'lost'
      ? []
      : [
          { text: levelBar(levelDb, METER), style },
          { text: `  ${level}`, style: 'dim' as const },
        ];
  return [{ text: pad(`${sign} ${word.toUpperCase()}`, 32), style: ['bold', ...[style].flat()] }, ...shown];
}

/** What was promised stands; the rest may still change. */
function partialLine({ partial }: WatchView, columns: number): Line {
  if (partial === undefined) return [];
  const [text, stable] = [printable(partial.text), printable(partial.stable)];
  const shown = cutStart(text, columns - 2);
  const kept = text.startsWith(stable) ? Math.max(0, shown.length - (text.length - stable.length)) : 0;
  return [{ text: '  ' }, { text: shown.slice(0, kept) }, { text: shown.slice(kept), style: ['dim', 'italic'] }];
}

function alertLines({ alerts }: WatchView, columns: number): Line[] {
  return alerts.flatMap(({ text }) =>
    wrap(printable(text), columns - 2).map((line, index): Line => [
      { text: index === 0 ? '! ' : '  ', style: ['bold', 'yellow'] },
      { text: line, style: 'yellow' },
    ]),
  );
}

function wordsOf({ transcript, reply }: LiveTurn): Line[] {
  return [
    [
      { text: 'you     ', style: 'dim' },
      { text: printable(transcript), style: 'bold' },
    ],
    [{ text: 'Parley  ', style: 'dim' }, { text: printable(reply) }],
  ];
}

function chartOf({ rows }: WatchView, turn: LiveTurn, axis: Axis): Line[] {
  const figures = (name: string): string => {
    const row = rows.find((one) => one.name === name);
    return (row === undefined ? ['', '', ''] : [row.p50, row.p95, row.p99].map(msNumber))
      .map((text) => pad(text, FIGURE, 'right'))
      .join('');
  };
  const head = ['P50', 'P95', 'P99'].map((text) => pad(text, FIGURE, 'right')).join('');
  return [
    [{ text: `${pad('ms after voice', NAMES)}${axisLine(axis)} ${head}`, style: 'dim' }],
    ...Object.entries(stageWords).map(([name, { label, style }]): Line => [
      { text: pad(label, NAMES), style },
      ...laneOf(turn.waterfall, name, axis),
      { text: ` ${figures(name)}` },
    ]),
    [{ text: `${pad(soundOf(turn), NAMES + axis.columns)} ${figures('total')}`, style: 'bold' }],
  ];
}

function soundOf({ totalMs, outcome, source, draftUsed, waterfall }: LiveTurn): string {
  const facts = [
    ...(totalMs === undefined ? [] : [`first sound after ${msNumber(totalMs)} ms`]),
    ...(outcome === 'done' ? [] : [outcome === 'failed' ? 'failed' : 'broken off']),
    ...(waterfall.voiceEndMs === undefined ? ['unasked'] : []),
    ...(source === undefined ? [] : [sourceWords[source]]),
    ...(draftUsed ? ['draft used'] : []),
  ];
  return facts.join(' · ');
}

/** Newest first, a line each. */
function earlierLines(turns: readonly LiveTurn[], axis: Axis, room: number): Line[] {
  return turns
    .slice(0, -1)
    .toReversed()
    .slice(0, Math.max(0, room))
    .map((turn): Line => [
      { text: pad(turn.totalMs === undefined ? turn.outcome : `${msNumber(turn.totalMs)} ms`, NAMES - 2, 'right') },
      { text: '  ' },
      ...stripOf(turn.waterfall, axis),
      { text: ` ${printable(turn.transcript)}`, style: 'dim' },
    ]);
}
