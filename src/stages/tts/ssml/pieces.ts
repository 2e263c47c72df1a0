/** Puts marked-up text together again: stretches of one delivery, joined so that a sentence stays one sentence. */
import type { Delivery } from '../../../pipeline/messages.js';

/** A stretch of text that is spoken in one way, and the silence behind it. */
export interface SpeechPiece {
  /** White space at its end means that the sentence goes on in the next piece. */
  readonly text: string;
  readonly delivery?: Delivery;
  readonly pauseAfterMs?: number;
}

/** A pause is made in one block of samples: longer silences are several pieces. */
export const longestPauseMs = 30_000;

interface OpenPiece {
  text: string;
  delivery: Delivery;
  lexicon: Readonly<Record<string, string>>;
  pauseMs: number;
  /** The sentence is over, whatever marks it ends with. */
  isEnded: boolean;
}

const empty: Omit<OpenPiece, 'delivery'> = { text: '', lexicon: {}, pauseMs: 0, isEnded: false };
/** Marks that belong to the word before them, on whichever side of a tag they stand. */
const leadingMarks = /^[,.;:!?…)\]}”’»]+/;

export class PieceBuilder {
  readonly #pieces: OpenPiece[] = [];
  /** Silence that is only heard if more text follows. */
  #betweenMs = 0;

  /** @param lexicon words of `text` that are said in a way of their own */
  say(written: string, delivery: Delivery = {}, lexicon: OpenPiece['lexicon'] = {}): void {
    let text = written.replace(/\s+/g, ' ');
    let last = this.#pieces.at(-1);
    if (last !== undefined && !last.isEnded && last.text !== '') {
      if (last.pauseMs === 0 && isSame(last, delivery) && !isContested(last, text, lexicon)) {
        last.text = `${last.text}${last.text.endsWith(' ') ? text.trimStart() : text}`;
        last.lexicon = { ...last.lexicon, ...lexicon };
        return;
      }
      const marks = last.pauseMs === 0 && !last.text.endsWith(' ') ? (leadingMarks.exec(text)?.[0] ?? '') : '';
      last.text += marks;
      text = text.slice(marks.length);
      if (text.trim() === '' && text !== '' && !last.text.endsWith(' ')) last.text += ' ';
    }
    text = text.trimStart();
    if (text === '') return;
    this.#flushBetween();
    last = this.#pieces.at(-1);
    if (last !== undefined && !last.isEnded && last.text !== '' && !last.text.endsWith(' ')) last.text += ' ';
    this.#pieces.push({ ...empty, text, delivery, lexicon });
  }

  pause(ms: number): void {
    if (ms === 0) return;
    let last = this.#pieces.at(-1);
    if (last === undefined || last.pauseMs + ms > longestPauseMs) {
      last = { ...empty, delivery: {}, isEnded: last?.isEnded ?? true };
      this.#pieces.push(last);
    }
    last.pauseMs += ms;
  }

  /** The sentence is over, with or without a full stop. @param betweenMs silence before the next one, if there is one */
  endSentence(betweenMs = 0): void {
    for (const piece of this.#pieces.slice(this.#pieces.findLastIndex(({ text }) => text !== ''))) {
      piece.text = piece.text.trimEnd();
      piece.isEnded = true;
    }
    if (this.#pieces.length > 0) this.#betweenMs = Math.max(this.#betweenMs, betweenMs);
  }

  finish(): SpeechPiece[] {
    this.endSentence();
    return this.#pieces.map(({ text, delivery, lexicon, pauseMs }) => {
      const how: Delivery = Object.keys(lexicon).length === 0 ? delivery : { ...delivery, lexicon };
      return {
        text,
        ...(Object.keys(how).length === 0 ? {} : { delivery: how }),
        ...(pauseMs === 0 ? {} : { pauseAfterMs: pauseMs }),
      };
    });
  }

  #flushBetween(): void {
    const ms = this.#betweenMs;
    this.#betweenMs = 0;
    this.pause(ms);
  }
}

function isSame({ delivery }: OpenPiece, other: Delivery): boolean {
  return (
    delivery.speed === other.speed &&
    delivery.volume === other.volume &&
    delivery.variation === other.variation &&
    delivery.speaker === other.speaker
  );
}

/** A word that is said in its own way here and in the voice's way there cannot stand in one piece. */
function isContested(piece: OpenPiece, text: string, lexicon: OpenPiece['lexicon']): boolean {
  const differs = (own: OpenPiece['lexicon'], other: OpenPiece['lexicon'], otherText: string): boolean =>
    Object.entries(own).some(([word, said]) => other[word] !== said && otherText.toLowerCase().includes(word));
  return differs(lexicon, piece.lexicon, piece.text) || differs(piece.lexicon, lexicon, text);
}
