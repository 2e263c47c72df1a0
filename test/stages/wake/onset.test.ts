import { describe, expect, it } from 'vitest';
import { findOnset, type HeardFrame } from '../../../src/stages/wake/onset.js';
import { wordOfFile } from '../../../src/stages/wake/words.js';

const FRAME = 512;

function frames(probabilities: readonly number[]): HeardFrame[] {
  return probabilities.map((speechProbability, index) => ({
    ...{ startSample: index * FRAME, endSample: (index + 1) * FRAME, speechProbability },
  }));
}

const times = (count: number, probability: number): number[] => Array.from({ length: count }, () => probability);

describe('findOnset', () => {
  it('finds the pause before the word', () => {
    const heard = frames([...times(40, 0.01), ...times(30, 0.9)]);
    expect(findOnset(heard, 70 * FRAME)).toBe(40 * FRAME);
  });

  it('does not take a consonant for a pause', () => {
    const heard = frames([...times(40, 0.01), ...times(10, 0.9), 0.1, ...times(19, 0.9)]);
    expect(findOnset(heard, 70 * FRAME)).toBe(40 * FRAME);
  });

  it('guesses a usual word where it was said in one breath with what came before', () => {
    expect(findOnset(frames(times(100, 0.9)), 100 * FRAME)).toBe(100 * FRAME - 16_000);
  });

  it('guesses where the voice detector heard nothing, and not before the stream', () => {
    expect(findOnset(frames(times(100, 0)), 100 * FRAME)).toBe(100 * FRAME - 16_000);
    expect(findOnset([], 8000)).toBe(0);
  });
});

describe('wordOfFile', () => {
  it.each([
    ['/models/hey_jarvis_v0.1.onnx', 'hey jarvis'],
    ['alexa_v0.1.onnx', 'alexa'],
    ['./Computer.onnx', 'computer'],
    ['ok-nabu-v2.onnx', 'ok nabu'],
  ])('reads %s as %s', (file, word) => {
    expect(wordOfFile(file)).toBe(word);
  });
});
