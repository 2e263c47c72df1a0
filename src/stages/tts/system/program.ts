/** What the programs that speak for an operating system have in common. */

export interface SystemVoice {
  /** What `tts.system.voice` takes. */
  readonly id: string;
  /** A language code where the program tells one, e.g. `en-us`; else empty. */
  readonly language: string;
  readonly name: string;
}

export interface SpeechJob {
  /** One line without markup. It reaches the program through its standard input or a file, never as an option. */
  readonly text: string;
  /** The program's own choice when absent. */
  readonly voice: string | undefined;
  /** 1 is the voice's own. */
  readonly speed: number;
}

/** Where the text lies and where the sound is to go, for programs that read and write files. */
export interface JobFiles {
  readonly textPath: string;
  readonly soundPath: string;
}

export interface SpeechProgram {
  readonly tool: string;
  /** Package that brings it, where it is not part of the system. */
  readonly package?: string;
  /** `pipes`: text on its standard input, WAV on its standard output while it speaks; `files`: a file for each. */
  readonly kind: 'pipes' | 'files';
  args(job: SpeechJob, files: JobFiles): readonly string[];
  /** Added to the environment: where options could be taken for code. */
  environment?(job: SpeechJob): Readonly<Record<string, string>>;
  /** The run that prints its voices, and how to read what it prints. */
  readonly listArgs: readonly string[];
  parseVoices(output: string): SystemVoice[];
  /** Whether a voice that is not in its list may yet be one of its voices. */
  isVariant?(voice: string, known: readonly SystemVoice[]): boolean;
}
