import { describe, expect, it } from 'vitest';
import { PROVIDER_ORDER, supportedProviders, workingProviders } from '../../../src/models/host/providers.js';
import { never } from './fixture.js';

const entry = new URL('../../fixtures/engines/probe.mjs', import.meta.url);

describe('execution providers', () => {
  it('are tried by running a graph; the CPU works everywhere and comes last', async () => {
    const reports = await supportedProviders({ signal: never });
    expect(reports.map((report) => report.provider)).toEqual([...PROVIDER_ORDER]);
    expect(reports.at(-1)).toEqual({ provider: 'cpu', works: true, reason: 'ran a test graph' });
    for (const report of reports) expect(report.reason).toMatch(/^.+$/);
    expect(workingProviders(reports).at(-1)).toBe('cpu');
    const foreign = process.platform === 'win32' ? 'coreml' : 'dml';
    expect(reports.find((report) => report.provider === foreign)).toMatchObject({
      works: false,
      reason: `not part of onnxruntime for ${process.platform} ${process.arch}`,
    });
  });

  it('that crash or hang cost a probe, not the program', async () => {
    expect(await supportedProviders({ signal: never, entry, limitMs: 1500 })).toEqual([
      { provider: 'cuda', works: false, reason: 'its library crashes the process (SIGSEGV)' },
      { provider: 'coreml', works: false, reason: 'its library crashes the process (exit code 4)' },
      { provider: 'dml', works: false, reason: 'no driver' },
      { provider: 'webgpu', works: false, reason: 'no answer within 1.5 s' },
      { provider: 'cpu', works: true, reason: 'fine' },
    ]);
  });

  it('stop being tried when the caller gives up', async () => {
    const controller = new AbortController();
    const asked = supportedProviders({ signal: controller.signal, entry, providers: ['webgpu', 'cpu'] });
    controller.abort(new Error('shutdown'));
    await expect(asked).rejects.toThrow('shutdown');
  });

  it('fall back to the CPU, whose own error then says why', () => {
    expect(workingProviders([])).toEqual(['cpu']);
    const reports = PROVIDER_ORDER.map((provider) => ({ provider, works: provider !== 'cuda', reason: '' }));
    expect(workingProviders(reports)).toEqual(['coreml', 'dml', 'webgpu', 'cpu']);
  });
});
