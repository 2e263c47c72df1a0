/** What a fetch tells while it runs, and what can be asked of it. */
import type { ModelStore } from './store.js';
import type { FetchLimits } from './sources/source.js';

/** Every event names its model; sizes are in bytes. */
export type FetchEvent =
  | {
      readonly kind: 'start';
      readonly model: string;
      readonly description: string;
      readonly licence: string;
      /** Bytes that are missing. */
      readonly totalBytes: number;
      readonly folder: string;
    }
  /** Another process is fetching the same model; we wait for it. */
  | { readonly kind: 'waiting'; readonly model: string }
  | { readonly kind: 'source'; readonly model: string; readonly source: string }
  /** `bytes` have arrived; it starts again at 0 with each source. */
  | { readonly kind: 'progress'; readonly model: string; readonly bytes: number; readonly totalBytes: number }
  | { readonly kind: 'source-failed'; readonly model: string; readonly source: string; readonly reason: string }
  /** A file lay there with other bytes than the catalog's; it was renamed to `movedTo`. */
  | { readonly kind: 'damaged'; readonly model: string; readonly problem: string; readonly movedTo: string }
  | { readonly kind: 'verified'; readonly model: string; readonly file: string; readonly bytes: number }
  | { readonly kind: 'done'; readonly model: string; readonly totalBytes: number; readonly source: string };

export interface EnsureOptions {
  readonly store: ModelStore;
  readonly onEvent?: ((event: FetchEvent) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Consent to non-commercial licences; without it such a model is refused, never fetched quietly. */
  readonly acceptLicences?: boolean | undefined;
  /** Read for `PARLEY_OFFLINE` and handed to package clients; the process's own by default. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  readonly limits?: Partial<FetchLimits> | undefined;
  /** Accept http://127.0.0.1 addresses, for a model server on this machine. */
  readonly allowLoopbackHttp?: boolean | undefined;
}

/** `PARLEY_OFFLINE` set to anything but nothing, `0` or `false` forbids every source that needs the network. */
export function isOffline(env: NodeJS.ProcessEnv): boolean {
  return !['', '0', 'false'].includes((env['PARLEY_OFFLINE'] ?? '').toLowerCase());
}
