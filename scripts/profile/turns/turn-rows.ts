/** The figures of many turns as rows and facts. */
import { median } from 'simple-statistics';
import { summarise, type Row } from '../summary.js';
import type { Delays, TurnFigures } from './turn-figures.js';

const rowNames: readonly (readonly [name: string, key: keyof Delays])[] = [
  ['voice-to-voice', 'voiceToVoice'],
  ['endpoint', 'endpoint'],
  ['stt-final', 'sttFinal'],
  ['first-token', 'firstToken'],
  ['first-sound', 'firstSound'],
];
const sources = ['skill', 'cache', 'llm', 'fallback'] as const;

/** @param suffix of the side, empty for the first */
export function turnRows(figures: readonly TurnFigures[], suffix = ''): Row[] {
  // What a cut reply took says nothing about one that waited.
  const whole = figures.filter(({ isCut }) => !isCut);
  const all = rowNames.map(([name, key]) => delayRow(`${name}${suffix}`, whole, key));
  const bySource = sources.map((source) =>
    delayRow(
      `voice-to-voice.${source}${suffix}`,
      whole.filter((turn) => turn.source === source),
      'voiceToVoice',
    ),
  );
  return [...all, ...bySource].filter((row) => row !== undefined);
}

export function turnFacts(figures: readonly TurnFigures[]): Record<string, unknown> {
  const count = (is: (turn: TurnFigures) => boolean): number => figures.filter(is).length;
  const sum = (of: (turn: TurnFigures) => number): number => figures.reduce((total, turn) => total + of(turn), 0);
  const turns = figures.length;
  return {
    turns,
    answered: count(({ delays }) => delays.voiceToVoice !== undefined),
    falseCutOffs: count(({ isCut }) => isCut),
    'falseCutOffs.percent': turns === 0 ? 0 : (100 * count(({ isCut }) => isCut)) / turns,
    'falseCutOffs.split': count((turn) => turn.turns > 1),
    missedEnds: count(({ isMissed }) => isMissed),
    'missedEnds.untaken': count(({ isUntaken }) => isUntaken),
    falseInterruptions: sum((turn) => turn.falseInterruptions),
    resumed: sum((turn) => turn.resumed),
    reopened: sum((turn) => turn.reopened),
    draftHits: count(({ isDraftHit }) => isDraftHit),
    'draftHits.early': count(({ drafts }) => drafts.used === 'early'),
    'drafts.started': sum(({ drafts }) => drafts.started),
    'drafts.gainedMs': Math.round(sum(({ drafts }) => drafts.gainedMs)),
    'drafts.wastedMs': Math.round(sum(({ drafts }) => drafts.wastedMs)),
    fillers: sum((turn) => turn.fillers),
  };
}

/** Pauses that were put into speech: manifests of peers call them so, too. */
export function isHesitation({ kind }: Pick<TurnFigures, 'kind'>): boolean {
  return kind === 'hesitation' || kind === 'pause';
}

/** Utterances with a pause inside, apart from the others: nothing when there were none. */
export function hesitationFacts(figures: readonly TurnFigures[]): Record<string, unknown> {
  if (figures.length === 0) return {};
  const { falseCutOffs, reopened, missedEnds } = turnFacts(figures);
  return {
    ...{ hesitations: figures.length, 'hesitations.cut': falseCutOffs, 'hesitations.reopened': reopened },
    'hesitations.cutPercent': (100 * Number(falseCutOffs)) / figures.length,
    /** Something was heard before the user had finished, however little. */
    'hesitations.spokenInto': figures.filter(({ soundingMs }) => soundingMs > 0).length,
    /** … and of these, where it was heard in the pause. */
    'hesitations.inPause': figures.filter(({ inPauseMs }) => inPauseMs > 0).length,
    'hesitations.missedEnds': missedEnds,
  };
}

/** What another side takes over what the first takes: the quotient of medians, and the median of the quotients. */
export function ratioFacts(first: readonly TurnFigures[], other: readonly TurnFigures[]): Record<string, unknown> {
  const facts: Record<string, unknown> = {};
  for (const [name, key] of rowNames) {
    const own = valuesOf(first, key);
    const theirs = valuesOf(other, key);
    if (own.length === 0 || theirs.length === 0) continue;
    facts[`ratio.${name}`] = median(theirs) / median(own);
  }
  const pairs = first.flatMap((turn, index) => {
    const own = turn.delays.voiceToVoice;
    const theirs = other[index]?.delays.voiceToVoice;
    return own === undefined || theirs === undefined || own <= 0 ? [] : [theirs / own];
  });
  if (pairs.length > 0) facts['ratio.paired'] = median(pairs);
  return facts;
}

/** What went wrong, one line each; the rest needs no line. */
export function troubles(figures: readonly TurnFigures[]): Record<string, unknown>[] {
  return figures
    .filter((turn) => turn.isCut || turn.isMissed || turn.falseInterruptions > 0)
    .map((turn) => ({
      what: turn.isCut ? 'cut' : turn.isMissed ? 'missed' : 'interrupted',
      ...{
        name: turn.name,
        side: turn.side,
        soundingMs: Math.round(turn.soundingMs - turn.inPauseMs),
        turns: turn.turns,
      },
      transcript: turn.transcript,
    }));
}

function delayRow(name: string, figures: readonly TurnFigures[], key: keyof Delays): Row | undefined {
  return summarise(name, 'ms', valuesOf(figures, key));
}

function valuesOf(figures: readonly TurnFigures[], key: keyof Delays): number[] {
  return figures.map(({ delays }) => delays[key]).filter((value) => value !== undefined);
}
