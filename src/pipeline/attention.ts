/** Whether speech is meant for the assistant: by mode, wake word, key, mute and sleep. A pure state machine. */
import type { WakeHit } from './wake.js';

/** What opens a turn: any speech; a wake word, and for a while after each reply any speech; a key alone. */
export type AttentionMode = 'always' | 'word' | 'key';

export interface AttentionSettings {
  readonly mode: AttentionMode;
  /** How the session begins. */
  readonly start: 'awake' | 'asleep' | 'muted';
  /** After a reply no wake word is needed for so long. */
  readonly followUpMs: number;
  /** Of the stream whose samples all positions count. */
  readonly sampleRateHz: number;
}

/** `atSample`: how far the microphone's stream is. The stream is the only time there is. */
export type AttentionEvent =
  | { readonly kind: 'wake'; readonly hit: WakeHit }
  /** `key-tap` is for terminals, which do not tell when a key is let go: one opens a turn, the next ends it. */
  | { readonly kind: 'key-down' | 'key-up' | 'key-tap'; readonly atSample: number }
  | { readonly kind: 'mute' | 'unmute' | 'mute-toggle'; readonly atSample: number }
  | { readonly kind: 'sleep' | 'wake-up' | 'sleep-toggle'; readonly atSample: number }
  /** A turn of any kind begins, an announcement as well. Each one ends. */
  | { readonly kind: 'turn-opened'; readonly atSample: number }
  /** The user has finished: the turn passes to the assistant. */
  | { readonly kind: 'endpoint'; readonly atSample: number }
  /** `answered`: something of a reply was heard. */
  | { readonly kind: 'turn-ended'; readonly atSample: number; readonly answered: boolean };

/**
 * What the session does now. `open`: open a turn, if none hears the user yet, whether or not there is speech.
 * `end`: the user has finished. `drop`: forget the turn that hears the user, if there is one; replies go on.
 */
export type AttentionOrder = 'none' | 'open' | 'end' | 'drop';

/** What a user may be shown. `listening`: any speech opens a turn. */
export type AttentionState = 'muted' | 'asleep' | 'listening' | 'waiting-for-word' | 'waiting-for-key';

/** A word that ends sooner after a reply may have been the reply's own sound. */
const REFRACTORY_MS = 500;
/**
 * Speech that began up to so long before the word is taken along: "um, hey jarvis" is one breath, and where the word
 * began is known to 0.6 s at worst. Better a word of other talk than the first word of the question lost.
 */
const SAME_BREATH_MS = 1000;

export class Attention {
  #settings: AttentionSettings;
  #muted: boolean;
  #asleep: boolean;
  #key: 'up' | 'held' | 'tapped' = 'up';
  #keySample = 0;
  #openTurns = 0;
  /** The word that opens the next turn, until that turn is open. */
  #hit: WakeHit | undefined;
  /** Whether one of the open turns was called for by a word or a key. */
  #called = false;
  /** Speech that begins before this needs no word. */
  #followUpUntil = -Infinity;
  /** Words that end before this may be our own sound. */
  #refractoryUntil = -Infinity;

  constructor(settings: AttentionSettings) {
    this.#settings = settings;
    this.#muted = settings.start === 'muted';
    this.#asleep = settings.start === 'asleep';
  }

  /** Other settings from now on; muted, asleep and held stay as they are. */
  configure(settings: AttentionSettings): void {
    this.#settings = settings;
  }

  /** True while the key is held down: silence does not end the turn then, and nothing in it is a misfire. */
  get held(): boolean {
    return this.#key === 'held';
  }

