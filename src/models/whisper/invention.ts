/** Tells text that the model made up for a noise from text that someone said. */
import type { TokenTrace } from './loop-guard.js';

/** What decoding tells about its own text. */
export interface Doubt {
  readonly trace: readonly TokenTrace[];
  /** Mean log probability of the tokens and the end. */
  readonly averageLogProb: number;
  /** Probability that nothing is said at all, 0…1. */
  readonly noSpeechProb: number;
}

/**
 * Over 651 noises and 1,256 pieces of speech, tiny.en and base: all noises but three with voices in the background lie
 * above, all speech but three pieces below. Rare words of few letters come near the bound, and so do sweeping tones.
 */
const MOST_DOUBT = 1;
/** What Whisper writes for most noises must be said clearly: said, it reaches 0.82; made up, it begins at 0.95. */
const MOST_DOUBT_OF_A_STOCK_PHRASE = 0.9;
/** The surest token of speech listens to its sound, that of a noise to the silence behind. */
const SILENCE_WEIGHT = 0.3;
const USUAL_SILENT_SHARE = 0.5;
/** The model's own window has no silence behind it that could be listened to. */
const NO_TAIL_SHARE = 1e-4;
const SOME_DOUBT = 0.35;
const SPARSE_TOKENS_PER_SECOND = 0.5;

/** Letters and digits only, as `plain` writes them. From what the model writes for noises, and for its films' credits. */
const stockPhrases = new Set(
  [
    'you|thank you|thank you very much|thank you so much|thanks for watching|thank you for watching|bye|bye bye',
    'please subscribe|see you next time|subtitles by the amara org community',
    'vielen dank|vielen dank fürs zuschauen|untertitel der amara org community|untertitelung des zdf',
    'merci|merci d avoir regardé cette vidéo|sous titres réalisés para la communauté d amara org',
    'gracias|gracias por ver el video|subtítulos realizados por la comunidad de amara org',
    'obrigado|legendas pela comunidade amara org|grazie|sottotitoli creati dalla comunità amara org',
    'bedankt voor het kijken|продолжение следует|субтитры сделал dimatorzok',
    'ご視聴ありがとうございました|시청해주셔서 감사합니다|谢谢观看|谢谢大家',
  ].flatMap((line) => line.split('|')),
);

/**
 * Whether the text was made up for a noise: the model doubts that anyone spoke, or its own words, or listens to silence
 * for all of them, or all a little; or it found next to nothing to say about much sound. `soundSeconds` counts what is
 * louder than the background. A stock phrase alone proves nothing: people do say thank you.
 */
export function isInvented(doubt: Doubt, soundSeconds: number, text = ''): boolean {
  const bound = stockPhrases.has(plain(text)) ? MOST_DOUBT_OF_A_STOCK_PHRASE : MOST_DOUBT;
  if (doubtOf(doubt) > bound) return true;
  return doubt.noSpeechProb > SOME_DOUBT && doubt.trace.length < SPARSE_TOKENS_PER_SECOND * soundSeconds;
}

/** Grows with each sign of an invention; speech lies about 0.3, a noise about 1.4. */
export function doubtOf({ trace, averageLogProb, noSpeechProb }: Doubt): number {
  const least = Math.min(1, ...trace.map(({ silentShare }) => silentShare));
  const silentShare = least < NO_TAIL_SHARE ? USUAL_SILENT_SHARE : least;
  return noSpeechProb - averageLogProb / 2 + SILENCE_WEIGHT * (silentShare - USUAL_SILENT_SHARE);
}

function plain(text: string): string {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ');
}
