/** Another voice on a pipe: says one text after the other, and one clear line when it does not play along. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { processMemory } from '../../../../scripts/profile/tts/memory.js';
import { startPeer, type PeerOptions, type PeerVoice } from '../../../../scripts/profile/tts/peer.js';

const command = `${process.execPath} ${join(import.meta.dirname, '../../../fixtures/voice-peer.mjs')}`;
const options: PeerOptions = { command, python: 'python3', voicePath: 'none.onnx', threads: 1 };
const python = spawnSync('python3', ['-c', 'import piper, onnxruntime, numpy']);
const lacksPeer = python.error === undefined && python.status === 1;

async function withPeer(work: (peer: PeerVoice) => Promise<void>, more: Partial<PeerOptions> = {}): Promise<void> {
  const peer = await startPeer({ ...options, ...more }, new AbortController().signal);
  try {
    await work(peer);
  } finally {
    peer.close();
  }
}

describe('a peer with a voice', () => {
  it('says one text after the other', () =>
    withPeer(async (peer) => {
      const saying = { firstMs: 5, leadMs: 1, ms: 20, seconds: 0.5 };
      expect(await peer.say('It is raining.')).toEqual(saying);
      expect(await peer.say('Two lines\nin one text.')).toEqual(saying);
      expect(await peer.say('')).toEqual({ ...saying, firstMs: undefined });
    }));

  it('writes its sound where it is told to', () =>
    withPeer(async (peer) => {
      const folder = mkdtempSync(join(tmpdir(), 'voice-peer-'));
      await peer.say('Yes, of course.', join(folder, 'a b.wav'));
      expect(readFileSync(join(folder, 'a b.wav'), 'utf8')).toBe('Yes, of course.');
      rmSync(folder, { recursive: true });
    }));

  it('that answers otherwise is told what was wanted', () =>
    withPeer(async (peer) => {
      await expect(peer.say('babble')).rejects.toThrow(/^--compare: .*printed .*soon.*wanted \{"firstMs"/);
    }));

  it('that dies says its last line', () =>
    withPeer(async (peer) => {
      await expect(peer.say('die')).rejects.toThrow(/out of memory$/);
    }));

  it.skipIf(!lacksPeer)('tells how to install piper-tts', async () => {
    await expect(withPeer(() => Promise.resolve(), { command: 'piper' })).rejects.toThrow(
      /^piper-tts is missing; install it with: .* -m pip install piper-tts$/,
    );
  });
});

describe('memory of a process', () => {
  it.skipIf(process.platform !== 'linux')('has a peak that is no lower than what it takes now', async () => {
    const memory = await processMemory(process.pid);
    expect(memory?.rssMb).toBeGreaterThan(10);
    expect(memory?.peakMb).toBeGreaterThanOrEqual(memory?.rssMb ?? Infinity);
  });

  it('is unknown of one that is not', async () => {
    expect(await processMemory(undefined)).toBeUndefined();
    expect(await processMemory(2 ** 30)).toBeUndefined();
  });
});
