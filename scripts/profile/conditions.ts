/** Under which conditions a preset is measured. */
import type { Report } from './summary.js';

/**
 * `warm`: one conversation on an idle machine. `cold`: each recording is the first thing that an assistant hears.
 * `load`: other programs want every core.
 */
export const conditions = ['warm', 'cold', 'load'] as const;
export type Condition = (typeof conditions)[number];

/** The head of a column: the preset, and the condition where it is not the usual one. */
export function describeRun({ facts }: Pick<Report, 'facts'>): string {
  const { preset, condition } = facts;
  const name = typeof preset === 'string' ? preset : 'as set';
  return typeof condition !== 'string' || condition === 'warm' ? name : `${name}, ${condition}`;
}
