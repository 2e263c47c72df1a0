/** Where captions go besides the screen: the page and its feed, subtitle files, a text file. */
import type { Settings } from '../config/schema.js';
import type { Reader } from '../modes/read-along.js';
import { systemClock } from '../assistant/clock.js';
import { startCaptionServer } from '../server/caption-server.js';
import { openCaptionWriters } from '../server/caption-writers.js';

export interface CaptionOutlets {
  readonly readers: readonly Reader[];
  /** What the user should know of them. */
  readonly lines: readonly string[];
  close(): Promise<void>;
}

/** Throws ListenerError where the port cannot be had, and OutputError where a file cannot be written. */
export async function openCaptionOutlets(
  settings: Settings['captions'],
  { onNotice }: { readonly onNotice: (line: string) => void },
): Promise<CaptionOutlets> {
  const server = await startCaptionServer({ settings, clock: systemClock });
  const lines = server === undefined ? [] : [`read along: ${server.url}${server.needsToken ? '?token=…' : ''}`];
  const writers = await openCaptionWriters(settings, { onNotice, clock: systemClock });
  return {
    lines,
    readers: [...(server === undefined ? [] : [{ take: server.publish.bind(server) }]), ...writers],
    close: async () => {
      for (const writer of writers) await writer.close();
      await server?.close();
    },
  };
}
