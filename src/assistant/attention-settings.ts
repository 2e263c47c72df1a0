/** How speech gets the assistant's attention, as the settings want it. */
import type { Settings } from '../config/schema.js';
import type { AttentionSettings } from '../pipeline/attention.js';

/** Rate of the stream whose samples all positions count. */
const RATE_HZ = 16_000;

export function attentionSettings({ wake }: Settings): AttentionSettings {
  return { mode: wake.mode, start: wake.start, followUpMs: wake.follow_up_ms, sampleRateHz: RATE_HZ };
}
