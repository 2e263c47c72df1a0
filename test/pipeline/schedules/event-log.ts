/** What a session told, by kind and turn. */
import type { SessionEvent } from '../../../src/pipeline/events.js';
import type { Trace } from './rig.js';

type Of<T extends SessionEvent['type']> = Extract<SessionEvent, { type: T }>;

export function eventsOf<T extends SessionEvent['type']>(trace: Trace, type: T, turn?: string): Of<T>[] {
  return trace.events.filter(
    (event): event is Of<T> => event.type === type && (turn === undefined || ('turn' in event && event.turn === turn)),
  );
}
