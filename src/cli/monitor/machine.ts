/** Processes, memory and engines, a line each. */
import type { WatchView } from '../../metrics/watch.js';
import { printable } from '../io.js';
import type { Line, Piece } from './line.js';
import { msNumber, percent } from './words.js';

/** States in which an engine cannot serve. */
const FAULTY = new Set(['failed', 'broken', 'down', 'closed']);

/** None until the machine was looked at. */
export function machineLines(machine: WatchView['machine']): Line[] {
  if (machine === undefined) return [];
  const { processes, cpuShare, memoryShare, loopDelayMs } = machine;
  const parts = [
    `processor ${percent(cpuShare)}`,
    `memory ${percent(memoryShare)}`,
    ...processes.map(
      ({ name, cpu, memoryBytes }) => `${printable(name)} ${percent(cpu)} ${Math.round(memoryBytes / 1e6)} MB`,
    ),
    `timers ${msNumber(loopDelayMs.p99)} ms late`,
  ];
  return [[{ text: parts.join(' · ') }]];
}

export function engineLine(engines: WatchView['engines']): Line {
  const parts = Object.entries(engines).map(([name, { state, calls, waiting }]): Piece => {
    const shown = calls > 0 ? 'at work' : state;
    const text = `${printable(name)} ${printable(shown)}${waiting > 0 ? ` (${waiting} wait)` : ''}`;
    return FAULTY.has(state) ? { text, style: ['bold', 'red'] } : { text };
  });
  return parts.flatMap((part, index) => (index === 0 ? [part] : [{ text: ' · ' }, part]));
}
