/** Which of onnxruntime's execution providers really work on this machine. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { resolveEngineModule } from './entry.js';

/**
 * Best first. CUDA: a discrete card beats all else where its libraries are present. CoreML and DirectML: the system's own
 * way to its accelerator, on macOS and Windows. WebGPU: any GPU, with a higher price per run. CPU: always there, so last.
 */
export const PROVIDER_ORDER = ['cuda', 'coreml', 'dml', 'webgpu', 'cpu'] as const;

export type ProviderName = (typeof PROVIDER_ORDER)[number];

export interface ProviderReport {
  readonly provider: ProviderName;
  readonly works: boolean;
  /** One line: what was seen. */
  readonly reason: string;
}

/** What the probe answers about one provider. */
export interface ProbeAnswer {
  readonly works: boolean;
  readonly reason: string;
}

/** A GPU driver may compile its first kernels for seconds; one that hangs must not keep the assistant from starting. */
const PROBE_LIMIT_MS = 20_000;

export interface ProbeOptions {
  /** Stops the probes; rejects with the signal's reason. */
  readonly signal: AbortSignal;
  readonly providers?: readonly ProviderName[];
  /** Compiled entry that answers for one provider; for tests. */
  readonly entry?: URL;
  readonly limitMs?: number;
}

/**
 * Runs a tiny graph on every provider, each in a process of its own: a broken driver can abort the process that loads it.
 * In `PROVIDER_ORDER`; one after the other, because two cold starts at once only slow each other.
 */
export async function supportedProviders(options: ProbeOptions): Promise<ProviderReport[]> {
  const reports: ProviderReport[] = [];
  for (const provider of options.providers ?? PROVIDER_ORDER) {
    options.signal.throwIfAborted();
    reports.push({ provider, ...(await probe(provider, options)) });
  }
  return reports;
}

/** The working providers, best first, for `executionProviders`. Without any, `['cpu']`: then its own error says why. */
export function workingProviders(reports: readonly ProviderReport[]): ProviderName[] {
  const working = reports.filter((report) => report.works).map((report) => report.provider);
  return working.length > 0 ? working : ['cpu'];
}

function probe(provider: ProviderName, options: ProbeOptions): Promise<ProbeAnswer> {
  const { signal, limitMs = PROBE_LIMIT_MS } = options;
  const entry = fileURLToPath(resolveEngineModule(options.entry ?? new URL('./probe.js', import.meta.url)));
  // A missing driver makes native libraries chatter; the answer comes over the channel.
  const child = fork(entry, [provider], { execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  return new Promise((resolve, reject) => {
    let answer: ProbeAnswer | undefined;
    const stop = (): void => {
      child.kill('SIGKILL');
    };
    const timer = setTimeout(() => {
      answer ??= { works: false, reason: `no answer within ${limitMs / 1000} s` };
      stop();
    }, limitMs);
    signal.addEventListener('abort', stop, { once: true });
    let fallback = '';
    const settle = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      if (signal.aborted) reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
      else resolve(answer ?? { works: false, reason: fallback });
    };
    child.on('message', (message) => {
      answer = message as ProbeAnswer;
    });
    child.on('error', (error) => {
      fallback = error.message;
      settle();
    });
    child.on('exit', (code, killedBy) => {
      fallback = `its library crashes the process (${killedBy ?? `exit code ${String(code)}`})`;
      // The answer may still lie in the channel when the process is gone.
      if (child.connected) child.once('disconnect', settle);
      else settle();
    });
  });
}
