/** Where captions end, as the settings in force say: a change of them counts from the next words on. */
import type { CaptionsSettings } from '../config/captions.js';
import { forReadersAlong } from '../stages/captions/captions.js';
import type { CaptionLimits } from '../stages/captions/committer.js';
import type { CutPlaces } from '../stages/captions/segment-cutter.js';

export interface CaptionCuts {
  readonly limits: CaptionLimits;
  readonly places: CutPlaces;
}

/** @param settings asked again and again */
export function captionCuts(settings: () => CaptionsSettings): CaptionCuts {
  return {
    limits: {
      get longestChars() {
        return settings().longest_chars;
      },
      get longestMs() {
        return settings().longest_seconds * 1000;
      },
    },
    places: {
      ...forReadersAlong,
      get bridgedMs() {
        return settings().bridged_ms;
      },
      get enoughMs() {
        return settings().enough_ms;
      },
    },
  };
}
