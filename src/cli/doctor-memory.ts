/** How much memory this machine has for a language model, of its own and of its graphics cards. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { totalmem } from 'node:os';

export interface MachineMemory {
  /** What this process may use: a container may have less than its machine. */
  readonly ramBytes: number;
  /** The largest graphics card; undefined without one that can be told of. */
  readonly gpu: { readonly name: string; readonly bytes: number } | undefined;
}

type Gpu = NonNullable<MachineMemory['gpu']>;

export async function readMemory(signal: AbortSignal): Promise<MachineMemory> {
  const limit = process.constrainedMemory();
  const ramBytes = limit > 0 && limit < totalmem() ? limit : totalmem();
  const gpus = [...(await nvidiaCards(signal)), ...amdCards(), ...appleChip(ramBytes)];
  return { ramBytes, gpu: gpus.sort((a, b) => b.bytes - a.bytes)[0] };
}

/** Lines of `nvidia-smi --query-gpu=name,memory.total --format=csv,noheader,nounits`, in MiB. */
export function readNvidiaList(text: string): Gpu[] {
  return text.split('\n').flatMap((line) => {
    const [, name, mebibytes] = /^\s*(.+?)\s*,\s*(\d+)\s*$/.exec(line) ?? [];
    return name === undefined ? [] : [{ name, bytes: Number(mebibytes) * 2 ** 20 }];
  });
}

function nvidiaCards(signal: AbortSignal): Promise<Gpu[]> {
  const query = ['--query-gpu=name,memory.total', '--format=csv,noheader,nounits'];
  return new Promise((resolve) => {
    execFile('nvidia-smi', query, { timeout: 3000, signal }, (error, out) => {
      resolve(error === null ? readNvidiaList(out) : []);
    });
  });
}

const cards = '/sys/class/drm';

/** Linux tells of AMD's cards in files; those that share the machine's memory have little of their own. */
function amdCards(): Gpu[] {
  try {
    return readdirSync(cards)
      .filter((name) => /^card\d+$/.test(name))
      .flatMap((name) => {
        const bytes = Number(readText(`${cards}/${name}/device/mem_info_vram_total`));
        return bytes > 0 ? [{ name: 'AMD graphics', bytes }] : [];
      });
  } catch {
    return [];
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Apple's chips lend their graphics about two thirds of the machine's memory. */
function appleChip(ramBytes: number): Gpu[] {
  const isApple = process.platform === 'darwin' && process.arch === 'arm64';
  return isApple ? [{ name: 'Apple graphics', bytes: Math.floor((ramBytes * 2) / 3) }] : [];
}
