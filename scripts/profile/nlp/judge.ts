/** Whether what was understood is what was wanted, whatever way a text is written. */
import { normalizeEnglish } from '../wer/english.js';
import type { NeutralSlots, SlotValue } from './table.js';

/** Words that say nothing about which thing is meant. */
const LITTLE_WORDS = new Set(['the', 'a', 'an', 'my', 'our', 'some', 'please']);

/** True when all slots are there, none is too many, and each is right. */
export function areSame(wanted: NeutralSlots, got: NeutralSlots): boolean {
  const [one, other] = [withThing(wanted), withThing(got)];
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].every((key) => isSame(one[key], other[key]));
}

/** A thing at home is the same whether its room is part of its name or not. */
function withThing({ area, name, ...rest }: NeutralSlots): NeutralSlots {
  if (area === undefined) return name === undefined ? rest : { ...rest, name };
  return { ...rest, name: name === undefined ? area : `${String(area)} ${String(name)}` };
}

function isSame(wanted: SlotValue | undefined, got: SlotValue | undefined): boolean {
  if (wanted === 'any') return true;
  if (wanted === undefined || got === undefined) return wanted === got || wanted === false || got === false;
  if (typeof wanted === 'object' || typeof got === 'object') {
    const [one, other] = [toList(wanted), toList(got)];
    return one.length === other.length && one.every((value, i) => isSame(value, other[i]));
  }
  if (typeof wanted === 'number' && typeof got === 'number') return Math.abs(wanted - got) <= 1e-6 * Math.abs(wanted);
  return String(wanted)
    .split(' | ')
    .some((choice) => plain(choice) === plain(String(got)));
}

function toList(value: SlotValue): readonly (string | number)[] {
  if (typeof value === 'object') return value;
  return [typeof value === 'boolean' ? String(value) : value];
}

/** Without case, marks, articles, plural and possessive s; British words as American ones, numbers as digits. */
export function plain(text: string): string {
  const words = normalizeEnglish(text.replaceAll(/['’]/g, ''))
    .split(' ')
    .filter((word) => !LITTLE_WORDS.has(word));
  return words.map((word) => (/\w{2}[^s\d]s$/.test(word) ? word.slice(0, -1) : word)).join(' ');
}
