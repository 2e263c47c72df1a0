/** A voice after the turn was taken: does the user go on, or was it a cough, a "mm-hm", our own echo? A pure state machine. */
import { soundsLikeEcho } from './echo.js';
import { classifyInterjection, type Interrupting } from './interjection.js';
import { sameWords } from './same-words.js';
import { SureWords } from './sure-words.js';

/** `wait`: nobody can tell yet. `reopen`: the turn is theirs again. `go-on`: it was nothing, the answer may go on. */
export type ReturnVerdict = 'wait' | 'reopen' | 'go-on';

export interface ReturningOptions {
  /** What was heard when the turn was taken. */
  readonly text: string;
  readonly language: string;
  /** Whether words will tell: the recogniser reports while it listens. */
  readonly partials: boolean;
  /** All that the loudspeaker may have said lately. */
  readonly spoken: () => string;
  /** What came back was that. */
  readonly onEcho: () => void;
}

export type ReturnEvent =
  /** A frame of voice; `ms` is its length. */
  | { readonly kind: 'voice'; readonly ms: number }
  /** A frame without voice. */
  | { readonly kind: 'silence'; readonly ms: number }
  /** The voice has lasted long enough to be no click. */
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'paused' }
  | { readonly kind: 'misfire' }
  /** The voice may last no longer, or there is no more sound. */
  | { readonly kind: 'cut' }
  /** The recogniser has read the turn so far; `atPause`: up to a pause. */
  | { readonly kind: 'read'; readonly text: string; readonly atPause: boolean };

/** A sound as short as this is none that anybody makes to go on. */
export const CLICK_MS = 70;
/** So much voice is no cough, where the recogniser has nothing to say to it. */
const SURELY_VOICE_MS = 800;
/** So much is something that must be heard out, words or not. */
const LONG_VOICE_MS = 2500;
/** So much in all is no click, though none of its parts lasted long enough to be confirmed. */
const CONFIRMED_MS = 250;
/** With so much of it a voice may change the words before it; a cough is shorter. */
const MORE_VOICE_MS = 400;
/** A recogniser that is silent for so long after the voice has no say any more. */
export const LATEST_WORD_MS = 700;

export class Returning {
  readonly #options: ReturningOptions;
  #voicedMs = 0;
  /** Of it, behind the latest time that the recogniser read on and found no words. */
  #unreadMs = 0;
  readonly #sureWords = new SureWords();
  /** Silence since the voice, once it has paused. */
  #silentMs: number | undefined;
  #isConfirmed = false;
  /** All that was understood so far is our own voice. */
  #isEcho = false;

  constructor(options: ReturningOptions) {
    this.#options = options;
  }

  step(event: ReturnEvent): ReturnVerdict {
    switch (event.kind) {
      case 'voice':
        this.#voicedMs += event.ms;
        this.#unreadMs += event.ms;
        this.#silentMs = undefined;
        return this.#isSurelyVoice && !this.#isEcho ? 'reopen' : 'wait';
      case 'silence':
        if (this.#silentMs === undefined) return 'wait';
        this.#silentMs += event.ms;
        return this.#silentMs >= LATEST_WORD_MS ? this.#bySound() : 'wait';
      case 'confirmed':
        this.#isConfirmed = true;
        return this.#options.partials ? 'wait' : 'reopen';
      case 'paused':
        this.#silentMs = 0;
        if (!this.#isConfirmed && this.#voicedMs <= CLICK_MS) return 'go-on';
        return this.#options.partials ? 'wait' : this.#bySound();
      case 'misfire':
        // Too short for the detector; but "stop" is short, and the recogniser may not have said yet what it was.
        return this.#options.partials && this.#silentMs !== undefined && this.#voicedMs > CLICK_MS ? 'wait' : 'go-on';
      case 'cut':
        return this.#bySound();
      case 'read':
        return this.#byWords(event.text, event.atPause);
    }
  }

  get #isSurelyVoice(): boolean {
    return this.#unreadMs >= SURELY_VOICE_MS || this.#voicedMs >= LONG_VOICE_MS;
  }

  #bySound(): ReturnVerdict {
    return this.#isConfirmed || this.#voicedMs >= CONFIRMED_MS ? 'reopen' : 'go-on';
  }

  #byWords(text: string, atPause: boolean): ReturnVerdict {
    const { language, spoken, onEcho } = this.#options;
    const isOver = atPause && this.#silentMs !== undefined;
    const news = newWords(this.#options.text, text);
    this.#isEcho = news !== '' && soundsLikeEcho(news, spoken(), language);
    if (this.#isEcho) {
      onEcho();
      return isOver ? 'go-on' : 'wait';
    }
    const meaning = classifyInterjection({ text: news, voicedMs: this.#voicedMs, atPause: isOver, language });
    const areWords = this.#sureWords.step(meaning, { text: news, isAll: isOver });
    if (meaning === 'call' || areWords) return 'reopen';
    if (meaning === 'nothing') this.#unreadMs = 0;
    // A voice that makes other words of those before it belongs to them: "in a minute" was "in a bit".
    const isMore = this.#isConfirmed && this.#voicedMs >= MORE_VOICE_MS && meaning === 'nothing' && text !== '';
    if (isOver && isMore && !sameWords(this.#options.text, text)) return 'reopen';
    return isOver ? 'go-on' : 'wait';
  }
}

/** Who goes on only to say "never mind" wants no answer. `before`: the text when the turn was last taken. */
export function saysStop(before: string, said: Omit<Interrupting, 'atPause' | 'reply'>): boolean {
  return classifyInterjection({ ...said, text: newWords(before, said.text), atPause: true }) === 'call';
}

/** The words of `after` behind those of `before`; a recogniser that thinks better of the old ones adds none. */
export function newWords(before: string, after: string): string {
  const count = toWords(before).length;
  return toWords(after).slice(count).join(' ');
}

function toWords(text: string): string[] {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
}
