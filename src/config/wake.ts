/** The keys of `wake`: when speech is meant for the assistant. */
import { z } from 'zod';

const score = z.number().min(0.01).max(1);

export const wakeSchema = z.strictObject({
  /** What opens a turn: any speech, a wake word, or a key alone. */
  mode: z.enum(['always', 'word', 'key']),
  /** Model ids or paths of openWakeWord models; all of them are listened for at once. */
  words: z.array(z.string().min(1)).min(1).max(16),
  /** Score from which a word counts as said: one for all words, or one for each. */
  threshold: z.union([score, z.array(score).min(1).max(16)]),
  /** No second detection within this time. */
  cooldown_ms: z.number().int().min(500).max(10_000),
  /** After a reply no wake word is needed for this long. */
  follow_up_ms: z.number().int().min(0).max(60_000),
  /** How the assistant begins. */
  start: z.enum(['awake', 'asleep', 'muted']),
  /** What ends sleep in mode `always`; in mode `word` both do, in mode `key` the key. */
  from_sleep: z.enum(['word', 'key']),
});
