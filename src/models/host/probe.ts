/** Entry of the provider probe: runs one matrix product on the provider named by its argument and says how it went. */
import { InferenceSession, listSupportedBackends, Tensor } from 'onnxruntime-node';
import { DataType, writeModel, type ValueInfo } from '../onnx/proto.js';
import { recordError } from './error.js';
import type { ProbeAnswer } from './providers.js';

const SIDE = 2;

function square(name: string): ValueInfo {
  const dim = [{ dimValue: SIDE }, { dimValue: SIDE }];
  return { name, type: { tensorType: { elemType: DataType.FLOAT, shape: { dim } } } };
}

/** x · x for a 2×2 matrix: every provider has a kernel for it. */
function probeModel(): Uint8Array {
  return writeModel({
    irVersion: 8,
    opsetImport: [{ domain: '', version: 13 }],
    graph: {
      name: 'probe',
      node: [{ opType: 'MatMul', name: 'product', input: ['x', 'x'], output: ['y'] }],
      input: [square('x')],
      output: [square('y')],
    },
  });
}

async function tryProvider(provider: string): Promise<ProbeAnswer> {
  if (!listSupportedBackends().some((backend) => backend.name === provider)) {
    return { works: false, reason: `not part of onnxruntime for ${process.platform} ${process.arch}` };
  }
  const session = await InferenceSession.create(probeModel(), {
    executionProviders: [provider],
    logSeverityLevel: 4,
    // Without this, nodes that the provider refuses run on the CPU and the probe proves nothing.
    extra: { session: { disable_cpu_ep_fallback: provider === 'cpu' ? '0' : '1' } },
  });
  const { y } = await session.run({ x: new Tensor('float32', Float32Array.of(1, 2, 3, 4), [SIDE, SIDE]) });
  const got = Array.from(y?.data as Float32Array, (value) => Math.round(value));
  if (got.join() !== '7,10,15,22') return { works: false, reason: `computed ${got.join(' ')}, wanted 7 10 15 22` };
  return { works: true, reason: 'ran a test graph' };
}

/** Native errors name source files of the build first; the cause stands at the end. */
function shorten(message: string): string {
  return message.replace(/^.*was false\.\s*/, '').trim();
}

async function main(): Promise<void> {
  const provider = process.argv[2] ?? 'cpu';
  const answer = await tryProvider(provider).catch((error: unknown): ProbeAnswer => ({
    works: false,
    reason: shorten(recordError(error).message),
  }));
  // SIGKILL after the answer is out: a driver's own exit handlers may hang or crash.
  process.send?.(answer, undefined, undefined, () => process.kill(process.pid, 'SIGKILL'));
}

await main();
