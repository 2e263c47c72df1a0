/** Text in an X11 selection, and word of each time that a program fetches it. */
import { spawn } from 'node:child_process';
import { firstLine, keepAlive, runTool, type Environment } from './tool.js';

export interface OfferOptions {
  readonly env: Environment;
  readonly onFetch: () => void;
}

const LIMIT_MS = 1500;
const MOST_LOOKS = 20;

/**
 * `xclip -quiet` stays, and says on its standard error which request it waits for: the first when it asks for the
 * selection, the next each time that the text was handed out (questions about its types do not count). It ends when
 * somebody else takes the selection. Resolves when the selection is its own: it does not wait for that itself, and a
 * paste that comes too soon brings what was there before.
 */
export async function offerText(selection: string, bytes: Uint8Array, options: OfferOptions): Promise<void> {
  const { env, onFetch } = options;
  const offer = startOffer(selection, bytes, options);
  await offer.reach(1);
  for (let looks = 0; looks < MOST_LOOKS; looks++) {
    const args = ['-selection', selection, '-o', '-t', 'UTF8_STRING'];
    const { output } = await runTool('xclip', args, { env, limitMs: LIMIT_MS });
    if (!output.equals(bytes)) continue;
    // What was just fetched was fetched by us, and is not told.
    await offer.reach(2);
    offer.onFurther(onFetch);
    return;
  }
  throw new Error('xclip: another program does not let go of the clipboard');
}

interface Offer {
  /** Until it waits for a request of this number. */
  reach(number: number): Promise<void>;
  onFurther(listener: () => void): void;
}

function startOffer(selection: string, bytes: Uint8Array, { env }: OfferOptions): Offer {
  const child = spawn('xclip', ['-quiet', '-selection', selection, '-i'], { env, stdio: ['pipe', 'ignore', 'pipe'] });
  let said = '';
  let told = 0;
  let end: string | undefined;
  let onChange: () => void = () => undefined;
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-1000);
    told = Number([...said.matchAll(/request number (\d+)\n/g)].at(-1)?.[1] ?? told);
    onChange();
  });
  const finish = (line: string): void => {
    end ??= line;
    onChange();
  };
  child.once('error', (error) => {
    finish(error.message);
  });
  child.once('close', () => {
    finish(firstLine(said));
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(bytes);
  // It may outlive its use, and must not keep the program alive.
  keepAlive(child, false);
  return {
    reach: (number) =>
      new Promise((resolve, reject) => {
        keepAlive(child, true);
        onChange = () => {
          if (told < number && end === undefined) return;
          keepAlive(child, false);
          if (told >= number) resolve();
          else reject(new Error(`xclip: ${end ?? ''}`));
        };
        onChange();
      }),
    onFurther: (listener) => {
      let last = told;
      onChange = () => {
        if (told > last) listener();
        last = told;
      };
    },
  };
}
