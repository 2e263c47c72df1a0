/** What may be known of a turn by what acts in it: when something may be done, and that it was too early. */
import { onTakenBack, untilCertain, untilTaken, untilTrusted } from '../../pipeline/certainty.js';
import type { Scope } from '../../pipeline/stage.js';
import type { TurnView } from '../../skills/context.js';

/** How long something waits, by what it leaves behind. */
const waits = { none: untilTaken, undoable: untilTrusted, lasting: untilCertain } as const;

export function turnView(scope: Scope): TurnView {
  return {
    until: (effect) => waits[effect](scope),
    onTakenBack: (undo) => {
      onTakenBack(scope, undo);
    },
  };
}
