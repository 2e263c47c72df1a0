/** Speech by espeak-ng itself: small, quick, in a hundred languages, and plainly a machine. */
import type { EspeakEvent } from '@echogarden/espeak-ng-emscripten';
import { sayable } from './espeak.js';
import { learnMnemonics, toMnemonics, type Mnemonics } from './mnemonics.js';
import { openEspeak, selectVoice, type EspeakInstance } from './voices.js';

export interface EspeakWord {
  readonly text: string;
  /** Said instead of the text, as far as the voice's language has these sounds. */
  readonly ipa?: string;
}

export interface EspeakClause {
  readonly words: readonly EspeakWord[];
  /** `,` `;` `:` `.` `!` or `?`: decides the melody. */
  readonly mark: string;
  /** 1 is espeak's own pace of 175 words a minute; it goes from 0.46 to 2.57, beyond that nothing changes. */
  readonly speed: number;
  /** Width of the melody: 1 is espeak's own, 0 is flat, 2 the widest. */
  readonly variation: number;
}

export interface EspeakSound {
  /** −1…1, at `sampleRateHz`, with up to some tens of ms of silence at both ends. */
  readonly samples: Float32Array;
  /** One for each word of the clause, never falling. */
  readonly wordEnds: readonly number[];
}

const wordsPerMinute = 175;
const ratesPerMinute = { slowest: 80, fastest: 450 };
const middleRange = 50;

export class EspeakSynthesizer {
  /** The voice's id as espeak-ng has it, with its variant. */
  readonly voice: string;
  readonly #instance: EspeakInstance;
  #mnemonics: Mnemonics | undefined;

  private constructor(instance: EspeakInstance, voice: string) {
    this.#instance = instance;
    this.voice = voice;
  }

  /** @param voice an id, or a language, with or without a variant. Throws when there is none. */
  static async load(voice: string): Promise<EspeakSynthesizer> {
    const instance = await openEspeak();
    const id = selectVoice(instance, voice);
    if (id === undefined) {
      const wanted = 'wanted a voice of espeak-ng such as en-us, de or fr, or one of its variants such as en-us+f3';
      throw new Error(`tts.espeak.voice: got "${voice}", ${wanted}; parley voices lists them`);
    }
    return new EspeakSynthesizer(instance, id);
  }

  get sampleRateHz(): number {
    return this.#instance.worker.samplerate;
  }

  /** Undefined once `isCancelled` says so, which is asked every 100 ms of sound. Blocks the thread until then. */
  speak(clause: EspeakClause, isCancelled: () => boolean): EspeakSound | undefined {
    const { worker } = this.#instance;
    const { text, starts } = layOut(
      clause.words.map((word) => this.#written(word)),
      clause.mark,
    );
    if (text.trim() === clause.mark) return { samples: new Float32Array(0), wordEnds: clause.words.map(() => 0) };
    const rate = Math.round(wordsPerMinute * clause.speed);
    worker.rate = Math.min(ratesPerMinute.fastest, Math.max(ratesPerMinute.slowest, rate));
    worker.range = Math.round(middleRange * Math.min(2, clause.variation));
    const pieces: Int16Array[] = [];
    const events: EspeakEvent[] = [];
    worker.synthesize(text, (sound, heard) => {
      pieces.push(sound);
      events.push(...heard.filter(({ type }) => type === 'word'));
      return isCancelled();
    });
    if (isCancelled()) {
      // An espeak that was stopped says its next word wrong unless its voice is set anew.
      selectVoice(this.#instance, this.voice);
      return undefined;
    }
    const samples = toFloats(pieces);
    return { samples, wordEnds: this.#wordEnds(clause.words, { starts, events, samples: samples.length }) };
  }

  #written({ text, ipa }: EspeakWord): string {
    if (ipa === undefined) return sayable(text);
    this.#mnemonics ??= learnMnemonics(this.#instance, this.voice.startsWith('en'));
    const letters = toMnemonics(ipa, this.#mnemonics);
    return letters === '' ? sayable(text) : `[[${letters}]]`;
  }

  #wordEnds(
    words: readonly EspeakWord[],
    heard: { starts: readonly number[]; events: readonly EspeakEvent[]; samples: number },
  ): number[] {
    const begins = new Map<number, number>();
    for (const { text_position, audio_position } of heard.events) {
      const index = heard.starts.findLastIndex((start) => start <= text_position);
      const sample = Math.min(heard.samples, Math.round((audio_position / 1000) * this.sampleRateHz));
      if (index >= 0 && !begins.has(index)) begins.set(index, sample);
    }
    return spread(words, begins, heard.samples);
  }
}

/** The clause as espeak reads it, and the place of each word's first character, counted from 1. */
function layOut(words: readonly string[], mark: string): { text: string; starts: number[] } {
  const starts: number[] = [];
  let length = 0;
  for (const word of words) {
    starts.push(length + 1);
    length += Array.from(word).length + 1;
  }
  return { text: words.join(' ') + mark, starts };
}

/** Words that espeak runs together ("of the") share what lies between two beginnings by their letters. */
function spread(words: readonly EspeakWord[], begins: ReadonlyMap<number, number>, samples: number): number[] {
  const ends: number[] = [];
  const order = [...begins.entries()].sort(([a], [b]) => a - b).filter(([index]) => index > 0);
  let from = { index: 0, sample: 0 };
  for (const [index, sample] of [...order, [words.length, samples] as const]) {
    const to = { index, sample: Math.max(from.sample, sample) };
    const group = words.slice(from.index, to.index);
    const letters = group.reduce((sum, { text }) => sum + text.length, 0);
    let before = 0;
    for (const { text } of group) {
      before += text.length;
      ends.push(Math.round(from.sample + (to.sample - from.sample) * (before / letters)));
    }
    from = to;
  }
  return ends;
}

function toFloats(pieces: readonly Int16Array[]): Float32Array {
  const samples = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) for (const sample of piece) samples[at++] = sample / 32_768;
  return samples;
}
