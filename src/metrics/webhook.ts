/** Sends alerts to an address of the user's. */
import type { Alert } from './alerts.js';

const LIMIT_MS = 5000;

/** @param onFault one line, when nobody takes it: an alert that is lost is told once, here */
export function createWebhook(url: string, onFault: (line: string) => void): (alert: Alert) => void {
  return (alert) => {
    void post(url, alert).catch((error: unknown) => {
      const why =
        error instanceof Error ? ((error.cause as Error | undefined)?.message ?? error.message) : String(error);
      onFault(`metrics.alerts.webhook: ${url} did not take the alert (${why})`);
    });
  };
}

async function post(url: string, { name, kind, value, limit, text }: Alert): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      source: 'parley',
      alert: name,
      state: kind,
      value,
      limit,
      text,
      at: new Date().toISOString(),
    }),
    signal: AbortSignal.timeout(LIMIT_MS),
    redirect: 'error',
  });
  // Nothing of the answer matters, but a body that nobody reads keeps the connection.
  await response.body?.cancel();
  if (!response.ok) throw new Error(`it answered ${response.status}`);
}
