/** The parts of `bench tts` beside first sounds: likeness, cache, intelligibility and gaps. */
import { AudioError } from '../../../src/audio/audio-error.js';
import { ensurePreferred } from '../../../src/models/fetch-preferred.js';
import { openRecognizer } from '../stt/recognizer.js';
import { planVoice } from './assistant-way.js';
import { cacheRows, measureCache } from './cache.js';
import { gapFacts, gapRows, loads, measureGaps } from './gaps.js';
import { measureIntelligibility, readingFacts } from './intelligibility.js';
import { spread, type Bench, type Found, type TtsBenchOptions } from './part.js';
import { openPeer } from './peer.js';
import { readAloudSentences } from './read-aloud.js';
import { chooseReplies } from './replies.js';
import { measureSnr, snrFacts } from './snr.js';
import { openHere, wholeSpec } from './voice.js';

/** Sentences of the comparison with the whole run. */
const SNR_SENTENCES = 100;
/** The transcripts are this model's. */
const LISTENER = 'whisper-base';

/** The replies, and behind them sentences with numbers and names. */
function snrTexts(limit = SNR_SENTENCES): string[] {
  const texts = [...chooseReplies().map(({ text }) => text), ...readAloudSentences.map(({ written }) => written)];
  const wanted = texts.slice(0, SNR_SENTENCES);
  return spread(wanted, limit);
}

export async function compareWithWhole({ plan, voice }: Bench, options: TtsBenchOptions): Promise<Found> {
  const whole = wholeSpec(plan.tts);
  const folder = plan.models.get('tts')?.folder;
  if (voice.info.engine !== 'piper' || whole === undefined || folder === undefined) {
    throw new AudioError(
      `--snr: got ${voice.info.engine}, which is not cut into windows; wanted piper with tts.streaming on`,
    );
  }
  const { signal } = options.fetch;
  const inOnePiece = await openHere(whole, signal);
  try {
    const results = await measureSnr(snrTexts(options.limit), {
      ...{ modelFolder: folder, threads: voice.info.threads, streamed: voice, whole: inOnePiece, signal },
      onSentence: ({ text, snrDb, trimmedSnrDb }, count) => {
        options.onProgress(`${count}: ${snrDb.toFixed(1)} dB, trimmed ${trimmedSnrDb.toFixed(1)} dB "${text}"`);
      },
    });
    return { rows: [], facts: snrFacts(results), details: results };
  } finally {
    await inOnePiece.close();
  }
}

export async function useCache({ voice }: Bench, options: TtsBenchOptions): Promise<Found> {
  const texts = chooseReplies(options.limit).map(({ text }) => text);
  const { signal } = options.fetch;
  options.onProgress(`cache: ${texts.length} replies, each twice`);
  const { size_mb } = options.config.settings.tts.cache;
  const result = await measureCache(voice, texts, { sizeMb: size_mb, signal });
  return { rows: cacheRows(result), facts: result.facts, details: result };
}

export async function read({ plan, voice }: Bench, options: TtsBenchOptions): Promise<Found> {
  const { fetch, compare } = options;
  const [listener] = await ensurePreferred([[LISTENER]], fetch);
  const { threads } = voice.info;
  const recognizer = await openRecognizer(
    { modelFolder: listener?.folder ?? '', threads: Math.max(1, threads), language: 'en' },
    'here',
    fetch.signal,
  );
  try {
    const peer = compare && (await openPeer(compare, { plan, info: voice.info }, fetch.signal));
    try {
      const results = await measureIntelligibility(spread(readAloudSentences, options.limit), {
        ...{ voice, peer, signal: fetch.signal },
        transcribe: async (samples) => (await recognizer.transcribe(samples, 'en')).text,
        onSentence: ({ written, heard }, count) => {
          options.onProgress(`${count}: ${heard.errors} errors "${written}" heard "${heard.text}"`);
        },
      });
      return { rows: [], facts: { ...readingFacts(results), listener: LISTENER }, details: results };
    } finally {
      peer?.close();
    }
  } finally {
    await recognizer.close();
  }
}

export async function play(options: TtsBenchOptions): Promise<Found> {
  const wanted = options.loads ?? loads;
  const needsModel = wanted.some((load) => load.endsWith('llm'));
  const plan = await planVoice(options.config, needsModel ? ['tts', 'llm'] : ['tts'], options.fetch);
  const { signal } = options.fetch;
  const results = await measureGaps({
    ...{ plan, seconds: options.gapsSeconds, loads: wanted, signal },
    onLoad: ({ load, seconds, gapsMs }) => {
      options.onProgress(`${load}: ${gapsMs.length} gaps in ${seconds.toFixed(1)} s of speech`);
    },
  });
  return { rows: gapRows(results), facts: gapFacts(results), details: results };
}
