/** How people ask for a quantity in another unit. */
import { UNIT, unitOf, type Quantity, type UnitName } from '../language/units.js';

/** The quantity as parts ("5 feet 10 inches") and the unit wanted. */
export interface ConversionSlots {
  readonly parts: readonly Quantity[];
  readonly to: UnitName;
}

const VALUE = String.raw`(?:minus |negative )?\d+(?:\.\d+)?|half an?|an?|the`;
const PART = `(?:(?:${VALUE}) )(?:${UNIT})`;
const AMOUNT = `(${PART}(?: (?:and )?${PART})*(?: \\d+)?)`;
const TO = `(${UNIT})`;
const ASKING =
  '(?:what is|what are|how (?:much|tall|long|far|heavy|big|hot|cold|fast) (?:is|are)|convert|change|turn|tell me|calculate)';

const FORWARD = new RegExp(`^(?:${ASKING} )?${AMOUNT} (?:in|to|into|as|in terms of|is how many) ${TO}$`);
const BACKWARD = new RegExp(
  `^how (?:many|much) ${TO} (?:are|is|are there|is there|does it take to make|make|makes|go|fit|equal|do you get)?(?: up)? ?(?:in|into|to|is|are|per|equals?)? ?${AMOUNT}(?: have| has| be| equal)?$`,
);
const PER = new RegExp(`^(how many) ${TO} (?:in|per|to) (${UNIT})$`);
const ONE_PART = new RegExp(`^(${VALUE}) (${UNIT})(?: and)?(?= |$)`);

/** No other words can be one; the patterns are large, and what they cost at their first use is for those who convert. */
const PERHAPS = /^how (?:many|much) | (?:in|to|into|as) | is how many /;

/** Reads the whole of `text`; undefined when something else was meant. */
export function parseConversion(text: string): ConversionSlots | undefined {
  if (!PERHAPS.test(text)) return undefined;
  const forward = FORWARD.exec(text);
  const backward = BACKWARD.exec(text);
  const per = PER.exec(text);
  const amount = forward?.[1] ?? backward?.[2] ?? (per === null ? undefined : `1 ${per[3] ?? ''}`);
  const to = unitOf(forward?.[2] ?? backward?.[1] ?? per?.[2] ?? '');
  const parts = amount === undefined ? undefined : readParts(amount);
  return parts === undefined || to === undefined ? undefined : { parts, to };
}

function readParts(amount: string): Quantity[] | undefined {
  const parts: Quantity[] = [];
  let rest = amount;
  while (rest !== '') {
    const match = ONE_PART.exec(rest);
    const unit = unitOf(match?.[2] ?? '');
    if (match !== null && unit !== undefined) {
      parts.push({ value: valueOf(match[1] ?? ''), unit });
      rest = rest.slice(match[0].length).trimStart();
      continue;
    }
    // "5 foot 10": inches go without saying, and so does nothing else.
    const inch = unitOf('inch');
    if (parts.at(-1)?.unit.unit !== 'foot' || inch === undefined || !/^\d+$/.test(rest)) return undefined;
    parts.push({ value: Number(rest), unit: inch });
    rest = '';
  }
  return parts.length === 0 ? undefined : parts;
}

function valueOf(words: string): number {
  if (words.startsWith('half')) return 0.5;
  if (/^(?:an?|the)$/.test(words)) return 1;
  return Number(words.replace(/^(?:minus|negative) /, '-'));
}
