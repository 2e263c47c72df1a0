/** espeak's IPA for English to the sounds that Kokoro was trained on. */

export type Accent = 'american' | 'british';

type Change = readonly [RegExp, string];

/**
 * Facts from the substitutions of misaki, the phonemizer of Kokoro's training: one letter for a diphthong or an
 * affricate, and plain consonants for those that English only borrows.
 */
const shared: readonly Change[] = [
  [/aɪ/g, 'I'],
  [/aʊ/g, 'W'],
  [/eɪ/g, 'A'],
  [/ɔɪ/g, 'Y'],
  [/dʒ/g, 'ʤ'],
  [/tʃ/g, 'ʧ'],
  // Syllabic: "button", "little". A vowel behind takes the consonant along.
  [/(\S)\u0329/g, 'ᵊ$1'],
  [/ə(l)(?![aeiouæɑɒɔəɛɜɪʊʌᵻAIWYˈˌ])/g, 'ᵊ$1'],
  [/ɚ/g, 'əɹ'],
  [/ɐ/g, 'ə'],
  [/r/g, 'ɹ'],
  // Decomposed: the cedilla stands behind.
  [/x|c\u0327/g, 'k'],
  [/g/g, 'ɡ'],
  [/ɬ/g, 'l'],
  [/ʔ/g, 't'],
  [/ʲ|\u0303/g, ''],
];

const american: readonly Change[] = [
  [/oʊ/g, 'O'],
  // The release of the model that is in use writes the tap of "water" with a letter of its own.
  [/ɾ/g, 'T'],
  [/ɜːɹ?/g, 'ɜɹ'],
  [/ɪə/g, 'iə'],
  [/ː/g, ''],
];

const british: readonly Change[] = [
  [/əʊ/g, 'Q'],
  [/eə/g, 'ɛː'],
  [/iə/g, 'ɪə'],
];

/** Behind all others. */
const rest: readonly Change[] = [
  [/e/g, 'A'],
  [/o/g, 'ɔ'],
  // "I", "I'm", "I am": the training had a light stress on it, and without one the voice swallows it.
  [/^I(?!.*[ˈˌ])/, 'ˌI'],
];

/** One word's IPA, without spaces and punctuation. */
export function toKokoroSounds(ipa: string, accent: Accent): string {
  const changes = [...shared, ...(accent === 'american' ? american : british), ...rest];
  return changes.reduce((sounds, [from, to]) => sounds.replace(from, to), ipa.normalize('NFD'));
}
