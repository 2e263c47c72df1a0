/** From spoken words to what one run of the voice reads, and back from its durations to the end of every word. */
import { alignWords, type WordPlace } from '../../models/piper/align.js';
import type { Espeak } from '../../models/espeak/espeak.js';
import { toPhonemeIds, type PhonemeIds, type PhonemeWord } from '../../models/piper/phoneme-ids.js';
import type { VoiceConfig } from '../../models/piper/voice-config.js';
import type { SpokenWord } from './spoken-text.js';

/** Longer runs would keep a cancel waiting and grow the network's memory. */
const longestWords = 60;
const sentenceEnds = '.!?';

/** The words in runs of one sentence each, as the voices were trained. */
export function groupSentences(words: readonly SpokenWord[]): SpokenWord[][] {
  return groupBy(words, (word, length) => {
    if (length >= longestWords || (length >= longestWords / 2 && word.after !== '')) return true;
    return word.after !== '' && sentenceEnds.includes(word.after);
  });
}

function groupBy(
  words: readonly SpokenWord[],
  endsGroup: (word: SpokenWord, length: number) => boolean,
): SpokenWord[][] {
  const groups: SpokenWord[][] = [];
  let open: SpokenWord[] = [];
  for (const word of words) {
    open.push(word);
    if (!endsGroup(word, open.length)) continue;
    groups.push(open);
    open = [];
  }
  return open.length > 0 ? [...groups, open] : groups;
}

/** The sounds of one run, word by word as espeak joins them, and where each spoken word lies in them. */
export interface SpokenSounds {
  readonly tokens: readonly PhonemeWord[];
  readonly words: readonly { readonly written: number; readonly place: WordPlace }[];
}

/** Undefined when espeak finds nothing to say. `lastMark` is heard where the text itself ends without punctuation. */
export function soundsOf(words: readonly SpokenWord[], lastMark: string, espeak: Espeak): SpokenSounds | undefined {
  const tokens: PhonemeWord[] = [];
  const places: { written: number; place: WordPlace }[] = [];
  // Clause by clause, so that espeak's own punctuation never has to be guessed from its output.
  for (const clause of groupBy(words, (word) => word.after !== '')) {
    const texts = clause.map((word) => word.text);
    const ipa = espeak.ipaWords(texts);
    const base = tokens.length;
    const mark = clause.at(-1)?.after ?? '';
    tokens.push(...ipa.map((sounds, index) => ({ ipa: sounds, after: index === ipa.length - 1 ? mark : '' })));
    for (const [index, place] of alignWords(texts, ipa).entries()) {
      const token = place.token < 0 ? base - 1 : base + place.token;
      places.push({ written: clause[index]?.written ?? 0, place: { token, fraction: place.fraction } });
    }
  }
  const last = tokens.at(-1);
  if (last === undefined) return undefined;
  if (last.after === '') tokens[tokens.length - 1] = { ...last, after: lastMark };
  return { tokens, words: places };
}

/** One run's phonemes as a Piper voice reads them, and where its words lie in them. */
export interface PhonemeRun {
  readonly phonemes: PhonemeIds;
  readonly words: SpokenSounds['words'];
}

/** As `soundsOf`, with the numbers of the voice's network. */
export function phonemize(
  words: readonly SpokenWord[],
  lastMark: string,
  voice: { espeak: Espeak; config: VoiceConfig },
): PhonemeRun | undefined {
  const sounds = soundsOf(words, lastMark, voice.espeak);
  return sounds && { phonemes: toPhonemeIds(sounds.tokens, voice.config), words: sounds.words };
}

/**
 * The sample at which each word of the run is over, from the start of the run's untrimmed sound. Without durations
 * every id counts the same.
 */
export function wordEndSamples(
  run: PhonemeRun,
  sound: { frames: number; hopSamples: number; durations: readonly number[] | undefined },
): number[] {
  const { ids, spans } = run.phonemes;
  const durations = sound.durations ?? ids.map(() => sound.frames / ids.length);
  const starts = [0];
  for (const duration of durations) starts.push((starts.at(-1) ?? 0) + duration);
  return run.words.map(({ place }) => {
    const span = spans[place.token];
    if (span === undefined) return 0;
    const from = starts[span.from] ?? 0;
    const to = starts[span.to] ?? sound.frames;
    return Math.round((from + (to - from) * place.fraction) * sound.hopSamples);
  });
}
