/** Captions for others to read: the feed, its latest state, and the page for a browser source. */
import type { CaptionsSettings } from '../config/captions.js';
import type { CaptionEvent } from '../pipeline/captions.js';
import type { Clock } from '../pipeline/stage.js';
import { CaptionFeed } from './caption-feed.js';
import { openListener, readToken } from './listener.js';
import { addOverlay } from './overlay.js';

export interface CaptionServerOptions {
  readonly settings: CaptionsSettings;
  readonly clock: Clock;
  /** Where the token stands; the program's own by default. */
  readonly env?: NodeJS.ProcessEnv;
}

export interface CaptionServer {
  /** Of the page, without the token: `http://127.0.0.1:3001/`. */
  readonly url: string;
  /** Whether `?token=…` has to be put behind it. */
  readonly needsToken: boolean;
  /** How many read along. */
  readonly readers: number;
  /** Costs what writing one message costs; never waits for a reader, never throws. */
  publish(event: CaptionEvent): void;
  close(): Promise<void>;
}

const BEAT_MS = 10_000;

/**
 * Undefined where `port` is off. Throws ListenerError, in one line: the port is taken, or the address needs a token that
 * is not there.
 */
export async function startCaptionServer(options: CaptionServerOptions): Promise<CaptionServer | undefined> {
  const { settings, clock, env = process.env } = options;
  const { host, origins, port } = settings;
  if (port === 'off') return undefined;
  const token = readToken('captions', settings.token_env, env);
  const feed = new CaptionFeed({ settings, now: () => clock.now() });
  const listener = await openListener({ section: 'captions', host, port, token, origins }, async (app) => {
    await addOverlay(app);
    app.get('/captions.json', async () => feed.snapshot());
    app.get('/captions', { websocket: true }, (socket) => {
      feed.add(socket);
    });
  });
  const ending = new AbortController();
  void beat(feed, clock, ending.signal);
  return {
    url: `${listener.url}/`,
    needsToken: token !== undefined,
    get readers() {
      return feed.readers;
    },
    publish: (event) => {
      feed.publish(event);
    },
    close: async () => {
      ending.abort(new Error('closed'));
      await listener.close();
    },
  };
}

async function beat(feed: CaptionFeed, clock: Clock, signal: AbortSignal): Promise<void> {
  try {
    while (true) {
      await clock.sleep(BEAT_MS, signal);
      feed.beat();
    }
  } catch (error) {
    // The server is closed, and so the sleep was broken off.
    if (!signal.aborted) throw error;
  }
}
