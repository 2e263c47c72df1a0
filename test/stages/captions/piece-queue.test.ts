/** Whoever is behind gets all that waits at once; nothing is lost on the way. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { queuePieces } from '../../../src/stages/captions/piece-queue.js';
import type { Piece } from '../../../src/stages/captions/segment-cutter.js';
import { settle } from '../../fakes/scope.js';

const { signal } = new AbortController();

function audio(startSample: number): Piece {
  const samples = Float32Array.from({ length: 512 }, (_, i) => startSample + i);
  return { kind: 'audio', frame: { samples, sampleRateHz: 16_000, startSample } };
}

/** `a` audio, `p` a pause, `q` quiet; each audio follows the one before. */
function piecesOf(kinds: string): Piece[] {
  let at = 0;
  return Array.from(kinds, (kind) => {
    if (kind === 'p') return { kind: 'pause' };
    if (kind === 'q') return { kind: 'quiet', endSample: at };
    at += 512;
    return audio(at - 512);
  });
}

async function readAll(pieces: readonly Piece[], isSlow: boolean): Promise<Piece[]> {
  async function* source(): AsyncGenerator<Piece> {
    yield* pieces;
  }
  const queue = queuePieces(source(), 4096, signal);
  const read: Piece[] = [];
  for (let piece = await queue.next(); piece !== undefined; piece = await queue.next()) {
    read.push(piece);
    if (isSlow) await settle();
  }
  return read;
}

describe('pieces on their way', () => {
  it('lose no sound and change no order, however slowly they are read', async () => {
    const kinds = fc.array(fc.constantFrom('a', 'a', 'a', 'p', 'q'), { maxLength: 60 }).map((all) => all.join(''));
    await fc.assert(
      fc.asyncProperty(kinds, fc.boolean(), async (said, isSlow) => {
        const read = await readAll(piecesOf(said), isSlow);
        let at = 0;
        for (const piece of read) {
          if (piece.kind === 'quiet') expect(piece.endSample).toBe(at);
          if (piece.kind !== 'audio') continue;
          expect([piece.frame.startSample, piece.frame.samples[0]]).toEqual([at, at]);
          at += piece.frame.samples.length;
          expect(piece.frame.samples.at(-1)).toBe(at - 1);
        }
        expect(at).toBe(512 * said.replace(/[^a]/g, '').length);
        expect(read.filter(({ kind }) => kind === 'quiet')).toHaveLength(said.replace(/[^q]/g, '').length);
      }),
      { numRuns: 50 },
    );
  });

  it('come together where they wait, without the pauses between them, but for the last', async () => {
    const [first, ...rest] = await readAll(piecesOf('aapaap'), true);
    expect(first?.kind).toBe('audio');
    expect(rest.map(({ kind }) => kind)).toEqual(['audio', 'pause']);
    expect(await readAll(piecesOf('a'.repeat(1000)), true)).toHaveLength(5);
  });

  it('throw what their source throws', async () => {
    async function* source(): AsyncGenerator<Piece> {
      yield audio(0);
      throw new Error('no microphone');
    }
    const queue = queuePieces(source(), 10, signal);
    expect((await queue.next())?.kind).toBe('audio');
    await expect(queue.next()).rejects.toThrow('no microphone');
    await queue.close();
  });
});
