import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReplyAudio } from '../../src/pipeline/reply-audio.js';

describe('ReplyAudio', () => {
  it('gives back what was put in, from any sample on', () => {
    const parts = fc.array(fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 7 }), { maxLength: 12 });
    fc.assert(
      fc.property(parts, fc.nat(90), fc.nat(90), (lists, from, count) => {
        const audio = new ReplyAudio();
        for (const list of lists) audio.push(Float32Array.from(list));
        const all = lists.flat();
        expect(audio.length).toBe(all.length);
        expect([...audio.read(from, count)]).toEqual(all.slice(from, from + count));
      }),
    );
  });

  it('hands out copies', () => {
    const audio = new ReplyAudio();
    audio.push(Float32Array.of(1, 2));
    audio.read(0, 2).fill(9);
    expect([...audio.read(0, 2)]).toEqual([1, 2]);
  });
});
