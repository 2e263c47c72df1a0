/** A turn as the assistant tells it, for those who make something of reports; taken from a real one. */
import type { TurnReport } from '../../src/pipeline/report.js';

const words = 'What is the time in Lisbon?';

export function turnOf(changes: Partial<TurnReport> = {}): TurnReport {
  return {
    ...{
      turn: '1',
      outcome: { kind: 'done' },
      transcript: words,
      reply: 'Half past three.',
      heard: 'Half past three.',
    },
    source: 'skill',
    timings: {
      ...{ endpointMs: 300, sttFinalMs: 304, nlpMs: 0.7, firstTokenMs: 91, firstSentenceMs: 92 },
      ...{ ttsFirstAudioMs: 173, voiceToVoiceMs: 313, draftUsed: true, cacheHit: false },
    },
    ...{ audioMs: 2624, partials: 2, underruns: 0, gapMs: 0, reopened: 0 },
    endpoint: { silenceMs: 287.5, waitMs: 160, reasons: ['a skill understands it as it is'], sounds: [] },
    speculation: { started: 2, gainedMs: 88, wastedMs: 12, used: 'early' },
    marks: {
      ...{
        'stt.first-in': 12_000,
        'stt.first-out': 12_550,
        endpoint: 13_300,
        'stt.final': 13_304,
        'stt.last-out': 14_460,
      },
      ...{ 'nlp.first-in': 13_086, 'nlp.first-out': 13_087, 'nlp.last-out': 13_092 },
      ...{ 'response.first-in': 13_087, 'response.first-out': 13_091, 'response.last-out': 13_093 },
      ...{ 'split.first-in': 13_091, 'split.first-out': 13_092, 'split.last-out': 13_093 },
      ...{ 'tts.first-in': 13_092, 'tts.first-out': 13_173, 'tts.last-out': 13_397, 'first-sound': 13_313 },
    },
    counts: { 'tts.cache.miss': 1, 'cache-hit': 0, 'nlp.outputs': 1 },
    ...changes,
  };
}
