import { describe, expect, it } from 'vitest';
import type { SpeechEvent } from '../../../src/pipeline/messages.js';
import { SpeechTracker } from '../../../src/stages/vad/speech-tracker.js';

const FRAME = 512;

function track(steps: readonly (readonly [number, string?])[], maxSpeechFrames = 100): SpeechEvent[] {
  const tracker = new SpeechTracker({ positive: 0.5, negative: 0.35, minSpeechFrames: 3, maxSpeechFrames });
  return steps.flatMap(([probability, message], index) =>
    tracker.step(
      { samples: new Float32Array(FRAME), sampleRateHz: 16_000, startSample: index * FRAME },
      probability,
      message,
    ),
  );
}

describe('speech tracker', () => {
  it('confirms speech after the minimum and says where the voice ended', () => {
    const events = track([[0.1], [0.9, 'SPEECH_START'], [0.9], [0.9], [0.1], [0.1, 'SPEECH_END']]);
    expect(events).toEqual([
      { kind: 'speech-start', atSample: FRAME },
      { kind: 'speech-confirmed', atSample: 4 * FRAME },
      { kind: 'speech-pause', atSample: 4 * FRAME },
      { kind: 'speech-end', lastSpeechSample: 4 * FRAME, forced: false },
    ]);
  });

  it('tells a pause and its end, and leaves the band between the thresholds alone', () => {
    const events = track([[0.9, 'SPEECH_START'], [0.4], [0.2], [0.2], [0.45], [0.9]]);
    expect(events.map((event) => event.kind)).toEqual(['speech-start', 'speech-pause', 'speech-resume']);
  });

  it('confirms a voice that comes back anew, once it has lasted as long', () => {
    const spoken = [[0.9, 'SPEECH_START'], [0.9], [0.9]] as const;
    const kinds = (...more: readonly (readonly [number, string?])[]): string[] =>
      track([...spoken, [0.1], ...more]).map((event) => event.kind);
    const before = ['speech-start', 'speech-confirmed', 'speech-pause', 'speech-resume'];
    expect(kinds([0.9], [0.9])).toEqual(before);
    expect(kinds([0.9], [0.9], [0.9], [0.9])).toEqual([...before, 'speech-confirmed']);
    expect(kinds([0.9], [0.1], [0.9], [0.9])).toEqual([...before, 'speech-pause', 'speech-resume']);
  });

  it('counts short sounds together until the first is sure, as the frame processor does', () => {
    const events = track([[0.9, 'SPEECH_START'], [0.1], [0.9], [0.1], [0.9], [0.1, 'SPEECH_END']]);
    expect(events.filter(({ kind }) => kind === 'speech-confirmed')).toHaveLength(1);
    expect(events.at(-1)?.kind).toBe('speech-end');
  });

  it('calls a short burst a misfire', () => {
    const events = track([[0.9, 'SPEECH_START'], [0.1], [0.1, 'VAD_MISFIRE']]);
    expect(events.map((event) => event.kind)).toEqual(['speech-start', 'speech-pause', 'misfire']);
  });

  it('ends speech that is longer than a turn may be, by force', () => {
    const events = track([[0.9, 'SPEECH_START'], [0.9], [0.9], [0.9]], 4);
    expect(events.at(-1)).toEqual({ kind: 'speech-end', lastSpeechSample: 4 * FRAME, forced: true });
  });
});
