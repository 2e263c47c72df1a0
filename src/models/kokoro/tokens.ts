/** Sounds to the numbers that Kokoro reads. */
import type { PhonemeWord } from '../piper/phoneme-ids.js';

/**
 * The symbols in order, each run with the number of its first. Facts from `vocab` in the public configuration of
 * hexgrad/Kokoro-82M; the numbers between the runs mean nothing.
 */
const runs: readonly (readonly [number, string])[] = [
  [1, ';:,.!?'],
  [9, '—…"()“” \u0303ʣʥʦʨᵝ\uAB67AI'],
  [31, 'O'],
  [33, 'Q'],
  [35, 'ST'],
  [39, 'W'],
  [41, 'Yᵊabcdef'],
  [50, 'hijklmnopqrstuvwxyzɑɐɒæ'],
  [75, 'βɔɕç'],
  [80, 'ɖðʤə'],
  [85, 'ɚɛɜ'],
  [90, 'ɟ'],
  [92, 'ɡ'],
  [99, 'ɥ'],
  [101, 'ɨɪʝ'],
  [110, 'ɯɰŋɳɲɴø'],
  [118, 'ɸθœ'],
  [123, 'ɹ'],
  [125, 'ɾɻ'],
  [128, 'ʁɽʂʃʈʧ'],
  [135, 'ʊʋ'],
  [138, 'ʌɣɤ'],
  [142, 'χʎ'],
  [147, 'ʒʔ'],
  [156, 'ˈˌː'],
  [162, 'ʰ'],
  [164, 'ʲ'],
  [169, '↓'],
  [171, '→↗↘'],
  [177, 'ᵻ'],
];

/** The number of every symbol. */
export const symbolNumbers: ReadonlyMap<string, number> = new Map(
  runs.flatMap(([first, symbols]) => Array.from(symbols).map((symbol, index) => [symbol, first + index] as const)),
);

/** Stands before the first sound and behind the last. */
const pad = 0;
/** As many symbols as one run takes, without the pads. Source: the 512 positions of the model's PL-BERT. */
export const mostTokens = 510;

export interface KokoroTokens {
  /** With a pad at both ends. */
  readonly ids: readonly number[];
  /** For each word, how many ids lie before its first sound and up to the end of its last. */
  readonly spans: readonly { readonly from: number; readonly to: number }[];
}

/** Words with a space between them and their punctuation behind them. Symbols that Kokoro does not know are left out. */
export function toTokens(words: readonly PhonemeWord[]): KokoroTokens {
  const ids = [pad];
  const put = (symbols: string): void => {
    for (const symbol of symbols) {
      const number = symbolNumbers.get(symbol);
      if (number !== undefined) ids.push(number);
    }
  };
  const spans = words.map((word, index) => {
    if (index > 0) put(' ');
    const from = ids.length;
    put(word.ipa);
    const to = ids.length;
    put(word.after);
    return { from, to };
  });
  return { ids: [...ids, pad], spans };
}

/** Those of the symbols that Kokoro does not know, each once. */
export function unknownSymbols(sounds: string): string[] {
  return [...new Set(sounds)].filter((symbol) => !symbolNumbers.has(symbol));
}
