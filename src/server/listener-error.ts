/** A listener that cannot be opened: one line that says why, and the way out. */
export class ListenerError extends Error {
  override readonly name = 'ListenerError';
}

export interface ListenerPlace {
  /** Group of keys in the configuration, such as `captions`. */
  readonly section: string;
  readonly host: string;
  readonly port: number;
}

/** What the system said, in words. */
export function describeListenFault(error: unknown, { section, host, port }: ListenerPlace): ListenerError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const at = `${section}.port: ${port} on ${host}`;
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: `${at} is taken by another program; end that one, or choose another port (0: any that is free)`,
    EACCES: `${at} needs rights that this program does not have; choose a port from 1024 on`,
    EADDRNOTAVAIL: `${section}.host: ${host} is no address of this machine; use 127.0.0.1, or 0.0.0.0 for all of its addresses`,
    ENOTFOUND: `${section}.host: ${host} is a name that nobody knows; use 127.0.0.1, or 0.0.0.0 for all addresses`,
    EAI_AGAIN: `${section}.host: ${host} is a name that cannot be looked up now; use an address`,
  };
  const reason =
    reasons[code] ?? `${at} cannot be listened at: ${error instanceof Error ? error.message : String(error)}`;
  return new ListenerError(reason, { cause: error });
}
