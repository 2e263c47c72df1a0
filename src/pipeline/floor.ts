/** Who has the floor: what happens to a reply when somebody speaks over it. */
import type { AbortKind } from './abort.js';
import { soundsLikeEcho } from './echo.js';
import type { Emit } from './events.js';
import type { TurnReport } from './report.js';
import type { Turn } from './turn.js';

/** A turn that is not over yet. */
export interface OpenTurn {
  readonly turn: Turn;
  readonly ended: Promise<TurnReport>;
  /** Its speech has lasted long enough to be no cough. */
  readonly confirmed: boolean;
}

interface Entry extends OpenTurn {
  confirmed: boolean;
  /** The turn that is spoken over, and whether its sound waits for a verdict. */
  readonly over: Entry | undefined;
  holdsOver: boolean;
  /** Words were heard instead of an answer: this speech may be their echo, until something of it is understood. */
  undecided: boolean;
  readonly carry: (words: Promise<string> | string) => void;
}

export class Floor {
  readonly #emit: Emit;
  readonly #entries = new Set<Entry>();
  /** The latest turn past its endpoint. */
  #answering: Entry | undefined;
  /** Our own voice came through the microphone once: from then on words interrupt a reply, not mere sounds. */
  #hearsItself = false;

  constructor(emit: Emit) {
    this.#emit = emit;
  }

  /** True while a turn is being answered. */
  get busy(): boolean {
    return this.#answering !== undefined;
  }

  async settled(): Promise<void> {
    while (this.#answering !== undefined) await this.#answering.ended;
  }

  /** Starts a turn. `create` gets the promise of its floor and of the words it inherits. */
  open(create: (floor: Promise<unknown>, carried: Promise<string>) => Pick<OpenTurn, 'turn' | 'ended'>): OpenTurn {
    const over = this.#answering;
    let carry: Entry['carry'] = () => undefined;
    const carried = new Promise<string>((resolve) => {
      carry = resolve;
    });
    if (over === undefined) carry('');
    const { turn, ended } = create(over?.ended ?? Promise.resolve(), carried);
    const entry: Entry = {
      ...{ turn, confirmed: false, over, holdsOver: false, undecided: false, carry },
      ended: ended.then((report) => {
        this.#onEnded(entry);
        return report;
      }),
    };
    this.#entries.add(entry);
    return entry;
  }

  /** The turn is past its endpoint: it has the floor as soon as the one before it is silent. */
  give(open: OpenTurn): void {
    const entry = this.#find(open.turn);
    if (entry === undefined) return;
    // Nothing was understood that would tell an echo from the user: taken for the user, no word of theirs is lost.
    if (entry.undecided && isWaitedFor(entry.over)) this.#supersede(entry, entry.over);
    entry.carry('');
    this.#answering = entry;
  }

  /** The user's speech is no cough: a reply falls silent, an answer that is not out yet makes way. */
  confirm(open: OpenTurn): void {
    const entry = this.#find(open.turn);
    if (entry === undefined || entry.confirmed) return;
    entry.confirmed = true;
    const { over } = entry;
    if (over === undefined || over.turn.phase === 'ended') entry.carry('');
    else if (over.turn.phase === 'speaking') {
      entry.carry('');
      if (this.#hearsItself) return;
      entry.holdsOver = true;
      over.turn.player.pause();
      this.#emit({ type: 'audio.pause', turn: over.turn.id });
    } else if (!over.turn.answersUser) entry.carry('');
    else {
      entry.undecided = over.turn.fillerText !== '';
      if (!entry.undecided) this.#supersede(entry, over);
    }
  }

  /** What the user said so far decides whether the reply that is spoken over is over. */
  judge(turn: Turn, text: string): void {
    const entry = this.#find(turn);
    const over = entry?.over;
    if (entry === undefined || over === undefined || text.trim() === '') return;
    const isSpeaking = over.turn.phase === 'speaking';
    if (!isSpeaking && !entry.undecided) return;
    if (soundsLikeEcho(text, `${over.turn.fillerText} ${over.turn.player.spokenText()}`)) {
      this.#hearsItself = true;
      turn.abort('misfire');
    } else if (isSpeaking && entry.confirmed) over.turn.abort('barge-in');
    else if (isWaitedFor(over)) this.#supersede(entry, over);
  }

  abortAll(reason: AbortKind): void {
    for (const entry of this.#entries) entry.turn.abort(reason);
  }

  /** An answer that is not out yet makes way, and its question is put before what is said now. */
  #supersede(entry: Entry, over: Entry): void {
    entry.undecided = false;
    over.turn.supersede();
    entry.carry(over.ended.then((report) => report.transcript));
  }

  #find(turn: Turn): Entry | undefined {
    for (const entry of this.#entries) if (entry.turn === turn) return entry;
    return undefined;
  }

  #onEnded(entry: Entry): void {
    this.#entries.delete(entry);
    const over = entry.over !== undefined && this.#entries.has(entry.over) ? entry.over : undefined;
    if (this.#answering === entry) this.#answering = over;
    if (!entry.holdsOver || over?.turn.phase !== 'speaking') return;
    // Nothing was said after all: the reply goes on from the first sample that was not heard.
    over.turn.player.resume();
    this.#emit({ type: 'audio.resume', turn: over.turn.id });
  }
}

/** True while a turn has been asked and nothing of its answer has sounded. */
function isWaitedFor(entry: Entry | undefined): entry is Entry {
  return entry?.turn.phase === 'transcribing' || entry?.turn.phase === 'thinking';
}