  stateAt(atSample: number): AttentionState {
    if (this.#muted) return 'muted';
    if (this.#asleep) return 'asleep';
    if (this.mayOpen(atSample) === 'open') return 'listening';
    return this.#settings.mode === 'key' ? 'waiting-for-key' : 'waiting-for-word';
  }

  /** Whether a wake word would change anything: where not, nobody need listen for one. */
  wantsWord(atSample: number): boolean {
    return this.#settings.mode !== 'key' && this.mayOpen(atSample) === 'wait-for-word';
  }

  /**
   * Whether speech that begins at `speechStartSample` is for the assistant. While a turn is open it is, in every mode
   * but `key`: who is being answered takes part in a conversation, the commonest word there is "stop", and the wake
   * word is hardest to hear over our own voice. That also holds while a timer rings for one who sleeps.
   */
  mayOpen(speechStartSample: number): 'open' | 'wait-for-word' | 'closed' {
    if (this.#muted) return 'closed';
    if (this.#key !== 'up') return 'open';
    if (this.#settings.mode === 'key') return 'closed';
    if (this.#openTurns > 0) return 'open';
    if (this.#asleep) return 'wait-for-word';
    if (this.#settings.mode === 'always' || speechStartSample < this.#followUpUntil) return 'open';
    return 'wait-for-word';
  }

  /**
   * Where the audio of the turn that opens now begins: before the key, the wake word or the speech. Ask before
   * `turn-opened`.
   * @param speechStartSample of the speech that is going on; undefined when the detector hears none
   */
  turnStart(speechStartSample: number | undefined, preRollSamples: number): number {
    return Math.max(0, this.#beginning(speechStartSample) - preRollSamples);
  }

  step(event: AttentionEvent): AttentionOrder {
    switch (event.kind) {
      case 'wake':
        return this.#onWake(event.hit);
      case 'key-down':
        return this.#press('held', event.atSample);
      case 'key-tap':
        return this.#key === 'up' ? this.#press('tapped', event.atSample) : this.#release();
      case 'key-up':
        return this.#key === 'held' ? this.#release() : 'none';
      case 'mute':
      case 'unmute':
      case 'mute-toggle':
        return this.#setMuted(event.kind === 'mute-toggle' ? !this.#muted : event.kind === 'mute');
      case 'sleep':
      case 'wake-up':
      case 'sleep-toggle':
        return this.#setAsleep(event.kind === 'sleep-toggle' ? !this.#asleep : event.kind === 'sleep', event.atSample);
      case 'turn-opened':
        this.#called ||= this.#hit !== undefined || this.#key !== 'up';
        this.#hit = undefined;
        this.#openTurns += 1;
        return 'none';
      case 'endpoint':
        if (this.#key === 'tapped') this.#key = 'up';
        return 'none';
      case 'turn-ended':
        this.#onTurnEnded(event.atSample, event.answered);
        return 'none';
    }
  }

  #beginning(speechStartSample: number | undefined): number {
    if (this.#key !== 'up') return this.#keySample;
    const hit = this.#hit;
    if (hit === undefined) return speechStartSample ?? 0;
    const earliest = hit.startSample - this.#toSamples(SAME_BREATH_MS);
    const isOneBreath =
      speechStartSample !== undefined && speechStartSample >= earliest && speechStartSample <= hit.endSample;
    return isOneBreath ? Math.min(speechStartSample, hit.startSample) : hit.startSample;
  }

  #onWake(hit: WakeHit): AttentionOrder {
    // Asked for its end: speech that began within the follow-up window has opened a turn by now.
    if (!this.wantsWord(hit.endSample) || hit.endSample < this.#refractoryUntil) return 'none';
    this.#asleep = false;
    this.#hit = hit;
    return 'open';
  }

  #press(how: 'held' | 'tapped', atSample: number): AttentionOrder {
    if (this.#muted || this.#key !== 'up') return 'none';
    this.#asleep = false;
    this.#key = how;
    this.#keySample = atSample;
    return 'open';
  }

  #release(): AttentionOrder {
    this.#key = 'up';
    return 'end';
  }

  #setMuted(muted: boolean): AttentionOrder {
    if (muted === this.#muted) return 'none';
    this.#muted = muted;
    return muted ? this.#drop() : 'none';
  }

  #setAsleep(asleep: boolean, atSample: number): AttentionOrder {
    if (asleep === this.#asleep) return 'none';
    this.#asleep = asleep;
    if (asleep) return this.#drop();
    // Who wakes it by hand has something to say.
    this.#followUpUntil = atSample + this.#toSamples(this.#settings.followUpMs);
    return 'none';
  }

  #drop(): AttentionOrder {
    this.#key = 'up';
    this.#hit = undefined;
    this.#followUpUntil = -Infinity;
    return 'drop';
  }

  #onTurnEnded(atSample: number, answered: boolean): void {
    this.#openTurns = Math.max(0, this.#openTurns - 1);
    if (answered) this.#refractoryUntil = atSample + this.#toSamples(REFRACTORY_MS);
    // A tap that led to nothing is over with its turn.
    if (this.#key === 'tapped' && this.#openTurns === 0) this.#key = 'up';
    // Whoever said the word alone is about to go on; noise within the window does not make it longer.
    if ((answered || this.#called) && !this.#asleep && !this.#muted) {
      this.#followUpUntil = Math.max(this.#followUpUntil, atSample + this.#toSamples(this.#settings.followUpMs));
    }
    if (this.#openTurns === 0) this.#called = false;
  }

  #toSamples(ms: number): number {
    return (ms / 1000) * this.#settings.sampleRateHz;
  }
}
