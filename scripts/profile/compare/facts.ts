/** Whether the counts and shares of a report changed: equal where they always are, else within what the old version gave. */
import type { Report } from '../summary.js';

/** `changed` where nobody can say which way is better. */
export type FactVerdict = 'worse' | 'better' | 'changed';

export interface ChangedFact {
  readonly name: string;
  /** The middle one of the runs. */
  readonly before: number;
  readonly after: number;
  /** Least and most that the runs of the old version gave. */
  readonly bounds: readonly [number, number];
  readonly verdict: FactVerdict;
}

/** Names of which more is worse: errors, losses, work. */
const badWhenMore =
  /(^|\.)(wer|cer|loops|gaps|underruns|failed|errors|noise\w*WithText|noise\w*Text|retractions|stableErrors)(\.|$)|false[A-Z]|missed|wrong|lost|Lost|without(?!Llm)|allocated|bytes/i;
const badWhenLess = /(^|\.)(accuracy|slots|snr\w*|withoutLlm|draftHits|draftAccepted|measured|singleWordsRight)(\.|$)/;
/** Those are times of a machine in disguise: rows tell of them with their uncertainty. */
const ofTime = /(^|\.)ratio(\.|$)|perSecond$|Percent$|Ms$|Seconds$|loadavg|rss|heap/i;

/** Facts of all runs of each version that are numbers; those that did not change are left out. */
export function judgeFacts(before: readonly Report[], after: readonly Report[]): ChangedFact[] {
  const names = Object.keys(before[0]?.facts ?? {}).filter((name) => !ofTime.test(name));
  return names.flatMap((name) => {
    const old = numbersOf(before, name);
    const now = numbersOf(after, name);
    if (old.length < before.length || now.length < after.length || old.length === 0) return [];
    const [middleOld, middleNow] = [middleOf(old), middleOf(now)];
    const bounds = [Math.min(...old), Math.max(...old)] as const;
    if (middleNow >= bounds[0] && middleNow <= bounds[1]) return [];
    return [{ name, before: middleOld, after: middleNow, bounds, verdict: verdictOf(name, middleNow > middleOld) }];
  });
}

function numbersOf(reports: readonly Report[], name: string): number[] {
  return reports.flatMap(({ facts }) => {
    const value = facts[name];
    return typeof value === 'number' ? [value] : [];
  });
}

/** One that was measured, no mean of two. */
function middleOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? NaN;
}

function verdictOf(name: string, isMore: boolean): FactVerdict {
  if (badWhenMore.test(name)) return isMore ? 'worse' : 'better';
  if (badWhenLess.test(name)) return isMore ? 'better' : 'worse';
  return 'changed';
}
