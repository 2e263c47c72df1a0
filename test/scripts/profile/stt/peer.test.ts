/** Another recogniser on a pipe: answers in order, and one clear line when it does not play along. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startPeer, type Peer, type PeerOptions } from '../../../../scripts/profile/stt/peer.js';

const command = `${process.execPath} ${join(import.meta.dirname, '../../../fixtures/peer.mjs')}`;
const options: PeerOptions = { command, python: 'python3', modelFolder: 'none', language: 'en', threads: 1 };
const python = spawnSync('python3', ['-c', 'import faster_whisper']);
const lacksPeer = python.error === undefined && python.status === 1;

async function withPeer(work: (peer: Peer) => Promise<void>, more: Partial<PeerOptions> = {}): Promise<void> {
  const peer = await startPeer({ ...options, ...more }, new AbortController().signal);
  try {
    await work(peer);
  } finally {
    peer.close();
  }
}

describe('a peer', () => {
  it('answers one file after the other', () =>
    withPeer(async (peer) => {
      expect(await peer.transcribe('a.wav')).toEqual({ file: 'a.wav', text: 'heard a.wav', ms: 5 });
      expect(await peer.transcribe('b c.wav')).toEqual({ file: 'b c.wav', text: 'heard b c.wav', ms: 5 });
    }));

  it('is told apart from noise on its output', () =>
    withPeer(async (peer) => {
      await expect(peer.transcribe('babble')).rejects.toThrow(
        /^--compare: .*printed "Loading model…", which is no JSON$/,
      );
    }));

  it('that dies says its last line', () =>
    withPeer(async (peer) => {
      await expect(peer.transcribe('die')).rejects.toThrow(/out of memory$/);
    }));

  it('that is no program is named', () =>
    withPeer(
      async (peer) => {
        await expect(peer.transcribe('a.wav')).rejects.toThrow(/^--compare: no-such-program: .*ENOENT/);
      },
      { command: 'no-such-program' },
    ));

  it.skipIf(!lacksPeer)('tells how to install faster-whisper', async () => {
    await expect(withPeer(() => Promise.resolve(), { command: 'faster-whisper' })).rejects.toThrow(
      /^faster-whisper is missing; install it with: .* -m pip install faster-whisper$/,
    );
  });
});
