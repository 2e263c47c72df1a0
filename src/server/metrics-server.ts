/** A running Parley for others to watch: figures for Prometheus, health for whoever restarts it, and a live page. */
import type { MetricsSettings } from '../config/metrics.js';
import type { Watch, WatchView } from '../metrics/watch.js';
import type { Clock } from '../pipeline/stage.js';
import { Broadcast } from './broadcast.js';
import { openListener, readToken } from './listener.js';
import { addPage } from './page.js';

/** Rises when a message of `/live` changes so that a reader of today would misread it. */
export const liveVersion = 1;

/** Told over `/live` five times a second, as JSON; what is undefined is left out. */
export interface LiveMessage extends WatchView {
  readonly type: 'view';
  readonly version: number;
}

export interface MetricsServerOptions {
  readonly settings: MetricsSettings;
  readonly clock: Clock;
  /** Undefined while the models are being loaded. */
  readonly watch: () => Watch | undefined;
  /** Where the token stands; the program's own by default. */
  readonly env?: NodeJS.ProcessEnv;
}

export interface MetricsServer {
  /** Of the page, without the token: `http://127.0.0.1:3000/`. */
  readonly url: string;
  readonly needsToken: boolean;
  close(): Promise<void>;
}

const LOOK_EVERY_MS = 200;
const BEAT_EVERY = 50;
const PARTS = [
  ...['monitor.css', 'now.css', 'turns.css', 'figures.css'],
  ...['monitor.js', 'draw.js', 'waterfall.js', 'axis.js', 'tip.js', 'words.js'],
];
/** States of an engine that can serve, at once or after it was loaded again. */
const SERVING = new Set(['ready', 'resting', 'loading']);

/** Undefined where `port` is off. Throws ListenerError: the port is taken, or the address needs a token that is not there. */
export async function startMetricsServer(options: MetricsServerOptions): Promise<MetricsServer | undefined> {
  const { settings, watch, env = process.env } = options;
  const { host, port } = settings;
  if (port === 'off') return undefined;
  const token = readToken('metrics', settings.token_env, env);
  const readers = new Broadcast({ snapshot: () => describe(watch()) });
  const ending = new AbortController();
  let telling: Promise<void> | undefined;
  const listener = await openListener({ section: 'metrics', host, port, token, origins: [] }, async (app) => {
    await addPage(app, {
      ...{ folder: 'monitor', page: 'monitor.html', paths: ['/'], prefix: '/monitor' },
      parts: PARTS,
    });
    app.get('/livez', { config: { isOpen: true } }, async (_request, reply) =>
      reply.type('text/plain').send('alive\n'),
    );
    app.get('/readyz', { config: { isOpen: true } }, async (_request, reply) => {
      const missing = findMissing(watch());
      return reply
        .code(missing === undefined ? 200 : 503)
        .type('text/plain')
        .send(`${missing ?? 'ready'}\n`);
    });
    app.get('/metrics', async (_request, reply) => {
      const found = watch();
      if (found === undefined) return reply.code(503).type('text/plain').send('the models are being loaded\n');
      return reply.type(found.meter.contentType).send(await found.meter.expose());
    });
    app.get('/live', { websocket: true }, (socket) => {
      readers.add(socket);
      telling ??= tell(readers, options, ending.signal).finally(() => {
        telling = undefined;
      });
    });
  });
  return {
    url: `${listener.url}/`,
    needsToken: token !== undefined,
    close: async () => {
      ending.abort(new Error('closed'));
      await listener.close();
    },
  };
}

/** As long as somebody watches: a timer that nobody needs would only keep a resting machine awake. */
async function tell(readers: Broadcast, { clock, watch }: MetricsServerOptions, signal: AbortSignal): Promise<void> {
  try {
    for (let round = 1; readers.size > 0; round++) {
      await clock.sleep(LOOK_EVERY_MS, signal);
      const view = describe(watch());
      if (round % BEAT_EVERY === 0) readers.beat(view);
      else readers.send(view);
    }
  } catch (error) {
    // The server is closed, and so the sleep was broken off.
    if (!signal.aborted) throw error;
  }
}

function describe(watch: Watch | undefined): string {
  if (watch === undefined) return JSON.stringify({ type: 'loading', version: liveVersion });
  return JSON.stringify({ type: 'view', version: liveVersion, ...watch.look() } satisfies LiveMessage);
}

/** Why it cannot answer now, in words; undefined when it can. */
function findMissing(watch: Watch | undefined): string | undefined {
  if (watch === undefined) return 'the models are being loaded';
  const missing = Object.entries(watch.engines).filter(([, { state }]) => !SERVING.has(state));
  if (missing.length === 0) return undefined;
  return missing.map(([name, { state }]) => `${name} is ${state}`).join(', ');
}
