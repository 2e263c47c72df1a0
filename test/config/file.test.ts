import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { labelPath, locateConfig, shippedConfigPath } from '../../src/config/file.js';
import { loadConfig } from '../../src/config/load.js';
import { Scratch } from './scratch.js';

describe('locateConfig', () => {
  let scratch = new Scratch();
  const put = (...parts: string[]): string => {
    const path = join(scratch.folder, ...parts);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, 'preset: low-latency\n');
    return path;
  };

  beforeEach(() => {
    scratch = new Scratch();
    const here = join(scratch.folder, 'here');
    vi.spyOn(process, 'cwd').mockImplementation(() => here);
    vi.stubEnv('XDG_CONFIG_HOME', join(scratch.folder, 'xdg'));
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    scratch.remove();
  });

  it('takes the shipped file when there is no other', async () => {
    expect(locateConfig()).toBe(shippedConfigPath);
    expect((await loadConfig()).preset).toBe('balanced');
  });

  it.runIf(process.platform === 'linux')('takes the file of the user before the shipped one', async () => {
    const path = put('xdg', 'parley', 'config.yaml');
    expect(locateConfig()).toBe(path);
    expect((await loadConfig()).preset).toBe('low-latency');
  });

  it('takes the file of the current folder first, and the named one before all', () => {
    put('xdg', 'parley', 'config.yaml');
    const here = put('here', 'config', 'config.yaml');
    expect(locateConfig()).toBe(here);
    expect(locateConfig('my.yaml')).toBe(join(scratch.folder, 'here', 'my.yaml'));
  });

  it('says where a faulty file came from that nobody named', async () => {
    writeFileSync(put('here', 'config', 'config.yaml'), 'database: mysql');
    await expect(loadConfig()).rejects.toThrow(
      /^config\/config\.yaml:1:1 database: unknown key.*\n\(config\/config\.yaml was found by itself; --config FILE names another\)$/,
    );
  });

  it('shortens paths inside the current folder only', () => {
    expect(labelPath(join(scratch.folder, 'here', 'a', 'b.yaml'))).toBe(join('a', 'b.yaml'));
    expect(labelPath('/etc/b.yaml')).toBe('/etc/b.yaml');
  });
});
