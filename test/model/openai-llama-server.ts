/** llama.cpp's own HTTP server with the language model of the real tests, where it is installed. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { isPresent as hasModel, modelPath } from './llm-model.js';

const root = join(import.meta.dirname, '..', '..');
/** Where `pip install --target` puts it, so that it needs no place among the packages of the machine. */
const folder = join(root, 'node_modules', '.cache', 'xllamacpp');
const script = join(root, 'test', 'fixtures', 'llama_server.py');

const environment = { ...process.env, PYTHONPATH: [folder, process.env['PYTHONPATH'] ?? ''].join(':') };
const isInstalled = spawnSync('python3', ['-c', 'import xllamacpp'], { env: environment }).status === 0;

export const canServe = hasModel && isInstalled;
if (!isInstalled) {
  const command = `python3 -m pip install --no-deps --target ${folder} xllamacpp==2026.10.11549`;
  console.warn(`skipped: no llama.cpp server to ask; "${command}" gets one`);
}

export interface LlamaServer {
  /** Without a path. */
  readonly address: string;
  /** At once, as a machine does whose plug is pulled. */
  kill(): Promise<void>;
}

export async function startLlamaServer(contextTokens: number): Promise<LlamaServer> {
  const child = spawn('python3', [script, modelPath, String(contextTokens)], {
    ...{ env: environment, stdio: ['pipe', 'pipe', 'ignore'] },
  });
  for await (const line of createInterface(child.stdout)) {
    const address = /^ready (\S+)/.exec(line)?.[1];
    if (address === undefined) continue;
    return {
      address,
      kill: async () => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const gone = once(child, 'exit');
        child.kill('SIGKILL');
        await gone;
      },
    };
  }
  throw new Error('the llama.cpp server ended before it was ready');
}
