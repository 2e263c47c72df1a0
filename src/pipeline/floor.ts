/** Who has the floor: what happens to a reply when somebody speaks over it, step by step. */
import type { AbortKind } from './abort.js';
import { soundsLikeEcho } from './echo.js';
import type { Emit, SessionNews } from './events.js';
import { classifyInterjection } from './interjection.js';
import type { TurnReport } from './report.js';
import type { Clock } from './stage.js';
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
  /** What the loudspeaker said a moment before this turn's voice began. */
  readonly saidBefore: string;
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

  /** Our own voice came through the microphone once: from then on words interrupt a reply, not mere sounds. */
  get hearsItself(): boolean {
    return this.#hearsItself;
  }

  async settled(): Promise<void> {
    while (this.#answering !== undefined) await this.#answering.ended;
  }

  /** Starts a turn; a reply that sounds becomes quieter. `create` gets the promise of its floor. */
  open(create: (floor: Promise<unknown>) => Pick<OpenTurn, 'turn' | 'ended'>): OpenTurn {
    const over = this.#answering;
    const { turn, ended } = create(over?.ended ?? Promise.resolve());
    const entry: Entry = {
      ...{ turn, confirmed: false, over, step: 'none', saidBefore: this.#saidBefore() },
      ended: ended.then((report) => {
        this.#onEnded(entry);
        return report;
      }),
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

  /** The user's speech is no cough: a reply falls silent until its words are known. */
  confirm(open: OpenTurn): void {
    const entry = this.#find(open.turn);
    if (entry === undefined || entry.confirmed) return;
    entry.confirmed = true;
    const over = this.#alive(entry.over);
    if (over === undefined || over.turn.phase === 'ended' || this.#hearsItself) return;
    // A reply that has not begun waits, too: it must not begin under the user's words.
    const hasSounded = over.turn.phase === 'speaking';
    entry.step = 'paused';
    over.turn.player.pause();
    if (hasSounded) this.#emit({ type: 'audio.pause', turn: over.turn.id });
  }

  /** What the user said so far decides whether the reply that is spoken over is over. */
  judge(turn: Turn, { text, language, isAll, voicedMs }: HeardWords): void {
    const entry = this.#find(turn);
    if (entry === undefined) return;
    const { over, saidBefore } = entry;
    // The last words of a reply are understood when it may be over already.
    if (text !== '' && soundsLikeEcho(text, over?.turn.spokenText ?? saidBefore, language)) {
      this.#hearsItself = true;
      this.#dismiss(turn, text, 'echo');
      return;
    }
    if (over === undefined || over.turn.phase === 'ended') return;
    const reply = over.turn.player.heardText();
    const meaning = classifyInterjection({ text, voicedMs, atPause: isAll, language, reply });
    if (meaning === 'call' || (meaning === 'words' && entry.confirmed)) over.turn.abort('barge-in');
    else if (meaning === 'backchannel' && isAll) this.#dismiss(turn, text, 'backchannel');
    // Most coughs and hums never become words: the reply need not wait until the turn is over for them.
    else if (meaning === 'nothing' && isAll && over.turn.phase === 'speaking') this.#dismiss(turn, text, 'noise');
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
    // Or each turn would keep the one before it for ever.
    entry.over = undefined;
    if (this.#answering === entry) this.#answering = over;
    if (over === undefined || over.turn.phase === 'ended' || entry.step === 'none') return;
    // Nothing was said after all: the reply goes on, from the first sample that was not heard.
    if (entry.step === 'ducked') {
      over.turn.player.unduck();
      this.#emit({ type: 'audio.unduck', turn: over.turn.id });
    } else {
      over.turn.player.resume();
      if (over.turn.phase === 'speaking') this.#emit({ type: 'audio.resume', turn: over.turn.id });
    }
  }
}
