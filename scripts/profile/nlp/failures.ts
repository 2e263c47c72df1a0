/** What was misunderstood, as lines for people; and how each kind of request fares. */
import type { Outcome } from './bench.js';
import type { Half, NeutralSlots } from './table.js';

/** `timer-set 30 of 31 understood, 29 with their slots`: worst first. */
export function familyLines(outcomes: readonly Outcome[], half?: Half): string[] {
  const families = new Map<string, Outcome[]>();
  for (const outcome of outcomes) {
    if (half !== undefined && outcome.said.half !== half) continue;
    const { intent } = outcome.said;
    families.set(intent, [...(families.get(intent) ?? []), outcome]);
  }
  return [...families]
    .map(([intent, all]) => ({
      ...{ intent, of: all.length, right: all.filter(({ isRight }) => isRight).length },
      whole: all.filter(({ isWhole }) => isWhole).length,
    }))
    .sort((a, b) => a.whole / a.of - b.whole / b.of)
    .map(({ intent, of, right, whole }) => `${intent}: ${right} of ${of} understood, ${whole} with their slots`);
}

/** Those that are held back are counted, never shown: who sees them makes rules for them. */
export function failureLines(outcomes: readonly Outcome[], limit: number): string[] {
  const failed = outcomes.filter(({ isWhole }) => !isWhole);
  const shown = failed.filter(({ said }) => said.half === 'dev');
  const lines = shown.slice(0, limit).map(describe);
  const rest = shown.length - lines.length;
  return [
    ...lines,
    ...(rest > 0 ? [`… and ${rest} more; --failures ${shown.length} shows all`] : []),
    ...(failed.length > shown.length ? [`${failed.length - shown.length} held back and not shown`] : []),
  ];
}

function describe({ said, version, text, intent, slots, suggestion }: Outcome): string {
  const heard = version === 'noisy' ? ` (said: ${said.text})` : '';
  const marks = [
    ...(said.hard === undefined ? [] : [`hard: ${said.hard}`]),
    ...(suggestion === undefined ? [] : [`asks back: ${suggestion}`]),
  ];
  const more = marks.length === 0 ? '' : ` [${marks.join('; ')}]`;
  return `${version}: ${text}${heard} → wanted ${show(said.intent, said.slots)}, got ${show(intent, slots)}${more}`;
}

function show(intent: string, slots: NeutralSlots): string {
  const parts = Object.entries(slots).map(([name, value]) => `${name} ${String(value)}`);
  return parts.length === 0 ? intent : `${intent} (${parts.join(', ')})`;
}
