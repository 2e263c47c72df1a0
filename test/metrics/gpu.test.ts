/** Lines of nvidia-smi, and machines without it. */
import { describe, expect, it } from 'vitest';
import { readGpuLine, watchGpus } from '../../src/metrics/gpu.js';

describe('a graphics processor', () => {
  it('tells its load and memory in one line', () => {
    expect(readGpuLine('0, 37, 2048')).toEqual({ name: '0', load: 0.37, memoryBytes: 2 ** 31 });
    expect(readGpuLine('1, [N/A], 12')).toBeUndefined();
    expect(readGpuLine('No devices were found')).toBeUndefined();
  });

  it('that is not there is no fault', async () => {
    const path = process.env['PATH'];
    process.env['PATH'] = '/nowhere';
    const stop = watchGpus(() => expect.unreachable());
    await new Promise((resolve) => setTimeout(resolve, 100));
    stop();
    process.env['PATH'] = path;
  });
});
