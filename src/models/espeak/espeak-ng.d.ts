/** Types of the espeak-ng build, as far as it is used here. */
declare module '@echogarden/espeak-ng-emscripten' {
  export interface EspeakEvent {
    readonly type: string;
    /** Of a `phoneme`: its IPA. */
    readonly id?: string | number;
    /** Of a `word`: its first character within the text, counted from 1. */
    readonly text_position: number;
    /** Milliseconds from the start of the text's sound. */
    readonly audio_position: number;
  }
  export interface EspeakListing {
    /** Where its description lies among espeak's data, e.g. `gmw/en-US`. */
    readonly identifier: string;
    readonly name: string;
    /** The lower its number, the better the voice fits the language. */
    readonly languages: readonly { readonly priority: number; readonly name: string }[];
  }
  export interface EspeakWorker {
    /** Of all voices, in Hz. */
    readonly samplerate: number;
    /** Words in a minute, 80…450; beyond that nothing changes. */
    rate: number;
    /** Width of the melody, 0…100. */
    range: number;
    /** 0 when the voice exists; a variant behind a `+` is not checked. */
    set_voice(name: string): number;
    list_voices(): EspeakListing[];
    /** Phonemes of the text; `ptr` leads to UTF-8 text with a zero at the end, which is the caller's to free. */
    convert_to_phonemes(text: string, useIpa: boolean): { readonly ptr: number };
    /** Calls back with 100 ms of sound at a time until all is said or `true` is returned; returns only then. */
    synthesize(text: string, onSound: (sound: Int16Array, events: readonly EspeakEvent[]) => boolean): void;
  }
  export interface EspeakModule {
    readonly HEAPU8: Uint8Array;
    readonly FS: { readdir(path: string): string[] };
    readonly eSpeakNGWorker: new () => EspeakWorker;
    _free(pointer: number): void;
  }
  export default function loadEspeak(): Promise<EspeakModule>;
}
