/** Types of the espeak-ng build, as far as it is used here. */
declare module '@echogarden/espeak-ng-emscripten' {
  export interface EspeakWorker {
    /** 0 when the voice exists. */
    set_voice(name: string): number;
    /** Phonemes of the text; `ptr` leads to UTF-8 text with a zero at the end. */
    convert_to_phonemes(text: string, useIpa: boolean): { readonly ptr: number };
  }
  export interface EspeakModule {
    readonly HEAPU8: Uint8Array;
    readonly eSpeakNGWorker: new () => EspeakWorker;
  }
  export default function loadEspeak(): Promise<EspeakModule>;
}
