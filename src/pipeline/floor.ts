/** Who has the floor: what happens to a reply when somebody speaks over it, step by step. */
import type { AbortKind } from './abort.js';
import { soundsLikeEcho } from './echo.js';
import type { Emit, SessionNews } from './events.js';
import { classifyInterjection } from './interjection.js';
import type { TurnReport } from './report.js';
import type { Clock } from './stage.js';
import { SureWords } from './sure-words.js';
import type { Turn } from './turn.js';

/** A turn that is not over yet. */
export interface OpenTurn {
  readonly turn: Turn;
  readonly ended: Promise<TurnReport>;
  /** Its speech has lasted long enough to be no cough. */
  readonly confirmed: boolean;
}

/** What was understood of a turn that speaks over a reply. */
export interface HeardWords {
  readonly text: string;
  readonly language: string;
  /** Nothing more was said so far: "yeah" is all, not the beginning of "yeah, but". */
  readonly isAll: boolean;
  readonly voicedMs: number;
}

type Meant = Extract<SessionNews, { type: 'interjection' }>['meant'];

interface Entry extends OpenTurn {
  confirmed: boolean;
  /** The turn that is spoken over. */
  over: Entry | undefined;
  /** What the loudspeaker said before the turn that is spoken over, a moment ago. */
  saidBefore: string;
  /** Resolves when this turn and all that it is spoken over are over. */
  readonly quiet: Promise<unknown>;
  readonly sureWords: SureWords;
  /** How far the reply that is spoken over has made way. */
  step: 'none' | 'ducked' | 'paused';
}

/** A room, a device and a detector may hold an echo for so long. */
const ECHO_MS = 300;

export class Floor {
  readonly #emit: Emit;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #entries = new Set<Entry>();
  /** The latest turn past its endpoint. */
  #answering: Entry | undefined;
  /** From then on words interrupt a reply, not mere sounds. */
  #hearsItself = false;
  #lastReply = { text: '', endMs: -Infinity };

  constructor(emit: Emit, clock: Pick<Clock, 'now'>) {
    this.#emit = emit;
    this.#clock = clock;
  }

  /** True while a turn is being answered. */
  get busy(): boolean {
    return this.#answering !== undefined;
  }

  /** Our own voice came through the microphone. */
  hearItself(): void {
    this.#hearsItself = true;
  }

  /** Whether a sound may be a reply that is heard back. */
  mayBeEcho(open: OpenTurn): boolean {
    const over = this.#find(open.turn)?.over;
    const sounds = open.turn.phase === 'speaking' || over?.turn.phase === 'speaking' || this.#saidBefore() !== '';
    return this.#hearsItself && sounds;
  }

