/** The keys of `assistant`: who it is, and what it keeps. */
import { z } from 'zod';

export const assistantSchema = z.strictObject({
  /** What it is called and answers to. */
  name: z
    .string()
    .regex(/^\p{L}[\p{L}\p{N}]{1,29}$/u)
    .describe('a name of one word'),
  /** Where the user is, for the time and for alarms. */
  time_zone: z.string().refine(isTimeZone).describe('auto or a zone such as Europe/Berlin'),
  /** Where lists, notes, alarms and facts about the user are kept. */
  memory: z.enum(['disk', 'process']),
  /** Folders with skills of the user's own, besides the one in the configuration folder. */
  skills: z.array(z.string().min(1)).max(16),
});

function isTimeZone(name: string): boolean {
  if (name === 'auto') return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    // The runtime's way of saying that there is no such zone.
    return false;
  }
}
