/** `bench nlp`: how much of what people say is understood, how fast, and what goes to the language model for nothing. */
import type { AnySkill } from '../../../src/skills/skill.js';
import { createUnderstanding, type Meaning } from '../../../src/stages/nlp/understanding.js';
import { describeMachine, summarise, type Report } from '../summary.js';
import { hearingFacts } from './hearings.js';
import { areSame } from './judge.js';
import { clockOf, toNeutral } from './slots.js';
import type { NeutralSlots, Table, Utterance } from './table.js';

export interface NlpBenchOptions {
  readonly version: string;
  readonly table: Table;
  /** What the assistant is called. */
  readonly names: readonly string[];
  /** In the order in which they are tried. */
  readonly skills: readonly AnySkill[];
  readonly signal: AbortSignal;
}

export interface Outcome {
  readonly said: Utterance;
  readonly version: 'clean' | 'noisy';
  /** What was understood from: as written, or as heard. */
  readonly text: string;
  readonly normalised: string;
  /** `none` where no skill answers. */
  readonly intent: string;
  readonly slots: NeutralSlots;
  readonly suggestion?: string;
  readonly isRight: boolean;
  /** The slots too. */
  readonly isWhole: boolean;
  readonly ms: number;
}

export interface NlpBench {
  readonly report: Report;
  readonly details: readonly Outcome[];
}

export function benchNlp(options: NlpBenchOptions): NlpBench {
  const { table, skills, version } = options;
  const understand = prepare(options);
  const outcomes = understandAll(options, understand);
  const row = summarise(
    'match',
    'ms',
    outcomes.map(({ ms }) => ms),
  );
  return {
    details: outcomes,
    report: {
      ...{
        bench: 'nlp',
        version,
        machine: describeMachine(),
        settings: { ...settingsOf(table), skills: skills.length },
      },
      rows: row === undefined ? [] : [row],
      facts: { ...factsOf(outcomes), ...hearingFacts(table, understand) },
    },
  };
}

type Understand = (said: Utterance, text: string) => Judged & { readonly ms: number };

function prepare({ table, names, skills, signal }: NlpBenchOptions): Understand {
  const understanding = createUnderstanding({ names, skills });
  const clock = clockOf(table);
  const context = { ...clock, language: 'en' };
  return (said, text) => {
    signal.throwIfAborted();
    const startMs = performance.now();
    const meaning = understanding.understand(text, context);
    const ms = performance.now() - startMs;
    return { ms, ...judge(said, meaning, clock) };
  };
}

function understandAll({ table }: NlpBenchOptions, understand: Understand): Outcome[] {
  const texts = table.utterances.flatMap((said) => [
    { said, version: 'clean' as const, text: said.text },
    ...(said.heard === undefined || said.heard.lost !== undefined
      ? []
      : [{ said, version: 'noisy' as const, text: said.heard.text }]),
  ]);
  // Once for nothing: the first match of each pattern compiles it.
  for (const { said, text } of texts) understand(said, text);
  return texts.map(({ said, version, text }) => ({ said, version, text, ...understand(said, text) }));
}

type Judged = Omit<Outcome, 'said' | 'version' | 'text' | 'ms'>;

function judge(
  said: Utterance,
  { normalised, intent, suggestion }: Meaning,
  clock: ReturnType<typeof clockOf>,
): Judged {
  const got = intent === undefined ? { intent: 'none', slots: {} } : toNeutral(intent, clock);
  const isRight = got.intent === said.intent;
  return {
    ...{ normalised, ...got, isRight, isWhole: isRight && areSame(said.slots, got.slots) },
    ...(suggestion === undefined ? {} : { suggestion: suggestion.text }),
  };
}

type Test = (outcome: Outcome) => boolean;

function share(outcomes: readonly Outcome[], test: Test): number {
  return outcomes.filter(test).length / outcomes.length;
}

const isRight: Test = (outcome) => outcome.isRight;
const isWhole: Test = (outcome) => outcome.isWhole;
const isForSkill: Test = ({ said }) => said.intent !== 'none';
const isAnswered: Test = ({ intent }) => intent !== 'none';

/** Shares of all that was said; `dev` and `held` are clean and noisy together. `slots` are shares of what is for a skill. */
function factsOf(outcomes: readonly Outcome[]): Readonly<Record<string, unknown>> {
  const forSkills = outcomes.filter(isForSkill);
  const others = outcomes.filter((outcome) => !isForSkill(outcome));
  const by = (list: readonly Outcome[], test: Test, part: 'clean' | 'noisy' | 'dev' | 'held'): number =>
    share(
      list.filter(({ version, said }) => version === part || said.half === part),
      test,
    );
  return {
    ...{ 'accuracy.clean': by(outcomes, isRight, 'clean'), 'accuracy.noisy': by(outcomes, isRight, 'noisy') },
    ...{ 'accuracy.dev': by(outcomes, isRight, 'dev'), 'accuracy.held': by(outcomes, isRight, 'held') },
    ...{ 'slots.clean': by(forSkills, isWhole, 'clean'), 'slots.noisy': by(forSkills, isWhole, 'noisy') },
    ...{ 'slots.dev': by(forSkills, isWhole, 'dev'), 'slots.held': by(forSkills, isWhole, 'held') },
    withoutLlm: share(forSkills, isAnswered),
    wrongSkill: forSkills.filter((outcome) => isAnswered(outcome) && !outcome.isRight).length,
    falseActions: others.filter(isAnswered).length,
    ofOthers: others.length,
    didYouMean: outcomes.filter(({ suggestion }) => suggestion !== undefined).length,
  };
}

function settingsOf({ utterances, now }: Table): Record<string, unknown> {
  const heard = utterances.flatMap((one) => one.heard ?? []);
  const lost = heard.filter((one) => one.lost !== undefined).length;
  return {
    ...{ utterances: utterances.length, noisy: heard.length - lost, lost, now },
    hard: utterances.filter(({ hard }) => hard !== undefined).length,
  };
}
