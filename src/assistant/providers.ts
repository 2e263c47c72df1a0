/** The execution providers that `auto` means on this machine, found once and remembered. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Settings } from '../config/schema.js';
import { PROVIDER_ORDER, supportedProviders, workingProviders, type ProviderReport } from '../models/host/providers.js';

const reportsSchema = z.array(z.object({ provider: z.enum(PROVIDER_ORDER), works: z.boolean(), reason: z.string() }));

/** WebGPU runs every graph, but its price per run was never measured against a CPU here: it is taken by name only. */
const automatic: readonly string[] = PROVIDER_ORDER.filter((provider) => provider !== 'webgpu');

/**
 * What works here. The probe starts a process for each provider (a broken driver may crash it), so the answer is kept
 * in `folder` for this version of the runtime.
 */
export async function probeProviders(folder: string, signal: AbortSignal, fresh = false): Promise<ProviderReport[]> {
  const path = join(folder, `providers-${runtimeVersion()}-${process.platform}-${process.arch}.json`);
  if (!fresh) {
    const known = await readReports(path);
    if (known !== undefined) return known;
  }
  const reports = await supportedProviders({ signal });
  await writeReports(path, reports);
  return reports;
}

/** The providers to try, in order. */
export async function chooseProviders(
  settings: Settings,
  folder: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { providers } = settings.inference;
  if (providers !== 'auto') return providers;
  const reports = await probeProviders(folder, signal);
  return workingProviders(reports.filter(({ provider }) => automatic.includes(provider)));
}

function runtimeVersion(): string {
  const manifest: unknown = createRequire(import.meta.url)('onnxruntime-node/package.json');
  return z.object({ version: z.string() }).parse(manifest).version;
}

async function readReports(path: string): Promise<ProviderReport[] | undefined> {
  try {
    return reportsSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    // Absent, or from another version: the machine is asked again.
    return undefined;
  }
}

async function writeReports(path: string, reports: readonly ProviderReport[]): Promise<void> {
  const part = `${path}.${process.pid}.part`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(part, JSON.stringify(reports));
    await rename(part, path);
  } catch {
    // A read-only or full disk only means that the next start asks again.
  }
}
