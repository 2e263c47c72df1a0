/** From spoken words to what one run of the voice reads, and back from its durations to the end of every word. */
import { alignWords, type WordPlace } from '../../models/piper/align.js';
import type { Espeak } from '../../models/espeak/espeak.js';
import { toPhonemeIds, unknownPhonemes, type PhonemeIds, type PhonemeWord } from '../../models/piper/phoneme-ids.js';
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

/**
 * Undefined when espeak finds nothing to say. `lastMark` is heard where the text itself ends without punctuation. Words
 * whose sounds the lexicon gives are never shown to espeak.
 */
export function soundsOf(words: readonly SpokenWord[], lastMark: string, espeak: Espeak): SpokenSounds | undefined {
  const tokens: PhonemeWord[] = [];
  const places: { written: number; place: WordPlace }[] = [];
  // Stretch by stretch, so that espeak's own punctuation never has to be guessed from its output.
  for (const stretch of stretches(words)) {
    const texts = stretch.map((word) => word.text);
    const given = stretch[0]?.ipa;
    const ipa = (given === undefined ? espeak.ipaWords(texts) : [given]).map(soundsOnly).filter((word) => word !== '');
    const base = tokens.length;
    tokens.push(...ipa.map((sounds) => ({ ipa: sounds, after: '' })));
    for (const [index, place] of alignWords(texts, ipa).entries()) {
      const token = place.token < 0 ? base - 1 : base + place.token;
      places.push({ written: stretch[index]?.written ?? 0, place: { token, fraction: place.fraction } });
    }
    mark(tokens, stretch.at(-1)?.after ?? '', base);
  }
  const last = tokens.at(-1);
  if (last === undefined) return undefined;
  if (last.after === '') tokens[tokens.length - 1] = { ...last, after: lastMark };
  return { tokens, words: places };
}

/** Letters with their marks, tones and lengths: what espeak puts between them is not for a voice. */
function soundsOnly(ipa: string): string {
  return ipa.replace(/[^\p{L}\p{M}\p{Nd}\u02B0-\u02FF]/gu, '');
}

/** Clauses, parted once more around every word with sounds of its own. */
function stretches(words: readonly SpokenWord[]): SpokenWord[][] {
  return groupBy(words, (word) => word.after !== '').flatMap((clause) => {
    const parts: SpokenWord[][] = [];
    for (const [index, word] of clause.entries()) {
      const isJoined = index > 0 && word.ipa === undefined && clause[index - 1]?.ipa === undefined;
      if (isJoined) parts.at(-1)?.push(word);
      else parts.push([word]);
    }
    return parts;
  });
}

/** Puts the pause behind the last sound from `base` on; where there is none, there is nothing to pause behind. */
function mark(tokens: PhonemeWord[], after: string, base: number): void {
  const last = tokens.at(-1);
  if (last !== undefined && tokens.length > base) tokens[tokens.length - 1] = { ...last, after };
}

/** One run's phonemes as a Piper voice reads them, and where its words lie in them. */
export interface PhonemeRun {
  readonly phonemes: PhonemeIds;
  readonly words: SpokenSounds['words'];
}

/** As `soundsOf`, with the numbers of the voice's network. Throws one line for a lexicon entry the voice cannot say. */
export function phonemize(
  words: readonly SpokenWord[],
  lastMark: string,
  voice: { espeak: Espeak; config: VoiceConfig },
): PhonemeRun | undefined {
  for (const word of words) checkSayable(word, voice.config);
  const sounds = soundsOf(words, lastMark, voice.espeak);
  return sounds && { phonemes: toPhonemeIds(sounds.tokens, voice.config), words: sounds.words };
}

function checkSayable({ text, ipa }: SpokenWord, config: VoiceConfig): void {
  const unknown = ipa === undefined ? [] : unknownPhonemes(ipa, config);
  if (unknown.length === 0) return;
  throw new Error(
    `tts.lexicon: "${text}" is said /${ipa ?? ''}/, but this voice has no sound for ${unknown.map(shown).join(' ')}; ` +
      `wanted IPA of the voice's language, or plain words without slashes`,
  );
}

/** A mark that stands on its own is hard to see: its number goes with it. */
function shown(point: string): string {
  const code = (point.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(point) ? point : `U+${code}`;
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
