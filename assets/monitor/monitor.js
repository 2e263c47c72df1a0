/** The live page of a running Parley: what the feed tells, drawn. */
import { feedAddress, readFeed } from '../shared/feed.js';
import {
  drawAbout,
  drawAlerts,
  drawEngines,
  drawHeadline,
  drawLevel,
  drawMachine,
  drawPartial,
  drawStages,
  drawState,
} from './draw.js';
import { drawTurns } from './waterfall.js';

/** Of the messages that this page understands. */
const VERSION = 1;
/** Something is told five times a second. */
const SILENCE_MS = 5000;

readFeed(feedAddress('live'), { silenceMs: SILENCE_MS, onMessage: take, onLost: lose });

function take(message) {
  // A newer Parley runs there now: its own page understands it.
  if (message.version !== VERSION) {
    location.reload();
    return;
  }
  if (message.type === 'loading') drawState({ state: 'loading' });
  if (message.type !== 'view') return;
  drawState(message);
  drawAbout(message);
  drawLevel(message.levelDb);
  drawPartial(message.partial);
  drawAlerts(message.alerts);
  drawHeadline(message);
  drawTurns(message.turns);
  drawStages(message.rows);
  drawMachine(message.machine);
  drawEngines(message.engines);
}

/** What was last seen stays, and is marked as old. */
function lose() {
  drawState({ state: 'lost' });
  drawLevel(undefined);
}
