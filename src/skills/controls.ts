/** What can be changed about the assistant itself while it runs. */

export interface Controls {
  /** 0…2; 1 leaves the voice as it is. */
  readonly volume: number;
  /** 0.5…2; 1 is the voice's own rate. */
  readonly speed: number;
  /** Name of the preset in force. */
  readonly preset: string;
  readonly presets: readonly string[];
  /** Names of the voices that can be spoken with at once. */
  readonly voices: readonly string[];
  readonly voice: string;
  setVolume(volume: number): void;
  setSpeed(speed: number): void;
  /** From the next turn on. Rejects with one line when it does not load; nothing has changed then. */
  setPreset(name: string): Promise<void>;
  /** From the next turn on. Rejects like `setPreset`. */
  setVoice(name: string): Promise<void>;
  /** Hears nothing until a key is pressed. */
  mute(): void;
  /** Answers nobody until it is woken. */
  sleep(): void;
  /**
   * Leaves no trace of what was asked and answered: conversations with anybody, kept replies and their sound, questions
   * of earlier chats, in memory and on disk. What the user wanted remembered stays.
   */
  forgetTraces(): void;
}
