/** Watching on a terminal: every view is drawn, a lost connection is sought again, keys and signals end it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { WatchView } from '../../metrics/watch.js';
import { followKeys, type KeySource } from '../keys.js';
import { FeedError, readFeed, type FeedMessage } from './feed.js';
import type { Line } from './line.js';
import type { Place } from './place.js';
import { Screen, type ScreenOutput } from './screen.js';
import { drawView } from './view.js';

export interface WatchingOptions {
  readonly place: Place;
  readonly input: KeySource;
  readonly output: ScreenOutput & Pick<NodeJS.EventEmitter, 'on' | 'off'>;
  readonly signal: AbortSignal;
}

const WAIT_MS = 1000;
const FOOTER = 'q: quit';

/** Resolves when the user has ended it. Throws FeedError when nobody is there at the start. */
export async function watchOnTerminal({ place, input, output, signal }: WatchingOptions): Promise<void> {
  const screen = new Screen(output);
  const ending = new AbortController();
  const end = (): void => {
    ending.abort(new Error('ended by the user'));
  };
  const shown = { view: undefined as WatchView | undefined, isLost: false };
  const draw = (): void => {
    screen.draw(linesOf(shown, place, screen.size));
  };
  const resize = (): void => {
    screen.forget();
    draw();
  };
  const take = (message: FeedMessage): void => {
    screen.open();
    Object.assign(shown, { isLost: false, view: message.type === 'view' ? message : undefined });
    draw();
  };
  const lose = (): void => {
    shown.isLost = true;
    draw();
  };
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  output.on('resize', resize);
  const letGo = followKeys(input, (command) => {
    if (command === 'quit') end();
  });
  try {
    await readAgain({ place, signal: ending.signal, take, lose });
  } finally {
    letGo();
    output.off('resize', resize);
    signal.removeEventListener('abort', end);
    screen.close();
  }
}

interface Reading {
  readonly place: Place;
  readonly signal: AbortSignal;
  readonly take: (message: FeedMessage) => void;
  readonly lose: () => void;
}

async function readAgain({ place, signal, take, lose }: Reading): Promise<void> {
  const isOver = (): boolean => signal.aborted;
  for (let round = 0; !isOver(); round++) {
    try {
      await readFeed({ ...place, signal, onMessage: take });
    } catch (error) {
      // Who was there once may come back.
      if (round === 0 || !(error instanceof FeedError)) throw error;
    }
    if (isOver()) return;
    lose();
    await sleep(WAIT_MS, undefined, { signal }).catch(() => undefined);
  }
}

function linesOf(
  { view, isLost }: { readonly view: WatchView | undefined; readonly isLost: boolean },
  { page }: Place,
  size: Screen['size'],
): Line[] {
  if (view !== undefined) return drawView(view, { ...size, name: page.host, footer: FOOTER, isLost });
  const text = isLost ? '✕ CONNECTION LOST, TRYING AGAIN' : '… LOADING THE MODELS';
  return [[{ text: `Parley  ${page.host}` }], [], [{ text, style: 'bold' }], [], [{ text: FOOTER, style: 'dim' }]];
}
