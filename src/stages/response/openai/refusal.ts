/** An answer that is none: what the server said instead, and whether asking again may help. */
import { networkCode } from '../../../models/network-fault.js';

const longestSaidBytes = 8192;

/** Not 2xx. The message says nothing, as libraries print messages. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly said: string;
  /** As long as the server asks us to wait; undefined when it does not. */
  readonly retryAfterMs: number | undefined;

  constructor(status: number, said: string, retryAfterMs: number | undefined) {
    super('refused');
    this.status = status;
    this.said = said;
    this.retryAfterMs = retryAfterMs;
  }
}

/** No answer. Keeps its reason to itself: libraries read meanings into the texts of causes. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';
  readonly reason: unknown;

  constructor(reason: unknown) {
    super('no answer');
    this.reason = reason;
  }
}

export async function refusalOf(response: Response): Promise<Refusal> {
  const said = await readWords(response).catch(() => '');
  return new Refusal(response.status, said, retryAfterMs(response.headers.get('retry-after')));
}

/** Whether the same question may be answered a little later. */
export function mayPass(error: unknown): boolean {
  if (error instanceof Refusal) {
    const { status } = error;
    return status === 408 || status === 425 || status === 429 || (status >= 500 && status !== 501 && status !== 505);
  }
  const code = networkCode(error instanceof Unanswered ? error.reason : error);
  return ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'EAI_AGAIN'].includes(code ?? '');
}

async function readWords(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let said = '';
  for await (const bytes of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    said += decoder.decode(bytes, { stream: true });
    if (said.length > longestSaidBytes) break;
  }
  return said.slice(0, longestSaidBytes);
}

/** `Retry-After` holds seconds or a date. */
function retryAfterMs(asked: string | null): number | undefined {
  if (asked === null) return undefined;
  const ms = /^\s*\d+(?:\.\d+)?\s*$/.test(asked) ? Number(asked) * 1000 : Date.parse(asked) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
