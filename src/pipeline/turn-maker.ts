/** Makes turns: numbers them, gives each a floor and whoever listens to it, and tells of their beginning and end. */
import type { Speaker } from '../audio/speaker.js';
import type { Emit } from './events.js';
import type { Floor, OpenTurn } from './floor.js';
import type { Listening } from './listening.js';
import type { Transcript } from './messages.js';
import type { TurnReport } from './report.js';
import type { TurnSetup } from './session-options.js';
import type { Clock } from './stage.js';
import { Turn } from './turn.js';

export interface TurnMakerOptions {
  readonly floor: Floor;
  readonly speaker: Speaker;
  readonly clock: Clock;
  readonly emit: Emit;
  readonly onOpen: () => void;
  /** The turn passes to the assistant, not always for good. */
  readonly onTaken: () => void;
  readonly onTurn: (report: TurnReport) => void;
}

export interface Asked {
  /** Who follows what the turn understands. */
  readonly listening: () => Listening;
  /** What becomes of every transcript before anybody reads it. */
  readonly clean?: ((transcript: Transcript) => Transcript) | undefined;
}

export class TurnMaker {
  readonly #options: TurnMakerOptions;
  #count = 0;

  constructor(options: TurnMakerOptions) {
    this.#options = options;
  }

  /** A turn that hears a user. */
  ask(setup: TurnSetup, { listening, clean }: Asked): OpenTurn {
    return this.#open((floor, id) => {
      const { stages, limits, filler, speculation, duckDb, showsPartials } = setup;
      const turn = new Turn(
        {
          ...{ id, stages, limits, floor, filler, speculation, duckDb, clean, showsPartials },
          ...{ speaker: this.#options.speaker, clock: this.#options.clock },
          emit: (news) => {
            this.#tell(news);
            if (news.type === 'transcript') listening().transcribed(news);
          },
          onHeard: (partial) => listening().heard(partial),
          onRead: (partial) => {
            listening().read(partial);
          },
        },
        'hearing',
      );
      return { turn, ended: turn.run() };
    });
  }

  /** A turn that says something unasked. */
  announce(setup: TurnSetup, text: string): OpenTurn {
    return this.#open((floor, id) => {
      const { speaker, clock } = this.#options;
      const turn = new Turn(
        {
          ...setup,
          id,
          floor,
          speaker,
          clock,
          emit: (news) => {
            this.#tell(news);
          },
        },
        'thinking',
      );
      return { turn, ended: turn.announce(text) };
    });
  }

  #open(create: (floor: Promise<unknown>, id: string) => Pick<OpenTurn, 'turn' | 'ended'>): OpenTurn {
    this.#count += 1;
    const id = String(this.#count);
    const open = this.#options.floor.open((floor) => create(floor, id));
    this.#options.onOpen();
    return open;
  }

  #tell(news: Parameters<Emit>[0]): void {
    const { emit, onTaken, onTurn } = this.#options;
    emit(news);
    if (news.type === 'speech.end') onTaken();
    if (news.type === 'turn') onTurn(news);
  }
}
