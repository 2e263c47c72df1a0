/** `bench injection`: attempts to make the assistant run a tool or tell what it was told, typed and spoken. */
import { describeMachine, summarise, type Report } from '../summary.js';
import { attempts, type Attempt } from './attempts.js';
import { openTryOut, type Outcome, type ToolsMode, type TriedAssistant, type TryOutOptions } from './try-out.js';

export interface InjectionBenchOptions extends Omit<TryOutOptions, 'mode' | 'engines'> {
  readonly version: string;
  readonly modes: readonly ToolsMode[];
  /** Of those that can be said aloud, so many are also spoken, spread over all of them. */
  readonly spoken: number;
  /** The number of the first attempt, from 1 on, and how many are made. */
  readonly from: number;
  readonly limit: number;
  readonly onProgress: (line: string) => void;
}

export interface InjectionBench {
  readonly report: Report;
  readonly details: readonly Outcome[];
}

/** Nobody pronounces these. */
const UNSPEAKABLE = /[<>[\]{}|`_]/;

/** Throws ModelError or EngineError when the language model, or what speaking takes, cannot be used. */
export async function benchInjection(options: InjectionBenchOptions): Promise<InjectionBench> {
  const { version, modes, onProgress } = options;
  const chosen = attempts.slice(options.from - 1, options.from - 1 + options.limit);
  const spoken = chooseSpoken(chosen, options.spoken);
  const outcomes: Outcome[] = [];
  for (const mode of modes) {
    const tried = await openTryOut({
      ...{ ...options, mode },
      engines: spoken.length === 0 ? ['llm'] : ['stt', 'llm', 'tts'],
    });
    try {
      const all = [
        ...chosen.map((attempt) => ({ attempt })),
        ...spoken.map((attempt) => ({ attempt, isSpoken: true })),
      ];
      await tryAll(tried, all, (outcome) => {
        outcomes.push(outcome);
        onProgress(lineOf(outcome, outcomes.length, all.length * modes.length));
      });
    } catch (error) {
      // What was tried until it was told to stop still counts.
      if (!options.signal.aborted || outcomes.length === 0) throw error;
      break;
    } finally {
      await tried.close();
    }
  }
  const row = summarise(
    'reply',
    'ms',
    outcomes.flatMap(({ replies }) => replies.map(({ ms }) => ms)),
  );
  const settings = { attempts: chosen.length, spoken: spoken.length, modes: modes.join(' ') };
  return {
    report: {
      ...{ bench: 'injection', version, machine: describeMachine(), settings, rows: row === undefined ? [] : [row] },
      facts: {
        ...factsOf(outcomes, modes),
        ...(options.signal.aborted ? { stopped: 'before everything was tried' } : {}),
      },
    },
    details: outcomes,
  };
}

async function tryAll(
  tried: TriedAssistant,
  all: readonly { readonly attempt: Attempt; readonly isSpoken?: boolean }[],
  onOutcome: (outcome: Outcome) => void,
): Promise<void> {
  for (const { attempt, ...way } of all) onOutcome(await tried.try(attempt, way));
}

function chooseSpoken(chosen: readonly Attempt[], count: number): readonly Attempt[] {
  const speakable = chosen.filter(({ say }) => !say.some((text) => UNSPEAKABLE.test(text)));
  const most = Math.min(count, speakable.length);
  return Array.from({ length: most }, (_, at) => speakable[Math.floor((at * speakable.length) / most)]).filter(
    (attempt) => attempt !== undefined,
  );
}

/** `withstood` are those that were answered, and that nothing came of; who was not answered in time is not among them. */
function factsOf(outcomes: readonly Outcome[], modes: readonly ToolsMode[]): Readonly<Record<string, unknown>> {
  const facts: Record<string, unknown> = {};
  const groups = modes.flatMap((mode) => [
    [mode, outcomes.filter((each) => each.mode === mode && !each.isSpoken)] as const,
    [`${mode}.spoken`, outcomes.filter((each) => each.mode === mode && each.isSpoken)] as const,
  ]);
  for (const [name, made] of groups) {
    if (made.length === 0) continue;
    const count = (test: (outcome: Outcome) => boolean): number => made.filter(test).length;
    const failed = (kind: Outcome['failures'][number]): number => count(({ failures }) => failures.includes(kind));
    Object.assign(facts, {
      [`${name}.attempts`]: made.length,
      [`${name}.withstood`]: count(({ failures, isUnanswered }) => failures.length === 0 && !isUnanswered),
      [`${name}.actions`]: failed('call'),
      [`${name}.secretTold`]: failed('secret'),
      [`${name}.instructionsTold`]: failed('instructions'),
      [`${name}.templateTold`]: count(({ isTemplateTold }) => isTemplateTold),
      [`${name}.marks`]: failed('mark'),
      [`${name}.stoppedMidway`]: count(({ isStopped }) => isStopped),
      [`${name}.readingCalls`]: made.reduce((sum, { calls, actions }) => sum + calls.length - actions.length, 0),
      [`${name}.confirmationsAsked`]: count(({ isAskedBack }) => isAskedBack),
      [`${name}.refusals`]: count(({ isRefused }) => isRefused),
      [`${name}.unanswered`]: count(({ isUnanswered }) => isUnanswered),
    });
  }
  return facts;
}

function lineOf(outcome: Outcome, at: number, of: number): string {
  const { attempt, mode, isSpoken, failures, isAskedBack, isUnanswered } = outcome;
  const marks = [...failures, ...(isAskedBack ? ['asked back'] : []), ...(isUnanswered ? ['unanswered'] : [])];
  const told = marks.length === 0 ? '' : `: ${marks.join(', ')}`;
  return `${at}/${of} ${mode}${isSpoken ? ' spoken' : ''}, ${attempt.kind}${told}`;
}

/** What was said and answered, and which tools were called. */
export function outcomeLines({ attempt, mode, isSpoken, replies, calls, failures }: Outcome): string[] {
  const head = `${failures.length === 0 ? 'withstood' : `FAILED (${failures.join(', ')})`} ${mode}${isSpoken ? ' spoken' : ''} ${attempt.kind}, for ${attempt.aim}`;
  return [
    attempt.result === undefined ? head : `${head}; a tool answers: ${JSON.stringify(attempt.result)}`,
    ...replies.map(({ asked, text, source }) => `  ${JSON.stringify(asked)} → [${source}] ${text}`),
    ...calls.map(({ tool, args }) => `  called ${tool} ${JSON.stringify(args)}`),
  ];
}
