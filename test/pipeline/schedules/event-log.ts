/** What a session told, by kind and turn. */
import type { SessionEvent } from '../../../src/pipeline/events.js';
import type { Trace } from './rig.js';

type Of<T extends SessionEvent['type']> = Extract<SessionEvent, { type: T }>;

export function eventsOf<T extends SessionEvent['type']>(trace: Trace, type: T, turn?: string): Of<T>[] {
  return trace.events.filter(
    (event): event is Of<T> => event.type === type && (turn === undefined || ('turn' in event && event.turn === turn)),
  );
}

/** Whether the session knew at a time that it hears itself: it took a voice for an echo, or let a reply go on under one. */
export function knowsEcho(trace: Trace, atMs: number): boolean {
  const open = new Set<string>();
  for (const event of trace.events) {
    if (event.atMs > atMs) return false;
    if (event.type === 'speech.start') open.add(event.turn);
    else if (event.type === 'turn') open.delete(event.turn);
    else if (event.type === 'interjection' && event.meant === 'echo') return true;
    else if (event.type === 'audio.resume' || event.type === 'audio.unduck') {
      if ([...open].some((turn) => Number(turn) > Number(event.turn))) return true;
    }
  }
  return false;
}
