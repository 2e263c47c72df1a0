import { describe, expect, it } from 'vitest';
import { captureTool } from '../../src/audio/capture-tool.js';
import { checkAudioTools, explainFailure, probeMicrophone } from '../../src/audio/devices.js';
import { openMicrophone } from '../../src/audio/microphone.js';
import { findPlayer, type Player } from '../../src/audio/players.js';
import { installCommand, runTool } from '../../src/audio/tool.js';
import { VirtualClock } from './virtual-clock.js';

async function withoutPath<T>(run: () => Promise<T>): Promise<T> {
  const before = process.env['PATH'];
  process.env['PATH'] = '/nonexistent';
  try {
    return await run();
  } finally {
    process.env['PATH'] = before;
  }
}

describe('installCommand', () => {
  it.each([
    [{ platform: 'linux', ids: ['ubuntu', 'debian'], isRoot: false }, 'sudo apt-get install -y alsa-utils'],
    [{ platform: 'linux', ids: ['debian'], isRoot: true }, 'apt-get install -y alsa-utils'],
    [
      { platform: 'linux', ids: ['rocky', 'rhel', 'centos', 'fedora'], isRoot: false },
      'sudo dnf install -y alsa-utils',
    ],
    [{ platform: 'linux', ids: ['manjaro', 'arch'], isRoot: false }, 'sudo pacman -S alsa-utils'],
    [{ platform: 'linux', ids: ['unheard-of'], isRoot: false }, 'your package manager: alsa-utils'],
    [{ platform: 'darwin', ids: [], isRoot: false }, 'brew install alsa-utils'],
  ])('knows the command of %o', (system, command) => {
    expect(installCommand(['alsa-utils'], system)).toBe(command);
  });
});

describe('explainFailure', () => {
  it('names the device and those that exist', () => {
    const probe = explainFailure('hw:9,0', 'arecord: main:831: audio open error: No such file or directory', ['pulse']);
    expect(probe.status).toBe('no-device');
    expect(probe.line).toContain('microphone "hw:9,0": no such device');
    expect(probe.line).toContain('this machine has: pulse');
    expect(probe.line).not.toContain('\n');
  });

  it('tells permission and use by others apart', () => {
    expect(explainFailure('hw:0', 'audio open error: Permission denied', []).status).toBe('no-permission');
    expect(explainFailure('hw:0', 'audio open error: Device or resource busy', []).status).toBe('busy');
  });
});

describe('a machine without tools', () => {
  const signal = new AbortController().signal;

  it('says what to install, for the microphone', async () => {
    const probe = await withoutPath(() => probeMicrophone('default', signal));
    expect(probe.status).toBe('no-tool');
    expect(probe.line).toMatch(new RegExp(`${captureTool()} is not installed; install it: .*(alsa-utils|sox)`));
    const options = { device: 'default', sampleRateHz: 16_000, channels: 1, chunkSamples: 512 };
    const open = (): Promise<unknown> => openMicrophone({ ...options, clock: new VirtualClock() }, signal).next();
    await expect(withoutPath(open)).rejects.toThrow('is not installed');
  });

  it('says what to install, for the speaker', async () => {
    const start = (): Promise<unknown> => findPlayer({ device: 'default', sampleRateHz: 22_050 });
    await expect(withoutPath(start)).rejects.toThrow(/none of .*aplay.* is installed; install one: /);
    const checks = await withoutPath(checkAudioTools);
    expect(checks.map(({ name, ok }) => [name, ok])).toEqual([
      ['microphone tool', false],
      ['player', false],
    ]);
    for (const { install } of checks) expect(install).toMatch(/alsa-utils|sox/);
  });
});

describe('findPlayer', () => {
  const script = (tool: string, args: string[]): Player => ({
    tool,
    latencyMs: 0,
    choosesDevice: true,
    args: () => args,
  });

  it('takes the first player that stays alive, and says why the others did not', async () => {
    const broken = script('sh', ['-c', 'echo no such device >&2; exit 1']);
    const output = { device: 'x', sampleRateHz: 16_000 };
    const player = await findPlayer(output, [broken, script('cat', [])]);
    expect(player.tool).toBe('cat');
    await expect(findPlayer(output, [{ ...script('cat', []), choosesDevice: false }])).rejects.toThrow(
      'cat: it cannot choose a device',
    );
    await expect(findPlayer(output, [broken])).rejects.toThrow(
      'speaker "x": no player can use it (sh: no such device)',
    );
  });
});

describe('runTool', () => {
  it('never throws, and ends what takes too long', async () => {
    expect((await runTool('no-such-tool', [], { limitMs: 1000 })).code).toBeNull();
    expect((await runTool('sleep', ['60'], { limitMs: 50 })).code).toBeNull();
    expect((await runTool('sh', ['-c', 'echo out; echo err >&2; exit 3'], { limitMs: 5000 })).code).toBe(3);
    const endless = await runTool('sh', ['-c', 'yes'], { limitMs: 60_000, enoughBytes: 1000 });
    expect(endless.outputBytes).toBeGreaterThanOrEqual(1000);
  });
});
