/** IPA to the numbers a Piper voice reads: begin, then every code point with a filler behind it, then end. */
import { beginMark, endMark, padMark, type VoiceConfig } from './voice-config.js';

/** A word of sounds and the punctuation that the voice shall hear behind it (`,` `.` `?` `!` `;` `:` or nothing). */
export interface PhonemeWord {
  readonly ipa: string;
  readonly after: string;
}

export interface PhonemeIds {
  readonly ids: readonly number[];
  /** For each word, how many ids lie before its first sound and up to the end of its last. */
  readonly spans: readonly { readonly from: number; readonly to: number }[];
  /** Code points that this voice does not know; they were left out. */
  readonly unknown: readonly string[];
}

export function toPhonemeIds(words: readonly PhonemeWord[], voice: VoiceConfig): PhonemeIds {
  const ids: number[] = [];
  const unknown = new Set<string>();
  const pad = voice.phonemeIds.get(padMark) ?? [];
  const put = (phoneme: string): void => {
    const found = voice.phonemeIds.get(phoneme);
    if (found === undefined) unknown.add(phoneme);
    else ids.push(...found, ...pad);
  };
  put(beginMark);
  const spans = words.map((word, index) => {
    if (index > 0) put(' ');
    const from = ids.length;
    for (const phoneme of codePoints(word.ipa, voice)) {
      if (isSound(phoneme)) put(phoneme);
      else unknown.add(phoneme);
    }
    const to = ids.length;
    if (word.after !== '') put(word.after);
    return { from, to };
  });
  ids.push(...(voice.phonemeIds.get(endMark) ?? []));
  return { ids, spans, unknown: [...unknown] };
}

/** Decomposed, as Piper's training was: `ç` is `c` and a cedilla unless the voice's map says otherwise. */
function codePoints(ipa: string, voice: VoiceConfig): string[] {
  return Array.from(ipa.normalize('NFD')).flatMap((point) => voice.phonemeMap.get(point) ?? [point]);
}

/** The code points of `ipa` that the voice has no sound for. */
export function unknownPhonemes(ipa: string, voice: VoiceConfig): string[] {
  return [...new Set(codePoints(ipa, voice))].filter((point) => !isSound(point) || !voice.phonemeIds.has(point));
}

/** The marks that frame an utterance are no sounds: inside a word they would end or begin it. */
function isSound(point: string): boolean {
  return point !== beginMark && point !== padMark && point !== endMark;
}