  /** Whether a reply that sounds, or waits, is spoken over. */
  isOverReply(open: OpenTurn): boolean {
    return unended(this.#find(open.turn)?.over)?.turn.phase === 'speaking';
  }

  async settled(): Promise<void> {
    while (this.#answering !== undefined) await this.#answering.ended;
  }

  /** Starts a turn; a reply that sounds becomes quieter. `create` gets the promise of its floor. */
  open(create: (floor: Promise<unknown>) => Pick<OpenTurn, 'turn' | 'ended'>): OpenTurn {
    const over = this.#answering;
    const below = over?.quiet ?? Promise.resolve();
    const made = create(below);
    const { turn } = made;
    const ended = made.ended.then((report) => {
      this.#onEnded(entry);
      return report;
    });
    const entry: Entry = {
      ...{
        turn,
        ended,
        confirmed: false,
        over,
        step: 'none',
        sureWords: new SureWords(),
        saidBefore: this.#saidBefore(),
      },
      quiet: ended.then(() => below),
    };
    this.#entries.add(entry);
    if (turn.phase === 'hearing' && over?.turn.phase === 'speaking' && !this.#hearsItself) {
      entry.step = 'ducked';
      over.turn.player.duck();
      this.#emit({ type: 'audio.duck', turn: over.turn.id });
    }
    return entry;
  }

  /** The turn is past its endpoint: it has the floor as soon as the one before it is silent. */
  give(open: OpenTurn): void {
    this.#answering = this.#find(open.turn) ?? this.#answering;
  }

  /** The user goes on: the turn before, if it still speaks, has the floor again. */
  takeBack(open: OpenTurn): void {
    const entry = this.#find(open.turn);
    if (entry !== undefined && this.#answering === entry) this.#answering = this.#alive(entry.over);
  }

  /** The user's speech is no cough: a reply falls silent until its words are known. `byKey`: it is no sound at all. */
  confirm(open: OpenTurn, byKey = false): void {
    const entry = this.#find(open.turn);
    if (entry === undefined || entry.confirmed) return;
    entry.confirmed = true;
    if (byKey || !this.mayBeEcho(entry)) this.#pause(entry);
  }

  /** What the user said so far decides whether the reply that is spoken over is over. False when it is that reply. */
  judge(turn: Turn, { text, language, isAll, voicedMs }: HeardWords): boolean {
    const entry = this.#find(turn);
    if (entry === undefined) return true;
    // The last words of a reply are understood when it may be over already.
    const said = `${entry.saidBefore} ${entry.over?.turn.spokenText ?? ''}`;
    if (text !== '' && soundsLikeEcho(text, said, language)) {
      this.#hearsItself = true;
      // A person may speak in one breath with it; the reply need not wait until that is known.
      if (isAll) this.#dismiss(turn, text, 'echo');
      else this.#letGoOn(entry);
      return false;
    }
    const over = unended(entry.over);
    if (over === undefined) return true;
    const reply = over.turn.player.heardText();
    const meaning = classifyInterjection({ text, voicedMs, atPause: isAll, language, reply });
    // The reply is silent by now: to wait for a second reading costs nothing.
    const areWords = entry.sureWords.step(meaning, { text, isAll });
    if (meaning === 'call' || (areWords && entry.confirmed)) breakOff(over);
    else if (meaning === 'backchannel' && isAll) this.#dismiss(turn, text, 'backchannel');
    // Most coughs and hums never become words: the reply need not wait until the turn is over for them.
    else if (meaning === 'nothing' && isAll && over.turn.phase === 'speaking') this.#dismiss(turn, text, 'noise');
    return true;
  }

  abortAll(reason: AbortKind): void {
    for (const entry of this.#entries) entry.turn.abort(reason);
  }

  /** What was heard is no turn; the reply goes on when this one has ended. */
  #dismiss(turn: Turn, text: string, meant: Meant): void {
    if (turn.phase === 'ended') return;
    this.#emit({ type: 'interjection', turn: turn.id, text, meant });
    turn.abort('misfire');
  }

  /** Only where there is an echo: who answers a question at once, with its last word, is no echo elsewhere. */
  #saidBefore(): string {
    const { text, endMs } = this.#lastReply;
    return this.#hearsItself && this.#clock.now() - endMs <= ECHO_MS ? text : '';
  }

  #find(turn: Turn): Entry | undefined {
    for (const entry of this.#entries) if (entry.turn === turn) return entry;
    return undefined;
  }

  #alive(entry: Entry | undefined): Entry | undefined {
    return entry !== undefined && this.#entries.has(entry) ? entry : undefined;
  }

  #onEnded(entry: Entry): void {
    this.#entries.delete(entry);
    const { spokenText } = entry.turn;
    if (spokenText !== '') this.#lastReply = { text: spokenText, endMs: this.#clock.now() };
    const over = this.#alive(entry.over);
    if (this.#answering === entry) this.#answering = over;
    const above = [...this.#entries].filter((other) => other.over === entry);
    if (above.length === 0) this.#letGoOn(entry);
    else if (over !== undefined) for (const other of above) this.#handOver(entry, { over, to: other });
    // Or each turn would keep the one before it for ever.
    entry.over = undefined;
  }

  /** A turn is over while it is spoken over itself: what it was spoken over waits for the words of the latest. */
  #handOver({ step, turn }: Entry, { over, to }: { readonly over: Entry; readonly to: Entry }): void {
    to.over = over;
    to.step = step;
    to.saidBefore = `${to.saidBefore} ${turn.spokenText}`;
    if (to.confirmed && !this.mayBeEcho(to)) this.#pause(to);
  }

  #pause(entry: Entry): void {
    const over = this.#alive(entry.over);
    if (over === undefined || over.turn.phase === 'ended' || entry.step === 'paused') return;
    entry.step = 'paused';
    over.turn.player.pause();
    // A reply that has not begun waits, too: it must not begin under the user's words.
    if (over.turn.phase === 'speaking') this.#emit({ type: 'audio.pause', turn: over.turn.id });
  }

  /** Nothing was said to the reply after all: it goes on, from the first sample that was not heard. */
  #letGoOn(entry: Entry): void {
    const { step } = entry;
    const over = this.#alive(entry.over);
    entry.step = 'none';
    if (over === undefined || over.turn.phase === 'ended' || step === 'none') return;
    if (step === 'ducked') {
      over.turn.player.unduck();
      this.#emit({ type: 'audio.unduck', turn: over.turn.id });
    } else {
      over.turn.player.resume();
      if (over.turn.phase === 'speaking') this.#emit({ type: 'audio.resume', turn: over.turn.id });
    }
  }
}

/** The first of the turns below that may still be heard. */
function unended(entry: Entry | undefined): Entry | undefined {
  let under = entry;
  while (under?.turn.phase === 'ended') under = under.over;
  return under;
}

/** Who takes the turn takes it from all whose replies wait below. */
function breakOff(entry: Entry): void {
  for (let under: Entry | undefined = entry; under !== undefined; under = under.over) under.turn.abort('barge-in');
}
