/** From IPA to the letters in which espeak-ng writes sounds, learnt from how it writes words it knows. */
import type { EspeakInstance } from './voices.js';

/** IPA of one sound → espeak's letters for it; both without stress. */
export type Mnemonics = ReadonlyMap<string, string>;

/** Words that hold every sound of English between them. */
const englishWords =
  'pie buy tie die key guy fee vie thigh thy see zoo she vision how my no sing lie rye you way chew joy kit dress trap lot strut foot bath cloth nurse fleece face palm thought goat goose price choice mouth near square start north force cure happy letter comma rabbit button little city better bird hurry marry loch father about roses'.split(
    ' ',
  );
/** Spellings of sounds that are in no number, in one language or another. */
const spellings =
  'sche ache iche che she cze sze że źe će şe çe ñe gne glie lle rre the phe je ge džu ğe än öl üb ou eau oi eu on in un an ain ein au ei ie ij ui'.split(
    ' ',
  );
/** Every language has words for these. */
const numbers = [...Array.from({ length: 31 }, (_, index) => String(index)), '40', '50', '60', '70', '80', '90'];
const letters = 'a b c d e f g h i j k l m n o p q r s t u v w x y z'.split(' ');

/** Sounds of a language that are in none of the words it is asked for stay unknown. */
export function learnMnemonics(espeak: EspeakInstance, isEnglish: boolean): Mnemonics {
  const mnemonics = new Map<string, string>();
  for (const word of [...(isEnglish ? englishWords : spellings), ...numbers, '100', '1000', ...letters]) {
    const ipa = phonemesOf(espeak, word, true).split(/[\s_]+/);
    const own = phonemesOf(espeak, word, false).split(/[\s_]+/);
    // A word with a sign that is no sound in one of the two cannot be read side by side.
    if (ipa.length !== own.length || ipa.some((sound) => sound.includes('('))) continue;
    for (const [index, sound] of ipa.entries()) {
      const bare = sound.replace(/[ˈˌ]/g, '');
      const written = (own[index] ?? '').replace(/^[',%=]+/, '');
      if (bare !== '' && /^[\w@:#~?*^;-]+$/.test(written) && !mnemonics.has(bare)) mnemonics.set(bare, written);
    }
  }
  return mnemonics;
}

/** As espeak reads it between brackets. The longest known sound counts; what stays unknown is left out. */
export function toMnemonics(ipa: string, mnemonics: Mnemonics): string {
  const longest = Math.max(0, ...[...mnemonics.keys()].map((sound) => sound.length));
  const written: string[] = [];
  for (let at = 0; at < ipa.length;) {
    const stress = { ˈ: "'", ˌ: ',' }[ipa.charAt(at)];
    let length = stress === undefined ? Math.min(longest, ipa.length - at) : 0;
    while (length > 0 && !mnemonics.has(ipa.slice(at, at + length))) length--;
    written.push(stress ?? mnemonics.get(ipa.slice(at, at + length)) ?? '');
    at += Math.max(1, length);
  }
  return written.join('');
}

/** Sounds parted by `_`, words by white space. */
export function phonemesOf({ module, worker }: EspeakInstance, text: string, isIpa: boolean): string {
  const { ptr } = worker.convert_to_phonemes(text, isIpa);
  const heap = module.HEAPU8;
  const phonemes = new TextDecoder().decode(heap.subarray(ptr, heap.indexOf(0, ptr)));
  module._free(ptr);
  return phonemes;
}
