/** What hints do for the recogniser, by what is understood of the same sounds with and without them. */
import { toUnits } from '../wer/english.js';
import { ErrorCount } from '../wer/errors.js';
import type { HeardText, Table, Utterance } from './table.js';

/** How it was with one utterance. */
interface Judgement {
  readonly isRight: boolean;
  /** The slots too. */
  readonly isWhole: boolean;
}

type Hearing = (heard: HeardText) => string | undefined;

const hearings: Readonly<Record<string, Hearing>> = {
  noisy: ({ text }) => text,
  noisyUnhinted: ({ unhinted }) => unhinted,
  noisyPlain: ({ plain }) => plain,
};

/** Shares of what is not lost; `All` counts what is lost, too. A hearing that the table lacks has no facts. */
export function hearingFacts(
  table: Table,
  understand: (said: Utterance, text: string) => Judgement,
): Readonly<Record<string, number>> {
  return Object.assign({}, ...Object.entries(hearings).map(([name, hearing]) => factsOf(name, hearing))) as Record<
    string,
    number
  >;

  function factsOf(name: string, hearing: Hearing): Record<string, number> {
    const errors = new ErrorCount();
    const all = table.utterances.flatMap((said) => {
      const text = said.heard === undefined ? undefined : hearing(said.heard);
      if (text === undefined) return [];
      const isLost = said.heard?.lost !== undefined;
      if (!isLost) errors.add(toUnits(said.text, 'en'), toUnits(text, 'en'));
      return [{ said, isLost, ...understand(said, text) }];
    });
    if (all.length === 0) return {};
    const counted = all.filter(({ isLost }) => !isLost);
    const forSkills = counted.filter(({ said }) => said.intent !== 'none');
    const isRight = (one: Judgement): boolean => one.isRight;
    const inHalf = (half: Utterance['half']): number =>
      share(
        counted.filter(({ said }) => said.half === half),
        isRight,
      );
    const facts = {
      ...{ [`accuracy.${name}`]: share(counted, isRight), [`accuracy.${name}All`]: share(all, isRight) },
      ...{ [`accuracy.${name}.dev`]: inHalf('dev'), [`accuracy.${name}.held`]: inHalf('held') },
      ...{ [`slots.${name}`]: share(forSkills, (one) => one.isWhole), [`wer.${name}`]: errors.rate ?? NaN },
    };
    return Object.fromEntries(Object.entries(facts).filter(([, value]) => Number.isFinite(value)));
  }
}

function share<T>(list: readonly T[], test: (one: T) => boolean): number {
  return list.filter(test).length / list.length;
}
