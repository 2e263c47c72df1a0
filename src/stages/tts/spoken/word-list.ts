/** The spoken words of a text as they are found, with the pauses behind them and the written words they come from. */

/** A word as said. */
export interface SpokenWord {
  readonly text: string;
  /** Number of the written word in which it was said: an index into `writtenWords` of the same text. */
  readonly written: number;
  /** What the voice should hear behind it: `,` `;` `:` `.` `!` `?`, or nothing. */
  readonly after: Pause | '';
  /** Its sounds, where the lexicon gives them; `text` is then the word as written. */
  readonly ipa?: string;
}

type Pause = ',' | ';' | ':' | '.' | '!' | '?';

/** Some characters of the clean text and what is said for them. */
interface SpokenPiece {
  readonly length: number;
  /** Words and punctuation. */
  readonly said?: string;
  /** The words of `said` are parted by spaces alone. */
  readonly keepsSigns?: boolean;
  /** Sounds instead of `said`, of what is written. */
  readonly ipa?: string;
  readonly written?: string;
}

export class WordList {
  readonly words: SpokenWord[] = [];
  readonly #wordAt: readonly number[];

  /** @param wordAt for each unit of the clean text the number of its written word */
  constructor(wordAt: readonly number[]) {
    this.#wordAt = wordAt;
  }

  /** Adds what is said for the piece at `at`; its words are spread evenly over the written words that it came from. */
  add(piece: SpokenPiece, at: number): void {
    const first = this.#wordAt[at] ?? 0;
    const last = this.#wordAt[at + piece.length - 1] ?? first;
    const parts = partsOf(piece);
    const spoken = parts.filter(({ isWord }) => isWord).length;
    let index = 0;
    for (const { text, isWord, ipa } of parts) {
      if (!isWord) {
        this.#pause(text);
        continue;
      }
      const written = first + Math.floor((index * (last - first + 1)) / spoken);
      this.words.push({ text, written, after: '', ...(ipa === undefined ? {} : { ipa }) });
      index += 1;
    }
  }

  /** Of several marks behind a word the strongest is heard. */
  #pause(mark: string): void {
    const last = this.words.at(-1);
    const pause = pauses.get(mark);
    if (last === undefined || pause === undefined) return;
    if (last.after === '' || strength.indexOf(pause) > strength.indexOf(last.after)) {
      this.words[this.words.length - 1] = { ...last, after: pause };
    }
  }
}

interface Part {
  readonly text: string;
  readonly isWord: boolean;
  readonly ipa?: string;
}

function partsOf({ said = '', keepsSigns = false, ipa, written = '' }: SpokenPiece): Part[] {
  if (ipa !== undefined) {
    const texts = written.split(/\s+/);
    return ipa.split(' ').map((sounds, index) => ({ text: texts[index] ?? written, isWord: true, ipa: sounds }));
  }
  const parts = said.match(keepsSigns ? /\S+/g : /[\p{L}\p{M}\p{N}]+(?:['’.-][\p{L}\p{M}\p{N}]+)*|\S/gu) ?? [];
  return parts.map((text) => ({ text, isWord: keepsSigns || /^[\p{L}\p{N}]/u.test(text) }));
}

const strength = ',;:.!?';
const pauses: ReadonlyMap<string, Pause> = new Map(
  Object.entries({
    ...{ ',': ',', ';': ';', ':': ':', '.': '.', '!': '!', '?': '?' },
    ...{ '…': '.', '—': ',', '–': ',', '(': ',', ')': ',' },
    ...{ '。': '.', '，': ',', '、': ',', '！': '!', '？': '?', '；': ';', '：': ':', '؟': '?', '،': ',', '।': '.' },
  }),
);
