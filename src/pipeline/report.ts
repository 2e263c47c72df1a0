/** What one turn did and how long each part of it took. */
import type { Answer } from './answer.js';
import type { EndDecision } from './end-watch.js';
import type { Hearing } from './hearing.js';
import type { ReplyPlayer } from './player.js';
import type { SpeculationReport } from './speculation.js';
import type { TurnOutcome } from './turn-machine.js';
import type { ReplySource } from './messages.js';
import type { Probe } from './stage.js';

/** Milliseconds. All but the first count from the end of the user's voice; absent where it did not happen. */
export interface TurnTimings {
  /** End of voice → decision that the turn is over. */
  readonly endpointMs?: number;
  /** End of voice → final transcript. */
  readonly sttFinalMs?: number;
  /** Time in the NLP stage alone (its own duration, not from the end of voice). */
  readonly nlpMs?: number;
  /** End of voice → first piece of the reply's text. */
  readonly firstTokenMs?: number;
  /** End of voice → first sentence or clause handed to the synthesiser. */
  readonly firstSentenceMs?: number;
  /** End of voice → first synthesised audio. */
  readonly ttsFirstAudioMs?: number;
  /** End of voice → first audible sample of the answer at the loudspeaker. */
  readonly voiceToVoiceMs?: number;
  /** End of voice → first sample of what was heard because the answer took long. */
  readonly fillerMs?: number;
  /** The answer was begun before the endpoint and still fitted; its parts may then lie before `endpointMs`. */
  readonly draftUsed: boolean;
  readonly cacheHit: boolean;
}

export interface TurnReport {
  readonly turn: string;
  readonly outcome: TurnOutcome;
  readonly transcript: string;
  readonly reply: string;
  /** The part of the reply that reached the loudspeaker, with what was heard of replies that were taken back. */
  readonly heard: string;
  readonly source?: ReplySource;
  readonly timings: TurnTimings;
  /** Length of the user's audio. */
  readonly audioMs: number;
  readonly partials: number;
  /** Times the loudspeaker ran dry inside the reply. */
  readonly underruns: number;
  /** Silence heard at those times, all together. */
  readonly gapMs: number;
  /** How the end of the turn was found; absent for an announcement. */
  readonly endpoint?: EndDecision;
  /** Times the user went on after the turn was taken. */
  readonly reopened: number;
  readonly speculation: SpeculationReport;
  /** Every mark of the probe, on the session's clock. */
  readonly marks: Readonly<Record<string, number>>;
  /** Every count of the probe: `tts.cache.hit`, `stt.outputs`, … */
  readonly counts: Readonly<Record<string, number>>;
}

/** What the stages of one turn marked and counted. Of marks of one name the first stays. */
export class Tally implements Probe {
  readonly #marks = new Map<string, number>();
  readonly #counts = new Map<string, number>();

  get marks(): ReadonlyMap<string, number> {
    return this.#marks;
  }

  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  mark(name: string, atMs: number): void {
    if (!this.#marks.has(name)) this.#marks.set(name, atMs);
  }

  count(name: string, by = 1): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + by);
  }

  /** Hands everything on. */
  tell(probe: Probe): void {
    for (const [name, atMs] of this.#marks) probe.mark(name, atMs);
    for (const [name, by] of this.#counts) probe.count(name, by);
  }
}

/** Timings from a turn's marks; `voiceEndMs` is undefined when nobody spoke (an announcement). */
export function turnTimings(
  marks: ReadonlyMap<string, number>,
  voiceEndMs: number | undefined,
  facts: Pick<TurnTimings, 'draftUsed' | 'cacheHit'>,
): TurnTimings {
  const nlpIn = marks.get('nlp.first-in');
  const nlpOut = marks.get('nlp.first-out');
  const nlp = nlpIn !== undefined && nlpOut !== undefined ? { nlpMs: nlpOut - nlpIn } : {};
  if (voiceEndMs === undefined) return { ...nlp, ...facts };
  const since = <Name extends string>(name: Name, mark: string): Partial<Record<Name, number>> => {
    const atMs = marks.get(mark);
    return atMs === undefined ? {} : ({ [name]: atMs - voiceEndMs } as Partial<Record<Name, number>>);
  };
  return {
    ...since('endpointMs', 'endpoint'),
    ...since('sttFinalMs', 'stt.final'),
    ...nlp,
    ...since('firstTokenMs', 'response.first-out'),
    ...since('firstSentenceMs', 'split.first-out'),
    ...since('ttsFirstAudioMs', 'tts.first-out'),
    ...since('voiceToVoiceMs', 'first-sound'),
    ...since('fillerMs', 'filler'),
    ...facts,
  };
}

export interface ReportParts extends Pick<TurnReport, 'turn' | 'outcome' | 'heard' | 'reopened' | 'speculation'> {
  readonly hearing: Pick<Hearing, 'transcript' | 'audioMs' | 'partials'>;
  readonly answer: Pick<Answer, 'reply' | 'draftUsed'>;
  readonly player: Pick<ReplyPlayer, 'underruns' | 'gapMs'>;
  readonly tally: Tally;
  readonly voiceEndMs: number | undefined;
  readonly decision: EndDecision | undefined;
}

export function turnReport(parts: ReportParts): TurnReport {
  const { turn, outcome, heard, reopened, speculation, hearing, answer, player, tally, decision } = parts;
  const { source, text } = answer.reply;
  return {
    ...{ turn, outcome, transcript: hearing.transcript, reply: text, heard },
    ...(source === undefined ? {} : { source }),
    timings: turnTimings(tally.marks, parts.voiceEndMs, {
      draftUsed: answer.draftUsed,
      cacheHit: source === 'cache',
    }),
    audioMs: Math.round(hearing.audioMs),
    partials: hearing.partials,
    underruns: player.underruns,
    gapMs: player.gapMs,
    ...(decision === undefined ? {} : { endpoint: decision }),
    ...{ reopened, speculation },
    marks: Object.fromEntries(tally.marks),
    counts: Object.fromEntries(tally.counts),
  };
}
