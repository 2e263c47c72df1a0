/** Where the Parley to be watched is, and what it wants to be shown. */
import type { MetricsSettings } from '../../config/metrics.js';
import { UsageError } from '../run.js';

export interface PlaceOptions {
  readonly url?: string;
  readonly tokenEnv?: string;
}

export interface Place {
  /** Ends with `/`, without a token. */
  readonly page: URL;
  readonly token: string | undefined;
}

/** The address from the command line or the settings. Throws UsageError for one that cannot be. */
export function findPlace(options: PlaceOptions, settings: MetricsSettings, env: NodeJS.ProcessEnv): Place {
  const page = options.url === undefined ? pageOf(settings) : readUrl(options.url);
  const written = page.searchParams.get('token') ?? undefined;
  page.search = page.hash = '';
  if (!page.pathname.endsWith('/')) page.pathname += '/';
  const variable = options.tokenEnv ?? (options.url === undefined ? settings.token_env : '');
  return { page, token: variable === '' ? written : readToken(variable, env) };
}

function pageOf({ host, port }: MetricsSettings): URL {
  if (port === 'off') {
    throw new UsageError(
      'metrics.port: is off, so nothing can be watched; set it to a port such as 3000, or use --url',
    );
  }
  if (port === 0) {
    throw new UsageError(
      'metrics.port: is 0, any that is free; name the address that parley start has printed with --url',
    );
  }
  const local: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '[::1]' };
  return new URL(`http://${local[host] ?? (host.includes(':') ? `[${host}]` : host)}:${port}/`);
}

function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol)) return url;
  throw new UsageError(`--url: got ${text}, wanted an address such as http://127.0.0.1:3000`);
}

function readToken(variable: string, env: NodeJS.ProcessEnv): string {
  const token = env[variable] ?? '';
  if (/^[\w.~+/=-]+$/.test(token)) return token;
  const got = token === '' ? 'is not set' : 'holds no token';
  throw new UsageError(`--token-env: the environment variable ${variable} ${got}; wanted the token of that Parley`);
}
